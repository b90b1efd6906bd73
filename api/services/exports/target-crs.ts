import type { Position } from 'geojson';
import { parseCrs } from '../../../geo/crs/epsg.ts';
import { OFFSET_CRS, type OffsetCrs, toOffset } from '../../../geo/crs/offset-crs.ts';
import type { Db } from '../../db/database.ts';
import { readTargetSystem } from '../../db/export-rows.ts';
import { type LayerCrs, WGS84 } from '../../formats/layer.ts';
import { ProblemError } from '../../problems.ts';

export interface TargetCrs extends LayerCrs {
  /** degrees east before degrees north, and no unit of a plane */
  readonly isGeographic: boolean;
  /** the catalogue has no shift from WGS84 to its datum: places can be wrong by some hundred metres */
  readonly datumUnknown: boolean;
  /** east before north, rounded to a tenth of a millimetre; null = nothing to do */
  readonly fromLngLat: ((position: Position) => Position) | null;
}

/** A tenth of a millimetre. */
const DECIMALS = { degrees: 9, metres: 4 } as const;
/** What goes there and comes back is the same place; a system of another part of the world gives anything at all. */
const SAME_DEG = 1e-6;

/**
 * The system that a file is to be in.
 *
 * @param name  EPSG:nnnn, ESRI:nnnn, GCJ-02 or BD-09
 * @param near  [lng, lat] of what is to be written; null = not known
 * @throws ProblemError 'unknown-crs' when it is not in the catalogue, cannot be used here, or is not made for that place
 */
export async function targetCrs(db: Db, name: string, near: Position | null): Promise<TargetCrs> {
  if (name === WGS84.name) return { ...WGS84, isGeographic: true, datumUnknown: false, fromLngLat: null };
  const round = rounder(DECIMALS.degrees);
  if ((OFFSET_CRS as readonly string[]).includes(name)) {
    const offset = name as OffsetCrs;
    return {
      ...{ name, code: null, wkt: null, isGeographic: true, datumUnknown: false },
      fromLngLat: (position) => round(toOffset(offset, position)),
    };
  }
  const [authority, number] = name.split(':');
  const system = await readTargetSystem(db, authority!, Number(number));
  if (!system)
    throw new ProblemError(
      'unknown-crs',
      `${name} is not in the catalogue of coordinate reference systems; choose another one`,
      { reason: 'crs-unknown', values: { name } },
    );
  const { proj4, wkt } = system;
  const crs = parseCrs(proj4);
  if (!crs.ok)
    throw new ProblemError('unknown-crs', `${name} cannot be used here: ${crs.reason}; choose another one`, {
      reason: 'crs-unusable',
      values: { name },
    });
  const isGeographic = /\+proj=longlat/.test(proj4);
  const roundTo = rounder(isGeographic ? DECIMALS.degrees : DECIMALS.metres);
  const fromLngLat = (position: Position): Position => roundTo(crs.fromLngLat(position));
  if (near && !isSame(crs.toLngLat(fromLngLat(near)), near))
    throw new ProblemError(
      'unknown-crs',
      `${name} (${wkt.slice(0, 80).replace(/^\w+\["([^"]*)".*$/s, '$1')}) is made for another part of the world; choose one for here`,
      { reason: 'crs-elsewhere', values: { name } },
    );
  return {
    ...{ name, code: { authority: system.authority, number: system.code }, wkt, isGeographic },
    datumUnknown: !/\+(datum=|towgs84=|nadgrids=|ellps=(GRS80|WGS84))|\+a=6378137/.test(proj4),
    fromLngLat,
  };
}

const rounder = (decimals: number) => {
  const factor = 10 ** decimals;
  return ([x, y]: Position): Position => [Math.round(x! * factor) / factor, Math.round(y! * factor) / factor];
};

const isSame = ([lngA, latA]: Position, [lngB, latB]: Position): boolean =>
  Math.abs(lngA! - lngB!) < SAME_DEG && Math.abs(latA! - latB!) < SAME_DEG;
