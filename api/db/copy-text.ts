import type { Geometry, Position } from 'geojson';

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
const SRID_FLAG = 0x20000000;
const TYPE_CODES = {
  Point: 1,
  LineString: 2,
  Polygon: 3,
  MultiPoint: 4,
  MultiLineString: 5,
  MultiPolygon: 6,
} as const;
type Writable = Extract<Geometry, { type: keyof typeof TYPE_CODES }>;

/**
 * A geometry as hexadecimal EWKB with SRID 4326, the one text form that PostGIS reads without losing a digit.
 *
 * @param geometry  lon/lat; a third ordinate is dropped
 * @throws RangeError for a GeometryCollection (no table of ours stores one)
 */
export function ewkbHex(geometry: Geometry): string {
  if (!(geometry.type in TYPE_CODES)) throw new RangeError(`No table stores a ${geometry.type}`);
  const writable = geometry as Writable;
  const out = Buffer.allocUnsafe(byteLength(writable) + 4);
  writeGeometry(out, 0, writable, true);
  return out.toString('hex');
}

const ringBytes = (ring: Position[]): number => 4 + 16 * ring.length;
const sum = <T>(items: T[], size: (item: T) => number): number => items.reduce((total, item) => total + size(item), 0);

/** Length without the SRID, which stands once at the top. */
function byteLength(geometry: Writable): number {
  switch (geometry.type) {
    case 'Point':
      return 5 + 16;
    case 'LineString':
      return 5 + ringBytes(geometry.coordinates);
    case 'Polygon':
      return 9 + sum(geometry.coordinates, ringBytes);
    default:
      return 9 + sum(parts(geometry), byteLength);
  }
}

function parts(geometry: Extract<Writable, { type: `Multi${string}` }>): Writable[] {
  switch (geometry.type) {
    case 'MultiPoint':
      return geometry.coordinates.map((coordinates) => ({ type: 'Point', coordinates }));
    case 'MultiLineString':
      return geometry.coordinates.map((coordinates) => ({ type: 'LineString', coordinates }));
    case 'MultiPolygon':
      return geometry.coordinates.map((coordinates) => ({ type: 'Polygon', coordinates }));
  }
}

function writeGeometry(out: Buffer, start: number, geometry: Writable, withSrid: boolean): number {
  const code = TYPE_CODES[geometry.type];
  let at = out.writeUInt8(1, start);
  at = out.writeUInt32LE((withSrid ? code | SRID_FLAG : code) >>> 0, at);
  if (withSrid) at = out.writeUInt32LE(SRID_4326, at);
  switch (geometry.type) {
    case 'Point':
      return writePosition(out, at, geometry.coordinates);
    case 'LineString':
      return writeRing(out, at, geometry.coordinates);
    case 'Polygon':
      at = out.writeUInt32LE(geometry.coordinates.length, at);
      for (const ring of geometry.coordinates) at = writeRing(out, at, ring);
      return at;
    default: {
      const members = parts(geometry);
      at = out.writeUInt32LE(members.length, at);
      for (const member of members) at = writeGeometry(out, at, member, false);
      return at;
    }
  }
}

function writeRing(out: Buffer, start: number, ring: Position[]): number {
  let at = out.writeUInt32LE(ring.length, start);
  for (const position of ring) at = writePosition(out, at, position);
  return at;
}

function writePosition(out: Buffer, at: number, position: Position): number {
  out.writeDoubleLE(position[0]!, at);
  return out.writeDoubleLE(position[1]!, at + 8);
}
