import type { Feature } from '../../state/feature.ts';
import { GuideEntry } from './guide-entry.tsx';
import { GuidePlace } from './guide-place.tsx';
import { messages } from './messages.ts';

export const guidePractice: Feature = {
  id: 'guide-practice',
  messages,
  panels: [{ mode: 'plan', order: 5, component: GuidePlace }],
  topBar: [{ side: 'end', order: 5, component: GuideEntry }],
};
