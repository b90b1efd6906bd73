import { type Fabric, OUTSIDE } from './fabric.ts';

/** Pairs of neighbours that share a border (not only a point), sorted, a < b. */
export interface Adjacency {
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  /** length of the shared border, cm */
  readonly lengthCm: Float64Array;
}

/** Which blocks share a border, and how long it is. */
export function adjacency(fabric: Fabric): Adjacency {
  return collect(fabric, (block) => block);
}

/** Which groups of blocks share a border; `assignment` as for `dissolve`. */
export function groupAdjacency(fabric: Fabric, assignment: ArrayLike<number>): Adjacency {
  return collect(fabric, (block) => assignment[block]!);
}

function collect({ arcs }: Fabric, groupOf: (block: number) => number): Adjacency {
  const lengths = new Map<number, number>();
  for (let arc = 0; arc < arcs.from.length; arc++) {
    const left = arcs.left[arc]!;
    const right = arcs.right[arc]!;
    if (left === OUTSIDE || right === OUTSIDE) continue;
    const a = Math.min(groupOf(left), groupOf(right));
    const b = Math.max(groupOf(left), groupOf(right));
    if (a < 0 || a === b) continue;
    const key = a * PAIR + b;
    lengths.set(key, (lengths.get(key) ?? 0) + arcLengthCm(arcs, arc));
  }
  const keys = Float64Array.from(lengths.keys()).sort();
  return {
    a: Uint32Array.from(keys, (key) => Math.floor(key / PAIR)),
    b: Uint32Array.from(keys, (key) => key % PAIR),
    lengthCm: keys.map((key) => lengths.get(key)!),
  };
}

const PAIR = 2 ** 26;

function arcLengthCm({ offsets, xy }: Fabric['arcs'], arc: number): number {
  let length = 0;
  for (let i = 2 * offsets[arc]!; i < 2 * (offsets[arc + 1]! - 1); i += 2) {
    length += Math.hypot(xy[i + 2]! - xy[i]!, xy[i + 3]! - xy[i + 1]!);
  }
  return length;
}
