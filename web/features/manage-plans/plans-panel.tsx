import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayPlan } from '../../state/plan-queries.ts';
import { useApp } from '../../state/store.ts';
import { SkeletonLines } from '../../ui/states.tsx';
import { DivisionHistory } from './division-history.tsx';
import { MayNotPlan } from './may-not-plan.tsx';
import { NewPlanForm } from './new-plan-form.tsx';
import { PlanHead } from './plan-head.tsx';
import { PlanList } from './plan-list.tsx';
import styles from './plans-panel.module.css';
import { useOpenSheet } from './use-open-sheet.ts';

/** The room of plans: all of them, a new one, or the head of the one that is open. */
export function PlansPanel() {
  const { t } = useTranslation('manage-plans');
  const mayPlan = useMayPlan();
  const plan = useApp((state) => state.plan);
  const comparing = useApp((state) => state.comparison !== null);
  useOpenSheet();
  if (comparing) return null;
  if (mayPlan === null) return <SkeletonLines label={t('common:panel.loading')} />;
  if (!mayPlan) {
    return (
      <>
        <MayNotPlan />
        <DivisionHistory />
      </>
    );
  }
  return plan === null ? <Plans /> : <PlanHead key={plan} />;
}

function Plans() {
  const { t } = useTranslation('manage-plans');
  const [creating, setCreating] = useState(false);
  if (creating) return <NewPlanForm close={() => setCreating(false)} />;
  return (
    <>
      <header className={styles.header}>
        <h2 className={styles.title}>{t('title')}</h2>
        <p className={styles.lead}>{t('lead')}</p>
      </header>
      <PlanList create={() => setCreating(true)} />
      <DivisionHistory />
    </>
  );
}
