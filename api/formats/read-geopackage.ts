import type { Geometry } from 'geojson';
import type { Database, SqlValue, Statement } from 'sql.js';
import { checkFeature, heightFaults, type Notices } from './check-feature.ts';
import { storableText } from './check-values.ts';
import {
  type ByteSource,
  type CrsStatement,
  type FeatureStream,
  type FileFault,
  type FileWish,
  NO_WISH,
  pickLayer,
  type ReadRow,
  UnreadableFile,
} from './file-features.ts';
import { gatherBytes } from './gather-bytes.ts';
import { readWkb, UnreadableGeometry } from './read-wkb.ts';

/** Of every SQLite database. */
const HEADER_BYTES = 100;

interface Table {
  name: string;
  rows: number;
  description: string;
  /** column of the geometries and id of their system; null = a table without places */
  geometry: { column: string; srs: number } | null;
}

/**
 * Reads one table of a GeoPackage (OGC 12-128) in its own coordinates: the one asked for, else the first that has
 * places and rows.
 *
 * Only plain tables are read, by their stored columns: a view could be a query without end. Heights and measures are
 * dropped, pictures and other binary values left out.
 *
 * @throws UnreadableFile when it is damaged, no GeoPackage, or holds no such table
 */
export async function* readGeopackage(source: ByteSource, wish: FileWish = NO_WISH): FeatureStream {
  const { default: initSqlJs } = await import('sql.js');
  const { Database } = await initSqlJs();
  const bytes = await gatherBytes(source);
  if (bytes.length < HEADER_BYTES)
    throw new UnreadableFile('The GeoPackage was cut off; copy or export it again', { reason: 'cut-off' });
  // Saved in the mode "WAL" it would be looked for a second file, which is not there; 1 = without.
  bytes.set([1, 1], 18);
  const db = new Database(bytes);
  const layers = damagedUnlessRead(() => listTables(db));
  const table = pickLayer(layers, wish.layer ?? firstWithPlaces(layers));
  const notices: Notices = { droppedHeights: 0 };
  const statement = damagedUnlessRead(() => selectAll(db, table));
  try {
    let row = 0;
    while (damagedUnlessRead(() => statement.step())) yield readRow(statement, table, ++row, notices);
    return {
      format: 'geopackage',
      layers: layers.map(({ name, rows }) => ({ name, rows })),
      layer: table.name,
      crs: damagedUnlessRead(() => crsOf(db, table)),
      attribution: storableText(table.description).trim(),
      faults: [...noPlaces(table), ...heightFaults(notices)],
    };
  } finally {
    statement.free();
    db.close();
  }
}

/** The library throws plain errors for whatever is wrong with a file. */
function damagedUnlessRead<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile(`The GeoPackage is damaged (${(error as Error).message}); copy or export it again`, {
      cause: error,
      reason: 'database-damaged',
    });
  }
}

const firstWithPlaces = (layers: readonly Table[]): string | null =>
  (layers.find(({ geometry, rows }) => geometry && rows > 0) ?? layers.find(({ geometry }) => geometry))?.name ?? null;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function rowsOf(db: Database, sql: string, params: SqlValue[] = []): Record<string, SqlValue>[] {
  const statement = db.prepare(sql, params);
  const rows: Record<string, SqlValue>[] = [];
  while (statement.step()) rows.push(statement.getAsObject());
  statement.free();
  return rows;
}

