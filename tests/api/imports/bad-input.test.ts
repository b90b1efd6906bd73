import { randomBytes } from 'node:crypto';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { eachDatabase } from '../../support/databases.ts';
import { makeShapefile } from '../../support/make-shapefile.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { at, buildings, collection, communities, feature, rectangle } from '../../support/small-files.ts';

const COUNTY = '992104';
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const zipped = { shapes: [{ point: [1, 2] as [number, number] }], field: utf8('NAME'), texts: [utf8('x')] };
const swapped = JSON.parse(JSON.stringify(communities), (_, value: unknown) =>
  Array.isArray(value) && typeof value[0] === 'number' ? value.toReversed() : value,
);
const shifted = (dx: number, dy: number): object =>
  JSON.parse(JSON.stringify(buildings), (_, value: unknown) =>
    Array.isArray(value) && typeof value[0] === 'number' ? [value[0] + dx, value[1] + dy] : value,
  );

const FILES = {
  'good.geojson': communities,
  'broken.geojson': '{"type":"FeatureCollection","features":[{"type":"Feature",}]}',
  'cut.geojson.gz': gzipSync(JSON.stringify(buildings)).subarray(0, 200),
  'bomb.geojson.gz': gzipSync(Buffer.alloc(60_000_000, 0x20)),
  'random.zip': Buffer.concat([utf8('PK'), randomBytes(2000)]),
  'nodbf.zip': makeShapefile({ ...zipped, without: ['dbf'] }),
  'noprj.zip': makeShapefile({ ...zipped, shapes: [{ point: [448_688, 4_418_598] }] }),
  'strange.zip': makeShapefile({ ...zipped, prj: 'PROJCS["Moon",PROJECTION["Cheese"]]' }),
  'swapped.geojson': swapped,
  'elsewhere.geojson': shifted(-100, 0),
  'crs.geojson': collection([feature(rectangle(0, 0, 1, 1), { name: 'x' })], {
    crs: { type: 'name', properties: { name: 'EPSG:992199' } },
  }),
  'empty.geojson': collection([]),
  'nothing.geojson': '',
  'page.geojson': '<!doctype html><html></html>',
  'points.geojson': collection([feature({ type: 'Point', coordinates: at(1, 1) }, { name: '一' })]),
  'benches.geojson': collection([feature({ type: 'Point', coordinates: at(1, 1) }, { amenity: 'bench' })]),
  'texts.geojson': JSON.stringify(communities).replace(/\[124\.3,43\.3\]/, '["124.3","43.3"]'),
};

