import { lazy } from 'react';
import type { Feature } from '../../state/feature.ts';
import { messages } from './messages.ts';

const CommentsTab = lazy(async () => ({ default: (await import('./comments-tab.tsx')).CommentsTab }));

export const discussPlan: Feature = {
  id: 'discuss-plan',
  messages,
  planTabs: [{ id: 'comments', order: 40, component: CommentsTab, kit: true }],
};
