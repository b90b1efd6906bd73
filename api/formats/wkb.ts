import type { GeometryCollection, Geometry as GeometryOrCollection, Position } from 'geojson';

type Geometry = Exclude<GeometryOrCollection, GeometryCollection>;

const TYPE = { Point: 1, LineString: 2, Polygon: 3, MultiPoint: 4, MultiLineString: 5, MultiPolygon: 6 } as const;
const LITTLE_ENDIAN = 1;
/** Byte order and type. */
const HEAD = 5;
const POSITION = 16;
/** Of PostGIS's extension (EWKB): an SRID stands behind the type. */
const HAS_SRID = 0x20000000;

/** A geometry as well-known binary (OGC Simple Features), little-endian, two dimensions; with an SRID as PostGIS's EWKB. */
export function wkbOf(geometry: Geometry, srid?: number): Uint8Array<ArrayBuffer> {
  if (srid === undefined) {
    const bytes = new Uint8Array(sizeOf(geometry));
    write(new DataView(bytes.buffer), 0, geometry);
    return bytes;
  }
  const bytes = new Uint8Array(sizeOf(geometry) + 4);
  const view = new DataView(bytes.buffer);
  write(view, 4, geometry);
  view.setUint8(0, LITTLE_ENDIAN);
  view.setUint32(1, TYPE[geometry.type] | HAS_SRID, true);
  view.setUint32(HEAD, srid, true);
  return bytes;
}

/** The parts of a Multi… as geometries of their own, which is how they are written; null for a single one. */
function partsOf(geometry: Geometry): Geometry[] | null {
  switch (geometry.type) {
    case 'MultiPoint':
      return geometry.coordinates.map((coordinates) => ({ type: 'Point', coordinates }));
    case 'MultiLineString':
      return geometry.coordinates.map((coordinates) => ({ type: 'LineString', coordinates }));
    case 'MultiPolygon':
      return geometry.coordinates.map((coordinates) => ({ type: 'Polygon', coordinates }));
    default:
      return null;
  }
}

const lineSize = (line: readonly Position[]): number => 4 + POSITION * line.length;

function sizeOf(geometry: Geometry): number {
  const parts = partsOf(geometry);
  if (parts) return parts.reduce((sum, part) => sum + sizeOf(part), HEAD + 4);
  if (geometry.type === 'Polygon') return geometry.coordinates.reduce((sum, ring) => sum + lineSize(ring), HEAD + 4);
  return HEAD + (geometry.type === 'LineString' ? lineSize(geometry.coordinates) : POSITION);
}

/** @returns where the next one starts */
function write(view: DataView, start: number, geometry: Geometry): number {
  view.setUint8(start, LITTLE_ENDIAN);
  view.setUint32(start + 1, TYPE[geometry.type], true);
  let at = start + HEAD;
  const count = (n: number): void => {
    view.setUint32(at, n, true);
    at += 4;
  };
  const position = ([x, y]: Position): void => {
    view.setFloat64(at, x!, true);
    view.setFloat64(at + 8, y!, true);
    at += POSITION;
  };
  const line = (positions: readonly Position[]): void => {
    count(positions.length);
    for (const each of positions) position(each);
  };
  const parts = partsOf(geometry);
  if (parts) {
    count(parts.length);
    for (const part of parts) at = write(view, at, part);
  } else if (geometry.type === 'Polygon') {
    count(geometry.coordinates.length);
    for (const ring of geometry.coordinates) line(ring);
  } else if (geometry.type === 'LineString') line(geometry.coordinates);
  else if (geometry.type === 'Point') position(geometry.coordinates);
  return at;
}
