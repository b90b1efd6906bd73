import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EDITABLE_STATUSES, type Plan, type Rebased } from '../../../api/contract/plans.ts';
import { rebasePlan } from '../../api-client/plans.ts';
import { Refused } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { boundsOfPoint } from '../../state/bounds.ts';
import { mayDraft, useMyRoles } from '../../state/plan-life.ts';
import { changingPlan } from '../../state/plan-queries.ts';
import { useStepWords } from '../../state/step-words.ts';
import { useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';
import styles from './next-step.module.css';

const BEFORE_PUBLICATION: readonly Plan['status'][] = [...EDITABLE_STATUSES, 'submitted', 'in_review', 'approved'];

/** The way onto a division that was published since the plan was begun, and what of the plan did not come along. */
export function Rebase({ plan }: { readonly plan: Plan }) {
  const { t } = useTranslation('decide-plan');
  const format = useFormat();
  const county = useApp((state) => state.county) ?? '';
  const announce = useApp((state) => state.announce);
  const roles = useMyRoles();
  const [done, setDone] = useState<Rebased | null>(null);
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
  return done && <Outcome done={done} />;
}

function Outcome({ done: { replayed, failed } }: { readonly done: Rebased }) {
  const { t, i18n } = useTranslation('decide-plan');
  const format = useFormat();
  const flyTo = useApp((state) => state.flyTo);
  const stepWords = useStepWords();
  const why = ({ reason, detail }: Rebased['failed'][number]): string => {
    const key = `redraw-boundaries:refusal.${reason}`;
    return i18n.exists(key) ? t(key, { region: '' }) : detail;
  };
  return (
    <div className={styles.rebase}>
      <p className={styles.words}>{t('rebase.done', { n: format.number(replayed) })}</p>
      {failed.length > 0 && (
        <>
          <p className={styles.words}>{t('rebase.failed', { n: format.number(failed.length) })}</p>
          <ul className={styles.failed}>
            {failed.map((step) => (
              <li key={step.seq}>
                {stepWords(step.label)}: {why(step)}
                {step.at && (
                  <Button type="link" size="small" onClick={() => flyTo(boundsOfPoint(step.at!), { maxZoom: 17 })}>
                    {t('rebase.showPlace')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
