import type { Position } from 'geojson';
import initSqlJs, { type Database, type SqlValue } from 'sql.js';
import { describe, expect, test } from 'vitest';
import type { Layer } from '../../../api/formats/layer.ts';
import { writeGeopackage } from '../../../api/formats/write-geopackage.ts';
import { area, areas, feature, LAKE_AND_ISLANDS, layer, ring } from '../../support/drawn-layer.ts';

const writtenAt = new Date('2025-03-04T05:06:07Z');

async function open(...layers: Layer[]): Promise<Database> {
  const bytes = await writeGeopackage(layers, { attribution: '© 示例', writtenAt });
  const { Database } = await initSqlJs();
  return new Database(bytes);
}

const rowsOf = (db: Database, sql: string): SqlValue[][] => db.exec(sql)[0]?.values ?? [];

/** The coordinates in a geometry of the format: header with a box, then WKB of any type of these. */
function coordinatesIn(blob: Uint8Array): { box: number[]; type: number; coordinates: unknown } {
  const view = new DataView(blob.buffer, blob.byteOffset);
  expect([...blob.subarray(0, 4)]).toEqual([0x47, 0x50, 0, 3]);
  expect(view.getInt32(4, true)).toBe(4326);
  let at = 40;
  const integer = (): number => {
    at += 4;
    return view.getUint32(at - 4, true);
  };
  const list = <T>(read: () => T): T[] => Array.from({ length: integer() }, read);
  const position = (): Position => {
    at += 16;
    return [view.getFloat64(at - 16, true), view.getFloat64(at - 8, true)];
  };
  const geometry = (): { type: number; coordinates: unknown } => {
    at += 1;
    const type = integer();
    if (type === 1) return { type, coordinates: position() };
    if (type === 2) return { type, coordinates: list(position) };
    if (type === 3) return { type, coordinates: list(() => list(position)) };
    return { type, coordinates: list(() => geometry().coordinates) };
  };
  const box = [8, 16, 24, 32].map((offset) => view.getFloat64(offset, true));
  return { box, ...geometry() };
}

describe('a GeoPackage', () => {
  test('says what it is and lists its layers, with box, sources and system', async () => {
    const db = await open(layer('网格', LAKE_AND_ISLANDS));
    expect(rowsOf(db, 'pragma application_id')).toEqual([[0x47504b47]]);
    expect(rowsOf(db, 'select * from gpkg_contents')).toEqual([
      ['网格', 'features', '网格', '© 示例', '2025-03-04T05:06:07.000Z', 100, 30, 110, 34, 4326],
    ]);
    expect(rowsOf(db, 'select * from gpkg_geometry_columns')).toEqual([['网格', 'geom', 'MULTIPOLYGON', 4326, 0, 0]]);
    expect(rowsOf(db, 'pragma foreign_key_check')).toEqual([]);
    expect(rowsOf(db, 'pragma integrity_check')).toEqual([['ok']]);
  });

  test('keeps Chinese names, values, holes and parts', async () => {
    const db = await open(layer('网格', LAKE_AND_ISLANDS));
    expect(rowsOf(db, 'select fid, 名称, 户数, 面积 from 网格')).toEqual([
      [1, '梨树镇', 120, 1.25],
      [2, '岑城镇', 80, 0.1],
    ]);
    const [lake, islands] = rowsOf(db, 'select geom from 网格').map(([blob]) => coordinatesIn(blob as Uint8Array));
    expect(lake).toEqual({
      box: [100, 104, 30, 34],
      type: 6,
      coordinates: [LAKE_AND_ISLANDS[0]!.geometry!.coordinates],
    });
    expect(islands!.coordinates).toEqual(LAKE_AND_ISLANDS[1]!.geometry!.coordinates);
  });

  test('keeps values of every type', async () => {
    const values = {
      id: 9_007_199_254_740_991,
      share: 0.5,
      yes: true,
      day: '2025-03-04',
      tags: { a: [1] },
      none: null,
    };
    const db = await open(layer('x', [feature(null, values)]));
    expect(rowsOf(db, 'select *, typeof(id) from x')).toEqual([
      [1, null, 9_007_199_254_740_991, 0.5, 1, '2025-03-04', '{"a":[1]}', null, 'integer'],
    ]);
    expect(rowsOf(db, `select name, type from pragma_table_info('x')`)).toEqual([
      ['fid', 'INTEGER'],
      ['geom', 'GEOMETRY'],
      ['id', 'INTEGER'],
      ['share', 'REAL'],
      ['yes', 'boolean'],
      ['day', 'date'],
      ['tags', 'TEXT'],
      ['none', 'TEXT'],
    ]);
  });

  test('keeps columns apart that SQLite would take for one, and its own apart from both', async () => {
    const db = await open(layer('x', [feature(null, { fid: 7, name: 'a', NAME: 'b', '"; drop table x': 'c' })]));
    expect(rowsOf(db, `select name from pragma_table_info('x')`).flat()).toEqual([
      'fid',
      'geom',
      'fid_2',
      'name',
      'NAME_2',
      '"; drop table x',
    ]);
    expect(rowsOf(db, 'select * from x')).toEqual([[1, null, 7, 'a', 'b', 'c']]);
  });

  test('holds several layers, also of one name or of a name that is the format’s own', async () => {
    const db = await open(...['社区', '社区', 'gpkg_contents', ''].map((name) => layer(name, LAKE_AND_ISLANDS)));
    expect(rowsOf(db, 'select table_name from gpkg_contents order by rowid').flat()).toEqual([
      '社区',
      '社区_2',
      '_gpkg_contents',
      'x',
    ]);
  });

  test('holds points, lines and polygons together', async () => {
    const point = { type: 'Point', coordinates: [124.3, 43.3] } as never;
    // biome-ignore format: drawn
    const lines = { type: 'MultiLineString', coordinates: [[[0, 0], [1, 1]], [[5, 5], [6, 6]]] } as never;
    const db = await open(layer('x', [feature(point), feature(lines), feature(area(ring(0, 0, 1, 1)))]));
    expect(rowsOf(db, 'select geometry_type_name from gpkg_geometry_columns')).toEqual([['GEOMETRY']]);
    const read = rowsOf(db, 'select geom from x').map(([blob]) => coordinatesIn(blob as Uint8Array));
    expect(read.map(({ type }) => type)).toEqual([1, 5, 3]);
    expect(read[0]!.coordinates).toEqual([124.3, 43.3]);
  });

  test('holds an empty collection and 5,000 features', async () => {
    const many = Array.from({ length: 5000 }, (_, n) => feature(areas([ring(n / 100, 0, (n + 1) / 100, 1)]), { n }));
    const db = await open({ name: '空', columns: [{ name: '名称', type: 'text' }], features: [] }, layer('网格', many));
    expect(rowsOf(db, 'select count(*) from 空')).toEqual([[0]]);
    expect(rowsOf(db, 'select count(*), sum(n) from 网格')).toEqual([[5000, (4999 * 5000) / 2]]);
    expect(rowsOf(db, 'select min_x from gpkg_contents')).toEqual([[null], [0]]);
  });
});
