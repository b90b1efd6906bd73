import type { Position } from 'geojson';
import { lngLatsOf } from '../lng-lat.ts';
import { compareAngles } from '../orient.ts';
import { ellipsoidAreaM2, sweepLine } from '../polygons.ts';
import type { ArcState, DraftFabric } from './draft-fabric.ts';

/** A way along an arc: the one that has the block on its left. */
export interface Half {
  readonly arc: ArcState;
  readonly forward: boolean;
}

/** A closed chain of halves that passes no node twice. */
type Ring = readonly Half[];

export interface BlockRings {
  /** flat [x0, y0, …] cm, counter-clockwise, not closed */
  readonly outer: Float64Array;
  /** the same, clockwise; they touch the outline and each other in points only */
  readonly holes: readonly Float64Array[];
}

/**
 * The outline and the holes of a block.
 * @throws RangeError for a block that the draft does not have
 */
export function blockRings(draft: DraftFabric, block: number): BlockRings {
  const { outer, holes } = traceBlock(draft, block);
  return { outer: ringXy(outer), holes: holes.map(ringXy) };
}

/**
 * Coordinates of a GeoJSON polygon: degrees to nine decimals, closed rings, directions as RFC 7946 wants them.
 * @throws RangeError for a block that the draft does not have
 */
export function blockPolygon(draft: DraftFabric, block: number): Position[][] {
  const { outer, holes } = traceBlock(draft, block);
  return [outer, ...holes].map((ring) => {
    const coordinates: Position[] = [];
    for (const half of ring) {
      const lngLats = arcLngLats(draft, half.arc);
      eachPoint(half, (i) => coordinates.push([lngLats[i]!, lngLats[i + 1]!]));
    }
    coordinates.push([...coordinates[0]!]);
    return coordinates;
  });
}

/**
 * Area of a block in m² on the ellipsoid, as `blockAreasM2` has it.
 * @throws RangeError for a block that the draft does not have
 */
export function blockAreaM2(draft: DraftFabric, block: number): number {
  const { x0, y0, sums } = sweepBlock(draft, block);
  return ellipsoidAreaM2(draft.crs, x0, y0, ...sums);
}

/**
 * Twice the area of a block in the plane, cm².
 * @throws RangeError for a block that the draft does not have
 */
export function blockDoubleArea(draft: DraftFabric, block: number): number {
  return sweepBlock(draft, block).sums[0];
}

/**
 * A point inside a block, cm, no whole one: in the middle of the widest stretch at half its height.
 * @throws RangeError for a block that the draft does not have
 */
export function innerPoint(draft: DraftFabric, block: number): [x: number, y: number] {
  const arcs = arcsOf(draft, block);
  let [low, high] = [Infinity, -Infinity];
  for (const { id } of arcs) {
    const { minY, maxY } = draft.index.boxes.get(id)!;
    low = Math.min(low, minY);
    high = Math.max(high, maxY);
  }
  const y = Math.floor((low + high) / 2) + 0.5; // vertices stand on whole centimetres
  const met: number[] = [];
  for (const { xy } of arcs) {
    for (let i = 0; i + 2 < xy.length; i += 2) {
      const [ay, by] = [xy[i + 1]!, xy[i + 3]!];
      if (ay > y !== by > y) met.push(xy[i]! + ((y - ay) / (by - ay)) * (xy[i + 2]! - xy[i]!));
    }
  }
  met.sort((a, b) => a - b);
  let widest = 0;
  for (let i = 2; i < met.length; i += 2) if (met[i + 1]! - met[i]! > met[widest + 1]! - met[widest]!) widest = i;
  return [(met[widest]! + met[widest + 1]!) / 2, y];
}

/**
 * The blocks that share a border with a block (not only a point), null for the outside, with the length of it in cm.
 * @throws RangeError for a block that the draft does not have
 */
export function blockNeighbours(draft: DraftFabric, block: number): Map<number | null, number> {
  const lengths = new Map<number | null, number>();
  for (const arc of arcsOf(draft, block)) {
    const other = arc.left === block ? arc.right : arc.left;
    lengths.set(other, (lengths.get(other) ?? 0) + lengthCm(arc.xy));
  }
  return lengths;
}

/** Length of a line in cm. */
export function lengthCm(xy: ArrayLike<number>): number {
  let length = 0;
  for (let i = 0; i + 2 < xy.length; i += 2) length += Math.hypot(xy[i + 2]! - xy[i]!, xy[i + 3]! - xy[i + 1]!);
  return length;
}

/** Walks that halves make, each with the block on its left: one around the block, and one around each of its holes. */
export function traceWalks(halves: Iterable<Half>): Half[][] {
  const leaving = new Map<number, Half[]>();
  const open = new Set<Half>();
  for (const half of halves) {
    const node = startOf(half);
    const others = leaving.get(node);
    if (others) others.push(half);
    else leaving.set(node, [half]);
    open.add(half);
  }
  const walks: Half[][] = [];
  for (const first of open) {
    const walk: Half[] = [];
    let half = first;
    do {
      walk.push(half);
      open.delete(half);
      const ways = leaving.get(endOf(half));
      if (!ways) throw new Error('the arcs around a block are not closed: the fabric is not valid');
      half = ways.length === 1 ? ways[0]! : firstClockwise(half, ways);
    } while (half !== first);
    walks.push(walk);
  }
  return walks;
}

