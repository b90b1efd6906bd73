import { type Fabric, OUTSIDE } from './fabric.ts';
import { halfEdgesOf, startNode } from './half-edges.ts';
import { orient } from './orient.ts';

/** A closed chain of half-edges that passes no node twice. */
export type Ring = readonly number[];

/** One outline, counter-clockwise, with its holes, clockwise: the group lies on the left of every half-edge. */
export interface RingPolygon {
  readonly outer: Ring;
  readonly holes: Ring[];
}

/**
 * The outlines of groups of blocks.
 *
 * Arcs inside a group vanish; the rest is walked along the group's side. A walk that comes through a node twice is cut
 * there, so that all rings are simple, holes touch outlines in points only, and blocks that touch in a point only stay
 * two polygons: what OGC calls valid.
 *
 * @param groupOf  group of each block, 0 … groupCount − 1; negative for none
 * @returns        the polygons of each group; none for a group without blocks
 */
export function traceGroups(fabric: Fabric, groupOf: ArrayLike<number>, groupCount: number): RingPolygon[][] {
  const { arcs } = fabric;
  const { next, arcDoubleAreas } = halfEdgesOf(fabric);
  const count = arcs.from.length;
  const sides = new Int32Array(count * 2);
  for (let arc = 0; arc < count; arc++) {
    sides[2 * arc] = groupAt(groupOf, arcs.left[arc]!);
    sides[2 * arc + 1] = groupAt(groupOf, arcs.right[arc]!);
  }
  const polygons: RingPolygon[][] = Array.from({ length: groupCount }, () => []);
  const loose: { group: number; rings: Ring[] }[] = [];
  const done = new Uint8Array(count * 2);
  for (let first = 0; first < sides.length; first++) {
    const group = sides[first]!;
    if (done[first] || group < 0 || group === sides[first ^ 1]) continue;
    const walk: number[] = [];
    let doubleArea = 0;
    let half = first;
    do {
      done[half] = 1;
      walk.push(half);
      doubleArea += half & 1 ? -arcDoubleAreas[half >> 1]! : arcDoubleAreas[half >> 1]!;
      half = next[half]!;
      while (sides[half] === sides[half ^ 1]) half = next[half ^ 1]!;
    } while (half !== first);
    const rings = cutAtRepeatedNodes(fabric, walk);
    if (doubleArea > 0) polygons[group]!.push(asPolygon(fabric, rings));
    else loose.push({ group, rings });
  }
  for (const { group, rings } of loose) {
    const host = hostOf(fabric, polygons[group]!, rings[0]!);
    host.holes.push(...rings);
  }
  return polygons;
}

/** Each block on its own: a block is connected, so it is one polygon. */
export function traceBlocks(fabric: Fabric): RingPolygon[] {
  const count = fabric.blocks.ids.length;
  const own = Int32Array.from({ length: count }, (_, block) => block);
  return traceGroups(fabric, own, count).map((polygons) => polygons[0]!);
}

/** Twice the signed area of a ring in cm². */
function ringDoubleArea(fabric: Fabric, ring: Ring): number {
  const { arcDoubleAreas } = halfEdgesOf(fabric);
  return ring.reduce((sum, half) => sum + (half & 1 ? -arcDoubleAreas[half >> 1]! : arcDoubleAreas[half >> 1]!), 0);
}

function groupAt(groupOf: ArrayLike<number>, block: number): number {
  if (block === OUTSIDE) return OUTSIDE;
  const group = groupOf[block]!;
  return group < 0 ? OUTSIDE : group;
}

function cutAtRepeatedNodes(fabric: Fabric, walk: number[]): Ring[] {
  const rings: Ring[] = [];
  const path: number[] = [];
  const at = new Map<number, number>();
  for (const half of walk) {
    at.set(startNode(fabric, half), path.length);
    path.push(half);
    const end = startNode(fabric, half ^ 1);
    const since = at.get(end);
    if (since === undefined) continue;
    const ring = path.splice(since);
    for (const passed of ring) at.delete(startNode(fabric, passed));
    rings.push(ring);
  }
  return rings;
}

/** The walk around a connected piece gives one outline and the holes that touch it. */
function asPolygon(fabric: Fabric, rings: Ring[]): RingPolygon {
  if (rings.length === 1) return { outer: rings[0]!, holes: [] };
  const areas = rings.map((ring) => ringDoubleArea(fabric, ring));
  const outer = areas.indexOf(Math.max(...areas));
  return { outer: rings[outer]!, holes: rings.filter((_, i) => i !== outer) };
}

/** The smallest polygon of the group around a hole. */
function hostOf(fabric: Fabric, polygons: readonly RingPolygon[], hole: Ring): RingPolygon {
  if (polygons.length === 1) return polygons[0]!;
  const holeArea = -ringDoubleArea(fabric, hole);
  let best: RingPolygon | null = null;
  let bestArea = Number.POSITIVE_INFINITY;
  for (const polygon of polygons) {
    const area = ringDoubleArea(fabric, polygon.outer);
    if (area <= holeArea || area >= bestArea || !liesInside(fabric, hole, polygon.outer)) continue;
    best = polygon;
    bestArea = area;
  }
  if (!best) throw new Error('a hole lies in no outline of its group: the fabric is not valid');
  return best;
}

/** Whether a ring lies inside another that it does not cross; points on the other tell nothing. */
function liesInside(fabric: Fabric, inner: Ring, outer: Ring): boolean {
  const { offsets, xy } = fabric.arcs;
  for (const half of inner) {
    for (let i = offsets[half >> 1]!; i < offsets[(half >> 1) + 1]!; i++) {
      const side = sideOfRing(fabric, outer, xy[2 * i]!, xy[2 * i + 1]!);
      if (side !== 0) return side > 0;
    }
  }
  return false;
}

/** 1 inside the ring, −1 outside, 0 on it; exact. */
function sideOfRing({ arcs: { offsets, xy } }: Fabric, ring: Ring, x: number, y: number): -1 | 0 | 1 {
  let inside = false;
  for (const half of ring) {
    const arc = half >> 1;
    for (let i = 2 * offsets[arc]!; i < 2 * (offsets[arc + 1]! - 1); i += 2) {
      const ax = xy[i]!;
      const ay = xy[i + 1]!;
      const bx = xy[i + 2]!;
      const by = xy[i + 3]!;
      if (ay > y && by > y) continue;
      if (ay < y && by < y) continue;
      if (ax < x && bx < x) continue;
      const turn = orient(ax, ay, bx, by, x, y);
      if (turn === 0 && Math.min(ax, bx) <= x) return 0;
      if (ay > y !== by > y && turn > 0 === by > ay) inside = !inside;
    }
  }
  return inside ? 1 : -1;
}
