import { type KeyboardEvent, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Feature } from '../state/feature.ts';
import { useOpenPlan } from '../state/plan-queries.ts';
import { useApp } from '../state/store.ts';
import { PanelPlace } from './panel-place.tsx';
import styles from './plan-tabs.module.css';
import { planTabsOf } from './slots.ts';

/** What the features do with the open plan, one tab each. Arrows move between them. */
export function PlanTabs({ features }: { readonly features: readonly Feature[] }) {
  const { t } = useTranslation();
  const id = useId();
  const comparing = useApp((state) => state.comparison !== null);
  const wanted = useApp((state) => state.planTab);
  const setPlanTab = useApp((state) => state.setPlanTab);
  const plan = useOpenPlan().data;
  const tabs = plan && !comparing ? planTabsOf(features, plan.level) : [];
  const current = tabs.find((tab) => tab.id === wanted) ?? tabs[0];
  if (!current) return null;
  const onKey = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = tabs[(tabs.indexOf(current) + step + tabs.length) % tabs.length]!;
    setPlanTab(next.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  return (
    <>
      <div role="tablist" aria-label={t('panel.planTabs')} className={styles.tabs} onKeyDown={onKey}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${id}-${tab.id}`}
            data-tab={tab.id}
            className={styles.tab}
            aria-selected={tab === current}
            aria-controls={tab === current ? `${id}-panel` : undefined}
            tabIndex={tab === current ? 0 : -1}
            onClick={() => setPlanTab(tab.id)}
          >
            {t(tab.title)}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${current.id}`} className={styles.panel}>
        <PanelPlace key={current.id} component={current.component} kit={current.kit} />
      </div>
    </>
  );
}
