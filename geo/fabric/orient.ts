/** Exact predicates on integer points whose coordinates differ by at most 2³¹ (21,000 km in centimetres). */

const EXACT_PRODUCT = 2 ** 52;
const SPLIT = 2 ** 16;

/**
 * On which side of the line a → b the point c lies: > 0 left, < 0 right, exactly 0 on it.
 *
 * Within 670 km both products are below 2⁵² and the difference is exact. Beyond that one factor is split at 16 bits:
 * both halves of the sum are exact, and a rounded sum of two exact numbers keeps its sign.
 */
export function orient(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  return crossSign(bx - ax, by - ay, cx - ax, cy - ay);
}

/** The sign of ax·by − ay·bx; exact for integers up to 2³². Within 2⁵² it is the value itself. */
function crossSign(ax: number, ay: number, bx: number, by: number): number {
  const p = ax * by;
  const q = ay * bx;
  if (p <= EXACT_PRODUCT && p >= -EXACT_PRODUCT && q <= EXACT_PRODUCT && q >= -EXACT_PRODUCT) return p - q;
  const axHigh = Math.floor(ax / SPLIT);
  const ayHigh = Math.floor(ay / SPLIT);
  const high = axHigh * by - ayHigh * bx;
  const low = (ax - axHigh * SPLIT) * by - (ay - ayHigh * SPLIT) * bx;
  return high * SPLIT + low;
}

/** Whether two segments cross at a point that is an end of neither. */
export function crossProperly(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): boolean {
  const c = orient(ax, ay, bx, by, cx, cy);
  const d = orient(ax, ay, bx, by, dx, dy);
  if (!((c > 0 && d < 0) || (c < 0 && d > 0))) return false;
  const a = orient(cx, cy, dx, dy, ax, ay);
  const b = orient(cx, cy, dx, dy, bx, by);
  return (a > 0 && b < 0) || (a < 0 && b > 0);
}

/** Whether p lies on the segment a b, but is none of its ends. */
export function liesWithin(ax: number, ay: number, bx: number, by: number, px: number, py: number): boolean {
  if (px < Math.min(ax, bx) || px > Math.max(ax, bx) || py < Math.min(ay, by) || py > Math.max(ay, by)) return false;
  if ((px === ax && py === ay) || (px === bx && py === by)) return false;
  return orient(ax, ay, bx, by, px, py) === 0;
}

/** Whether the segments a b and c d have more in common than one end: they cross, touch, overlap or are the same. */
export function meetBeyondEnds(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): boolean {
  return (
    crossProperly(ax, ay, bx, by, cx, cy, dx, dy) ||
    liesWithin(ax, ay, bx, by, cx, cy) ||
    liesWithin(ax, ay, bx, by, dx, dy) ||
    liesWithin(cx, cy, dx, dy, ax, ay) ||
    liesWithin(cx, cy, dx, dy, bx, by) ||
    (ax === cx && ay === cy && bx === dx && by === dy) ||
    (ax === dx && ay === dy && bx === cx && by === cy)
  );
}

/**
 * Orders directions by their angle, counter-clockwise from east. Parallel directions are equal.
 * Neither may be the null vector.
 */
export function compareAngles(ax: number, ay: number, bx: number, by: number): number {
  const half = lowerHalf(ax, ay) - lowerHalf(bx, by);
  return half !== 0 ? half : crossSign(bx, by, ax, ay);
}

/** 0 for angles in [0, π), 1 for [π, 2π). */
function lowerHalf(x: number, y: number): 0 | 1 {
  return y > 0 || (y === 0 && x > 0) ? 0 : 1;
}