/** Its tables that hold rows of their own, those with places first. */
function listTables(db: Database): Table[] {
  const isPlain = new Map(
    rowsOf(db, "select name, type, sql from sqlite_master where type in ('table', 'view')").map(
      ({ name, type, sql }) => [String(name), type === 'table' && !/^\s*create\s+virtual/i.test(String(sql))],
    ),
  );
  if (!isPlain.has('gpkg_contents'))
    throw new UnreadableFile('The file is an SQLite database, but no GeoPackage: it has no table gpkg_contents', {
      reason: 'not-geopackage',
    });
  const geometries = isPlain.has('gpkg_geometry_columns')
    ? rowsOf(db, 'select table_name, column_name, srs_id from gpkg_geometry_columns')
    : [];
  const contents = rowsOf(
    db,
    "select table_name, description from gpkg_contents where data_type in ('features', 'attributes') order by rowid",
  );
  const tables = contents.flatMap(({ table_name, description }): Table[] => {
    const name = String(table_name);
    if (!isPlain.get(name)) return [];
    const own = geometries.find((each) => each.table_name === table_name);
    return [
      {
        name,
        rows: Number(rowsOf(db, `select count(*) as n from ${quoted(name)}`)[0]!.n),
        description: String(description ?? ''),
        geometry: own ? { column: String(own.column_name), srs: Number(own.srs_id) } : null,
      },
    ];
  });
  if (tables.length === 0) {
    const views = contents.some(({ table_name }) => isPlain.get(String(table_name)) === false);
    throw new UnreadableFile(
      views
        ? 'The GeoPackage holds views alone, which are not read; save them as tables'
        : 'The GeoPackage holds no table of features',
      { reason: 'no-tables' },
    );
  }
  return [...tables.filter(({ geometry }) => geometry), ...tables.filter(({ geometry }) => !geometry)];
}

/** The stored columns by name: a computed one could run for ever. */
function selectAll(db: Database, { name }: Table): Statement {
  const columns = rowsOf(db, `pragma table_info(${quoted(name)})`).map((column) => quoted(String(column.name)));
  return db.prepare(`select ${columns.join(', ')} from ${quoted(name)}`);
}

function readRow(statement: Statement, { geometry }: Table, row: number, notices: Notices): ReadRow {
  const properties: Record<string, unknown> = {};
  let blob: SqlValue = null;
  for (const [column, value] of Object.entries(statement.getAsObject())) {
    if (column.toLowerCase() === geometry?.column.toLowerCase()) blob = value;
    else if (!(value instanceof Uint8Array)) properties[column] = value;
  }
  try {
    const place = blob instanceof Uint8Array ? readBlob(blob) : null;
    const read = checkFeature({ type: 'Feature', properties, geometry: place }, row, notices);
    // That a table has no places at all is told once.
    return geometry ? read : { ...read, faults: read.faults.filter(({ kind }) => kind !== 'no-geometry') };
  } catch (error) {
    if (!(error instanceof UnreadableGeometry)) throw error;
    const read = checkFeature({ type: 'Feature', properties, geometry: null }, row, notices);
    const [fault] = read.faults.filter(({ kind }) => kind === 'no-geometry');
    return { ...read, faults: [{ ...fault!, kind: 'bad-geometry', detail: error.message }] };
  }
}

/** Bytes of the envelope by its code. */
const ENVELOPES = [0, 32, 48, 48, 64];

/** "GP", version, flags, id of the system, envelope; then well-known binary. */
function readBlob(blob: Uint8Array): Geometry {
  const flags = blob[3] ?? 0;
  const envelope = ENVELOPES[(flags >> 1) & 0b111];
  if (blob[0] !== 0x47 || blob[1] !== 0x50 || envelope === undefined)
    throw new UnreadableGeometry('The geometry is not one of a GeoPackage (its first bytes are wrong)');
  return readWkb(blob.subarray(8 + envelope));
}

function crsOf(db: Database, { geometry }: Table): CrsStatement | null {
  // 0 and -1 stand for "not known".
  if (!geometry || geometry.srs <= 0) return null;
  const [srs] = rowsOf(
    db,
    `select srs_name, organization, organization_coordsys_id as code, definition
       from gpkg_spatial_ref_sys where srs_id = ?`,
    [geometry.srs],
  );
  if (!srs) return { kind: 'unknown', text: `srs_id ${geometry.srs}` };
  const organization = String(srs.organization).toUpperCase();
  if (organization === 'EPSG' || organization === 'ESRI') return { kind: 'code', code: `${organization}:${srs.code}` };
  const definition = String(srs.definition);
  return /^\s*\w+\s*\[/.test(definition)
    ? { kind: 'wkt', wkt: definition, name: String(srs.srs_name), code: null }
    : { kind: 'unknown', text: String(srs.srs_name) };
}

function noPlaces({ name, geometry }: Table): FileFault[] {
  if (geometry) return [];
  const detail = `The table ${name} has no geometries; choose another layer`;
  return [{ kind: 'no-places', severity: 'error', row: null, at: null, detail, mendable: false }];
}
