import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  EDITABLE_STATUSES,
  type FailedStep,
  type Plan,
  type PlanHistory,
  type Rebased,
} from '../../../api/contract/plans.ts';
import { rebasePlan } from '../../api-client/plans.ts';
import { Refused } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { mayDraft, useMyRoles } from '../../state/plan-life.ts';
import { changingPlan } from '../../state/plan-queries.ts';
import { useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';
import { FailedSteps } from './failed-steps.tsx';
import styles from './next-step.module.css';
import { usePlanHistory } from './publication-query.ts';

const BEFORE_PUBLICATION: readonly Plan['status'][] = [...EDITABLE_STATUSES, 'submitted', 'in_review', 'approved'];

/** The way onto a division that was published since the plan was begun, and what of the plan did not come along. */
export function Rebase({ plan }: { readonly plan: Plan }) {
  const { t } = useTranslation('decide-plan');
  const format = useFormat();
  const county = useApp((state) => state.county) ?? '';
  const announce = useApp((state) => state.announce);
  const roles = useMyRoles();
  const [done, setDone] = useState<Rebased | null>(null);
  const events = usePlanHistory(plan).data;
  const { sending, notice, send } = useSending();
  const may = EDITABLE_STATUSES.includes(plan.status)
    ? mayDraft(roles)
    : roles.includes('approver') || roles.includes('admin');
  const rebase = () =>
    send(async () => {
      await changingPlan(county, plan.id, async () => {
        const result = await rebasePlan(county, plan.id);
        setDone(result);
        announce(t('rebase.done', { n: format.number(result.replayed) }));
        return result.plan;
      });
    });
  if (plan.outdated && may && BEFORE_PUBLICATION.includes(plan.status)) {
    return (
      <div className={styles.rebase}>
        <p className={styles.words}>{t('rebase.why')}</p>
        <Button loading={sending} onClick={() => void rebase()}>
          {t('rebase.now')}
        </Button>
        {notice && <Refused notice={notice} />}
      </div>
    );
  }
  const lost = lostSince(events ?? []);
  if (!done && lost.length === 0) return null;
  return (
    <div className={styles.rebase}>
      {done && <p className={styles.words}>{t('rebase.done', { n: format.number(done.replayed) })}</p>}
      <FailedSteps steps={lost} />
    </div>
  );
}

/** What did not come along the last time, until the plan is submitted without it. */
function lostSince(events: PlanHistory): readonly FailedStep[] {
  const last = events.findLast(({ action }) => action === 'rebase' || action === 'submit');
  return last?.failed ?? [];
}
