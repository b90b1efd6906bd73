import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlan } from '../../state/plan/plan-store.ts';
import { useProposals } from '../../state/plan/proposal-store.ts';
import { SkeletonLines } from '../../ui/states.tsx';
import { Outcome } from './outcome.tsx';
import { Running } from './running.tsx';
import { showProposal } from './search.ts';
import { TaskForm } from './task-form.tsx';

/** Plans that the machine works out: what is asked for, how far it is, and what it has found. */
export function ProposeTab() {
  const { t } = useTranslation('propose-division');
  const kind = usePlan((state) => state.session.kind);
  const run = useProposals((state) => state.run);
  // Whoever draws again draws in the plan, not in what is only shown.
  useEffect(() => () => showProposal(null), []);
  if (kind === 'failed') return null;
  if (kind !== 'open') return <SkeletonLines label={t('common:panel.loading')} lines={8} />;
  switch (run.kind) {
    case 'idle':
      return <TaskForm />;
    case 'running':
      return <Running run={run} />;
    default:
      return <Outcome run={run} />;
  }
}
