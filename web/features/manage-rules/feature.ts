import { lazy } from 'react';
import type { Feature } from '../../state/feature.ts';
import { messages } from './messages.ts';

const RulesSection = lazy(async () => ({ default: (await import('./rules-section.tsx')).RulesSection }));

export const manageRules: Feature = {
  id: 'manage-rules',
  messages,
  panels: [
    { mode: 'plan', order: 90, component: RulesSection, kit: true },
    { mode: 'admin', order: 20, component: RulesSection, kit: true, tab: 'rules' },
  ],
};
