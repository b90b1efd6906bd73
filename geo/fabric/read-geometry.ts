import type { Geometry, LineString, MultiLineString, MultiPolygon, Polygon, Position } from 'geojson';
import { type LocalCrs, localCrsFor, toCm } from '../crs/local-crs.ts';
import { type Chain, LINE } from './noding.ts';

export type Areal = Polygon | MultiPolygon;
export type Linear = LineString | MultiLineString;

/** Rings of polygons and lines as chains, and what each ring belongs to. */
export interface Drawing {
  readonly crs: LocalCrs;
  readonly chains: Chain[];
  /** index of the input polygon of each ring */
  readonly polygonOfRing: number[];
  /** number of the part (one outline with its holes) of each ring */
  readonly partOfRing: number[];
  /** indexes of the inputs that are no areas or have a coordinate that is no place on earth */
  readonly unreadable: number[];
  /** the polygons are too far apart for one plane; there are no chains then */
  readonly tooWide: boolean;
}

/** A fabric wider or higher than this is refused: products of its coordinates would not be exact. */
const MAX_EXTENT_CM = 600 * 100_000;
/** No point of a fabric lies so far from its meridian; farther out the plane is no plane any more. */
const MAX_FROM_MERIDIAN_DEG = 20;

/**
 * A side longer than this is divided where it was drawn, in degrees. A straight side in degrees and one in the plane
 * bend apart by L²/8R (5 mm for 500 m), so points that lie on it in one lie on it in the other.
 */
const MAX_SIDE_CM = 50_000;
/** A side longer than any fabric is not divided: it would only cost memory. */
const MAX_PIECES = 2_000;

/** Reads polygons (degrees) into rings; `crs` is chosen around them when not given. */
export function readPolygons(polygons: readonly Areal[], crs?: LocalCrs): Drawing {
  const unreadable: number[] = [];
  const readable = polygons.map((polygon, i) => {
    const parts = partsOf(polygon);
    if (parts.length > 0 && parts.flat().every((ring) => ring.every(isPosition))) return parts;
    unreadable.push(i);
    return [];
  });
  const plane = crs ?? localCrsFor(centreOf(readable.flat(2)));
  const chains: Chain[] = [];
  const polygonOfRing: number[] = [];
  const partOfRing: number[] = [];
  const nothing = { crs: plane, chains: [], polygonOfRing, partOfRing, unreadable, tooWide: true };
  let part = 0;
  for (const [polygon, parts] of readable.entries()) {
    for (const rings of parts) {
      for (const ring of rings) {
        if (!ring.every((position) => isNearMeridian(plane, position))) return nothing;
        chains.push({ xy: project(plane, closed(ring)), ring: polygonOfRing.length });
        polygonOfRing.push(polygon);
        partOfRing.push(part);
      }
      part++;
    }
  }
  const [west, south, east, north] = extentOf(chains) ?? [0, 0, 0, 0];
  if (east - west > MAX_EXTENT_CM || north - south > MAX_EXTENT_CM) return nothing;
  return { ...nothing, chains, tooWide: false };
}

/** Reads lines, and the rings of polygons as lines, without those that have a point nowhere or far away. */
export function readLines(geometries: readonly (Linear | Areal)[], crs: LocalCrs): Chain[] {
  return geometries
    .flatMap(linesOf)
    .filter((line) => line.every((position) => isPosition(position) && isNearMeridian(crs, position)))
    .map((line) => ({ xy: project(crs, line), ring: LINE }));
}

/** West, south, east and north of the chains in cm; null without a point. */
export function extentOf(chains: readonly Chain[]): [number, number, number, number] | null {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { xy } of chains) {
    for (let i = 0; i < xy.length; i += 2) {
      box[0] = Math.min(box[0], xy[i]!);
      box[1] = Math.min(box[1], xy[i + 1]!);
      box[2] = Math.max(box[2], xy[i]!);
      box[3] = Math.max(box[3], xy[i + 1]!);
    }
  }
  return box[0] <= box[2] ? box : null;
}

function partsOf(geometry: Geometry | null): Position[][][] {
  if (geometry?.type === 'Polygon') return [geometry.coordinates];
  if (geometry?.type === 'MultiPolygon') return geometry.coordinates;
  return [];
}

function linesOf(geometry: Linear | Areal): Position[][] {
  switch (geometry.type) {
    case 'LineString':
      return [geometry.coordinates];
    case 'MultiLineString':
      return geometry.coordinates;
    case 'Polygon':
      return geometry.coordinates.map(closed);
    case 'MultiPolygon':
      return geometry.coordinates.flat().map(closed);
  }
}

function isPosition(position: Position): boolean {
  const [lng, lat] = position;
  return Number.isFinite(lng) && Number.isFinite(lat) && Math.abs(lng!) <= 360 && Math.abs(lat!) < 89;
}

function isNearMeridian(crs: LocalCrs, [lng]: Position): boolean {
  return Math.abs(((((lng! - crs.lon0Deg + 180) % 360) + 360) % 360) - 180) <= MAX_FROM_MERIDIAN_DEG;
}

function closed(ring: Position[]): Position[] {
  const first = ring[0];
  const last = ring.at(-1);
  return first && last && (first[0] !== last[0] || first[1] !== last[1]) ? [...ring, first] : ring;
}

function centreOf(rings: readonly Position[][]): [number, number] {
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (const ring of rings) {
    for (const [lng, lat] of ring) {
      west = Math.min(west, lng!);
      east = Math.max(east, lng!);
      south = Math.min(south, lat!);
      north = Math.max(north, lat!);
    }
  }
  return west <= east ? [(west + east) / 2, (south + north) / 2] : [0, 0];
}

function project(crs: LocalCrs, line: readonly Position[]): Float64Array {
  const xy: number[] = [];
  let previous: Position | null = null;
  let px = 0;
  let py = 0;
  for (const position of line) {
    const [x, y] = toCm(crs, position[0]!, position[1]!);
    if (previous) {
      const pieces = Math.ceil(Math.hypot(x - px, y - py) / MAX_SIDE_CM);
      if (pieces > 1 && pieces <= MAX_PIECES) divide(crs, previous, position, pieces, xy);
    }
    xy.push(x, y);
    previous = position;
    px = x;
    py = y;
  }
  return Float64Array.from(xy);
}

/** The inner points of a long side; the same ones whichever end it is drawn from. */
function divide(crs: LocalCrs, from: Position, to: Position, pieces: number, xy: number[]): void {
  const forward = from[0]! < to[0]! || (from[0] === to[0] && from[1]! < to[1]!);
  const [a, b] = forward ? [from, to] : [to, from];
  for (let i = 1; i < pieces; i++) {
    const share = (forward ? i : pieces - i) / pieces;
    xy.push(...toCm(crs, a[0]! + share * (b[0]! - a[0]!), a[1]! + share * (b[1]! - a[1]!)));
  }
}
