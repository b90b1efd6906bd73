import { lazy } from 'react';
import type { Feature } from '../../state/feature.ts';
import { DrawingPlace } from './drawing-place.tsx';
import { messages } from './messages.ts';
import { SHORTCUTS } from './shortcuts.ts';

const DrawTab = lazy(async () => ({ default: (await import('./draw-tab.tsx')).DrawTab }));

export const redrawBoundaries: Feature = {
  id: 'redraw-boundaries',
  messages,
  planTabs: [{ id: 'draw', order: 10, component: DrawTab }],
  overMap: [{ order: 10, component: DrawingPlace }],
  shortcuts: SHORTCUTS,
};