/** Twice the signed area of a walk in cm². */
export function walkDoubleArea(walk: readonly Half[]): number {
  const [x0, y0] = walk[0]!.arc.xy as [number, number];
  return walk.reduce((sum, { arc, forward }) => {
    const area = sweepLine(arc.xy, 0, arc.xy.length - 2, x0, y0)[0];
    return forward ? sum + area : sum - area;
  }, 0);
}

function startOf({ arc, forward }: Half): number {
  return forward ? arc.from : arc.to;
}

function endOf({ arc, forward }: Half): number {
  return forward ? arc.to : arc.from;
}

function sweepBlock(
  draft: DraftFabric,
  block: number,
): { x0: number; y0: number; sums: [doubleArea: number, momentX: number, momentY: number] } {
  const arcs = inOrder(draft, block);
  const [x0, y0] = arcs[0]!.xy as [number, number];
  const sums: [number, number, number] = [0, 0, 0];
  for (const arc of arcs) {
    const sign = arc.left === block ? 1 : -1;
    sweepLine(arc.xy, 0, arc.xy.length - 2, x0, y0).forEach((sum, i) => {
      sums[i]! += sign * sum;
    });
  }
  return { x0, y0, sums };
}

function arcsOf(draft: DraftFabric, block: number): ArcState[] {
  const ids = draft.blocks.get(block);
  if (!ids) throw new RangeError(`the fabric has no block ${block}`);
  return Array.from(ids, (id) => draft.arcs.get(id)!);
}

/** In the order of their ids, so that one state gives one number to the last digit, whatever has led to it. */
const inOrder = (draft: DraftFabric, block: number): ArcState[] => arcsOf(draft, block).sort((a, b) => a.id - b.id);

/** The rings of a block: a walk that comes through a node twice is cut there, as in `traceGroups`. */
function traceBlock(draft: DraftFabric, block: number): { outer: Ring; holes: Ring[] } {
  const walks = traceWalks(inOrder(draft, block).map((arc) => ({ arc, forward: arc.left === block })));
  const rings = walks.flatMap(cutAtRepeatedNodes);
  if (rings.length === 1) return { outer: rings[0]!, holes: [] };
  const areas = rings.map(walkDoubleArea);
  const outer = areas.indexOf(Math.max(...areas));
  return { outer: rings[outer]!, holes: rings.filter((_, i) => i !== outer) };
}

function cutAtRepeatedNodes(walk: readonly Half[]): Half[][] {
  const rings: Half[][] = [];
  const path: Half[] = [];
  const at = new Map<number, number>();
  for (const half of walk) {
    at.set(startOf(half), path.length);
    path.push(half);
    const since = at.get(endOf(half));
    if (since === undefined) continue;
    const ring = path.splice(since);
    for (const passed of ring) at.delete(startOf(passed));
    rings.push(ring);
  }
  return rings;
}

/** Of the halves that leave the node in which one arrives, the next along its left side. */
function firstClockwise(arriving: Half, ways: readonly Half[]): Half {
  const [bx, by] = direction({ arc: arriving.arc, forward: !arriving.forward });
  const rank = (way: Half): number => {
    const [x, y] = direction(way);
    return compareAngles(x, y, bx, by) < 0 ? 1 : 0;
  };
  return ways.reduce((best, way) => {
    const ahead = rank(way) - rank(best);
    return ahead > 0 || (ahead === 0 && compareAngles(...direction(way), ...direction(best)) > 0) ? way : best;
  });
}

/** In which direction a half leaves its node. */
function direction({ arc: { xy }, forward }: Half): [dx: number, dy: number] {
  if (forward) return [xy[2]! - xy[0]!, xy[3]! - xy[1]!];
  const n = xy.length;
  return [xy[n - 4]! - xy[n - 2]!, xy[n - 3]! - xy[n - 1]!];
}

/** Offsets of a half's points in its order, without the last, which is the next half's first. */
function eachPoint({ arc, forward }: Half, visit: (offset: number) => void): void {
  const last = arc.xy.length - 2;
  if (forward) for (let i = 0; i < last; i += 2) visit(i);
  else for (let i = last; i > 0; i -= 2) visit(i);
}

function ringXy(ring: Ring): Float64Array {
  const xy = new Float64Array(ring.reduce((sum, { arc }) => sum + arc.xy.length - 2, 0));
  let at = 0;
  for (const half of ring) {
    eachPoint(half, (i) => {
      xy[at++] = half.arc.xy[i]!;
      xy[at++] = half.arc.xy[i + 1]!;
    });
  }
  return xy;
}

/** Degrees of an arc, which never changes, so they are worked out once; a brush stroke draws many blocks again. */
const degrees = new WeakMap<ArcState, Float64Array>();

function arcLngLats(draft: DraftFabric, arc: ArcState): Float64Array {
  let lngLats = degrees.get(arc);
  if (!lngLats) {
    lngLats = lngLatsOf(draft.crs, arc.xy);
    degrees.set(arc, lngLats);
  }
  return lngLats;
}
