import type { DualGraph } from '../dual-graph.ts';

/** More units than these never stand open at once: their components have four bits each in a state. */
export const WIDEST_FRONTIER = 16;
/** Beginnings tried. */
const STARTS = 256;
/** A frontier wider by one makes about so many times the states. */
const STATES_BY_WIDTH = 4;

/**
 * An order in which the units are decided one after the other such that few of them stand open at once, decided but
 * with a neighbour that is not.
 *
 * From each of many beginnings that unit comes next which leaves the narrowest frontier, the one beside the unit open
 * for longest where several do; the best of these orders is taken.
 *
 * @returns null where every order tried has a frontier of more than `WIDEST_FRONTIER` units
 */
export function unitOrder(graph: DualGraph): Uint32Array | null {
  let best: Uint32Array | null = null;
  let least = Number.POSITIVE_INFINITY;
  const stride = Math.ceil(graph.count / STARTS);
  for (let start = 0; start < graph.count; start += stride) {
    const found = orderFrom(graph, start);
    if (!found || found.cost >= least) continue;
    best = found.order;
    least = found.cost;
  }
  return best;
}

function orderFrom(graph: DualGraph, start: number): { order: Uint32Array; cost: number } | null {
  const { count, offsets, neighbours } = graph;
  const order = new Uint32Array(count);
  const decided = new Uint8Array(count);
  /** neighbours not decided yet */
  const undecided = Uint32Array.from({ length: count }, (_, unit) => offsets[unit + 1]! - offsets[unit]!);
  let open: number[] = [];
  let cost = 0;
  for (let i = 0; i < count; i++) {
    const unit = i === 0 ? start : (nextUnit(graph, open, decided, undecided) ?? fewestNeighbours(decided, undecided));
    order[i] = unit;
    decided[unit] = 1;
    for (let at = offsets[unit]!; at < offsets[unit + 1]!; at++) undecided[neighbours[at]!]!--;
    open.push(unit);
    open = open.filter((other) => undecided[other]! > 0);
    if (open.length > WIDEST_FRONTIER) return null;
    cost += STATES_BY_WIDTH ** open.length;
  }
  return { order, cost };
}

function nextUnit(
  { offsets, neighbours }: DualGraph,
  open: readonly number[],
  decided: Uint8Array,
  undecided: Uint32Array,
): number | undefined {
  let best: number | undefined;
  let narrowest = Number.POSITIVE_INFINITY;
  for (const beside of open) {
    for (let at = offsets[beside]!; at < offsets[beside + 1]!; at++) {
      const unit = neighbours[at]!;
      if (decided[unit]) continue;
      let wider = Number(undecided[unit]! > 0);
      for (let k = offsets[unit]!; k < offsets[unit + 1]!; k++) {
        const other = neighbours[k]!;
        if (decided[other] && undecided[other] === 1) wider -= 1;
      }
      if (wider >= narrowest) continue;
      narrowest = wider;
      best = unit;
    }
  }
  return best;
}

/** Where another piece of the graph begins. */
function fewestNeighbours(decided: Uint8Array, undecided: Uint32Array): number {
  let best = -1;
  for (let unit = 0; unit < decided.length; unit++)
    if (!decided[unit] && (best < 0 || undecided[unit]! < undecided[best]!)) best = unit;
  return best;
}
