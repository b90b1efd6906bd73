import { type DualGraph, dualGraph } from './dual-graph.ts';

/** A graph whose units are groups of the units of another. */
export interface CoarseGraph {
  readonly graph: DualGraph;
  /** for each edge of the coarse graph, how many edges of the fine one it stands for */
  readonly multiplicity: Float64Array;
  /** for each edge of the fine graph, that of the coarse one; −1 = within a group, or towards a unit of none */
  readonly edgeOf: Int32Array;
}

/**
 * Puts groups of units together, and leaves out units of no group, which then are like the outside.
 *
 * @param groupOf  group of each unit, 0 … groups − 1; −1 = left out
 */
export function coarsen(fine: DualGraph, groupOf: ArrayLike<number>, groups: number): CoarseGraph {
  const population = new Float64Array(groups);
  const areaM2 = new Float64Array(groups);
  const boundaryM = new Float64Array(groups);
  for (let unit = 0; unit < fine.count; unit++) {
    const group = groupOf[unit]!;
    if (group < 0) continue;
    population[group]! += fine.population[unit]!;
    areaM2[group]! += fine.areaM2[unit]!;
    boundaryM[group]! += fine.boundaryM[unit]!;
  }
  const a: number[] = [];
  const b: number[] = [];
  const sharedM: number[] = [];
  for (let e = 0; e < fine.a.length; e++) {
    const one = groupOf[fine.a[e]!]!;
    const other = groupOf[fine.b[e]!]!;
    if (one === other) continue;
    if (one < 0 || other < 0) boundaryM[Math.max(one, other)]! += fine.sharedM[e]!;
    else {
      a.push(one);
      b.push(other);
      sharedM.push(fine.sharedM[e]!);
    }
  }
  const graph = dualGraph({ edges: { a, b, sharedM }, population, areaM2, boundaryM });
  const multiplicity = new Float64Array(graph.a.length);
  const edgeOf = Int32Array.from(fine.a, (unit, e) => {
    const edge = edgeBetween(graph, groupOf[unit]!, groupOf[fine.b[e]!]!);
    if (edge >= 0) multiplicity[edge]! += 1;
    return edge;
  });
  return { graph, multiplicity, edgeOf };
}

/** The edge of two units; −1 = they are no neighbours, or one is none. */
export function edgeBetween({ offsets, neighbours, edgeAt }: DualGraph, one: number, other: number): number {
  if (one < 0 || other < 0 || one === other) return -1;
  const end = offsets[one + 1]!;
  for (let at = offsets[one]!; at < end; at++) if (neighbours[at] === other) return edgeAt[at]!;
  return -1;
}
