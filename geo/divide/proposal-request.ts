import type { DualGraph } from './dual-graph.ts';
import type { Band } from './recombine.ts';

/** What a plan shall be best at. */
export type Objective = 'cut-edges' | 'compactness' | 'least-change';

/** What plans are looked for. Plain data: can be sent to a worker. Arrays have one entry a unit unless said otherwise. */
export interface ProposalRequest {
  readonly graph: DualGraph;
  readonly parts: number;
  /** what each part may have, see `bandOf` */
  readonly band: Band;
  /** the same seed gives the same plans */
  readonly seed: number;
  readonly objective: Objective;
  /** plans wanted, ranked; default 1 */
  readonly alternatives?: number;
  /** recombinations for each plan; default 1000, fewer where change is to be small */
  readonly steps?: number;
  /** 1 = the unit takes part; the others stay out (their parts in the answer are −1); default all */
  readonly within?: Uint8Array | null;
  /** region of each unit today, 0 …; −1 = none: what moved households are counted against */
  readonly base?: Int32Array | null;
  /** plan to begin with, in regions of the base; default the base where change is to be small, else anything */
  readonly start?: Int32Array | null;
  /** region of the base (or a new number) that each unit has to be in; −1 = free */
  readonly locked?: Int32Array | null;
  /** group whose units stay together, as far as they share borders; −1 = none */
  readonly keep?: Int32Array | null;
  /** group (compound) that should rather not be split; −1 = none */
  readonly groups?: Int32Array | null;
  /** of each edge of the graph: how much of that border is a barrier that no part should reach across, 0 … 1 */
  readonly barriers?: Float64Array | null;
}

/**
 * The band of parts within a tolerance of their mean.
 *
 * @param tolerance  share of the mean, 0 … 1: .02 for two percent
 * @param within     as in the request
 */
export function bandOf(graph: DualGraph, parts: number, tolerance: number, within?: Uint8Array | null): Band {
  const total = graph.population.reduce((sum, people, unit) => (within && !within[unit] ? sum : sum + people), 0);
  return { least: (total / parts) * (1 - tolerance), most: (total / parts) * (1 + tolerance) };
}
