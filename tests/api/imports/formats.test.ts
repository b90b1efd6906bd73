import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { serialize } from 'flatgeobuf/lib/mjs/geojson.js';
import { expect, test } from 'vitest';
import type { ImportReport } from '../../../api/contract/imports.ts';
import { writeShapefile } from '../../../api/formats/write-shapefile.ts';
import { eachDatabase } from '../../support/databases.ts';
import { geopackageOf, layerOf, workbookOf } from '../../support/format-files.ts';
import { gdal } from '../../support/gdal.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { at, collection, communities, feature } from '../../support/small-files.ts';

const COUNTY = '992164';
const places = Array.from({ length: 10 }, (_, i) =>
  feature({ type: 'Point', coordinates: at(i + 0.5, 5) }, { name: `第${i}服务站`, address: `中路${i}号` }),
);
const cells = places.map(({ properties, geometry }) => [
  ...[properties!.name, properties!.address],
  ...(geometry as { coordinates: number[] }).coordinates,
]);
const csv = [['name', 'address', '经度', '纬度'], ...cells].map((row) => row.join(',')).join('\n');
const kml = `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>${cells
  .map(
    ([name, address, lng, lat]) =>
      `<Placemark><name>${name}</name><address>${address}</address><Point><coordinates>${lng},${lat}</coordinates></Point></Placemark>`,
  )
  .join('')}</Document></kml>`;

eachDatabase('the same ten places from every format', (get) => {
  const folder = folderWith({
    'regions.geojson': communities,
    'places.geojson': collection(places),
    'places.csv': csv,
    'places.kml': kml,
    'places.kmz': zipSync({ 'doc.kml': new TextEncoder().encode(kml) }),
    'places.fgb': serialize(collection(places) as never),
  });
  const load = (...words: string[]) => run(get(), folder, 'import', ...words, '--county', COUNTY);
  const stored = async (): Promise<unknown[]> =>
    (
      await get()
        .as({ county: COUNTY, role: 'admin' })
        .query({ text: 'select name, address, st_astext(geom, 6) as place from site order by name' })
    ).rows;

  test('(files that are made, and a county to import into)', async () => {
    writeFileSync(join(folder, 'places.gpkg'), await geopackageOf({ other: communities.features, places }));
    writeFileSync(
      join(folder, 'places.xlsx'),
      await workbookOf({ 说明: [['填表说明']], places: [['name', 'address', '经度', '纬度'], ...cells] }),
    );
    const options = { attribution: '', writtenAt: new Date('2026-01-01') };
    for (const encoding of ['utf-8', 'gbk'] as const)
      writeFileSync(
        join(folder, `${encoding}.zip`),
        (await writeShapefile([layerOf('places', places)], { ...options, encoding })).zip,
      );
    expect((await load('regions.geojson', '--as', 'regions', '--name', '某县')).code).toBe(0);
    expect((await load('places.geojson', '--as', 'sites', '--set', 'kind=community_station')).code).toBe(0);
    expect(await stored()).toHaveLength(10);
  });

  test.each([
    ['geopackage', 'places.gpkg', ['--layer', 'places']],
    ['flatgeobuf', 'places.fgb', []],
    ['kml', 'places.kml', []],
    ['kml', 'places.kmz', []],
    ['csv', 'places.csv', []],
    ['csv', 'places.csv', ['--header-row', '1', '--x', '经度', '--y', '纬度']],
    ['xlsx', 'places.xlsx', ['--layer', 'places']],
    ['shapefile', 'utf-8.zip', []],
    ['shapefile', 'gbk.zip', []],
  ])('%s (%s %j)', async (format, file, more) => {
    const before = await stored();
    const { code, out, err } = await load(file, '--as', 'sites', '--set', 'kind=community_station', '--json', ...more);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const report = JSON.parse(out) as ImportReport;
    expect(report).toMatchObject({ format, rows: 10, outcome: { site: 10, siteReplaced: 10 } });
    expect(await stored()).toEqual(before);
  });

  test('the report says what was read of it', async () => {
    const { out } = await load(
      'places.xlsx',
      '--as',
      'sites',
      '--layer',
      'places',
      '--set',
      'kind=community_station',
      '--dry-run',
    );
    expect(out).toContain('format     xlsx, layer places of 说明, places, header in row 1, places in 经度, 纬度');
  });

  test.skipIf(!gdal.isThere)(gdal.isThere ? 'as GDAL writes them' : gdal.absent, async () => {
    const before = await stored();
    for (const [driver, file, ...options] of [
      ['GPKG', 'gdal.gpkg'],
      ['FlatGeobuf', 'gdal.fgb'],
      ['LIBKML', 'gdal.kmz'],
      [
        'XLSX',
        'gdal.xlsx',
        '-sql',
        'select name, address, st_x(geometry) as lng, st_y(geometry) as lat from places',
        '-dialect',
        'SQLite',
      ],
      ['CSV', 'gdal.csv', '-lco', 'GEOMETRY=AS_WKT'],
      ['GPKG', 'gdal-4548.gpkg', '-t_srs', 'EPSG:4548'],
      ['FlatGeobuf', 'gdal-3857.fgb', '-t_srs', 'EPSG:3857'],
    ] as const) {
      gdal.ogr2ogr('-f', driver!, join(folder, file!), join(folder, 'places.geojson'), '-nln', 'places', ...options);
      const { code, err } = await load(file!, '--as', 'sites', '--set', 'kind=community_station');
      expect({ file, code, err }).toEqual({ file, code: 0, err: '' });
      expect({ file, stored: await stored() }).toEqual({ file, stored: before });
    }
  });
});

