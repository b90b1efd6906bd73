import Flatbush from 'flatbush';
import { createLabelSets, type LabelSets } from './label-sets.ts';
import { crossProperly } from './orient.ts';
import { createVertexSet, type VertexSet } from './vertex-set.ts';

/** A drawn line, in integer centimetres; a ring repeats its first point. */
export interface Chain {
  /** [x0, y0, x1, y1, …] cm */
  readonly xy: ArrayLike<number>;
  /** number of the ring, or LINE */
  readonly ring: number;
}

/** Stands for a line that divides but bounds no polygon. */
export const LINE = -1;

/** Edges between vertices that meet at their ends only. */
export interface NodedEdges {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** the set of rings that run along the edge an odd number of times: number in `labels` */
  readonly rings: Uint32Array;
  /** 1 where a line runs along the edge */
  readonly line: Uint8Array;
  readonly labels: LabelSets;
  /** no drawn point or line lies farther than this from where it ended, in centimetres */
  readonly maxMoveCm: number;
}

/** Half the diagonal of a grid cell: what rounding a crossing to the grid may move a line. */
const HOT_PIXEL_CM = Math.SQRT1_2;
/** After so many rounds only true contacts count, so that points of a tangle cannot hand lines round for ever. */
const ROUNDS_WITH_TOLERANCE = 8;

/**
 * Cuts chains where they cross, meet or come within the tolerance, until no two edges cross or touch but at their ends.
 *
 * Iterated snap rounding: vertices nearer than the tolerance become one; an edge that passes a vertex nearer than the
 * tolerance is led through it; a crossing becomes a vertex on the grid. Each can make new contacts, so only the new
 * edges are looked at again, until none is left. All tests are exact on integers.
 *
 * It ends: after the rounds with a tolerance an edge is cut once a round, at a grid point within its own box. Its two
 * pieces have together its length |Δx| + |Δy|, a positive integer each, so no edge can be cut for ever.
 *
 * @param chains       earlier ones hold still where later ones come near
 * @param toleranceCm  ≥ 0
 */
export function nodeChains(chains: readonly Chain[], toleranceCm: number): NodedEdges {
  const edges = createEdges(chains, toleranceCm);
  snapChains(chains, edges);
  const indexes: EdgeIndex[] = [];
  let fresh = 0;
  for (let round = 0; fresh < edges.from.length; round++) {
    indexes.push(indexEdges(edges, fresh));
    const tolerance = round < ROUNDS_WITH_TOLERANCE ? Math.max(toleranceCm, HOT_PIXEL_CM) : 0;
    const cuts = findCuts(edges, indexes, fresh, tolerance);
    if (tolerance === 0) for (const through of cuts.values()) through.length = 1;
    fresh = edges.from.length;
    cutEdges(edges, cuts);
  }
  return compact(edges);
}

interface Edges {
  readonly vertices: VertexSet;
  readonly labels: LabelSets;
  readonly from: number[];
  readonly to: number[];
  readonly rings: number[];
  readonly line: number[];
  /** how far the edge may lie from where it was drawn, cm */
  readonly drift: number[];
  /** 0 once an edge has been cut */
  readonly alive: number[];
  readonly byEnds: Map<number, number>;
}
interface EdgeIndex {
  readonly first: number;
  readonly tree: Flatbush;
}

function createEdges(chains: readonly Chain[], toleranceCm: number): Edges {
  let minX = Number.POSITIVE_INFINITY;
  let minY = Number.POSITIVE_INFINITY;
  for (const { xy } of chains) {
    for (let i = 0; i < xy.length; i += 2) {
      if (xy[i]! < minX) minX = xy[i]!;
      if (xy[i + 1]! < minY) minY = xy[i + 1]!;
    }
  }
  return {
    vertices: createVertexSet(toleranceCm, minX, minY),
    labels: createLabelSets(),
    from: [],
    to: [],
    rings: [],
    line: [],
    drift: [],
    alive: [],
    byEnds: new Map(),
  };
}

function snapChains(chains: readonly Chain[], edges: Edges): void {
  const { vertices, labels } = edges;
  for (const { xy, ring } of chains) {
    const rings = ring === LINE ? 0 : labels.of(ring);
    const line = ring === LINE ? 1 : 0;
    let previous = -1;
    let previousMove = 0;
    for (let i = 0; i < xy.length; i += 2) {
      const v = vertices.place(xy[i]!, xy[i + 1]!);
      const move = Math.hypot(vertices.xs[v]! - xy[i]!, vertices.ys[v]! - xy[i + 1]!);
      if (previous >= 0) addEdge(edges, previous, v, rings, line, Math.max(move, previousMove));
      previous = v;
      previousMove = move;
    }
  }
}

/** An edge drawn twice is one edge: rings toggle, a line stays. */
function addEdge(edges: Edges, u: number, v: number, rings: number, line: number, drift: number): void {
  if (u === v) return;
  const from = Math.min(u, v);
  const to = Math.max(u, v);
  const key = from * VERTEX_PAIR + to;
  const known = edges.byEnds.get(key);
  if (known === undefined) {
    edges.byEnds.set(key, edges.from.length);
    edges.from.push(from);
    edges.to.push(to);
    edges.rings.push(rings);
    edges.line.push(line);
    edges.drift.push(drift);
    edges.alive.push(1);
    return;
  }
  edges.rings[known] = edges.labels.toggle(edges.rings[known]!, rings);
  edges.line[known]! |= line;
  if (drift > edges.drift[known]!) edges.drift[known] = drift;
}

const VERTEX_PAIR = 2 ** 26;

