import { CheckCircleFilled, CloseOutlined } from '@ant-design/icons';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { evaluateRules } from '../../../geo/divide/rules.ts';
import { planSession } from '../../state/plan/current.ts';
import { openState, planStore, usePlan } from '../../state/plan/plan-store.ts';
import { proposalStore, useProposals } from '../../state/plan/proposal-store.ts';
import { usePlans } from '../../state/plan-queries.ts';
import { store } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import styles from './guide.module.css';
import { GUIDE_STEPS, type GuideStep, type Progress, stepsDone } from './guide-steps.ts';
import { guideStore, setGuideOpen, useGuide } from './guide-store.ts';

const PARTS = 19;

/** Eleven communities become nineteen, step by step; each checks itself off when it is done. */
export function Guide() {
  const { t } = useTranslation('guide-practice');
  const progress = useProgress();
  const done = stepsDone(progress);
  const now = GUIDE_STEPS.find((step) => !done.has(step));
  const action = now && ACTIONS[now];
  return (
    <section className={styles.guide} aria-label={t('title')}>
      <header className={styles.head}>
        <h2 className={styles.title}>{t('title')}</h2>
        <span className={`${styles.count} tabular`}>
          {done.size}/{GUIDE_STEPS.length}
        </span>
        <IconButton label={t('close')} icon={<CloseOutlined />} onClick={() => setGuideOpen(false)} />
      </header>
      <p className={styles.now} role="status">
        <strong>{t(now ? `step.${now}.title` : 'finished.title')}</strong>
        <br />
        {t(now ? `step.${now}.text` : 'finished.text')}
      </p>
      {now && action && (
        <Button className={styles.action} onClick={action}>
          {t(`step.${now}.action`)}
        </Button>
      )}
      <details className={styles.all}>
        <summary>{t('all')}</summary>
        <ol>
          {GUIDE_STEPS.map((step) => (
            <li key={step} data-done={done.has(step) || undefined} aria-current={step === now ? 'step' : undefined}>
              {t(`step.${step}.title`)}
              {done.has(step) && <CheckCircleFilled aria-label={t('done')} />}
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
}

const turnTo = (tab: string): void => store.getState().setPlanTab(tab);

/** What a press does for a step, where it can be more than saying what to press. */
const ACTIONS: Partial<Record<GuideStep, () => void>> = {
  propose: () => {
    proposalStore.setState(({ form, run }) => ({
      form: { ...form, kind: 'redivide', chosen: null, parts: PARTS, size: 'tolerance', tolerancePercent: 10 },
      run: run.kind === 'running' ? run : { kind: 'idle' },
    }));
    turnTo('propose');
  },
  look: () => turnTo('propose'),
  adopt: () => turnTo('propose'),
  adjust: () => {
    turnTo('draw');
    planStore.setState({ tool: 'brush', area: 'paint', target: null, level: 'community' });
  },
  rules: () => turnTo('draw'),
};

function useProgress(): Progress {
  const status = usePlan((state) => {
    const plan = openState(state)?.plan;
    return plan?.level === 'community' ? plan.status : null;
  });
  const plan = usePlan((state) => openState(state)?.plan.id ?? null);
  const base = usePlan((state) => openState(state)?.plan.base.division ?? null);
  const before = useIsBegunAfter(base);
  const tick = usePlan((state) => openState(state)?.tick ?? -1);
  const proposed = useProposals(({ run }) => run.kind === 'done' && run.task.parts === PARTS);
  const shown = useProposals((state) => state.shown !== null);
  const looked = useGuide((state) => state.looked !== null && state.looked === plan);
  useEffect(() => {
    if (shown && plan !== null) guideStore.setState({ looked: plan });
  }, [shown, plan]);
  const drawn = useMemo(() => {
    const current = tick < 0 ? null : planSession.current();
    const entries = current?.timeline().entries ?? [];
    const labels = entries.flatMap(({ state, label }) => (state === 'done' ? [label.key] : []));
    const hard = current?.rules.filter((rule) => rule.hard) ?? [];
    const findings = current ? evaluateRules(current.draft, current.base.facts, hard) : [];
    return { labels, broken: findings.filter(({ verdict }) => verdict === 'broken').length };
  }, [tick]);
  return { before, status, proposed, looked, ...drawn };
}

/** Whether a division came of a plan of communities; null = any division of the county. */
function useIsBegunAfter(division: number | null): boolean {
  const plans = usePlans().data ?? [];
  return plans.some(
    ({ level, published }) =>
      level === 'community' && published !== null && (division === null || published === division),
  );
}
