import type { DualGraph } from './dual-graph.ts';
import type { PlanState } from './plan-state.ts';
import type { Random } from './random.ts';

export interface AnnealInput {
  readonly graph: DualGraph;
  readonly state: PlanState;
  readonly random: Random;
  /** cost that is risked readily at the beginning, and at the end */
  readonly hot: number;
  readonly cold: number;
  /** what people out of the bands cost, for as many as a mean part has */
  readonly excessCost: number;
  /** units looked at */
  readonly looks: number;
}

/** Below this it is rounding. */
export const NO_EXCESS = 1e-9;
/** From this share of the looks on, no part leaves its band again once all are in theirs. */
const STRICT_FROM = 0.8;
const LOOKS_A_SLICE = 5000;

/**
 * Local search: a unit at a border joins the part across it when that costs less, or with a probability that falls
 * with what it costs and as the search cools down. Parts stay whole and never empty.
 *
 * A generator that stops after each slice of a few milliseconds, so that who drives it can look, or leave.
 */
export function* anneal({ graph, state, random, hot, cold, excessCost, looks }: AnnealInput): Generator<number> {
  const { a, b } = graph;
  if (a.length === 0) return;
  const cooling = (cold / hot) ** (1 / Math.max(1, looks));
  const strictFrom = STRICT_FROM * looks;
  let heat = hot;
  for (let look = 0; look < looks; look++) {
    heat *= cooling;
    if (look % LOOKS_A_SLICE === LOOKS_A_SLICE - 1) yield look / looks;
    const edge = random.below(a.length);
    const turned = random.bits() & 1;
    const unit = turned ? b[edge]! : a[edge]!;
    const to = state.assignment[turned ? a[edge]! : b[edge]!]!;
    if (state.assignment[unit] === to) continue;
    const excess = state.excessOfFlip(unit, to);
    if (excess > NO_EXCESS && look > strictFrom && state.excess < NO_EXCESS) continue;
    const cost = state.costOfFlip(unit, to) + excessCost * excess;
    if (cost > 0 && random.unit() >= Math.exp(-cost / heat)) continue;
    if (state.mayLeave(unit)) state.flip(unit, to);
  }
}
