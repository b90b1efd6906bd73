import gcoord from 'gcoord';
import type { Position } from 'geojson';

/** The two Chinese datums that are offsets of WGS84 and have no EPSG code. */
export const OFFSET_CRS = ['GCJ-02', 'BD-09'] as const;
export type OffsetCrs = (typeof OFFSET_CRS)[number];

const CODES = { 'GCJ-02': gcoord.GCJ02, 'BD-09': gcoord.BD09 } as const;

/**
 * From GCJ-02 (national web maps) or BD-09 (Baidu) to WGS84.
 *
 * The offset has no closed inverse; it is iterated until it moves by less than a tenth of a millimetre. Outside China
 * the offset is nought and the position comes back as it was.
 *
 * @param position  [lng, lat] degrees in `from`
 * @returns         [lng, lat] degrees, EPSG:4326
 */
export const fromOffset = (from: OffsetCrs, [lng, lat]: Position): Position =>
  gcoord.transform([lng!, lat!], CODES[from], gcoord.WGS84);

/** The way back: [lng, lat] of EPSG:4326 to GCJ-02 or BD-09. */
export const toOffset = (to: OffsetCrs, [lng, lat]: Position): Position =>
  gcoord.transform([lng!, lat!], gcoord.WGS84, CODES[to]);

/** Mainland China, generously: where the offsets are in use. [west, south, east, north] degrees. */
const CHINA = [73, 17.5, 135.5, 54] as const;

/** Whether a position could have been given in an offset datum. */
export const isInChina = ([lng, lat]: Position): boolean =>
  lng! >= CHINA[0] && lng! <= CHINA[2] && lat! >= CHINA[1] && lat! <= CHINA[3];