eachDatabase('files of the new formats that cannot be taken', (get) => {
  const folder = folderWith({
    'regions.geojson': communities,
    'none.csv': 'code,name\n1,甲\n',
    'quote.csv': 'lng,lat,name\n124.3,43.3,"甲\n',
    'cut.kml': kml.slice(0, -20),
    'lol.kml': kml.replace('<kml', '<!DOCTYPE k [<!ENTITY a "b">]><kml'),
    'names.osm.pbf': Buffer.from('\0\0\0\x0d\x0a\x09OSMHeader', 'latin1'),
    'old.xls': Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    'two.zip': zipSync({ 'a.csv': new TextEncoder().encode(csv), 'b.csv': new TextEncoder().encode(csv) }),
    'far.geojson': collection([
      feature(
        {
          type: 'LineString',
          coordinates: [
            [179.9, 43.3],
            [-179.9, 43.3],
          ],
        },
        { name: '甲', highway: 'path' },
      ),
    ]),
    'bomb.xlsx': zipSync({
      '[Content_Types].xml': new Uint8Array(1),
      'xl/workbook.xml': new Uint8Array(1),
      'xl/worksheets/sheet1.xml': new Uint8Array(60_000_000),
    }),
  });
  const load = (...words: string[]) => run(get(), folder, 'import', ...words, '--county', '992165');

  test('(a county to fail in, and files that are made)', async () => {
    writeFileSync(join(folder, 'town.gpkg'), await geopackageOf({ a: communities.features }));
    writeFileSync(join(folder, 'half.gpkg'), readFileSync(join(folder, 'town.gpkg')).subarray(0, 9000));
    expect((await load('regions.geojson', '--as', 'regions', '--name', '某县')).code).toBe(0);
  });

  test.each([
    ['none.csv', [], /no columns of coordinates; name them \(its columns are code, name\)/],
    ['none.csv', ['--x', '经度', '--y', '纬度'], /no column "经度"; its columns are code, name/],
    ['none.csv', ['--x', 'code'], /Name both columns/],
    ['none.csv', ['--header-row', 'x'], /--header-row/],
    ['quote.csv', [], /Row 2: a quote is not closed/],
    ['cut.kml', [], /cut off/],
    ['lol.kml', [], /document type with entities/],
    ['names.osm.pbf', [], /OSM PBF, which is not read here/],
    ['old.xls', [], /Excel 97/],
    ['two.zip', [], /2 files that could be imported \(a\.csv, b\.csv\)/],
    ['town.gpkg', ['--layer', 'b'], /no layer "b"; its layers are a/],
    ['half.gpkg', [], /damaged|cut off/],
    ['bomb.xlsx', [], /300-fold/],
  ])('%s %j: one message, exit code 2, in a moment, nothing is written', async (file, more, message) => {
    const start = performance.now();
    const { code, err } = await load(file, '--as', 'sites', '--set', 'kind=community_station', ...more);
    expect(err).toMatch(message);
    expect(err).not.toContain('    at ');
    expect(code).toBe(2);
    expect(performance.now() - start).toBeLessThan(5000);
    const { rows } = await get()
      .as({ county: '992165', role: 'admin' })
      .query({ text: 'select count(*)::int as n from site' });
    expect(rows).toEqual([{ n: 0 }]);
  });

  test('a line over the 180° meridian is refused by its row', async () => {
    const { code, err } = await load('far.geojson', '--as', 'roads');
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringMatching(/^Row 1 \(甲\).*leaps over the 180° meridian/),
    });
  });
});
