import initSqlJs, { type Database } from 'sql.js';
import { describe, expect, test } from 'vitest';
import { NO_WISH, UnreadableFile } from '../../../api/formats/file-features.ts';
import { sourceOf } from '../../../api/formats/gather-bytes.ts';
import { readGeopackage } from '../../../api/formats/read-geopackage.ts';
import { drain } from '../../support/drain.ts';
import { geopackageOf } from '../../support/format-files.ts';
import { buildings, communities, feature } from '../../support/small-files.ts';

const read = (bytes: Uint8Array, layer: string | null = null) =>
  drain(readGeopackage(sourceOf(bytes), { ...NO_WISH, layer }));

/** A GeoPackage with the communities as 社区, changed by SQL. */
async function changed(change: (db: Database) => void): Promise<Uint8Array> {
  const { Database } = await initSqlJs();
  const db = new Database(await geopackageOf({ 社区: communities.features }));
  change(db);
  const bytes = db.export();
  db.close();
  return bytes;
}

describe('a GeoPackage', () => {
  test('what was written is read again: the first layer, or the one asked for', async () => {
    const bytes = await geopackageOf({ 社区: communities.features, 楼栋: buildings.features });
    const { rows, head } = await read(bytes);
    expect(rows.map(({ feature: { geometry } }) => geometry)).toEqual(
      communities.features.map(({ geometry }) => geometry),
    );
    expect(rows[0]!.feature.properties).toMatchObject({ name: '西社区', population: 100 });
    expect(head).toMatchObject({
      ...{ format: 'geopackage', layer: '社区', crs: { kind: 'code', code: 'EPSG:4326' }, faults: [] },
      layers: [
        { name: '社区', rows: 2 },
        { name: '楼栋', rows: 6 },
      ],
    });
    expect((await read(bytes, '楼栋')).rows).toHaveLength(6);
    await expect(read(bytes, '道路')).rejects.toThrow(/no layer "道路"; its layers are 社区, 楼栋/);
  });

  test('empty geometries and rows without one are faults of the row', async () => {
    const { rows } = await read(await geopackageOf({ a: [...communities.features, feature(null, { name: '无' })] }));
    expect(rows.map(({ faults }) => faults.map(({ kind }) => kind))).toEqual([[], [], ['no-geometry']]);
    const empty = await changed((db) =>
      db.run("update 社区 set geom = x'47500011E6100000010300000000000000' where fid = 1"),
    );
    expect((await read(empty)).rows[0]!.faults).toMatchObject([{ kind: 'empty-geometry' }]);
  });

  test.each([
    ['no geometry of the format', "x'0102'", /first bytes are wrong/],
    ['cut off', "x'4750000100000000010300000001000000'", /no well-known binary/],
    ['a curve', "x'47500001000000000108000000'", /no well-known binary/],
    ['endlessly many points', "x'475000010000000001020000 00FFFFFFFF'".replace(' ', ''), /no well-known binary/],
  ])('a geometry that is %s is a fault of the row', async (_, blob, message) => {
    const { rows } = await read(await changed((db) => db.run(`update 社区 set geom = ${blob} where fid = 2`)));
    expect(rows[0]!.faults).toEqual([]);
    expect(rows[1]!.faults).toMatchObject([
      { kind: 'bad-geometry', severity: 'error', name: '东社区', detail: expect.stringMatching(message) },
    ]);
  });

  test('heights are left out and told; systems by code, by definition, or not at all', async () => {
    const z = await changed((db) => {
      const point = new DataView(new ArrayBuffer(29));
      point.setUint8(0, 1);
      point.setUint32(1, 1001, true);
      [124.3, 43.3, 150].forEach((ordinate, i) => {
        point.setFloat64(5 + 8 * i, ordinate, true);
      });
      const blob = Buffer.concat([Buffer.from('4750000100000000', 'hex'), Buffer.from(point.buffer)]);
      db.run('update 社区 set geom = ?', [blob]);
      db.run('update gpkg_geometry_columns set srs_id = -1');
    });
    const { rows, head } = await read(z);
    expect(rows[0]!.feature.geometry).toEqual({ type: 'Point', coordinates: [124.3, 43.3] });
    expect(head).toMatchObject({ crs: null, faults: [{ kind: 'heights-dropped' }] });
    const own = await changed((db) => {
      db.run("insert into gpkg_spatial_ref_sys values ('Lishu', 990001, 'NONE', 1, 'PROJCS[\"Lishu\"]', '')");
      db.run('update gpkg_geometry_columns set srs_id = 990001');
    });
    expect((await read(own)).head.crs).toEqual({ kind: 'wkt', wkt: 'PROJCS["Lishu"]', name: 'Lishu', code: null });
  });

  test('a table without places is the last of the layers and says so once', async () => {
    const bytes = await changed((db) => {
      db.run("create table 名册 (fid integer primary key, 名称 text); insert into 名册 values (1, '甲')");
      db.run("insert into gpkg_contents (table_name, data_type, identifier) values ('名册', 'attributes', '名册')");
    });
    const { rows, head } = await read(bytes, '名册');
    expect(rows).toMatchObject([{ feature: { geometry: null, properties: { 名称: '甲' } }, faults: [] }]);
    expect(head.layers?.map(({ name }) => name)).toEqual(['社区', '名册']);
    expect(head.faults).toMatchObject([{ kind: 'no-places', severity: 'error' }]);
  });

  test('saved in the mode "WAL" it can be read all the same', async () => {
    const bytes = await geopackageOf({ a: communities.features });
    bytes.set([2, 2], 18);
    expect((await read(bytes)).rows).toHaveLength(2);
  });
});

