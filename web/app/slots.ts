import type { ComponentType } from 'react';
import type { PlanLevel } from '../../api/contract/plans.ts';
import type { Feature, PanelSection } from '../state/feature.ts';
import type { InspectorSlots } from '../state/inspector-slots.ts';

/** A section of the panel, with the feature it belongs to. */
export type ShownPanel = PanelSection & { readonly id: string };

/** What the features put at one place of the shell, in order. */
export const panelsOf = (features: readonly Feature[], mode: string): ShownPanel[] =>
  features
    .flatMap((feature) => (feature.panels ?? []).map((panel) => ({ ...panel, id: feature.id })))
    .filter((panel) => panel.mode === mode)
    .sort((a, b) => a.order - b.order);

export const modesOf = (features: readonly Feature[]) =>
  features
    .flatMap((feature) => (feature.mode ? [{ ...feature.mode, title: `${feature.id}:mode` }] : []))
    .sort((a, b) => a.order - b.order);

export const topBarOf = (features: readonly Feature[], side: 'start' | 'centre' | 'end') =>
  features
    .flatMap((feature) => (feature.topBar ?? []).map((item) => ({ ...item, id: feature.id })))
    .filter((item) => item.side === side)
    .sort((a, b) => a.order - b.order);

export const mapToolsOf = (features: readonly Feature[]) =>
  features
    .flatMap((feature) => (feature.mapTools ?? []).map((tool) => ({ ...tool, id: feature.id })))
    .sort((a, b) => a.order - b.order);

/** The open plan's tabs; those that its level has no use for are left out. */
export const planTabsOf = (features: readonly Feature[], level: PlanLevel) =>
  features
    .flatMap((feature) => (feature.planTabs ?? []).map((tab) => ({ ...tab, title: `${feature.id}:tab` })))
    .filter((tab) => !tab.levels || tab.levels.includes(level))
    .sort((a, b) => a.order - b.order);

export const inspectorSlotsOf = (features: readonly Feature[]): InspectorSlots => {
  const inOrder = (placed: readonly { readonly order: number; readonly component: ComponentType }[]) =>
    placed.toSorted((a, b) => a.order - b.order).map(({ component }) => component);
  return {
    actions: inOrder(features.flatMap(({ inspectorActions = [] }) => inspectorActions)),
    sections: inOrder(features.flatMap(({ inspectorSections = [] }) => inspectorSections)),
  };
};

export const overMapOf = (features: readonly Feature[]) =>
  features
    .flatMap((feature) => (feature.overMap ?? []).map((item) => ({ ...item, id: feature.id })))
    .sort((a, b) => a.order - b.order);
