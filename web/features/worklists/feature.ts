import { lazy } from 'react';
import type { Feature } from '../../state/feature.ts';
import { messages } from './messages.ts';

const WorklistPanel = lazy(async () => ({ default: (await import('./worklist-panel.tsx')).WorklistPanel }));

export const worklists: Feature = {
  id: 'worklists',
  messages,
  panels: [{ mode: 'data', order: 6, component: WorklistPanel, tab: 'daily' }],
};
