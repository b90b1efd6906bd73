import { lazy } from 'react';
import type { Feature } from '../../state/feature.ts';
import { messages } from './messages.ts';

const NextStep = lazy(async () => ({ default: (await import('./next-step.tsx')).NextStep }));
const ChangesTab = lazy(async () => ({ default: (await import('./changes-tab.tsx')).ChangesTab }));

export const decidePlan: Feature = {
  id: 'decide-plan',
  messages,
  panels: [{ mode: 'plan', order: 20, component: NextStep, kit: true }],
  planTabs: [{ id: 'changes', order: 30, component: ChangesTab, kit: true }],
};
