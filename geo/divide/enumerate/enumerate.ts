import type { DualGraph } from '../dual-graph.ts';
import type { Band } from '../recombine.ts';
import { type BestPartitions, bestPartitions } from './best-partitions.ts';
import { countWays } from './count-ways.ts';
import { buildDiagram } from './diagram.ts';
import { unitOrder, WIDEST_FRONTIER } from './unit-order.ts';

export interface EnumerateRequest {
  readonly graph: DualGraph;
  /** 1 … */
  readonly parts: number;
  /** what each part may have, see `bandOf`; null = anything */
  readonly band: Band | null;
}

export type Enumeration =
  | {
      readonly ok: true;
      readonly count: bigint;
      /** null where there is none, or more than `MOST_LISTED` */
      readonly best: BestPartitions | null;
    }
  | { readonly ok: false; readonly problem: EnumerateProblem };

export type EnumerateProblem =
  /** in every order tried more units stand open at once than can be kept apart */
  | { readonly reason: 'too-wide'; readonly limit: number; readonly detail: string }
  /** what has to be remembered grows beyond all measure */
  | { readonly reason: 'too-many-states'; readonly limit: number; readonly decided: number; readonly detail: string };

/** Partitions that are looked at one by one: a minute's work at most. */
export const MOST_LISTED = 5_000_000;
/** About a minute and 2 GB at the worst. */
const MOST_STATES = 16_000_000;

/**
 * Counts the partitions of a graph into connected parts exactly, and finds the best of them; parts have no names, so
 * that partitions that differ in the numbers of parts only are one.
 *
 * A generator: drive it with `next()`, leave it with `return()`.
 */
export function* enumeratePartitions({ graph, parts, band }: EnumerateRequest): Generator<void, Enumeration> {
  const order = unitOrder(graph);
  if (!order) {
    const limit = WIDEST_FRONTIER;
    const detail = `${graph.count} units border each other too closely to be counted through: in every order tried more than ${limit} of them stand open at once, and ${limit} is the limit`;
    return { ok: false, problem: { reason: 'too-wide', limit, detail } };
  }
  yield;
  const diagram = yield* buildDiagram({ graph, order, parts, band, mostStates: MOST_STATES });
  if ('decided' in diagram) {
    const { decided } = diagram;
    const limit = MOST_STATES;
    const detail = `after ${decided} of ${graph.count} units more than ${limit / 1e6} million states would have to be told apart, which is the limit`;
    return { ok: false, problem: { reason: 'too-many-states', limit, decided, detail } };
  }
  const ways = yield* countWays(diagram);
  const { count } = ways;
  const isListed = count > 0n && count <= MOST_LISTED;
  return { ok: true, count, best: isListed ? yield* bestPartitions(graph, parts, diagram, ways) : null };
}
