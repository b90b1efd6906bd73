import { areaM2, type Polygon } from './polygon.ts';
import type { Junction, Way, WayClass, WayRole, Ways } from './ways.ts';

/**
 * A piece of land between ways. Corners run counter-clockwise, flat metres; the edge that leaves corner i lies on
 * `way[i]` from position `from[i]` to `to[i]` (falling when the face is on the way's right).
 */
export interface Face {
  readonly xy: Polygon;
  readonly way: number[];
  readonly from: number[];
  readonly to: number[];
}

export interface CutSpec {
  readonly wayClass: WayClass;
  readonly role: WayRole;
  /** how far the middle of the cut may stray, as a share of its length */
  readonly bend: number;
  /** neither side of the cut is narrower, metres */
  readonly leastWidthM: number;
}

export interface Cut {
  readonly way: Way;
  readonly left: Face;
  readonly right: Face;
}

/** A new way keeps this distance from a corner of the face, metres. */
const CORNER_M = 14;
/** A new way meets one that ends on the other side when they would miss each other by less, metres. */
const ALIGN_M = 16;
/** Ways meet at no sharper angle than this. */
const LEAST_SINE = Math.sin((52 * Math.PI) / 180);

interface Hit {
  edge: number;
  /** signed distance from the point cut through, along the direction of the cut */
  along: number;
  x: number;
  y: number;
  at: number;
}

/**
 * Cuts a face in two by a new way through a point.
 *
 * @param through    a point inside the face, metres
 * @param angleRad   direction of the cut
 * @param stray      in [-1, 1]: which way and how far the middle of the cut bends
 * @returns null when the cut would leave a sliver, come too near to a corner or meet a way at too sharp an angle
 */
export function cutFace(
  ways: Ways,
  face: Face,
  through: readonly [number, number],
  angleRad: number,
  spec: CutSpec,
  stray: number,
): Cut | null {
  const ends = hitsOf(face, through, angleRad);
  if (!ends) return null;
  const settled = ends.map((hit) => settle(ways, face, hit));
  const [start, end] = settled;
  if (!start || !end || start.edge === end.edge) return null;

  const length = Math.hypot(end.x - start.x, end.y - start.y);
  const bend = spec.bend * stray * length;
  const middle =
    Math.abs(bend) < 0.5
      ? []
      : [
          (start.x + end.x) / 2 - (bend * (end.y - start.y)) / length,
          (start.y + end.y) / 2 + (bend * (end.x - start.x)) / length,
        ];
  const bent = [start.x, start.y, ...middle, end.x, end.y];
  const strays = middle.length > 0 && leavesFace(face, [start.edge, end.edge], bent);
  const way = ways.sketch({
    kind: 'road',
    wayClass: spec.wayClass,
    role: spec.role,
    xy: strays ? [start.x, start.y, end.x, end.y] : bent,
  });
  const left = side(face, end, start, way, true);
  const right = side(face, start, end, way, false);
  if (boxOf(left).widthM < spec.leastWidthM || boxOf(right).widthM < spec.leastWidthM) return null;
  ways.keep(way);
  for (const hit of [start, end]) ways.list[face.way[hit.edge]!]!.junctions.push({ at: hit.at, x: hit.x, y: hit.y });
  return { way, left, right };
}

/** Whether an open line crosses the border of a face anywhere but on the edges where it starts and ends. */
export function leavesFace(face: Face, except: readonly number[], line: readonly number[]): boolean {
  const { xy } = face;
  for (let edge = 0; edge < face.way.length; edge++) {
    if (except.includes(edge)) continue;
    const i = 2 * edge;
    const j = (i + 2) % xy.length;
    const [px, py, qx, qy] = [xy[i]!, xy[i + 1]!, xy[j]!, xy[j + 1]!];
    for (let k = 0; k + 3 < line.length; k += 2) {
      const [ax, ay, bx, by] = [line[k]!, line[k + 1]!, line[k + 2]!, line[k + 3]!];
      const apart = turnOf(ax, ay, bx, by, px, py) * turnOf(ax, ay, bx, by, qx, qy) > 0;
      if (!apart && turnOf(px, py, qx, qy, ax, ay) * turnOf(px, py, qx, qy, bx, by) <= 0) return true;
    }
  }
  return false;
}

/** Positive when a point lies left of a directed line. */
const turnOf = (px: number, py: number, qx: number, qy: number, x: number, y: number): number =>
  (qx - px) * (y - py) - (qy - py) * (x - px);

