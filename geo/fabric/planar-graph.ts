import Flatbush from 'flatbush';
import type { NodedEdges } from './noding.ts';
import { compareAngles, orient } from './orient.ts';
import { createUnionFind } from './union-find.ts';

/**
 * The faces that noded edges enclose.
 *
 * Edge e is the half-edges 2e (from → to) and 2e + 1 (to → from); the face of a half-edge lies on its left.
 * Face 0 is the unbounded one. A face is connected, and may have holes with other parts of the drawing in them.
 */
export interface PlanarGraph {
  /** the half-edge that follows along the same face */
  readonly next: Int32Array;
  readonly faceOf: Int32Array;
  readonly faceCount: number;
  /** twice the area in cm²; that of face 0 is the (negative) area of everything else */
  readonly doubleAreas: Float64Array;
}

/** The vertex a half-edge starts at. */
export function origin({ from, to }: NodedEdges, half: number): number {
  return half & 1 ? to[half >> 1]! : from[half >> 1]!;
}

export function buildPlanarGraph(edges: NodedEdges): PlanarGraph {
  const { starts, halves } = fanOut(edges);
  const next = new Int32Array(edges.from.length * 2);
  for (let v = 0; v + 1 < starts.length; v++) {
    const first = starts[v]!;
    const last = starts[v + 1]! - 1;
    for (let i = first; i <= last; i++) next[halves[i]! ^ 1] = halves[i === first ? last : i - 1]!;
  }
  const { walkOf, walkCount, doubleAreas } = traceWalks(edges, next);
  const faceOfWalk = nestWalks(edges, starts, halves, walkOf, walkCount);
  const faceCount = 1 + faceOfWalk.reduce((most, face) => Math.max(most, face), 0);
  const faceAreas = new Float64Array(faceCount);
  for (let w = 0; w < walkCount; w++) faceAreas[faceOfWalk[w]!]! += doubleAreas[w]!;
  return { next, faceOf: walkOf.map((walk) => faceOfWalk[walk]!), faceCount, doubleAreas: faceAreas };
}

/** The half-edges that leave each vertex, counter-clockwise from east; those of vertex v at starts[v] … starts[v + 1]. */
function fanOut(edges: NodedEdges): { starts: Uint32Array; halves: Int32Array } {
  const { xs, ys, from, to } = edges;
  const starts = new Uint32Array(xs.length + 1);
  for (let e = 0; e < from.length; e++) {
    starts[from[e]! + 1]!++;
    starts[to[e]! + 1]!++;
  }
  for (let v = 0; v < xs.length; v++) starts[v + 1]! += starts[v]!;
  const fill = starts.slice();
  const halves = new Int32Array(from.length * 2);
  for (let h = 0; h < halves.length; h++) halves[fill[origin(edges, h)]!++] = h;
  for (let v = 0; v < xs.length; v++) {
    if (starts[v + 1]! - starts[v]! < 2) continue;
    const x = xs[v]!;
    const y = ys[v]!;
    halves.subarray(starts[v]!, starts[v + 1]!).sort((g, h) => {
      const a = origin(edges, g ^ 1);
      const b = origin(edges, h ^ 1);
      return compareAngles(xs[a]! - x, ys[a]! - y, xs[b]! - x, ys[b]! - y);
    });
  }
  return { starts, halves };
}

/** Walks along the faces' sides: each bounded face has one around it and one around each hole. */
function traceWalks(
  edges: NodedEdges,
  next: Int32Array,
): { walkOf: Int32Array; walkCount: number; doubleAreas: number[] } {
  const { xs, ys } = edges;
  const walkOf = new Int32Array(next.length).fill(-1);
  const doubleAreas: number[] = [];
  for (let h = 0; h < next.length; h++) {
    if (walkOf[h] !== -1) continue;
    const first = origin(edges, h);
    const x = xs[first]!;
    const y = ys[first]!;
    let sum = 0;
    let g = h;
    do {
      walkOf[g] = doubleAreas.length;
      const a = origin(edges, g);
      const b = origin(edges, g ^ 1);
      sum += (xs[a]! - x) * (ys[b]! - y) - (xs[b]! - x) * (ys[a]! - y);
      g = next[g]!;
    } while (g !== h);
    doubleAreas.push(sum);
  }
  return { walkOf, walkCount: doubleAreas.length, doubleAreas };
}

/**
 * Which face each walk belongs to.
 *
 * Every connected piece of the drawing has one walk around its outside: the one that sees west at its westernmost
 * vertex. (Not the one of negative area: a loose line has none, and sums of doubles lose the sign.) A ray from that
 * vertex to the west meets the face the piece lies in.
 */
