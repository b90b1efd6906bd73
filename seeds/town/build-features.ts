import type { Polygon as GeoPolygon, LineString, MultiPolygon } from 'geojson';
import type { Rings } from './borders.ts';
import type { LngLat, Plane } from './plane.ts';
import { areaM2, boundsOf, centroid, contains, type Polygon, spanAt } from './polygon.ts';

/** Flat metres to GeoJSON, rounded to 7 decimals; points that fall together are dropped. */
export function lineCoordinates(plane: Plane, xy: readonly number[]): LngLat[] {
  const out: LngLat[] = [];
  for (let i = 0; i < xy.length; i += 2) {
    const point = plane.toLngLat(xy[i]!, xy[i + 1]!);
    const last = out.at(-1);
    if (!last || last[0] !== point[0] || last[1] !== point[1]) out.push(point);
  }
  return out;
}

export function toLineString(plane: Plane, xy: readonly number[]): LineString {
  return { type: 'LineString', coordinates: lineCoordinates(plane, xy) };
}

function ringCoordinates(plane: Plane, xy: readonly number[]): LngLat[] {
  return lineCoordinates(plane, [...xy, xy[0]!, xy[1]!]);
}

export function toPolygon(plane: Plane, xy: Polygon): GeoPolygon {
  return { type: 'Polygon', coordinates: [ringCoordinates(plane, xy)] };
}

export function toMultiPolygon(plane: Plane, polygons: readonly Rings[]): MultiPolygon {
  return {
    type: 'MultiPolygon',
    coordinates: polygons.map((rings) => rings.map((ring) => ringCoordinates(plane, ring))),
  };
}

/** A point well inside a footprint: its centre of mass, or the middle of its widest stretch at half height. */
export function innerPoint(xy: Polygon): [x: number, y: number] {
  const [cx, cy] = centroid(xy);
  if (contains(xy, cx, cy)) return [cx, cy];
  const [, south, , north] = boundsOf(xy);
  for (const share of [0.9, 0.8, 0.5, 0.3, 0.1, 0.95]) {
    const y = south + share * (north - south);
    const span = spanAt(xy, y);
    if (!span) continue;
    const x = (span[0] + span[1]) / 2;
    if (contains(xy, x, y)) return [x, y];
  }
  return [(xy[0]! + cx) / 2, (xy[1]! + cy) / 2];
}

/** Whether a footprint has any ground at all. */
export const hasArea = (xy: Polygon): boolean => xy.length >= 6 && areaM2(xy) > 1;