function indexEdges({ vertices: { xs, ys }, from, to }: Edges, first: number): EdgeIndex {
  const tree = new Flatbush(from.length - first);
  for (let e = first; e < from.length; e++) {
    const ax = xs[from[e]!]!;
    const ay = ys[from[e]!]!;
    const bx = xs[to[e]!]!;
    const by = ys[to[e]!]!;
    tree.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  }
  tree.finish();
  return { first, tree };
}

/** Through which vertices each edge has to go: pairs of which at least one edge is `fresh` or later are looked at. */
function findCuts(
  edges: Edges,
  indexes: readonly EdgeIndex[],
  fresh: number,
  tolerance: number,
): Map<number, number[]> {
  const { vertices, from, to, alive } = edges;
  const { xs, ys } = vertices;
  const count = from.length;
  const cuts = new Map<number, number[]>();
  const limit = tolerance * tolerance;
  const cut = (edge: number, vertex: number): void => {
    if (from[edge] === vertex || to[edge] === vertex) return;
    const known = cuts.get(edge);
    if (known) known.push(vertex);
    else cuts.set(edge, [vertex]);
  };
  for (let e = fresh; e < count; e++) {
    const a = from[e]!;
    const b = to[e]!;
    const ax = xs[a]!;
    const ay = ys[a]!;
    const bx = xs[b]!;
    const by = ys[b]!;
    for (const { first, tree } of indexes) {
      tree.search(
        Math.min(ax, bx) - tolerance,
        Math.min(ay, by) - tolerance,
        Math.max(ax, bx) + tolerance,
        Math.max(ay, by) + tolerance,
        (item) => {
          const f = first + item;
          if (f === e || (f > e && f >= fresh) || !alive[f]) return false;
          const c = from[f]!;
          const d = to[f]!;
          const cx = xs[c]!;
          const cy = ys[c]!;
          const dx = xs[d]!;
          const dy = ys[d]!;
          let met = false;
          if (a !== c && a !== d && isNear(cx, cy, dx, dy, ax, ay, limit)) {
            cut(f, a);
            met = true;
          }
          if (b !== c && b !== d && isNear(cx, cy, dx, dy, bx, by, limit)) {
            cut(f, b);
            met = true;
          }
          if (c !== a && c !== b && isNear(ax, ay, bx, by, cx, cy, limit)) {
            cut(e, c);
            met = true;
          }
          if (d !== a && d !== b && isNear(ax, ay, bx, by, dx, dy, limit)) {
            cut(e, d);
            met = true;
          }
          if (met || !crossProperly(ax, ay, bx, by, cx, cy, dx, dy)) return false;
          const t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / ((bx - ax) * (dy - cy) - (by - ay) * (dx - cx));
          const x = Math.round(ax + t * (bx - ax));
          const y = Math.round(ay + t * (by - ay));
          const v = tolerance > 0 ? vertices.place(x, y) : vertices.placeExactly(x, y);
          cut(e, v);
          cut(f, v);
          return false;
        },
      );
    }
  }
  return cuts;
}

/** Whether p lies beside the segment a b (not beyond its ends), within the distance whose square is `limit`. */
function isNear(ax: number, ay: number, bx: number, by: number, px: number, py: number, limit: number): boolean {
  const dx = bx - ax;
  const dy = by - ay;
  const along = (px - ax) * dx + (py - ay) * dy;
  const length2 = dx * dx + dy * dy;
  if (along <= 0 || along >= length2) return false;
  const across = (px - ax) * dy - (py - ay) * dx;
  return across * across <= limit * length2;
}

function cutEdges(edges: Edges, cuts: ReadonlyMap<number, number[]>): void {
  const { xs, ys } = edges.vertices;
  for (const [edge, through] of cuts) {
    const a = edges.from[edge]!;
    const b = edges.to[edge]!;
    const dx = xs[b]! - xs[a]!;
    const dy = ys[b]! - ys[a]!;
    const length = Math.hypot(dx, dy);
    const along = (v: number): number => (xs[v]! - xs[a]!) * dx + (ys[v]! - ys[a]!) * dy;
    const stops = [...new Set(through)].sort((u, v) => along(u) - along(v) || u - v);
    let widest = 0;
    for (const v of stops) {
      widest = Math.max(widest, Math.abs((xs[v]! - xs[a]!) * dy - (ys[v]! - ys[a]!) * dx) / length);
    }
    edges.alive[edge] = 0;
    edges.byEnds.delete(a * VERTEX_PAIR + b);
    const rings = edges.rings[edge]!;
    const line = edges.line[edge]!;
    const drift = edges.drift[edge]! + widest;
    let previous = a;
    for (const v of [...stops, b]) {
      addEdge(edges, previous, v, rings, line, drift);
      previous = v;
    }
  }
}

function compact(edges: Edges): NodedEdges {
  const kept: number[] = [];
  let maxMoveCm = 0;
  for (let e = 0; e < edges.from.length; e++) {
    if (!edges.alive[e]) continue;
    maxMoveCm = Math.max(maxMoveCm, edges.drift[e]!);
    if (edges.rings[e] !== 0 || edges.line[e]) kept.push(e);
  }
  return {
    xs: edges.vertices.xs,
    ys: edges.vertices.ys,
    from: Uint32Array.from(kept, (e) => edges.from[e]!),
    to: Uint32Array.from(kept, (e) => edges.to[e]!),
    rings: Uint32Array.from(kept, (e) => edges.rings[e]!),
    line: Uint8Array.from(kept, (e) => edges.line[e]!),
    labels: edges.labels,
    maxMoveCm,
  };
}
