import { lazy } from 'react';
import type { Feature } from '../../state/feature.ts';
import { messages } from './messages.ts';

const ImportSection = lazy(async () => ({ default: (await import('./import-section.tsx')).ImportSection }));

export const importPlan: Feature = {
  id: 'import-plan',
  messages,
  panels: [{ mode: 'plan', order: 16, component: ImportSection, kit: true }],
};
