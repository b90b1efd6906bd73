import { lazy } from 'react';
import type { Feature } from '../../state/feature.ts';
import { messages } from './messages.ts';

const TallySection = lazy(async () => ({ default: (await import('./tally-section.tsx')).TallySection }));
const PublishedFigures = lazy(async () => ({ default: (await import('./published-figures.tsx')).PublishedFigures }));

export const enterTallies: Feature = {
  id: 'enter-tallies',
  messages,
  inspectorSections: [{ order: 80, component: TallySection }],
  panels: [{ mode: 'data', order: 40, component: PublishedFigures, tab: 'daily' }],
};