/** What is asked for · what the message says. */
const CASES: [string, string[], RegExp][] = [
  ['broken JSON', ['broken.geojson', '--as', 'buildings'], /Not valid JSON at line 1, column \d+ in feature 1/],
  ['a gzipped file that was cut off', ['cut.geojson.gz', '--as', 'buildings'], /cut off|ends too early/],
  ['a bomb', ['bomb.geojson.gz', '--as', 'buildings'], /300-fold/],
  ['200 MB and more', ['large.geojson', '--as', 'buildings'], /has 201 MB, the limit is 200 MB/],
  ['a damaged archive', ['random.zip', '--as', 'buildings'], /damaged|no Shapefile/],
  ['a Shapefile without its .dbf', ['nodbf.zip', '--as', 'sites'], /layer\.dbf is missing/],
  ['metres without a .prj', ['noprj.zip', '--as', 'sites'], /no degrees; choose the system, for example EPSG:4548/],
  ['a .prj that nobody can use', ['strange.zip', '--as', 'sites'], /Moon.*cannot be used/],
  ['an unknown EPSG code in the file', ['crs.geojson', '--as', 'buildings'], /EPSG:992199 is not in the catalogue/],
  [
    'an unknown EPSG code on the command line',
    ['good.geojson', '--as', 'landuse', '--crs', '888888'],
    /EPSG:888888 is not in the catalogue/,
  ],
  [
    'a wrong CRS',
    ['good.geojson', '--as', 'buildings', '--crs', 'EPSG:4548'],
    /km beside county|None of the 2 rows|lies around/,
  ],
  ['latitude first', ['swapped.geojson', '--as', 'buildings'], /swapped/],
  ['another place', ['elsewhere.geojson', '--as', 'buildings', '--faults', 'mend'], /\d+ km beside county 992104/],
  ['no features', ['empty.geojson', '--as', 'buildings'], /no features/],
  ['nothing at all', ['nothing.geojson', '--as', 'buildings'], /empty/],
  ['a web page', ['page.geojson', '--as', 'buildings'], /XML or HTML/],
  [
    'points as buildings',
    ['points.geojson', '--as', 'buildings'],
    /Point, a footprint \(Polygon\) is wanted|None of the 1 rows/,
  ],
  ['nothing of use', ['benches.geojson', '--as', 'pois'], /None of the 1 rows can be imported as pois: bench 1/],
  ['coordinates in quotes', ['texts.geojson', '--as', 'buildings'], /Row 1 \(西社区\): Coordinates must be numbers/],
  [
    'a file that is not there',
    ['none.geojson', '--as', 'buildings'],
    /^There is no file .*none\.geojson; check its name/,
  ],
  ['a folder', ['.', '--as', 'buildings'], /is a directory; name a file in it/],
  [
    'a filter that fits nothing',
    ['good.geojson', '--as', 'buildings', '--where', 'name=南社区'],
    /None of the 2 rows has name=南社区/,
  ],
  [
    'a field that the file has not',
    ['good.geojson', '--as', 'buildings', '--map', 'floors=storeys'],
    /no field "storeys"; there are: name, population/,
  ],
  [
    'an attribute that nobody knows',
    ['good.geojson', '--as', 'buildings', '--map', 'colour=name'],
    /no attribute "colour"/,
  ],
  ['a target that nobody knows', ['good.geojson', '--as', 'castles'], /--as: .*Usage:/s],
  [
    'a level that regions have not',
    ['good.geojson', '--as', 'regions', '--level', 'network'],
    /county, street, community, grid/,
  ],
  [
    'two outlines for one county',
    ['good.geojson', '--as', 'regions', '--level', 'county'],
    /one outline, the file has 2 .*--where "name=西社区"/,
  ],
];

eachDatabase('input that cannot be taken', (get) => {
  const folder = folderWith(FILES);
  writeFileSync(join(folder, 'large.geojson'), '{');
  truncateSync(join(folder, 'large.geojson'), 200_500_000);
  const admin = () => get().as({ county: COUNTY, role: 'admin' });
  /** Everything that an import could have touched. */
  const state = async (): Promise<unknown> => {
    const tables = [
      'county',
      'fabric',
      'block',
      'division',
      'region',
      'region_code',
      'region_version',
      'building',
      'site',
      'organization',
      'landuse',
      'located',
      'import_page',
    ];
    const counts: Record<string, unknown> = {};
    for (const table of tables)
      counts[table] = (await admin().query({ text: `select count(*)::int as n from ${table}` })).rows;
    return counts;
  };

  test('a county that does not exist needs a name', async () => {
    const before = await state();
    const { code, err } = await run(get(), folder, 'import', 'good.geojson', '--as', 'regions', '--county', COUNTY);
    expect({ code, err }).toEqual({
      code: 2,
      err: `County ${COUNTY} does not exist yet; give it a name (--name) and the import creates it`,
    });
    expect(await state()).toEqual(before);
  });

  test('a failed import into a county that does not exist leaves no county', async () => {
    const { code } = await run(
      get(),
      folder,
      'import',
      'broken.geojson',
      '--as',
      'regions',
      '--county',
      '992105',
      '--name',
      '无',
    );
    expect(code).toBe(2);
    const { rows } = await get().as({ county: '992105', role: 'admin' }).query({ text: 'select code from county' });
    expect(rows).toEqual([]);
  });

  test('(a county to fail in)', async () => {
    const { code } = await run(
      get(),
      folder,
      'import',
      'good.geojson',
      '--as',
      'regions',
      '--county',
      COUNTY,
      '--name',
      '某县',
    );
    expect(code).toBe(0);
  });

  test.each(CASES)('%s: one clear message, exit code 2, data as they were', async (_, words, message) => {
    const before = await state();
    const { code, err } = await run(get(), folder, 'import', ...words, '--county', COUNTY);
    expect(err).toMatch(message);
    expect(err).not.toContain('    at ');
    expect(code).toBe(2);
    expect(await state()).toEqual(before);
  });
});
