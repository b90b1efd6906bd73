import { bbox, booleanPointInPolygon } from '@turf/turf';
import Flatbush from 'flatbush';
import type { MultiPolygon, Polygon } from 'geojson';

/**
 * Finds the polygons that hold a place.
 *
 * @param polygons  degrees; holes are outside, a border is inside
 * @returns         their indices, in order; a place is in none, in one, or in several that overlap
 */
export function polygonsAt(
  polygons: readonly (Polygon | MultiPolygon)[],
): (place: readonly [number, number]) => number[] {
  if (polygons.length === 0) return () => [];
  const tree = new Flatbush(polygons.length);
  for (const polygon of polygons) {
    const [west, south, east, north] = bbox(polygon);
    tree.add(west, south, east, north);
  }
  tree.finish();
  return ([lng, lat]) =>
    tree
      .search(lng, lat, lng, lat, (index) => booleanPointInPolygon([lng, lat], polygons[index]!))
      .sort((a, b) => a - b);
}
