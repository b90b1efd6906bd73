import gcoord from 'gcoord';
import type { Position } from 'geojson';

/** The two Chinese datums that are offsets of WGS84 and have no EPSG code. */
export const OFFSET_CRS = ['GCJ-02', 'BD-09'] as const;
export type OffsetCrs = (typeof OFFSET_CRS)[number];

const CODES = { 'GCJ-02': gcoord.GCJ02, 'BD-09': gcoord.BD09 } as const;

/** A tenth of a millimetre; the library's own inverse stops 0.3 m off in places. */
const CLOSE_DEG = 1e-9;
const MAX_STEPS = 30;

/**
 * From GCJ-02 (national web maps) or BD-09 (Baidu) to WGS84.
 *
 * The offset has no closed inverse: a guess is moved by what its image lacks until it lacks less than a tenth of a
 * millimetre (three to five steps). Outside China the offset is nought and the position comes back as it was.
 *
 * @param position  [lng, lat] degrees in `from`
 * @returns         [lng, lat] degrees, EPSG:4326
 */
export function fromOffset(from: OffsetCrs, [lng, lat]: Position): Position {
  let guess: Position = [lng!, lat!];
  for (let step = 0; step < MAX_STEPS; step++) {
    const image = toOffset(from, guess);
    const east = lng! - image[0]!;
    const north = lat! - image[1]!;
    if (Math.abs(east) < CLOSE_DEG && Math.abs(north) < CLOSE_DEG) break;
    guess = [guess[0]! + east, guess[1]! + north];
  }
  return guess;
}

/** The way back: [lng, lat] of EPSG:4326 to GCJ-02 or BD-09. */
export const toOffset = (to: OffsetCrs, [lng, lat]: Position): Position =>
  gcoord.transform([lng!, lat!], gcoord.WGS84, CODES[to]);

/** Mainland China, generously: where the offsets are in use. [west, south, east, north] degrees. */
const CHINA = [73, 17.5, 135.5, 54] as const;

/** Whether a position could have been given in an offset datum. */
export const isInChina = ([lng, lat]: Position): boolean =>
  lng! >= CHINA[0] && lng! <= CHINA[2] && lat! >= CHINA[1] && lat! <= CHINA[3];
