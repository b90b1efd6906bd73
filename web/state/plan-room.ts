import type { MultiPolygon } from 'geojson';
import type { AppSet } from './slice.ts';

/** One side of a comparison: a division, or a plan as it is now. */
export interface ComparedSide {
  readonly kind: 'division' | 'plan';
  readonly id: number;
}

export interface Comparison {
  readonly left: ComparedSide;
  readonly right: ComparedSide;
}

/** Where one is in mode `plan`: in the list of plans, in a plan at one of its tabs, or before two of them side by side. */
export interface PlanRoomSlice {
  /** the open plan; its document is in `web/state/plan/` */
  readonly plan: number | null;
  /** id of the open plan's tab; null = the first one that it has */
  readonly planTab: string | null;
  /** stands before list and plan until it is ended */
  readonly comparison: Comparison | null;
  /** what has been asked for in the list of what differs: marked on both maps */
  readonly marked: MultiPolygon | null;
  /** Opens a plan in mode `plan`, whatever was open before. */
  openPlan(id: number, tab?: string): void;
  closePlan(): void;
  setPlanTab(tab: string): void;
  compare(left: ComparedSide, right: ComparedSide): void;
  endComparison(): void;
  mark(area: MultiPolygon | null): void;
}

/** A plan is open on the map, or two are compared: the map belongs to them. */
export const isMapOfPlans = ({
  mode,
  plan,
  comparison,
}: { readonly mode: string } & Pick<PlanRoomSlice, 'plan' | 'comparison'>): boolean =>
  mode === 'plan' && (plan !== null || comparison !== null);

/** What another county must not inherit. */
export const EMPTY_PLAN_ROOM = { plan: null, planTab: null, comparison: null, marked: null } as const;

export const createPlanRoomSlice = (set: AppSet): PlanRoomSlice => ({
  ...EMPTY_PLAN_ROOM,
  openPlan: (id, tab) =>
    set({ mode: 'plan', plan: id, planTab: tab ?? null, comparison: null, marked: null, tool: null }),
  closePlan: () => set({ plan: null, planTab: null, tool: null }),
  setPlanTab: (tab) => set({ planTab: tab, tool: null }),
  compare: (left, right) => set({ mode: 'plan', comparison: { left, right }, marked: null, tool: null }),
  endComparison: () => set({ comparison: null, marked: null }),
  mark: (area) => set({ marked: area }),
});
