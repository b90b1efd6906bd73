import { useTranslation } from 'react-i18next';
import type { Feature } from '../state/feature.ts';
import { useOpenPlan } from '../state/plan-queries.ts';
import { useApp } from '../state/store.ts';
import { Tabs } from '../ui/tabs.tsx';
import { PanelPlace } from './panel-place.tsx';
import { planTabsOf } from './slots.ts';

/** What the features do with the open plan, one tab each. */
export function PlanTabs({ features }: { readonly features: readonly Feature[] }) {
  const { t } = useTranslation();
  const comparing = useApp((state) => state.comparison !== null);
  const wanted = useApp((state) => state.planTab);
  const setPlanTab = useApp((state) => state.setPlanTab);
  const plan = useOpenPlan().data;
  const tabs = plan && !comparing ? planTabsOf(features, plan.level) : [];
  const current = tabs.find((tab) => tab.id === wanted) ?? tabs[0];
  if (!current) return null;
  const titled = tabs.map(({ id, title }) => ({ id, title: t(title) }));
  return (
    <Tabs label={t('panel.planTabs')} tabs={titled} current={current.id} onChange={setPlanTab}>
      <PanelPlace key={current.id} component={current.component} kit={current.kit} />
    </Tabs>
  );
}
