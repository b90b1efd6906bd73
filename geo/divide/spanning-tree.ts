import type { DualGraph } from './dual-graph.ts';
import type { Random } from './random.ts';

/**
 * Random spanning trees of parts of a graph, drawn over and over in the same buffers.
 *
 * A subgraph is put into `units`, `load` makes it ready, `draw` draws a tree of it. Everything is then told in local
 * numbers: local i is the unit units[i].
 */
export interface TreeDrawer {
  /** fill units[0 … size − 1], then load(size) */
  readonly units: Uint32Array;
  /** local neighbours of local i: localNeighbours[starts[i]] … [starts[i + 1] − 1] */
  readonly starts: Uint32Array;
  readonly localNeighbours: Uint32Array;
  /** the graph's edge beside each local neighbour */
  readonly localEdges: Uint32Array;
  /** local parent of each local unit in the tree; −1 for the root */
  readonly parent: Int32Array;
  /** local units, each behind its parent; the first is the root */
  readonly order: Uint32Array;
  /** finds the edges inside the subgraph */
  load(size: number): void;
  /** draws a tree; the subgraph has to be connected, or this never ends */
  draw(root: number): void;
}

const WORDS = 1024;
/** Two halves are drawn at a time. */
const END = 2 * WORDS - 1;

/** Below this the walk would knock at a closed door for ever. */
export const LEAST_WEIGHT = 1 / 64;

/**
 * Wilson's algorithm: loop-erased random walks from each unit to the tree so far. Each tree comes up in proportion to
 * the product of its edges' weights, uniformly without weights; randomised Kruskal, the usual choice, prefers stars,
 * has to sort, and was slower. Expected time is the mean hitting time of the root, so a root in the middle is best.
 *
 * @param weight  of each edge, in (0, 1]: an edge of weight 1/10 is in the tree about ten times less often where
 *                there is another way; less than `LEAST_WEIGHT` is taken as that
 * @see           Wilson, "Generating random spanning trees more quickly than the cover time" (1996)
 */
export function createTreeDrawer(graph: DualGraph, random: Random, weight?: Float64Array | null): TreeDrawer {
  const { count, offsets, neighbours, edgeAt } = graph;
  const units = new Uint32Array(count);
  const localOf = new Uint32Array(count);
  const starts = new Uint32Array(count + 1);
  const localNeighbours = new Uint32Array(neighbours.length);
  const localEdges = new Uint32Array(neighbours.length);
  const parent = new Int32Array(count);
  const order = new Uint32Array(count);
  const inTree = new Uint8Array(count);
  const words = new Uint32Array(WORDS);
  const halves = new Uint16Array(words.buffer);
  let used = halves.length;
  const threshold = weight && Float64Array.from(weight, (w) => Math.max(w, LEAST_WEIGHT) * 2 ** 16);
  let size = 0;

  const load = (count: number): void => {
    size = count;
    for (let i = 0; i < size; i++) localOf[units[i]!] = i;
    let end = 0;
    for (let i = 0; i < size; i++) {
      const unit = units[i]!;
      starts[i] = end;
      for (let at = offsets[unit]!; at < offsets[unit + 1]!; at++) {
        const neighbour = neighbours[at]!;
        const local = localOf[neighbour]!; // may be left from an earlier subgraph
        if (local >= size || units[local] !== neighbour) continue;
        localNeighbours[end] = local;
        localEdges[end++] = edgeAt[at]!;
      }
    }
    starts[size] = end;
  };

  const draw = (root: number): void => {
    inTree.fill(0, 0, size);
    inTree[root] = 1;
    parent[root] = -1;
    order[0] = root;
    let filled = 1;
    for (let start = 0; start < size; start++) {
      if (inTree[start]) continue;
      let unit = start;
      do {
        if (used >= END) {
          random.fill(words);
          used = 0;
        }
        const from = starts[unit]!;
        const at = from + ((halves[used++]! * (starts[unit + 1]! - from)) >>> 16);
        // A step along a light edge is taken seldom; one not taken is a step that stays.
        if (threshold && halves[used++]! >= threshold[localEdges[at]!]!) continue;
        const neighbour = localNeighbours[at]!;
        parent[unit] = neighbour;
        unit = neighbour;
      } while (inTree[unit] === 0);
      let length = 0;
      for (unit = start; !inTree[unit]; unit = parent[unit]!) {
        inTree[unit] = 1;
        length += 1;
      }
      unit = start;
      for (let at = filled + length - 1; at >= filled; at--) {
        order[at] = unit;
        unit = parent[unit]!;
      }
      filled += length;
    }
  };
  return { units, starts, localNeighbours, localEdges, parent, order, load, draw };
}
