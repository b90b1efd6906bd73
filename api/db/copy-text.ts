import type { Geometry } from 'geojson';
import { wkbOf } from '../formats/wkb.ts';

/** A field of a row on its way to COPY. */
export type Field = string | number | boolean | null | undefined;

/**
 * One line of the CSV that `Tx.copyIn` takes: null and undefined become an empty unquoted field, '' becomes `""`.
 *
 * @returns the line with its line feed
 */
export function csvLine(fields: readonly Field[]): string {
  return `${fields.map(csvField).join(',')}\n`;
}

function csvField(field: Field): string {
  if (field === null || field === undefined) return '';
  if (typeof field !== 'string') return String(field);
  return field === '' || /[",\r\n\\]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** bytea in the hex form that COPY reads. */
export const hexBytes = (bytes: Uint8Array): string =>
  `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`;

const SRID_4326 = 4326;

/**
 * A geometry as hexadecimal EWKB with SRID 4326, the one text form that PostGIS reads without losing a digit.
 *
 * @param geometry  lon/lat; a third ordinate is dropped
 * @throws RangeError for a GeometryCollection (no table of ours stores one)
 */
export function ewkbHex(geometry: Geometry): string {
  if (geometry.type === 'Point') return pointHex(geometry.coordinates[0]!, geometry.coordinates[1]!);
  if (geometry.type === 'GeometryCollection') throw new RangeError(`No table stores a ${geometry.type}`);
  return Buffer.from(wkbOf(geometry, SRID_4326).buffer).toString('hex');
}

/** The same bytes for every point but for the last sixteen, so that nothing is made for each of many. */
const POINT = Buffer.from(wkbOf({ type: 'Point', coordinates: [0, 0] }, SRID_4326).buffer);

function pointHex(x: number, y: number): string {
  POINT.writeDoubleLE(x, POINT.length - 16);
  POINT.writeDoubleLE(y, POINT.length - 8);
  return POINT.toString('hex');
}
