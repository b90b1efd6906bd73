import { meetBeyondEnds, orient } from '../orient.ts';

/** In cm. */
export interface Box {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

/** Whether the box of the segment at offset i of a line has a point in common with another. */
export function segmentInBox(xy: ArrayLike<number>, i: number, { minX, minY, maxX, maxY }: Box): boolean {
  const ax = xy[i]!;
  const ay = xy[i + 1]!;
  const bx = xy[i + 2]!;
  const by = xy[i + 3]!;
  return !(
    (ax < minX && bx < minX) ||
    (ax > maxX && bx > maxX) ||
    (ay < minY && by < minY) ||
    (ay > maxY && by > maxY)
  );
}

/** Square of the distance of p from the segment a b, cm²; a may be b. */
export function distance2(ax: number, ay: number, bx: number, by: number, px: number, py: number): number {
  const t = alongSegment(ax, ay, bx, by, px, py);
  return (ax + t * (bx - ax) - px) ** 2 + (ay + t * (by - ay) - py) ** 2;
}

/** Where on the segment a b the point nearest to p is: 0 at a, 1 at b. */
export function alongSegment(ax: number, ay: number, bx: number, by: number, px: number, py: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const length2 = dx * dx + dy * dy;
  if (length2 === 0) return 0;
  return Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / length2));
}

/** Square of the distance between the segments a b and c d, cm²; 0 where they meet. Either may be a point. */
export function segmentDistance2(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): number {
  if (meetBeyondEnds(ax, ay, bx, by, cx, cy, dx, dy)) return 0;
  return Math.min(
    distance2(ax, ay, bx, by, cx, cy),
    distance2(ax, ay, bx, by, dx, dy),
    distance2(cx, cy, dx, dy, ax, ay),
    distance2(cx, cy, dx, dy, bx, by),
  );
}

/** Whether p lies on the segment a b, its ends included. */
export function liesOn(ax: number, ay: number, bx: number, by: number, px: number, py: number): boolean {
  if (px < Math.min(ax, bx) || px > Math.max(ax, bx) || py < Math.min(ay, by) || py > Math.max(ay, by)) return false;
  return orient(ax, ay, bx, by, px, py) === 0;
}

/** The box of the segment at offset i of a line, wider by `margin`. */
export function segmentBox(xy: ArrayLike<number>, i: number, margin = 0): Box {
  return {
    minX: Math.min(xy[i]!, xy[i + 2]!) - margin,
    minY: Math.min(xy[i + 1]!, xy[i + 3]!) - margin,
    maxX: Math.max(xy[i]!, xy[i + 2]!) + margin,
    maxY: Math.max(xy[i + 1]!, xy[i + 3]!) + margin,
  };
}

type SegmentEnds = readonly [ax: number, ay: number, bx: number, by: number];

/** The grid point nearest to where two segments cross. */
export function crossingOf([ax, ay, bx, by]: SegmentEnds, [cx, cy, dx, dy]: SegmentEnds): { x: number; y: number } {
  const t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / ((bx - ax) * (dy - cy) - (by - ay) * (dx - cx));
  return { x: Math.round(ax + t * (bx - ax)), y: Math.round(ay + t * (by - ay)) };
}

/** A line without points that repeat the one before. */
export function withoutRepeats(line: readonly number[]): number[] {
  return line.filter((_, i) => {
    const k = i - (i % 2);
    return k === 0 || line[k] !== line[k - 2] || line[k + 1] !== line[k - 1];
  });
}
