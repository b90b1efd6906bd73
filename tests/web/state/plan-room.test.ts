import { expect, test } from 'vitest';
import { createAppStore } from '../../../web/state/store.ts';

const room = () => {
  const app = createAppStore();
  app.getState().openCounty('990481');
  const shown = () => {
    const { mode, plan, planTab, comparison } = app.getState();
    return { mode, plan, planTab, comparison };
  };
  return { app, shown, ...app.getState() };
};

test('opening a plan leads to its first tab from wherever one is', () => {
  const { openPlan, setPlanTab, shown } = room();
  openPlan(7);
  expect(shown()).toEqual({ mode: 'plan', plan: 7, planTab: null, comparison: null });
  setPlanTab('comments');
  openPlan(8);
  expect(shown().planTab).toBeNull();
});

test('a comparison stands before the plan, and Escape leads back to it', () => {
  const { openPlan, compare, stepOut, shown } = room();
  openPlan(7, 'changes');
  compare({ kind: 'division', id: 3 }, { kind: 'plan', id: 7 });
  expect(shown().comparison?.left).toEqual({ kind: 'division', id: 3 });
  stepOut();
  expect(shown()).toEqual({ mode: 'plan', plan: 7, planTab: 'changes', comparison: null });
  stepOut();
  expect(shown().plan).toBe(7);
});

test('another county inherits neither plan nor comparison', () => {
  const { openPlan, openCounty, shown } = room();
  openPlan(7, 'changes');
  openCounty('220322');
  expect(shown()).toEqual({ mode: 'plan', plan: null, planTab: null, comparison: null });
});
