import type { Diagram } from './diagram.ts';

export interface Ways {
  /** from the beginning to the end */
  readonly count: bigint;
  /** for each layer, 1 for the nodes that lead to the end */
  readonly alive: readonly Uint8Array[];
}

/** Counts the ways through a diagram, from its end backwards. */
export function* countWays({ layers, ends }: Diagram): Generator<void, Ways> {
  const alive: Uint8Array[] = [];
  let after: bigint[] = ends === 1 ? [1n] : [];
  for (const { firstArc, to } of layers.toReversed()) {
    const before = new Array<bigint>(firstArc.length - 1);
    for (let node = 0; node < before.length; node++) {
      let ways = 0n;
      for (let arc = firstArc[node]!; arc < firstArc[node + 1]!; arc++) ways += after[to[arc]!]!;
      before[node] = ways;
    }
    alive.push(Uint8Array.from(before, (ways) => Number(ways > 0n)));
    after = before;
    yield;
  }
  return { count: after[0] ?? 0n, alive: alive.reverse() };
}
