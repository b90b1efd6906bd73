import { lazy } from 'react';
import type { Feature, Shortcut } from '../../state/feature.ts';
import { isPlanShown } from '../../state/plan/plan-shown.ts';
import { store } from '../../state/store.ts';
import { messages } from './messages.ts';

const ProposeTab = lazy(async () => ({ default: (await import('./propose-tab.tsx')).ProposeTab }));

const TAB = 'propose';
const when = (): boolean => isPlanShown() && store.getState().planTab === TAB;
/** The session is there when a plan is. */
const withSession = (run: (session: typeof import('../../state/plan/current.ts').planSession) => void) => () =>
  void import('../../state/plan/current.ts').then(({ planSession }) => run(planSession));

const SHORTCUTS: readonly Shortcut[] = [
  { key: 'Ctrl+Z', label: 'propose-division:undo', when, run: withSession((session) => session.undo()) },
  { key: 'Ctrl+Shift+Z', label: 'propose-division:redo', when, run: withSession((session) => session.redo()) },
];

export const proposeDivision: Feature = {
  id: 'propose-division',
  messages,
  planTabs: [{ id: TAB, order: 20, component: ProposeTab, kit: true, levels: ['grid', 'community'] }],
  shortcuts: SHORTCUTS,
};
