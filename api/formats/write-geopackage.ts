import type { Position } from 'geojson';
import type { Database, SqlValue } from 'sql.js';
import {
  type Cell,
  type ColumnType,
  cellOf,
  type Layer,
  type LayerCrs,
  type LayerFeature,
  UnwritableLayer,
  WGS84,
} from './layer.ts';
import { shortNames } from './short-names.ts';
import { windRings } from './wind-rings.ts';
import { wkbOf } from './wkb.ts';

type Geometry = NonNullable<LayerFeature['geometry']>;
type Box = [west: number, south: number, east: number, north: number];

/** Version 1.3, as the standard numbers it; "GPKG". */
const TABLES = `
  pragma application_id = 1196444487;
  pragma user_version = 10300;
  create table gpkg_spatial_ref_sys (
    srs_name text not null, srs_id integer not null primary key, organization text not null,
    organization_coordsys_id integer not null, definition text not null, description text);
  insert into gpkg_spatial_ref_sys values
    ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinate reference system'),
    ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
    ('WGS 84 geodetic', 4326, 'EPSG', 4326, '${WGS84.wkt}', 'longitude and latitude in degrees');
  create table gpkg_contents (
    table_name text not null primary key, data_type text not null, identifier text unique, description text default '',
    last_change datetime not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    min_x double, min_y double, max_x double, max_y double,
    srs_id integer references gpkg_spatial_ref_sys (srs_id));
  create table gpkg_geometry_columns (
    table_name text not null unique references gpkg_contents (table_name), column_name text not null,
    geometry_type_name text not null, srs_id integer not null references gpkg_spatial_ref_sys (srs_id),
    z tinyint not null, m tinyint not null, primary key (table_name, column_name));`;

const SQL_TYPE: Record<ColumnType, string> = {
  text: 'text',
  integer: 'integer',
  real: 'real',
  boolean: 'boolean',
  date: 'date',
};
/** What SQLite takes, without the two columns of our own. */
const MAX_COLUMNS = 1998;

/**
 * Layers as a GeoPackage (OGC 12-128, 1.3), one table a layer: names of tables and columns as they are, but that two
 * which differ in case only, or are called as the format's own, end in _2. A system without a number is an undefined
 * geographic one, as the format has it.
 *
 * Single and multiple geometries of one kind become multiple; a table of several kinds is one of geometries.
 *
 * @param attribution  becomes the description of each layer
 * @throws UnwritableLayer for more than 1,998 columns
 */
export async function writeGeopackage(
  layers: readonly Layer[],
  { attribution, writtenAt }: { attribution: string; writtenAt: Date },
): Promise<Uint8Array> {
  const { default: initSqlJs } = await import('sql.js');
  const { Database } = await initSqlJs();
  const db = new Database();
  try {
    db.exec(TABLES);
    db.exec('begin');
    const names = shortNames(
      layers.map(({ name }) => tableName(name)),
      MAX_NAME,
      ({ length }) => length,
    );
    layers.forEach((layer, i) => {
      addLayer(db, names[i]!, layer, attribution, writtenAt);
    });
    db.exec('commit');
    return db.export();
  } finally {
    db.close();
  }
}

const MAX_NAME = 200;
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
/** Names that begin so are the format's and the database's own. */
const tableName = (name: string): string => name.replace(/^(gpkg_|sqlite_|rtree_)/i, '_$1').replaceAll('\0', '');

function addLayer(db: Database, table: string, layer: Layer, attribution: string, writtenAt: Date): void {
  const { columns, features, crs = WGS84 } = layer;
  if (columns.length > MAX_COLUMNS)
    throw new UnwritableLayer(`A GeoPackage holds at most ${MAX_COLUMNS} columns, ${layer.name} has ${columns.length}`);
  const [fid, geom, ...names] = shortNames(
    ['fid', 'geom', ...columns.map(({ name }) => name.replaceAll('\0', ''))],
    MAX_NAME,
    ({ length }) => length,
  ).map(quoted);
  const { geometries, type } = alike(features.map(({ geometry }) => geometry && windRings(geometry, 'ccw')));
  const box = boxOf(geometries);
  const srs = systemOf(db, crs);
  const definitions = columns.map((column, i) => `, ${names[i]} ${SQL_TYPE[column.type]}`).join('');
  db.exec(
    `create table ${quoted(table)} (${fid} integer primary key autoincrement not null, ${geom} ${type}${definitions})`,
  );
  db.run('insert into gpkg_contents values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', [
    ...[table, 'features', table, attribution, writtenAt.toISOString()],
    ...(box ?? [null, null, null, null]),
    srs,
  ]);
  db.run('insert into gpkg_geometry_columns values (?, ?, ?, ?, 0, 0)', [table, 'geom', type, srs]);
  const insert = db.prepare(
    `insert into ${quoted(table)} (${[geom, ...names].join(', ')}) values (?${', ?'.repeat(names.length)})`,
  );
  features.forEach(({ properties }, i) => {
    const geometry = geometries[i] ?? null;
    insert.run([
      geometry && geometryBlob(geometry, srs),
      ...columns.map((column) => sqlValue(cellOf(properties, column))),
    ]);
  });
  insert.free();
}

/** @returns its number in the file, where it stands from then on */
function systemOf(db: Database, { name, code, wkt }: LayerCrs): number {
  if (!code || !wkt) return UNDEFINED_GEOGRAPHIC;
  const { authority, number } = code;
  db.run('insert or ignore into gpkg_spatial_ref_sys values (?, ?, ?, ?, ?, null)', [
    ...[name, number, authority, number, wkt],
  ]);
  return number;
}
const UNDEFINED_GEOGRAPHIC = 0;

const sqlValue = (cell: Cell): SqlValue => (typeof cell === 'boolean' ? Number(cell) : cell);

/** Geometries as the type of their table wants them. */
function alike(geometries: (Geometry | null)[]): { geometries: (Geometry | null)[]; type: string } {
  const types = new Set(geometries.flatMap((geometry) => geometry?.type ?? []));
  const multiple = new Set([...types].map((type) => type.replace(/^(Multi)?/, 'Multi')));
  const [type = 'Geometry'] = types.size === 1 ? types : multiple;
  if (multiple.size > 1) return { geometries, type: 'GEOMETRY' };
  const asMultiple = (geometry: Geometry): Geometry =>
    geometry.type === type ? geometry : ({ type, coordinates: [geometry.coordinates] } as Geometry);
  return { geometries: geometries.map((geometry) => geometry && asMultiple(geometry)), type: type.toUpperCase() };
}

/** Header of the format (little-endian, with the box as minx, maxx, miny, maxy), then WKB. */
function geometryBlob(geometry: Geometry, srs: number): Uint8Array {
  const wkb = wkbOf(geometry);
  const blob = new Uint8Array(40 + wkb.length);
  const view = new DataView(blob.buffer);
  blob.set([0x47, 0x50, 0, 0b11]);
  view.setInt32(4, srs, true);
  const [west, south, east, north] = boxOf([geometry])!;
  [west, east, south, north].forEach((ordinate, i) => {
    view.setFloat64(8 + 8 * i, ordinate, true);
  });
  blob.set(wkb, 40);
  return blob;
}

type Nested = Position | Nested[];

function boxOf(geometries: readonly (Geometry | null)[]): Box | null {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  const grow = (value: Nested): void => {
    if (typeof value[0] !== 'number') {
      for (const inner of value as Nested[]) grow(inner);
      return;
    }
    const [x, y] = value as [number, number];
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  };
  for (const geometry of geometries) if (geometry) grow(geometry.coordinates);
  return box[0] <= box[2] ? box : null;
}
