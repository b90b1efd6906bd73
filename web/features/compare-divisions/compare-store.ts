import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { PLAN_LEVELS, type Plan, type PlanLevel } from '../../../api/contract/plans.ts';
import type { RegionKind } from '../../../api/contract/words.ts';
import type { Comparison } from '../../state/plan-room.ts';

/** How two divisions are looked at. */
interface CompareState {
  /** swipe: one over the other up to a divider; side: one beside the other */
  readonly view: 'swipe' | 'side';
  /** where the divider of a swipe stands, as a share of the free width */
  readonly share: number;
  /** by which regions the moves are told; null = those that the compared plan is about */
  readonly level: PlanLevel | null;
}

export const compareStore = createStore<CompareState>()(() => ({ view: 'swipe', share: 0.5, level: null }));
export const useCompare = <T>(selector: (state: CompareState) => T): T => useStore(compareStore, selector);

const STEP = 0.02;

/** Where a key moves the divider to; null for a key that does not. */
export function shareAfterKey(share: number, key: string): number | null {
  const steps: Record<string, number> = { ArrowLeft: share - STEP, ArrowRight: share + STEP, Home: 0, End: 1 };
  const moved = steps[key];
  return moved === undefined ? null : Math.min(1, Math.max(0, moved));
}

/** The level at which two sides are compared until another one is chosen: that of the plan on the right, or the left. */
export function levelOf({ left, right }: Comparison, plans: readonly Pick<Plan, 'id' | 'level'>[]): PlanLevel {
  const planOf = ({ kind, id }: Comparison['left']) => plans.find((plan) => kind === 'plan' && plan.id === id);
  return (planOf(right) ?? planOf(left))?.level ?? 'community';
}

/** The levels to choose from: communities, grids, and the groupings that there are or that a compared plan makes. */
export const levelsOf = (kinds: ReadonlySet<RegionKind>, shown: PlanLevel | null): PlanLevel[] =>
  PLAN_LEVELS.filter((level) => level === 'community' || level === 'grid' || level === shown || kinds.has(level));
