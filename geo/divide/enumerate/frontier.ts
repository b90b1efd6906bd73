import type { DualGraph } from '../dual-graph.ts';

/** What happens when one unit is decided. A place is an index in the frontier before; the unit has the one behind the last. */
export interface Step {
  readonly unit: number;
  /** open units before */
  readonly width: number;
  /** its neighbours that are decided already, and their places */
  readonly beside: readonly number[];
  readonly back: readonly number[];
  /** places that stay open, in the order of the frontier after */
  readonly stay: readonly number[];
}

/** The steps of an order: who is open before and after each. */
export function stepsOf({ count, offsets, neighbours }: DualGraph, order: Uint32Array): Step[] {
  const rankOf = new Uint32Array(count);
  order.forEach((unit, rank) => {
    rankOf[unit] = rank;
  });
  const around = (unit: number): Uint32Array => neighbours.subarray(offsets[unit]!, offsets[unit + 1]!);
  let open: number[] = [];
  return Array.from(order, (unit, rank) => {
    const before = open;
    const beside = Array.from(around(unit)).filter((other) => rankOf[other]! < rank);
    const back = beside.map((other) => before.indexOf(other));
    const stays = (other: number): boolean => around(other).some((neighbour) => rankOf[neighbour]! > rank);
    const all = [...before, unit];
    const stay = [...all.keys()].filter((place) => stays(all[place]!));
    open = stay.map((place) => all[place]!);
    return { unit, width: before.length, beside, back, stay };
  });
}
