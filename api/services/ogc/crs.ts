import type { Position } from 'geojson';
import { parseCrs } from '../../../geo/crs/epsg.ts';
import { definitionOf } from '../../../geo/crs/known-crs.ts';

/** A system in which features can be had, and boxes given. */
export interface OgcCrs {
  uri: string;
  /** EPSG:4326 [lng, lat] → ordinates in the order that the system defines; null = they are as they are */
  fromLngLat: ((position: Position) => Position) | null;
  toLngLat: (position: Position) => Position;
}

export const CRS84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';
export const CRS84H = 'http://www.opengis.net/def/crs/OGC/0/CRS84h';
const epsg = (code: number): string => `http://www.opengis.net/def/crs/EPSG/0/${code}`;

const LNG_LAT: OgcCrs = { uri: CRS84, fromLngLat: null, toLngLat: (position) => position };

/**
 * The systems of a county: longitude and latitude on WGS84, WGS84 and CGCS2000 with latitude first as EPSG has them, Web
 * Mercator, and where it lies in China the Gauss–Krüger zones (3° and 6°, each without and with its number before the
 * easting; northing first) whose meridian is nearest.
 *
 * @param bounds  of the county; null = it has none
 */
export function countySystems(bounds: readonly number[] | null): OgcCrs[] {
  const codes = [3857, ...(bounds ? zonesAt((bounds[0]! + bounds[2]!) / 2) : [])];
  return [LNG_LAT, northFirst(4326), northFirst(4490), ...codes.map((code) => system(code, code !== 3857))];
}

/** EPSG codes of the Gauss–Krüger zones of CGCS2000 round a longitude: none outside of 73.5–136.5°E. */
function zonesAt(lng: number): number[] {
  if (lng < 73.5 || lng >= 136.5) return [];
  const threeDegree = Math.round(lng / 3) - 25;
  const sixDegree = Math.min(Math.max(Math.floor(lng / 6) - 12, 0), 10);
  return [4534 + threeDegree, 4513 + threeDegree, 4502 + sixDegree, 4491 + sixDegree];
}

const northFirst = (code: 4326 | 4490): OgcCrs => ({
  uri: epsg(code),
  fromLngLat: ([lng, lat]) => [lat!, lng!],
  toLngLat: ([lat, lng]) => [lng!, lat!],
});

function system(code: number, isNorthFirst: boolean): OgcCrs {
  const crs = parseCrs(definitionOf(`EPSG:${code}`)!);
  if (!crs.ok) throw new Error(`EPSG:${code}: ${crs.reason}`);
  const { fromLngLat, toLngLat } = crs;
  if (!isNorthFirst) return { uri: epsg(code), fromLngLat, toLngLat };
  return {
    uri: epsg(code),
    fromLngLat: (position) => fromLngLat(position).toReversed(),
    toLngLat: ([north, east]) => toLngLat([east!, north!]),
  };
}

/** A geometry of GeoJSON with each of its positions in another system. */
export function moveGeometry(geometry: unknown, move: (position: Position) => Position): unknown {
  const { type, coordinates } = geometry as { type: string; coordinates: unknown[] };
  const moved = (part: unknown[]): unknown =>
    typeof part[0] === 'number' ? move(part as Position) : part.map((each) => moved(each as unknown[]));
  return { type, coordinates: moved(coordinates) };
}

/** Points along each side of a box, so that a side that is bent on the ground stays where it is. */
const ALONG_SIDE = 8;

/**
 * The area of a box on the ground, as GeoJSON in EPSG:4326. In degrees, a box whose east lies west of its west goes
 * across the antimeridian.
 *
 * @param box  [least first ordinate, least second, greatest first, greatest second] in the order of the system
 */
export function areaOfBox(box: readonly [number, number, number, number], { fromLngLat, toLngLat }: OgcCrs): object {
  const [a0, b0, a1, b1] = box;
  if (fromLngLat === null) return a0 <= a1 ? rectangle(a0, b0, a1, b1) : across(a0, b0, a1, b1);
  const corners: [number, number][] = [
    [a0, b0],
    [a1, b0],
    [a1, b1],
    [a0, b1],
  ];
  const ring = corners.flatMap(([a, b], i) => {
    const [nextA, nextB] = corners[(i + 1) % 4]!;
    return Array.from({ length: ALONG_SIDE }, (_, step): Position => {
      const share = step / ALONG_SIDE;
      return toLngLat([a + (nextA - a) * share, b + (nextB - b) * share]);
    });
  });
  return { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
}

const ringOf = (west: number, south: number, east: number, north: number): Position[] => [
  ...[
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ],
];
const rectangle = (...box: Parameters<typeof ringOf>): object => ({ type: 'Polygon', coordinates: [ringOf(...box)] });
const across = (west: number, south: number, east: number, north: number): object => ({
  type: 'MultiPolygon',
  coordinates: [[ringOf(west, south, 180, north)], [ringOf(-180, south, east, north)]],
});
