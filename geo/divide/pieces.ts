import { createUnionFind } from '../fabric/union-find.ts';
import type { DualGraph } from './dual-graph.ts';

export interface Pieces {
  /** piece of each unit, 0 … partOf.length − 1 in the order of their first units; −1 for a unit of no part */
  readonly pieceOf: Int32Array;
  /** part of each piece */
  readonly partOf: Int32Array;
}

/**
 * The connected pieces of each part; a part is contiguous when it has no more than one.
 *
 * @param assignment  part of each unit; −1 = none
 */
export function piecesOf(graph: DualGraph, assignment: ArrayLike<number>): Pieces {
  const { count, a, b } = graph;
  const sets = createUnionFind(count);
  for (let e = 0; e < a.length; e++) {
    if (assignment[a[e]!]! >= 0 && assignment[a[e]!] === assignment[b[e]!]) sets.union(a[e]!, b[e]!);
  }
  const pieceOf = new Int32Array(count).fill(-1);
  const partOf: number[] = [];
  for (let unit = 0; unit < count; unit++) {
    if (assignment[unit]! < 0) continue;
    const first = sets.find(unit); // the smallest of its set
    if (first === unit) partOf.push(assignment[unit]!);
    pieceOf[unit] = first === unit ? partOf.length - 1 : pieceOf[first]!;
  }
  return { pieceOf, partOf: Int32Array.from(partOf) };
}
