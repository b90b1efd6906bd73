import type { Polygon, Position } from 'geojson';
import { type LocalCrs, toLngLat } from '../../../geo/crs/local-crs.ts';

/** A plane for drawn cases: metres from a corner near 梨树县's meridian, where a metre is a metre. */
export const PLANE: LocalCrs = {
  kind: 'tmerc',
  lon0Deg: 123,
  lat0Deg: 0,
  falseEastingM: 500_000,
  falseNorthingM: 0,
  scale: 1,
};
const CORNER = { x: 50_000_000, y: 480_000_000 };

/** The place in degrees of a point in metres of the drawing. */
export function at(x: number, y: number): Position {
  return toLngLat(PLANE, ...cm(x, y));
}

/** The grid point (cm) of a point in metres of the drawing. */
export function cm(x: number, y: number): [x: number, y: number] {
  return [CORNER.x + Math.round(x * 100), CORNER.y + Math.round(y * 100)];
}

/** A polygon drawn in metres: an outline and its holes, closed or not. */
export function polygon(...rings: [number, number][][]): Polygon {
  return { type: 'Polygon', coordinates: rings.map((ring) => [...ring, ring[0]!].map(([x, y]) => at(x, y))) };
}

export function box(west: number, south: number, east: number, north: number): Polygon {
  return polygon([
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ]);
}

/** 1, 2, 3 … */
export function counter(): () => number {
  let id = 0;
  return () => ++id;
}
