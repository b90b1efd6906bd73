import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan } from '../../../api/contract/plans.ts';
import { dayBefore } from '../../../api/contract/today.ts';
import type { Role } from '../../../api/contract/words.ts';
import { movePlan } from '../../api-client/plans.ts';
import { Refused } from '../../i18n/failure.tsx';
import { useFormat } from '../../i18n/format.ts';
import { mayMove, useMyRoles } from '../../state/plan-life.ts';
import { changingPlan, useOpenPlan } from '../../state/plan-queries.ts';
import { useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';
import { DecisionDialog } from './decision-dialog.tsx';
import styles from './next-step.module.css';
import { usePlanHistory } from './publication-query.ts';
import { PublishDialog } from './publish-dialog.tsx';
import { Rebase } from './rebase.tsx';
import { SubmitDialog } from './submit-dialog.tsx';

/** What stands next for the open plan, for whoever looks at it. */
export function NextStep() {
  const plan = useOpenPlan().data;
  const comparing = useApp((state) => state.comparison !== null);
  if (!plan || comparing) return null;
  return <Step plan={plan} key={plan.id} />;
}

type Asked = 'submit' | 'return' | 'approve' | 'publish';

/** Who may publish what has been approved. */
const mayPublish = ({ status }: Plan, roles: readonly Role[]): boolean =>
  status === 'approved' && (roles.includes('approver') || roles.includes('admin'));

function Step({ plan }: { readonly plan: Plan }) {
  const { t } = useTranslation('decide-plan');
  const roles = useMyRoles();
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const may = (action: Parameters<typeof mayMove>[0]) => mayMove(action, plan, roles);
  const decides = may('review') || may('approve') || mayPublish(plan, roles);
  return (
    <section className={styles.step} aria-label={t('next')}>
      <p className={styles.words}>{t(`words.${plan.status}${decides ? 'Yours' : ''}`)}</p>
      {plan.status === 'returned' && <Returned plan={plan} />}
      {plan.status === 'published' && <InForce plan={plan} />}
      <Rebase plan={plan} />
      <div className={styles.buttons}>
        {may('submit') && (
          <Button type="primary" onClick={() => setAsked('submit')}>
            {t('submit')}
          </Button>
        )}
        {may('review') && <Review plan={plan} />}
        {may('approve') && (
          <Button type="primary" onClick={() => setAsked('approve')}>
            {t('approve')}
          </Button>
        )}
        {mayPublish(plan, roles) && (
          <Button type="primary" onClick={() => setAsked('publish')}>
            {t('publish')}
          </Button>
        )}
        {may('return') && <Button onClick={() => setAsked('return')}>{t('return')}</Button>}
      </div>
      {asked === 'submit' && <SubmitDialog plan={plan} close={close} />}
      {(asked === 'return' || asked === 'approve') && <DecisionDialog plan={plan} action={asked} close={close} />}
      {asked === 'publish' && <PublishDialog plan={plan} close={close} />}
    </section>
  );
}

/** Taking a submitted plan under review; the changes come into view with it. */
function Review({ plan }: { readonly plan: Plan }) {
  const { t } = useTranslation('decide-plan');
  const county = useApp((state) => state.county) ?? '';
  const announce = useApp((state) => state.announce);
  const setPlanTab = useApp((state) => state.setPlanTab);
  const { sending, notice, send } = useSending();
  const review = () =>
    send(async () => {
      const body = { action: 'review', revision: plan.revision } as const;
      await changingPlan(county, plan.id, () => movePlan(county, plan.id, body));
      announce(t('reviewing', { title: plan.title }));
      setPlanTab('changes');
    });
  return (
    <>
      <Button type="primary" loading={sending} onClick={() => void review()}>
        {t('review')}
      </Button>
      {notice && <Refused notice={notice} />}
    </>
  );
}

/** What the approver wrote when the plan came back. */
function Returned({ plan }: { readonly plan: Plan }) {
  const { t } = useTranslation('decide-plan');
  const format = useFormat();
  const last = usePlanHistory(plan).data?.findLast(({ action }) => action === 'return');
  if (!last) return null;
  return (
    <blockquote className={styles.returned}>
      <p>{last.note}</p>
      <footer className="tabular">{t('by', { name: last.accountName, at: format.moment(last.at) })}</footer>
    </blockquote>
  );
}

/** The map before and after the day on which the plan begins. */
function InForce({ plan }: { readonly plan: Plan }) {
  const { t } = useTranslation('decide-plan');
  const format = useFormat();
  const date = useApp((state) => state.date);
  const setDate = useApp((state) => state.setDate);
  const setMode = useApp((state) => state.setMode);
  const announce = useApp((state) => state.announce);
  const { effective } = plan;
  if (!effective) return null;
  const show = (day: string) => {
    setDate(day);
    setMode('map');
    announce(t('shown', { date: format.date(day) }));
  };
  return (
    <>
      <p className={`${styles.fact} tabular`}>{t('effective', { date: format.date(effective) })}</p>
      <div className={styles.buttons}>
        {[dayBefore(effective), effective].map((day, index) => (
          <Button key={day} size="small" disabled={date === day} onClick={() => show(day)}>
            {t(index === 0 ? 'mapBefore' : 'mapAfter', { date: format.date(day) })}
          </Button>
        ))}
      </div>
    </>
  );
}
