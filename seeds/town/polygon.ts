/**
 * Small polygon tools of the generator. A polygon is flat [x0, y0, x1, y1, …] in metres, counter-clockwise, not closed.
 */
export type Polygon = number[];

/** Signed area in m²; counter-clockwise is positive. */
export function areaM2(xy: Polygon): number {
  const [x0 = 0, y0 = 0] = xy;
  let twice = 0;
  for (let i = 2; i + 3 < xy.length; i += 2) {
    twice += (xy[i]! - x0) * (xy[i + 3]! - y0) - (xy[i + 2]! - x0) * (xy[i + 1]! - y0);
  }
  return twice / 2;
}

/** Centre of mass; of a collapsed polygon the mean of its corners. */
export function centroid(xy: Polygon): [x: number, y: number] {
  const [x0 = 0, y0 = 0] = xy;
  let area = 0;
  let cx = 0;
  let cy = 0;
  for (let i = 2; i + 3 < xy.length; i += 2) {
    const ax = xy[i]! - x0;
    const ay = xy[i + 1]! - y0;
    const bx = xy[i + 2]! - x0;
    const by = xy[i + 3]! - y0;
    const cross = ax * by - bx * ay;
    area += cross;
    cx += cross * (ax + bx);
    cy += cross * (ay + by);
  }
  if (Math.abs(area) < 1e-9) {
    const n = xy.length / 2;
    let sx = 0;
    let sy = 0;
    for (let i = 0; i < xy.length; i += 2) {
      sx += xy[i]!;
      sy += xy[i + 1]!;
    }
    return [sx / n, sy / n];
  }
  return [x0 + cx / (3 * area), y0 + cy / (3 * area)];
}

/** The part of a polygon where a·x + b·y >= c. Convex in, convex out; [] when nothing is left. */
export function clip(xy: Polygon, a: number, b: number, c: number): Polygon {
  const out: number[] = [];
  const n = xy.length;
  for (let i = 0; i < n; i += 2) {
    const j = (i + 2) % n;
    const di = a * xy[i]! + b * xy[i + 1]! - c;
    const dj = a * xy[j]! + b * xy[j + 1]! - c;
    if (di >= 0) out.push(xy[i]!, xy[i + 1]!);
    if (di >= 0 !== dj >= 0) {
      const t = di / (di - dj);
      out.push(xy[i]! + t * (xy[j]! - xy[i]!), xy[i + 1]! + t * (xy[j + 1]! - xy[i + 1]!));
    }
  }
  return out.length >= 6 ? out : [];
}

/**
 * What is left of a polygon when each edge moves inward by its own distance: the meeting of the moved half-planes, so
 * always convex and never nearer to an edge's line than asked (a hollow side is cut straight).
 */
export function inset(xy: Polygon, distanceM: (edge: number) => number): Polygon {
  let out = xy;
  for (let i = 0; i < xy.length && out.length > 0; i += 2) {
    const j = (i + 2) % xy.length;
    const dx = xy[j]! - xy[i]!;
    const dy = xy[j + 1]! - xy[i + 1]!;
    const length = Math.hypot(dx, dy);
    if (length < 1e-6) continue;
    const a = -dy / length;
    const b = dx / length;
    out = clip(out, a, b, a * xy[i]! + b * xy[i + 1]! + distanceM(i / 2));
  }
  return out;
}

/** The part of a convex polygon that lies inside another one, at least `marginM` from its border. */
export function within(xy: Polygon, frame: Polygon, marginM: number): Polygon {
  let out = xy;
  for (let i = 0; i < frame.length && out.length > 0; i += 2) {
    const j = (i + 2) % frame.length;
    const length = Math.hypot(frame[j]! - frame[i]!, frame[j + 1]! - frame[i + 1]!);
    if (length < 1e-6) continue;
    const a = -(frame[j + 1]! - frame[i + 1]!) / length;
    const b = (frame[j]! - frame[i]!) / length;
    out = clip(out, a, b, a * frame[i]! + b * frame[i + 1]! + marginM);
  }
  return out;
}

/** Turned by an angle about the origin. */
export function turn(xy: Polygon, angleRad: number): Polygon {
  const cos = Math.cos(angleRad);
  const sin = Math.sin(angleRad);
  const out = new Array<number>(xy.length);
  for (let i = 0; i < xy.length; i += 2) {
    out[i] = xy[i]! * cos - xy[i + 1]! * sin;
    out[i + 1] = xy[i]! * sin + xy[i + 1]! * cos;
  }
  return out;
}

/** Where a horizontal line meets a convex polygon; null when it passes by. */
export function spanAt(xy: Polygon, y: number): [from: number, to: number] | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < xy.length; i += 2) {
    const j = (i + 2) % xy.length;
    const y0 = xy[i + 1]!;
    const y1 = xy[j + 1]!;
    if ((y0 < y && y1 < y) || (y0 > y && y1 > y)) continue;
    const xs = y0 === y1 ? [xy[i]!, xy[j]!] : [xy[i]! + ((y - y0) / (y1 - y0)) * (xy[j]! - xy[i]!)];
    for (const x of xs) {
      low = Math.min(low, x);
      high = Math.max(high, x);
    }
  }
  return high > low ? [low, high] : null;
}

/** [west, south, east, north] */
export function boundsOf(xy: Polygon): [number, number, number, number] {
  const box: [number, number, number, number] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (let i = 0; i < xy.length; i += 2) {
    box[0] = Math.min(box[0], xy[i]!);
    box[1] = Math.min(box[1], xy[i + 1]!);
    box[2] = Math.max(box[2], xy[i]!);
    box[3] = Math.max(box[3], xy[i + 1]!);
  }
  return box;
}

/** Whether two convex polygons come nearer than `gapM` (separating axes; exact for the polygons, safe for the gap). */
export function convexNear(p: Polygon, q: Polygon, gapM: number): boolean {
  return !(separated(p, q, gapM) || separated(q, p, gapM));
}

/** Whether some edge line of `p` keeps all of `q` at `gapM` or more outside. */
function separated(p: Polygon, q: Polygon, gapM: number): boolean {
  for (let i = 0; i < p.length; i += 2) {
    const j = (i + 2) % p.length;
    const dx = p[j]! - p[i]!;
    const dy = p[j + 1]! - p[i + 1]!;
    const length = Math.hypot(dx, dy);
    if (length < 1e-9) continue;
    let nearest = Number.POSITIVE_INFINITY;
    for (let k = 0; k < q.length; k += 2) {
      nearest = Math.min(nearest, ((q[k]! - p[i]!) * dy - (q[k + 1]! - p[i + 1]!) * dx) / length);
    }
    if (nearest >= gapM) return true;
  }
  return false;
}

/** Whether a point lies in a polygon (not necessarily convex); points on the border count either way. */
export function contains(xy: Polygon, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
    const yi = xy[i + 1]!;
    const yj = xy[j + 1]!;
    if (yi > y !== yj > y && x < ((xy[j]! - xy[i]!) * (y - yi)) / (yj - yi) + xy[i]!) inside = !inside;
  }
  return inside;
}
