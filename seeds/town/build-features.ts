import type { Polygon as GeoPolygon, LineString, MultiPolygon } from 'geojson';
import type { Rings } from './borders.ts';
import { LANDUSE_KIND, ROAD_CLASS } from './kinds.ts';
import type { Parcel } from './parcels.ts';
import type { LngLat, Plane } from './plane.ts';
import { boundsOf, centroid, contains, type Polygon, spanAt } from './polygon.ts';
import type { TownLanduse, TownRailway, TownRoad } from './town.ts';
import { type FinishedLine, pieceOf, type Way, type Ways } from './ways.ts';

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

export function buildRoads(ways: Ways, lines: readonly FinishedLine[], plane: Plane): TownRoad[] {
  return ways.list.flatMap((way, i) => {
    if (way.kind !== 'road') return [];
    return way.spans.flatMap(([from, to]) =>
      splitAtCrossings(way, from, to).map(
        ([a, b, over]): TownRoad => ({
          name: way.name,
          class: ROAD_CLASS[way.wayClass],
          tags: tagsOf(way, over),
          geometry: toLineString(plane, pieceOf(lines[i]!, a, b)),
        }),
      ),
    );
  });
}

type Over = 'river' | 'railway' | null;

/** A piece of way, cut where it goes over water or rails. */
function splitAtCrossings(way: Way, from: number, to: number): [from: number, to: number, over: Over][] {
  const out: [number, number, Over][] = [];
  let at = from;
  for (const crossing of way.crossings) {
    if (crossing.from < from || crossing.to > to) continue;
    if (crossing.from > at) out.push([at, crossing.from, null]);
    out.push([crossing.from, crossing.to, crossing.over]);
    at = crossing.to;
  }
  if (at < to) out.push([at, to, null]);
  return out;
}

/** Tags as OpenStreetMap spells them. */
function tagsOf(way: Way, over: Over): Record<string, string> {
  const tags: Record<string, string> = {};
  if (over === 'river' || (over === 'railway' && way.wayClass === 'primary')) {
    Object.assign(tags, { bridge: 'yes', layer: '1' });
  } else if (over === 'railway') Object.assign(tags, { tunnel: 'yes', layer: '-1' });
  if (way.wayClass === 'track') tags.highway = 'track';
  if (way.role === 'drive') tags.service = 'driveway';
  if (['pedestrian', 'footway', 'steps'].includes(way.wayClass)) tags.foot = 'designated';
  if (way.wayClass === 'primary' || way.wayClass === 'trunk') tags.sidewalk = 'both';
  return tags;
}

export function buildRailways(ways: Ways, lines: readonly FinishedLine[], plane: Plane, name: string): TownRailway[] {
  return ways.list.flatMap((way, i) =>
    way.kind === 'railway'
      ? way.spans.map(([from, to]) => ({ name, geometry: toLineString(plane, pieceOf(lines[i]!, from, to)) }))
      : [],
  );
}

const NAMED_LAND: readonly string[] = [
  'park',
  'plaza',
  'school',
  'hospital',
  'government',
  'market',
  'factory',
  'warehouse',
  'temple',
];

export function buildLanduse(
  parcels: readonly Parcel[],
  names: ReadonlyMap<number, string>,
  grounds: readonly { readonly xy: Polygon }[],
  plane: Plane,
): TownLanduse[] {
  const land = parcels.map(
    (parcel): TownLanduse => ({
      name: NAMED_LAND.includes(parcel.use) ? (names.get(parcel.id) ?? '') : '',
      kind: parcel.strip === 'railway' ? 'transport' : LANDUSE_KIND[parcel.use],
      geometry: toPolygon(plane, parcel.face.xy),
    }),
  );
  const sports = grounds.map(
    ({ xy }): TownLanduse => ({ name: '操场', kind: 'green', geometry: toPolygon(plane, xy) }),
  );
  return [...land, ...sports];
}
