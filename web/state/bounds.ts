import { bbox } from '@turf/turf';
import type { Geometry } from 'geojson';

/** [west, south, east, north], EPSG:4326 */
export type Bounds = readonly [west: number, south: number, east: number, north: number];

/** What a geometry spans; a point spans itself. */
export function boundsOf(geometry: Geometry): Bounds {
  const [west, south, east, north] = bbox(geometry);
  return [west!, south!, east!, north!];
}

export const boundsOfPoint = ([lng, lat]: readonly [number, number]): Bounds => [lng, lat, lng, lat];