describe('a GeoPackage made to break the reader', () => {
  test('views and virtual tables are not read, endless ones neither', async () => {
    const endless = 'with recursive n(i) as (select 1 union all select i + 1 from n) select i as fid, i as geom from n';
    const bytes = await changed((db) => {
      db.run(`create view v as ${endless}`);
      db.run("update gpkg_contents set table_name = 'v'");
      db.run("update gpkg_geometry_columns set table_name = 'v'");
    });
    await expect(read(bytes)).rejects.toThrow(/views alone, which are not read/);
  });

  test('computed columns are not computed', async () => {
    const bytes = await changed((db) => {
      db.run("alter table 社区 add column big as (replace(hex(zeroblob(100000000)), '00', '11'))");
    });
    expect(Object.keys((await read(bytes)).rows[0]!.feature.properties)).not.toContain('big');
  });

  test('names that are SQL', async () => {
    const bytes = await geopackageOf({ 'a"; drop table x; --': communities.features });
    expect((await read(bytes)).rows).toHaveLength(2);
  });

  test.each([
    ['cut off in the middle', (bytes: Uint8Array) => bytes.subarray(0, bytes.length / 2)],
    ['its header alone', (bytes: Uint8Array) => bytes.subarray(0, 100)],
    ['less than a header', (bytes: Uint8Array) => bytes.subarray(0, 40)],
    [
      'with a page of noise',
      (bytes: Uint8Array) => bytes.map((byte, i) => (i >= 4096 && i < 8192 ? (i * 7919) % 256 : byte)),
    ],
  ])('%s is refused, or read as far as it is whole', async (_, change) => {
    const bytes = await geopackageOf({ a: communities.features, b: buildings.features });
    await read(change(bytes)).then(
      ({ rows }) => expect(rows.length).toBeGreaterThan(0),
      (error) => expect(error).toBeInstanceOf(UnreadableFile),
    );
  });

  test('another SQLite database', async () => {
    const { Database } = await initSqlJs();
    const db = new Database();
    db.run('create table t (a)');
    await expect(read(db.export())).rejects.toThrow(/no GeoPackage: it has no table gpkg_contents/);
  });
});
