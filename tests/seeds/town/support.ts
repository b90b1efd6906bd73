import type { LineString, MultiPolygon, Polygon } from 'geojson';
import type { CharacterName } from '../../../seeds/town/character.ts';
import { planeAt } from '../../../seeds/town/plane.ts';
import type { Town, TownOptions } from '../../../seeds/town/town.ts';

/** A small town of each character, quick to make. */
export const SMALL: Readonly<Record<CharacterName, TownOptions>> = {
  northern: { seed: 'north', centre: [124.33, 43.31], scale: 0.15, character: 'northern', communities: 5 },
  southern: { seed: 'south', centre: [110.99, 22.92], scale: 0.15, character: 'southern', communities: 4 },
  oldtown: {
    seed: 'old',
    centre: [121.497, 31.217],
    scale: 0.5,
    character: 'oldtown',
    communities: 6,
    river: { side: 'east', offset: 1.3, widthM: 300, border: true, name: '黄浦江' },
  },
  township: { seed: 'rural', centre: [110.8, 22.8], scale: 0.4, character: 'township', communities: 6 },
};

export type Flat = number[];
export type Segment = readonly [ax: number, ay: number, bx: number, by: number];

/** Metres around the town's centre. */
export function toMetres(town: Town, ring: readonly (readonly number[])[]): Flat {
  const plane = planeAt(town.options.centre);
  return ring.flatMap(([lng, lat]) => plane.toXY(lng!, lat!));
}

/** Outer ring without the closing point, metres. */
export const outerRing = (town: Town, polygon: Polygon): Flat => toMetres(town, polygon.coordinates[0]!.slice(0, -1));

export const lineMetres = (town: Town, line: LineString): Flat => toMetres(town, line.coordinates);

export function segmentsOf(xy: Flat, closed: boolean): Segment[] {
  const out: Segment[] = [];
  const last = closed ? xy.length : xy.length - 2;
  for (let i = 0; i < last; i += 2) {
    const j = (i + 2) % xy.length;
    out.push([xy[i]!, xy[i + 1]!, xy[j]!, xy[j + 1]!]);
  }
  return out;
}

export function inside(xy: Flat, x: number, y: number): boolean {
  let odd = false;
  for (const [ax, ay, bx, by] of segmentsOf(xy, true)) {
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
  }
  return odd;
}

/** Whether a lon/lat point lies in a multipolygon. */
export function holds(shape: MultiPolygon, [lng, lat]: readonly [number, number]): boolean {
  return shape.coordinates.some(
    ([outer, ...holes]) =>
      inside(outer!.slice(0, -1).flat(), lng, lat) && !holes.some((hole) => inside(hole.slice(0, -1).flat(), lng, lat)),
  );
}

export function areaOf(xy: Flat): number {
  return segmentsOf(xy, true).reduce((sum, [ax, ay, bx, by]) => sum + (ax * by - bx * ay) / 2, 0);
}

export function distanceToSegment(x: number, y: number, [ax, ay, bx, by]: Segment): number {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
  return Math.hypot(ax + share * (bx - ax) - x, ay + share * (by - ay) - y);
}

/** Whether two segments cross at a point inside both. */
export function cross(p: Segment, q: Segment): boolean {
  const side = ([ax, ay, bx, by]: Segment, x: number, y: number): number => (bx - ax) * (y - ay) - (by - ay) * (x - ax);
  const a = side(p, q[0], q[1]);
  const b = side(p, q[2], q[3]);
  const c = side(q, p[0], p[1]);
  const d = side(q, p[2], p[3]);
  return a * b < 0 && c * d < 0;
}

/** Least distance of two segments, metres. */
export function gap(p: Segment, q: Segment): number {
  if (cross(p, q)) return 0;
  return Math.min(
    distanceToSegment(p[0], p[1], q),
    distanceToSegment(p[2], p[3], q),
    distanceToSegment(q[0], q[1], p),
    distanceToSegment(q[2], q[3], p),
  );
}

const CELL_M = 60;

/** Pairs of things whose segments come into the same or a neighbouring square: candidates for meeting. */
export class Squares<T> {
  private readonly cells = new Map<string, Set<T>>();

  add(xy: Flat, closed: boolean, thing: T): void {
    for (const [ax, ay, bx, by] of segmentsOf(xy, closed)) {
      const steps = Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay) / (CELL_M / 2)));
      for (let k = 0; k <= steps; k++) {
        const key = this.key(ax + ((bx - ax) * k) / steps, ay + ((by - ay) * k) / steps);
        const cell = this.cells.get(key);
        if (cell) cell.add(thing);
        else this.cells.set(key, new Set([thing]));
      }
    }
  }

  near(xy: Flat, closed: boolean): Set<T> {
    const found = new Set<T>();
    for (const [ax, ay, bx, by] of segmentsOf(xy, closed)) {
      const steps = Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay) / (CELL_M / 2)));
      for (let k = 0; k <= steps; k++) {
        const [x, y] = [ax + ((bx - ax) * k) / steps, ay + ((by - ay) * k) / steps];
        for (const dx of [-CELL_M, 0, CELL_M])
          for (const dy of [-CELL_M, 0, CELL_M])
            for (const thing of this.cells.get(this.key(x + dx, y + dy)) ?? []) found.add(thing);
      }
    }
    return found;
  }

  private key(x: number, y: number): string {
    return `${Math.floor(x / CELL_M)},${Math.floor(y / CELL_M)}`;
  }
}
