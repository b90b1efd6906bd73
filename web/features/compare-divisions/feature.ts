import { lazy } from 'react';
import type { Feature } from '../../state/feature.ts';
import { messages } from './messages.ts';
import { SecondMapGate } from './second-map-gate.tsx';

const ComparePanel = lazy(async () => ({ default: (await import('./compare-panel.tsx')).ComparePanel }));

export const compareDivisions: Feature = {
  id: 'compare-divisions',
  messages,
  panels: [{ mode: 'plan', order: 5, component: ComparePanel, kit: true }],
  overMap: [{ order: 50, component: SecondMapGate }],
};
