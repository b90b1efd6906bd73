import type { Site } from './draft.ts';
import { leavesFace } from './face.ts';
import type { Parcel } from './parcels.ts';
import type { Polygon } from './polygon.ts';
import type { Way, WayClass, Ways } from './ways.ts';

/** A path looks this far beyond its end for a drive to join, metres. */
const REACH_M = 34;
/** Two junctions of a way are at least this far apart, metres. */
const APART_M = 3;

interface Join {
  readonly way: Way;
  readonly at: number;
  readonly x: number;
  readonly y: number;
  /** along the path, metres from its start */
  readonly along: number;
}

/**
 * A footpath along a row of houses: from the drives it meets, through the row. Nothing is laid where it meets none.
 *
 * @param drives the ways that a path may join
 * @param line start and end of the row
 */
export function layRowPath(
  ways: Ways,
  drives: readonly Way[],
  line: readonly [ax: number, ay: number, bx: number, by: number],
): void {
  const [ax, ay, bx, by] = line;
  const length = Math.hypot(bx - ax, by - ay);
  if (length < 10) return;
  const [dx, dy] = [(bx - ax) / length, (by - ay) / length];
  const joins = drives.flatMap((drive) => meet(drive, ax, ay, dx, dy, -REACH_M, length + REACH_M));
  joins.sort((a, b) => a.along - b.along);
  const before = joins.filter((join) => join.along < 0).at(-1);
  const inside = joins.filter((join) => join.along >= 0 && join.along <= length);
  const after = joins.find((join) => join.along > length);
  const used = [...(before ? [before] : []), ...inside, ...(after ? [after] : [])];
  if (used.length === 0) return;
  if (used.some(({ way, at }) => crowded(way, at))) return;
  const points: { along: number; x: number; y: number }[] = [...used];
  if (!before && !(inside[0] && inside[0].along < 2)) points.push({ along: 0, x: ax, y: ay });
  if (!after && !(inside.at(-1) && inside.at(-1)!.along > length - 2)) points.push({ along: length, x: bx, y: by });
  points.sort((a, b) => a.along - b.along);
  if (points.length < 2) return;
  const xy = points.flatMap(({ x, y }) => [x, y]);
  ways.add({ kind: 'road', wayClass: 'footway', role: 'path', xy, divides: false });
  for (const { way, at, x, y } of used) way.junctions.push({ at, x, y });
}

const crowded = (way: Way, at: number): boolean =>
  way.at.some((other) => Math.abs(other - at) < APART_M) ||
  way.junctions.some((junction) => Math.abs(junction.at - at) < APART_M);

/** Where a line from (ax, ay) in direction (dx, dy) meets a way, between two distances. */
function meet(way: Way, ax: number, ay: number, dx: number, dy: number, from: number, to: number): Join[] {
  const joins: Join[] = [];
  for (let k = 0; k + 1 < way.at.length; k++) {
    const [px, py] = [way.xy[2 * k]!, way.xy[2 * k + 1]!];
    const [ex, ey] = [way.xy[2 * k + 2]! - px, way.xy[2 * k + 3]! - py];
    const cross = dx * ey - dy * ex;
    if (Math.abs(cross) < 0.2 * Math.hypot(ex, ey)) continue;
    const along = ((px - ax) * ey - (py - ay) * ex) / cross;
    const share = ((px - ax) * dy - (py - ay) * dx) / cross;
    if (share < 0 || share > 1 || along < from || along > to) continue;
    const at = way.at[k]! + share * (way.at[k + 1]! - way.at[k]!);
    joins.push({ way, at, x: px + share * ex, y: py + share * ey, along });
  }
  return joins;
}

/** Half of the ground kept free along a park path, metres. */
const HALF_PATH_M = 1.6;

/**
 * Paths of a park or up a hill: around the lake when there is one, and to the middle from the roads around.
 *
 * @param most how many roads are joined
 */
export function layParkPaths(
  ways: Ways,
  parcel: Parcel,
  site: Site,
  lake: Polygon | null,
  wayClass: WayClass,
  most: number,
): void {
  const ring = lake ? around(lake) : null;
  if (ring) {
    const closed = [...ring, ring[0]!, ring[1]!];
    ways.add({ kind: 'road', wayClass, role: 'path', xy: closed, divides: false });
  }
  let laid = 0;
  const seen = new Set<number>();
  const { xy, way: ids, from, to } = parcel.face;
  const edges = [...ids.keys()].sort((a, b) => Math.abs(to[b]! - from[b]!) - Math.abs(to[a]! - from[a]!));
  for (const edge of edges) {
    const way = ways.list[ids[edge]!]!;
    if (laid >= most || way.kind !== 'road' || seen.has(way.id)) continue;
    const at = (from[edge]! + to[edge]!) / 2;
    if (Math.abs(to[edge]! - from[edge]!) < 24 || crowded(way, at)) continue;
    const i = 2 * edge;
    const j = (i + 2) % xy.length;
    const [x, y] = [(xy[i]! + xy[j]!) / 2, (xy[i + 1]! + xy[j + 1]!) / 2];
    const [tx, ty] = ring ? nearestCorner(ring, x, y) : [parcel.x, parcel.y];
    const [mx, my] = [(x + tx) / 2 + (ty - y) * 0.06, (y + ty) / 2 - (tx - x) * 0.06];
    if (leavesFace(parcel.face, [edge], [x, y, mx, my, tx, ty])) continue;
    ways.add({ kind: 'road', wayClass, role: 'path', xy: [x, y, mx, my, tx, ty], divides: false });
    way.junctions.push({ at, x, y });
    site.lot.keepFree(corridor(x, y, mx, my));
    site.lot.keepFree(corridor(mx, my, tx, ty));
    seen.add(way.id);
    laid++;
  }
}

function corridor(ax: number, ay: number, bx: number, by: number): Polygon {
  const length = Math.hypot(bx - ax, by - ay);
  const [wx, wy] = [(-(by - ay) / length) * HALF_PATH_M, ((bx - ax) / length) * HALF_PATH_M];
  return [ax - wx, ay - wy, bx - wx, by - wy, bx + wx, by + wy, ax + wx, ay + wy];
}

/** A path around a lake, a little way off the shore. */
function around(lake: Polygon): Polygon {
  const n = lake.length / 2;
  let [cx, cy] = [0, 0];
  for (let i = 0; i < lake.length; i += 2) {
    cx += lake[i]! / n;
    cy += lake[i + 1]! / n;
  }
  const ring: Polygon = [];
  for (let i = 0; i < lake.length; i += 4) {
    const [dx, dy] = [lake[i]! - cx, lake[i + 1]! - cy];
    const stretch = 1 + 6 / Math.hypot(dx, dy);
    ring.push(cx + dx * stretch, cy + dy * stretch);
  }
  return ring;
}

function nearestCorner(ring: Polygon, x: number, y: number): [number, number] {
  let best: [number, number] = [ring[0]!, ring[1]!];
  for (let i = 2; i < ring.length; i += 2) {
    if (Math.hypot(ring[i]! - x, ring[i + 1]! - y) < Math.hypot(best[0] - x, best[1] - y))
      best = [ring[i]!, ring[i + 1]!];
  }
  return best;
}
