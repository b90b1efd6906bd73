import type { LocalCrs } from '../crs/local-crs.ts';
import { type Fabric, OUTSIDE } from './fabric.ts';
import type { NodedEdges } from './noding.ts';
import { origin, type PlanarGraph } from './planar-graph.ts';

/** Gives random safe integers (0 … 2⁵³ − 1); geo has no randomness of its own. */
export type IdSource = () => number;

/**
 * Makes the fabric of which each block is one group of faces.
 *
 * Edges inside a group vanish, dead ends with them; what remains is joined into arcs between the vertices at which
 * more or fewer than two edges meet. A closed line without such a vertex gets a node at its westernmost vertex.
 *
 * @param group  block index of each face, 0 … blockCount − 1, connected; OUTSIDE for faces of no block
 */
export function assembleFabric(
  edges: NodedEdges,
  graph: PlanarGraph,
  group: Int32Array,
  blockCount: number,
  crs: LocalCrs,
  ids: IdSource,
): Fabric {
  const side = (half: number): number => group[graph.faceOf[half]!]!;
  const isKept = (half: number): boolean => side(half) !== side(half ^ 1);
  const onward = createOnward(edges, graph, isKept);
  const isNode = findNodes(edges, isKept);
  const nodeIndex = new Map<number, number>();
  const nodeXy: number[] = [];
  const nodeAt = (v: number): number => {
    let node = nodeIndex.get(v);
    if (node === undefined) {
      node = nodeIndex.size;
      nodeIndex.set(v, node);
      nodeXy.push(edges.xs[v]!, edges.ys[v]!);
    }
    return node;
  };
  const used = new Uint8Array(edges.from.length);
  const from: number[] = [];
  const to: number[] = [];
  const left: number[] = [];
  const right: number[] = [];
  const offsets: number[] = [0];
  const xy: number[] = [];
  const addArc = (first: number): void => {
    let half = first;
    xy.push(edges.xs[origin(edges, half)]!, edges.ys[origin(edges, half)]!);
    for (;;) {
      used[half >> 1] = 1;
      const v = origin(edges, half ^ 1);
      xy.push(edges.xs[v]!, edges.ys[v]!);
      if (isNode[v]) break;
      half = onward(half);
    }
    from.push(nodeAt(origin(edges, first)));
    to.push(nodeAt(origin(edges, half ^ 1)));
    left.push(side(first));
    right.push(side(first ^ 1));
    offsets.push(xy.length / 2);
  };
  for (let half = 0; half < edges.from.length * 2; half++) {
    if (!used[half >> 1] && isKept(half) && isNode[origin(edges, half)]) addArc(half);
  }
  for (let half = 0; half < edges.from.length * 2; half += 2) {
    if (used[half >> 1] || !isKept(half)) continue;
    const start = westernmost(edges, half, onward);
    isNode[origin(edges, start)] = 1;
    addArc(start);
  }
  return {
    crs,
    nodes: { ids: drawIds(nodeIndex.size, ids), xy: Int32Array.from(nodeXy) },
    arcs: {
      ids: drawIds(from.length, ids),
      from: Uint32Array.from(from),
      to: Uint32Array.from(to),
      left: Int32Array.from(left),
      right: Int32Array.from(right),
      offsets: Uint32Array.from(offsets),
      xy: Int32Array.from(xy),
    },
    blocks: { ids: drawIds(blockCount, ids) },
  };
}

/** A fabric without blocks. */
export function emptyFabric(crs: LocalCrs): Fabric {
  return {
    crs,
    nodes: { ids: new Float64Array(), xy: new Int32Array() },
    arcs: {
      ids: new Float64Array(),
      from: new Uint32Array(),
      to: new Uint32Array(),
      left: new Int32Array(),
      right: new Int32Array(),
      offsets: Uint32Array.of(0),
      xy: new Int32Array(),
    },
    blocks: { ids: new Float64Array() },
  };
}

/** Numbers groups 0, 1, … by the first face of each; `root` gives −1 for faces of no block. */
export function numberGroups(faceCount: number, root: (face: number) => number): { group: Int32Array; count: number } {
  const numbers = new Map<number, number>();
  const group = new Int32Array(faceCount);
  for (let face = 0; face < faceCount; face++) {
    const r = root(face);
    if (r === -1) {
      group[face] = OUTSIDE;
      continue;
    }
    const known = numbers.get(r);
    group[face] = known ?? numbers.size;
    if (known === undefined) numbers.set(r, numbers.size);
  }
  return { group, count: numbers.size };
}

/** 1 for vertices at which the kept edges meet otherwise than two and two. */
function findNodes(edges: NodedEdges, isKept: (half: number) => boolean): Uint8Array {
  const degree = new Uint32Array(edges.xs.length);
  for (let half = 0; half < edges.from.length * 2; half++) if (isKept(half)) degree[origin(edges, half)]!++;
  return Uint8Array.from(degree, (d) => (d > 0 && d !== 2 ? 1 : 0));
}

/** The kept half-edge that follows a kept one along its left side, past the edges that vanish. */
function createOnward(
  edges: NodedEdges,
  { next }: PlanarGraph,
  isKept: (half: number) => boolean,
): (half: number) => number {
  const limit = edges.from.length * 2;
  return (half) => {
    let h = next[half]!;
    for (let i = 0; !isKept(h) && i < limit; i++) h = next[h ^ 1]!;
    return h;
  };
}

function westernmost(edges: NodedEdges, first: number, onward: (half: number) => number): number {
  let best = first;
  for (let half = onward(first); half !== first; half = onward(half)) {
    const v = origin(edges, half);
    const w = origin(edges, best);
    if (edges.xs[v]! < edges.xs[w]! || (edges.xs[v] === edges.xs[w] && edges.ys[v]! < edges.ys[w]!)) best = half;
  }
  return best;
}

/** Distinct ids in ascending order, so that a fabric read back `order by id` has the same indexes. */
function drawIds(count: number, ids: IdSource): Float64Array {
  const drawn = new Set<number>();
  while (drawn.size < count) {
    const id = ids();
    if (!Number.isSafeInteger(id)) throw new RangeError(`the id source gave ${id}, which is no safe integer`);
    drawn.add(id);
  }
  return Float64Array.from(drawn).sort();
}
