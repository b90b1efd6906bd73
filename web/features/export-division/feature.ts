import { lazy } from 'react';
import type { Feature } from '../../state/feature.ts';
import { messages } from './messages.ts';

const ExportSection = lazy(async () => ({ default: (await import('./export-section.tsx')).ExportSection }));

export const exportDivision: Feature = {
  id: 'export-division',
  messages,
  panels: [{ mode: 'plan', order: 15, component: ExportSection, kit: true }],
};