/** The nearest edges behind and ahead of a point, as a line sees them. */
function hitsOf(face: Face, through: readonly [number, number], angleRad: number): [Hit, Hit] | null {
  const dx = Math.cos(angleRad);
  const dy = Math.sin(angleRad);
  let back: Hit | null = null;
  let ahead: Hit | null = null;
  const n = face.way.length;
  for (let edge = 0; edge < n; edge++) {
    const i = 2 * edge;
    const j = (i + 2) % face.xy.length;
    const ex = face.xy[j]! - face.xy[i]!;
    const ey = face.xy[j + 1]! - face.xy[i + 1]!;
    const cross = dx * ey - dy * ex;
    if (Math.abs(cross) < 1e-9) continue;
    const wx = face.xy[i]! - through[0];
    const wy = face.xy[i + 1]! - through[1];
    const along = (wx * ey - wy * ex) / cross;
    const share = (wx * dy - wy * dx) / cross;
    if (share < 0 || share > 1) continue;
    const sharp = Math.abs(cross) / Math.hypot(ex, ey) < LEAST_SINE;
    const hit: Hit = {
      edge: sharp ? -1 : edge,
      along,
      x: face.xy[i]! + share * ex,
      y: face.xy[i + 1]! + share * ey,
      at: face.from[edge]! + share * (face.to[edge]! - face.from[edge]!),
    };
    if (along > 0 && (!ahead || along < ahead.along)) ahead = hit;
    if (along <= 0 && (!back || along > back.along)) back = hit;
  }
  return back && ahead && back.edge >= 0 && ahead.edge >= 0 ? [back, ahead] : null;
}

/** Moves a hit to a junction on the other side of the way when one is near; null when a corner is too near. */
function settle(ways: Ways, face: Face, hit: Hit): Hit | null {
  const { edge } = hit;
  const way = ways.list[face.way[edge]!]!;
  const low = Math.min(face.from[edge]!, face.to[edge]!);
  const high = Math.max(face.from[edge]!, face.to[edge]!);
  let nearest: Junction | null = null;
  for (const junction of way.junctions) {
    const gap = Math.abs(junction.at - hit.at);
    if (gap < ALIGN_M && (!nearest || gap < Math.abs(nearest.at - hit.at))) nearest = junction;
  }
  const place = nearest ? { ...hit, at: nearest.at, x: nearest.x, y: nearest.y } : hit;
  return place.at - low < CORNER_M || high - place.at < CORNER_M ? null : place;
}

/** The part of a face from one hit, counter-clockwise along its border, to another, closed by the new way. */
function side(face: Face, a: Hit, b: Hit, way: Way, forwards: boolean): Face {
  const n = face.way.length;
  const xy: number[] = [a.x, a.y];
  const ids: number[] = [face.way[a.edge]!];
  const from: number[] = [a.at];
  const to: number[] = [];
  for (let edge = a.edge; edge !== b.edge; edge = (edge + 1) % n) {
    const next = (edge + 1) % n;
    to.push(face.to[edge]!);
    xy.push(face.xy[2 * next]!, face.xy[2 * next + 1]!);
    ids.push(face.way[next]!);
    from.push(face.from[next]!);
  }
  to.push(b.at);
  const last = way.at.length - 1;
  for (let k = 0; k < last; k++) {
    const here = forwards ? k : last - k;
    const there = forwards ? k + 1 : last - k - 1;
    xy.push(way.xy[2 * here]!, way.xy[2 * here + 1]!);
    ids.push(way.id);
    from.push(way.at[here]!);
    to.push(way.at[there]!);
  }
  return { xy, way: ids, from, to };
}

/** The box around a face along the edge direction that makes it smallest. */
export function boxOf(face: Face): { angleRad: number; lengthM: number; widthM: number; x: number; y: number } {
  const { xy } = face;
  let best = { angleRad: 0, lengthM: 0, widthM: 0, x: 0, y: 0 };
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < xy.length; i += 2) {
    const j = (i + 2) % xy.length;
    const angle = Math.atan2(xy[j + 1]! - xy[i + 1]!, xy[j]! - xy[i]!);
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    let [u0, u1, v0, v1] = [
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ];
    for (let k = 0; k < xy.length; k += 2) {
      const u = xy[k]! * cos + xy[k + 1]! * sin;
      const v = xy[k + 1]! * cos - xy[k]! * sin;
      u0 = Math.min(u0, u);
      u1 = Math.max(u1, u);
      v0 = Math.min(v0, v);
      v1 = Math.max(v1, v);
    }
    const area = (u1 - u0) * (v1 - v0);
    if (area >= least) continue;
    least = area;
    const u = (u0 + u1) / 2;
    const v = (v0 + v1) / 2;
    const along = u1 - u0 >= v1 - v0;
    best = {
      angleRad: along ? angle : angle + Math.PI / 2,
      lengthM: Math.max(u1 - u0, v1 - v0),
      widthM: Math.min(u1 - u0, v1 - v0),
      x: u * cos - v * sin,
      y: u * sin + v * cos,
    };
  }
  return best;
}

export const faceAreaM2 = (face: Face): number => areaM2(face.xy);
