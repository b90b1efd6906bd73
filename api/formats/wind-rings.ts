import type { Position } from 'geojson';
import type { FileFeature } from './file-features.ts';

type Geometry = FileFeature['geometry'];

/** Which way outlines go around; holes go the other way. GeoJSON and GeoPackage: ccw; Shapefile: cw. */
export type Winding = 'ccw' | 'cw';

/** The same geometry with every outline and hole in the direction that a format wants; rings are closed. */
export function windRings(geometry: NonNullable<Geometry>, outlines: Winding): NonNullable<Geometry> {
  if (geometry.type === 'Polygon') return { ...geometry, coordinates: wound(geometry.coordinates, outlines) };
  if (geometry.type === 'MultiPolygon')
    return { ...geometry, coordinates: geometry.coordinates.map((polygon) => wound(polygon, outlines)) };
  return geometry;
}

const wound = (rings: Position[][], outlines: Winding): Position[][] =>
  rings.map((ring, i) => (isCcw(ring) === ((outlines === 'ccw') === (i === 0)) ? ring : ring.toReversed()));

/** Twice the signed area from the first point, so that large coordinates keep their low digits. */
function isCcw(ring: Position[]): boolean {
  const [x0, y0] = ring[0] as [number, number];
  let sum = 0;
  for (let i = 1; i < ring.length - 1; i += 1) {
    const [ax, ay] = ring[i] as [number, number];
    const [bx, by] = ring[i + 1] as [number, number];
    sum += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0);
  }
  return sum > 0;
}
