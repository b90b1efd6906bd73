import { area, length } from '@turf/turf';
import type { Position } from '../../map/overlay-registry.ts';

export interface Measurement {
  /** along the points, m */
  readonly lengthM: number;
  /** of the polygon that closing the line would make; null below three points */
  readonly areaM2: number | null;
  /** of that polygon, m */
  readonly perimeterM: number | null;
}

/** Geodesic length and area of the points in order, lon/lat. */
export function measurePoints(points: readonly Position[]): Measurement {
  const line = points.map(([lng, lat]) => [lng, lat]);
  const lengthOf = (coordinates: number[][]) =>
    coordinates.length < 2
      ? 0
      : length({ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates } }, { units: 'meters' });
  if (points.length < 3) return { lengthM: lengthOf(line), areaM2: null, perimeterM: null };
  const ring = [...line, line[0]!];
  return {
    lengthM: lengthOf(line),
    areaM2: area({ type: 'Polygon', coordinates: [ring] }),
    perimeterM: lengthOf(ring),
  };
}