function nestWalks(
  edges: NodedEdges,
  starts: Uint32Array,
  halves: Int32Array,
  walkOf: Int32Array,
  walkCount: number,
): Int32Array {
  const { xs, ys, from, to } = edges;
  const pieces = createUnionFind(xs.length);
  for (let e = 0; e < from.length; e++) pieces.union(from[e]!, to[e]!);
  const westmost = new Map<number, number>();
  for (let v = 0; v < xs.length; v++) {
    if (starts[v] === starts[v + 1]) continue;
    const piece = pieces.find(v);
    const best = westmost.get(piece);
    if (best === undefined || xs[v]! < xs[best]! || (xs[v] === xs[best] && ys[v]! < ys[best]!)) westmost.set(piece, v);
  }
  const sameFace = createUnionFind(walkCount + 1); // 0 is the unbounded face, walk w stands at w + 1
  const castWest = createWestRay(edges);
  for (const [piece, v] of westmost) {
    const outer = walkOf[westwardHalf(edges, starts, halves, v)]!;
    const hit = castWest(v, (e) => pieces.find(from[e]!) !== piece);
    sameFace.union(outer + 1, hit === -1 ? 0 : walkOf[hit]! + 1);
  }
  return numberFaces(sameFace.find, walkCount);
}

/** The half-edge leaving v whose left side looks west, at a vertex that has nothing west of it. */
function westwardHalf(edges: NodedEdges, starts: Uint32Array, halves: Int32Array, v: number): number {
  let last = halves[starts[v + 1]! - 1]!;
  for (let i = starts[v]!; i < starts[v + 1]!; i++) {
    const far = origin(edges, halves[i]! ^ 1);
    if (edges.ys[far]! < edges.ys[v]!) break;
    last = halves[i]!;
  }
  return last;
}

/**
 * Finds the half-edge whose left side is seen from a vertex looking west, among the edges that `counts` admits;
 * −1 for none. An edge spans the heights from its lower end (with it) to its upper end (without it), so a ray through
 * a vertex meets each side of it once.
 */
function createWestRay({ xs, ys, from, to }: NodedEdges): (v: number, counts: (edge: number) => boolean) => number {
  if (from.length === 0) return () => -1;
  const tree = new Flatbush(from.length);
  let minX = 0;
  for (let e = 0; e < from.length; e++) {
    const ax = xs[from[e]!]!;
    const bx = xs[to[e]!]!;
    const ay = ys[from[e]!]!;
    const by = ys[to[e]!]!;
    tree.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
    minX = Math.min(minX, ax, bx);
  }
  tree.finish();
  const lower = (e: number): number => (ys[from[e]!]! < ys[to[e]!]! ? from[e]! : to[e]!);
  const upper = (e: number): number => (ys[from[e]!]! < ys[to[e]!]! ? to[e]! : from[e]!);
  /** whether v lies east of the line through the edge */
  const isEast = (v: number, e: number): number => {
    const a = lower(e);
    const b = upper(e);
    return -orient(xs[a]!, ys[a]!, xs[b]!, ys[b]!, xs[v]!, ys[v]!);
  };
  /** whether edge e lies east of f; both span the ray's height and do not cross */
  const standsEast = (e: number, f: number): boolean =>
    ys[lower(e)]! >= ys[lower(f)]!
      ? (isEast(lower(e), f) || isEast(upper(e), f)) > 0
      : (isEast(lower(f), e) || isEast(upper(f), e)) < 0;
  return (v, counts) => {
    const x = xs[v]!;
    const y = ys[v]!;
    let best = -1;
    tree.search(minX, y, x, y, (e) => {
      if (!counts(e) || ys[lower(e)]! > y || ys[upper(e)]! <= y || isEast(v, e) <= 0) return false;
      if (best === -1 || standsEast(e, best)) best = e;
      return false;
    });
    // the side that faces east is on the left of the half-edge that runs down
    return best === -1 ? -1 : lower(best) === from[best] ? 2 * best + 1 : 2 * best;
  };
}

function numberFaces(find: (i: number) => number, walkCount: number): Int32Array {
  const numbers = new Map<number, number>([[find(0), 0]]);
  const faceOfWalk = new Int32Array(walkCount);
  for (let w = 0; w < walkCount; w++) {
    const root = find(w + 1);
    let face = numbers.get(root);
    if (face === undefined) {
      face = numbers.size;
      numbers.set(root, face);
    }
    faceOfWalk[w] = face;
  }
  return faceOfWalk;
}
