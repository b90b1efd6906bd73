import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import type { Feature } from '../state/feature.ts';
import { useApp } from '../state/store.ts';
import { Tabs } from '../ui/tabs.tsx';
import { PanelPlace } from './panel-place.tsx';
import { PlanTabs } from './plan-tabs.tsx';
import { panelsOf, type ShownPanel } from './slots.ts';

/** The sections of a mode, each standing on its own feet: all below each other, or by tabs where they name any. */
export function ModePanels({ features, mode }: { readonly features: readonly Feature[]; readonly mode: string }) {
  const { t } = useTranslation();
  const wanted = useApp((state) => state.panelTabs[mode]);
  const setPanelTab = useApp((state) => state.setPanelTab);
  const all = useMemo(() => panelsOf(features, mode), [features, mode]);
  const useful = useApp(useShallow((state) => all.map(({ when }) => when?.(state) ?? true)));
  const panels = all.filter((_, index) => useful[index]);
  const tabs = [...new Set(panels.flatMap(({ tab }) => tab ?? []))];
  if (tabs.length < 2) {
    return (
      <>
        <Sections panels={panels} />
        {mode === 'plan' && <PlanTabs features={features} />}
      </>
    );
  }
  const current = tabs.find((tab) => tab === wanted) ?? tabs[0]!;
  const titled = tabs.map((id) => ({ id, title: t(`panel.tab.${id}`) }));
  return (
    <Tabs label={t('panel.tabs')} tabs={titled} current={current} onChange={setPanelTab}>
      <Sections panels={panels.filter(({ tab }) => tab === current)} />
    </Tabs>
  );
}

const Sections = ({ panels }: { readonly panels: readonly ShownPanel[] }) =>
  panels.map(({ id, order, mode, kit, component }) => (
    <PanelPlace key={`${mode}-${id}-${order}`} component={component} kit={kit} />
  ));
