import { lazy } from 'react';
import type { Feature } from '../../state/feature.ts';
import { messages } from './messages.ts';

const ExportPanel = lazy(async () => ({ default: (await import('./export-panel.tsx')).ExportPanel }));

export const exportData: Feature = {
  id: 'export-data',
  messages,
  panels: [{ mode: 'data', order: 30, component: ExportPanel, kit: true, tab: 'export' }],
};
