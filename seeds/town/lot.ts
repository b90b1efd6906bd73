import { boundsOf, convexNear, type Polygon, spanAt, turn } from './polygon.ts';

/** A rectangle in a lot's own frame: x along the rows, y across. */
export interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** Least distance between two footprints unless they are a row of one builder, metres. */
const GAP_M = 0.2;

/** Rows keep off the region's very corners, where rounding would decide, metres. */
const EDGE_M = 0.05;

/**
 * Land to build on: a convex polygon with rows in one direction, and what stands on it already. Nothing is placed
 * outside the polygon or on something else.
 */
export class Lot {
  readonly frame: Polygon;
  readonly bounds: readonly [number, number, number, number];
  readonly angleRad: number;
  /** taken ground in the plane's coordinates, shared with other lots of the same block */
  private readonly taken: Polygon[];

  /** @param region convex, in the plane; @param angleRad direction of the rows */
  constructor(region: Polygon, angleRad: number, taken: Polygon[] = []) {
    this.angleRad = angleRad;
    this.frame = turn(region, -angleRad);
    this.bounds = boundsOf(this.frame);
    this.taken = taken;
  }

  get empty(): boolean {
    return this.frame.length < 6;
  }

  /** Pieces of the row between y0 and y1 that are free over the row's whole depth, from west to east. */
  freeSpans(y0: number, y1: number, gapM: number): [number, number][] {
    const low = spanAt(this.frame, y0);
    const high = spanAt(this.frame, y1);
    if (!low || !high) return [];
    let free: [number, number][] = [[Math.max(low[0], high[0]), Math.min(low[1], high[1])]];
    for (const polygon of this.taken) {
      const box = boundsOf(turn(polygon, -this.angleRad));
      if (box[3] + gapM <= y0 || box[1] - gapM >= y1) continue;
      free = free.flatMap(([a, b]): [number, number][] => [
        [a, Math.min(b, box[0] - gapM)],
        [Math.max(a, box[2] + gapM), b],
      ]);
    }
    return free.filter(([a, b]) => b - a > 1);
  }

  /** South edges of rows that fit, from the south, spread so that what is left over lies between them. */
  rows(depthM: number, pitchM: number): number[] {
    const height = this.bounds[3] - this.bounds[1] - 2 * EDGE_M;
    const n = Math.floor((height - depthM) / pitchM) + 1;
    if (n < 1 || height < depthM) return [];
    const slack = height - depthM - (n - 1) * pitchM;
    const spare = n > 1 ? Math.min(slack / n, pitchM * 0.3) : 0;
    const first = this.bounds[1] + EDGE_M + (slack - spare * (n - 1)) / 2;
    return Array.from({ length: n }, (_, k) => first + k * (pitchM + spare));
  }

  /** Puts a footprint (in the lot's frame, within `box`) on the ground; null when the box is not free. */
  place(box: Box, footprint?: Polygon): Polygon | null {
    const ground = turn(rectangle(box), this.angleRad);
    if (this.taken.some((other) => convexNear(ground, other, GAP_M))) return null;
    for (const [x, y] of [
      [box.x0, box.y0],
      [box.x1, box.y0],
      [box.x1, box.y1],
      [box.x0, box.y1],
    ] as const) {
      const span = spanAt(this.frame, y);
      if (!span || x < span[0] - 1e-6 || x > span[1] + 1e-6) return null;
    }
    this.taken.push(ground);
    return footprint ? turn(footprint, this.angleRad) : ground;
  }

  /** Keeps a strip of ground free, e.g. a drive. */
  keepFree(polygon: Polygon): void {
    this.taken.push(polygon);
  }
}

export const rectangle = ({ x0, y0, x1, y1 }: Box): Polygon => [x0, y0, x1, y0, x1, y1, x0, y1];
