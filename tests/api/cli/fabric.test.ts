import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Feature, FeatureCollection, Geometry, Position } from 'geojson';
import initSqlJs from 'sql.js';
import { feature as topoFeature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { describe, expect, test } from 'vitest';
import { readPlaces } from '../../../api/cli/read-places.ts';
import { REAL_DATA_ABSENT, realData } from '../../support/real-data.ts';
import { folderWith, type Ran, runAlone } from '../../support/run-command.ts';
import { at, collection, communities, feature, rectangle, roads } from '../../support/small-files.ts';

const fabric = (cwd: string, ...words: string[]): Promise<Ran> => runAlone(cwd, 'fabric', ...words);

// biome-ignore lint/suspicious/noExplicitAny: the tests look at a few members of JSON documents
async function json(cwd: string, ...words: string[]): Promise<{ code: number; report: any; err: string }> {
  const { code, out, err } = await fabric(cwd, ...words, '--json');
  return { code, report: JSON.parse(out), err };
}

const readJson = (folder: string, name: string): FeatureCollection =>
  JSON.parse(readFileSync(join(folder, name), 'utf8'));
const line = (...points: [number, number][]): Geometry => ({
  type: 'LineString',
  coordinates: points.map(([x, y]) => at(x, y)),
});
const named = (geometry: Geometry, name: string, more: object = {}): Feature => feature(geometry, { name, ...more });

//  (0,10)──(5,10) (5.02,10)──(10,10)
//    │   A   │    gap   │    B   │        a strip of 2 m between A and B
//  (0,0)───(5,0)  (5.02,0)───(10,0)       C overlaps B by 20 m; D is A once more; E crosses itself
const FAULTY = collection(
  [
    named(rectangle(0, 0, 5, 10), 'A', { households: 100 }),
    named(rectangle(5.02, 0, 10, 10), 'B', { households: 50 }),
    named(rectangle(9.8, 0, 15, 10), 'C', { households: 25 }),
    named(rectangle(0, 0, 5, 10), 'D', { households: 1 }),
    named({ type: 'Polygon', coordinates: [[at(20, 0), at(22, 2), at(22, 0), at(20, 2), at(20, 0)]] }, 'E', {
      households: null,
    }),
    named(line([0, 0], [1, 1]), 'F'),
    // closes the strip in the north and south, so that it is a gap
    named(rectangle(0, 10, 15, 11), 'N'),
    named(rectangle(0, -1, 15, 0), 'S'),
  ],
  { attribution: '示例数据' },
);

describe('check', () => {
  test('tells faults by kind, place, size and rows, and ends with 1', async () => {
    const { code, report } = await json(folderWith({ 'faulty.geojson': FAULTY }), 'check', 'faulty.geojson');
    expect(code).toBe(1);
    expect(report).toMatchObject({ file: 'faulty.geojson', crs: 'EPSG:4326', rows: 8, areas: 7, clean: false });
    expect(report.counts).toEqual({ 'not-an-area': 1, gap: 1, overlap: 1, duplicate: 1, 'self-crossing': 1 });
    const of = (kind: string) => report.faults.filter((fault: { kind: string }) => fault.kind === kind);
    const [gap] = of('gap');
    // 2 m by 1000 m, a step being 100 m or very nearly
    expect(gap).toMatchObject({ rows: [1, 2, 7, 8], names: ['A', 'B', 'N', 'S'], action: 'mended' });
    expect(gap.widthM).toBeCloseTo(2, 0);
    expect(gap.areaM2 / 2000).toBeCloseTo(1, 1);
    expect(gap.at[0]).toBeCloseTo(at(5.01, 5)[0], 4);
    expect(of('overlap')[0]).toMatchObject({ rows: [2, 3], areaM2: expect.closeTo(19_963, 0) });
    expect(of('duplicate')[0]).toMatchObject({ rows: [1, 4], names: ['A', 'D'] });
    expect(of('self-crossing')[0]).toMatchObject({
      rows: [5],
      at: [expect.closeTo(at(21, 1)[0], 6), expect.closeTo(at(21, 1)[1], 6)],
    });
    expect(of('not-an-area')[0]).toMatchObject({ rows: [6], action: 'refused', detail: 'It is a LineString' });
  });

  test('ends with 0 when nothing is wrong', async () => {
    const { code, report } = await json(folderWith({ 'a.geojson': communities }), 'check', 'a.geojson');
    expect(code).toBe(0);
    expect(report).toMatchObject({ clean: true, faults: [], counts: {}, maxMoveM: 0 });
  });

  test('prints a list for people', async () => {
    const { out } = await fabric(folderWith({ 'faulty.geojson': FAULTY }), 'check', 'faulty.geojson');
    expect(out).toMatch(/^faulty\.geojson: 7 areas, 5 faults$/m);
    expect(out).toMatch(
      /^ {2}gap \(1\)\n {4}rows 1, 2, 7, 8 \(A, B, N, S\) {2}124\.30\d+ 43\.30\d+ {2}[\d,.]+ m², \d\.?\d* m wide {2}can be mended$/m,
    );
    expect(out).toMatch(/^ {4}row 6 \(F\) {2}It is a LineString {2}cannot be mended here$/m);
  });

  test('writes the places of faults as points', async () => {
    const folder = folderWith({ 'faulty.geojson': FAULTY });
    await fabric(folder, 'check', 'faulty.geojson', '--out', 'faults.geojson');
    const { features } = readJson(folder, 'faults.geojson');
    expect(features).toHaveLength(5);
    expect(features.find(({ properties }) => properties?.kind === 'gap')).toMatchObject({
      geometry: { type: 'Point' },
      properties: { rows: '1, 2, 7, 8', action: 'mended' },
    });
    const { code, err } = await fabric(folder, 'check', 'faulty.geojson', '--out', 'faults.topojson');
    expect({ code, err }).toMatchObject({
      code: 2,
      err: expect.stringMatching(/no areas that share borders; take \.geojson/),
    });
  });

  test('takes borders nearer than the tolerance for one', async () => {
    // 5 cm apart
    const file = collection([
      named(rectangle(0, 0, 5, 10), 'A'),
      named(rectangle(5.0005, 0, 10, 10), 'B'),
      named(rectangle(0, 10, 10, 11), 'N'),
      named(rectangle(0, -1, 10, 0), 'S'),
    ]);
    const folder = folderWith({ 'a.geojson': file });
    const wide = await json(folder, 'check', 'a.geojson');
    expect(wide.report).toMatchObject({ clean: true });
    expect(wide.report.maxMoveM).toBeGreaterThan(0.03);
    expect((await json(folder, 'check', 'a.geojson', '--tolerance', '0.01')).report.counts).toEqual({ gap: 1 });
  });

  test('works on areas that are too far apart for one plane', async () => {
    const far: Geometry = {
      type: 'Polygon',
      coordinates: [
        [
          [110, 22],
          [110.1, 22],
          [110, 22.1],
          [110.1, 22.1],
          [110, 22],
        ] as Position[],
      ],
    };
    const folder = folderWith({ 'a.geojson': collection([named(rectangle(0, 0, 5, 10), 'A'), named(far, '岑溪')]) });
    const { code, report } = await json(folder, 'check', 'a.geojson');
    expect(code).toBe(1);
    expect(report.counts).toEqual({ 'self-crossing': 1 });
    expect(report.faults[0]).toMatchObject({ rows: [2], names: ['岑溪'] });
  });
});

describe('repair', () => {
  test('mends, tells how far anything moved, keeps attributes, and what it writes is clean', async () => {
    const folder = folderWith({ 'faulty.geojson': FAULTY });
    const { code, report } = await json(folder, 'repair', 'faulty.geojson', '--out', 'mended.geojson');
    expect(code).toBe(1); // a line stays a line
    expect(report).toMatchObject({ rows: 8, written: 6, leftOut: [4, 6], out: join(folder, 'mended.geojson') });
    expect(report.counts.mended).toEqual({ gap: 1, overlap: 1, duplicate: 1, 'self-crossing': 1 });
    expect(report.counts.refused).toEqual({ 'not-an-area': 1 });
    expect(report.maxMoveM).toBeLessThan(0.2);
    const written = readJson(folder, 'mended.geojson');
    expect(written).toMatchObject({ name: 'mended', attribution: '示例数据' });
    expect(written.features.map(({ properties }) => properties?.name)).toEqual(['A', 'B', 'C', 'E', 'N', 'S']);
    expect(written.features[0]!.properties).toEqual({ name: 'A', households: 100 });
    expect(written.features[3]!.geometry.type).toBe('MultiPolygon');
    expect((await json(folder, 'check', 'mended.geojson')).report).toMatchObject({ clean: true, areas: 6 });
    expect(readdirSync(folder).sort()).toEqual(['faulty.geojson', 'mended.geojson']);
  });

  test('leaves wide gaps open unless told to fill them', async () => {
    // a frame of four around a hole of 100 m
    const frame = [rectangle(0, 0, 3, 1), rectangle(0, 2, 3, 3), rectangle(0, 1, 1, 2), rectangle(2, 1, 3, 2)];
    const folder = folderWith({ 'a.geojson': collection(frame.map((geometry, i) => named(geometry, `${i}`))) });
    const kept = await json(folder, 'repair', 'a.geojson');
    expect(kept.report.counts).toEqual({ mended: {}, kept: { gap: 1 }, refused: {} });
    const filled = await json(folder, 'repair', 'a.geojson', '--fill-gaps');
    expect(filled.report.counts.mended).toEqual({ gap: 1 });
    expect((await json(folder, 'repair', 'a.geojson', '--mend-width', '200')).report.counts.mended).toEqual({ gap: 1 });
  });

  test.each(['mended.zip', 'mended.gpkg', 'mended.topojson', 'mended.json'])('writes %s', async (out) => {
    const folder = folderWith({ 'faulty.geojson': FAULTY });
    await fabric(folder, 'repair', 'faulty.geojson', '--out', out, '--encoding', 'gbk');
    const path = join(folder, out);
    const names = ['A', 'B', 'C', 'E', 'N', 'S'];
    if (out.endsWith('.gpkg')) {
      const { Database } = await initSqlJs();
      const [table] = new Database(readFileSync(path)).exec('select name from mended');
      expect(table?.values.flat()).toEqual(names);
    } else if (out.endsWith('.topojson')) {
      const topology: Topology = JSON.parse(readFileSync(path, 'utf8'));
      const { features } = topoFeature(topology, topology.objects.mended as GeometryCollection);
      expect(features.map(({ properties }) => (properties as { name?: string }).name)).toEqual(names);
    } else {
      const { places, attribution } = await readPlaces(path, null);
      expect(places.map(({ properties }) => properties.name)).toEqual(names);
      expect(attribution).toBe(out.endsWith('.json') ? '示例数据' : '');
      expect((await json(folder, 'check', out)).report.clean).toBe(true);
    }
  });
});

describe('dissolve', () => {
  const wards = collection([
    named(rectangle(0, 0, 5, 10), '一', { street: '城厢', n: 1, residents: 10 }),
    named(rectangle(5, 0, 10, 10), '二', { street: '城厢', n: '1', residents: '5' }),
    named(rectangle(12, 0, 14, 10), '三', { street: '河东', n: 2, residents: 'unknown' }),
    named(rectangle(14, 0, 15, 10), '四', { street: '', n: null, residents: 1 }),
    named(rectangle(20, 0, 21, 10), '五', { street: '城厢', residents: 2 }),
  ]);

  test('gives one area a value, with its rows, its area and sums', async () => {
    const folder = folderWith({ 'wards.geojson': wards });
    const { code, report, err } = await json(
      folder,
      'dissolve',
      'wards.geojson',
      '--by',
      'street',
      '--sum',
      'residents',
      '--out',
      'streets.geojson',
    );
    expect(code).toBe(0);
    const groups = report.groups as { areaM2: number }[];
    expect(groups.map(({ areaM2: _, ...group }) => group)).toEqual([
      { value: '城厢', rows: [1, 2, 5], count: 3, parts: 2, sums: { residents: 17 } },
      { value: '河东', rows: [3], count: 1, parts: 1, sums: { residents: 0 } },
      { value: null, rows: [4], count: 1, parts: 1, sums: { residents: 1 } },
    ]);
    expect(groups[0]!.areaM2 / groups[2]!.areaM2).toBeCloseTo(11, 3);
    expect(err).toBe('1 value left out of the sums: no number.');
    const { features } = readJson(folder, 'streets.geojson');
    expect(features.map(({ geometry }) => geometry.type)).toEqual(['MultiPolygon', 'Polygon', 'Polygon']);
    expect(features[0]!.properties).toEqual({ street: '城厢', count: 3, areaM2: groups[0]!.areaM2, residents: 17 });
  });

  test('takes 1 and "1" for one value', async () => {
    const { report } = await json(folderWith({ 'wards.geojson': wards }), 'dissolve', 'wards.geojson', '--by', 'n');
    expect(report.groups.map(({ value, count }: { value: unknown; count: number }) => [value, count])).toEqual([
      [1, 2],
      [2, 1],
      [null, 2],
    ]);
  });

  test('lists the fields when one is not there', async () => {
    const folder = folderWith({ 'wards.geojson': wards });
    const { code, err } = await fabric(folder, 'dissolve', 'wards.geojson', '--by', 'stret');
    expect({ code, err }).toEqual({
      code: 2,
      err: 'wards.geojson has no field "stret"; its fields are name, street, n, residents.',
    });
    expect((await fabric(folder, 'dissolve', 'wards.geojson', '--by', 'street', '--sum', 'people')).err).toMatch(
      /has no field "people"/,
    );
  });
});

describe('blocks', () => {
  //   ┌──┬──┐
  //   │  │  │      four streets around, one across, a stub, and a strip of 3 m in the north
  //   └──┴──┘
  const streets = collection([
    feature(line([0, 0], [10, 0], [10, 10], [0, 10], [0, 0])),
    feature(line([5, -1], [5, 11])),
    feature(line([7, 0], [7, 3])),
    feature(line([0, 9.97], [10, 9.97])),
  ]);

  test('are what lines enclose, with ids and areas; slivers and dead ends are told', async () => {
    const folder = folderWith({ 'streets.geojson': streets });
    const { code, report } = await json(folder, 'blocks', 'streets.geojson', '--out', 'blocks.geojson');
    expect(code).toBe(0);
    expect(report.blocks.map(({ id }: { id: number }) => id)).toEqual([1, 2, 3, 4]);
    expect(report.slivers).toHaveLength(2);
    const [west, east] = report.blocks.filter(({ id }: { id: number }) => !report.slivers.includes(id));
    expect(west.areaM2 / east.areaM2).toBeCloseTo(1, 3);
    expect(report.totalAreaM2 / 1e6).toBeCloseTo(1, 1);
    const stub = report.deadEnds.filter(({ lengthM }: { lengthM: number }) => lengthM > 200);
    expect(stub).toEqual([
      { at: [expect.closeTo(at(7, 3)[0], 6), expect.closeTo(at(7, 3)[1], 6)], lengthM: expect.closeTo(300, -1) },
    ]);
    const { features } = readJson(folder, 'blocks.geojson');
    expect(features.map(({ properties }) => Object.keys(properties!))).toEqual(
      Array(4).fill(['id', 'areaM2', 'widthM']),
    );
    expect((await json(folder, 'check', 'blocks.geojson')).report.clean).toBe(true);
  });

  test('stay within areas, and small ones join a neighbour when asked', async () => {
    const folder = folderWith({ 'roads.geojson': roads, 'wards.geojson': communities });
    const { report } = await json(
      folder,
      'blocks',
      'roads.geojson',
      '--within',
      'wards.geojson',
      '--out',
      'b.topojson',
    );
    expect(
      report.blocks.map(({ region, regionRow }: { region: string; regionRow: number }) => [region, regionRow]),
    ).toEqual(
      expect.arrayContaining([
        ['西社区', 1],
        ['东社区', 2],
      ]),
    );
    expect(report.blocks).toHaveLength(5);
    expect(report.deadEnds).toHaveLength(1);
    const topology: Topology = JSON.parse(readFileSync(join(folder, 'b.topojson'), 'utf8'));
    expect((topology.objects.b as GeometryCollection).geometries).toHaveLength(5);
    const joined = await json(folder, 'blocks', 'roads.geojson', '--within', 'wards.geojson', '--min-area', '100000');
    expect(joined.report.blocks).toHaveLength(4);
    expect(joined.report.mergedBlocks).toBe(1);
  });

  test('of lines that enclose nothing are none, which is told', async () => {
    const folder = folderWith({ 'a.geojson': collection([feature(line([0, 0], [1, 1]))]) });
    const { code, report, err } = await json(folder, 'blocks', 'a.geojson');
    expect({ code, blocks: report.blocks }).toEqual({ code: 1, blocks: [] });
    expect(err).toMatch(/enclose nothing/);
  });
});

describe('what cannot be worked on is refused in one sentence, with 2', () => {
  const point = { type: 'Point', coordinates: at(1, 1) } as Geometry;
  const files = {
    'areas.geojson': communities,
    'roads.geojson': collection([feature(line([0, 0], [1, 1]))]),
    'points.geojson': collection([feature(point)]),
    'nothing.geojson': collection([]),
    'no-geometry.geojson': collection([feature(null)]),
    'empty.geojson': '',
    'text.geojson': 'not a map at all',
    'metres.geojson': collection([feature({ type: 'Polygon', coordinates: [[[4e5, 4e6], [4e5, 5e6], [5e5, 5e6], [4e5, 4e6]]] })]),
    'swapped.geojson': collection([feature({ type: 'Polygon', coordinates: [[[43, 124], [43, 125], [44, 125], [43, 124]]] })]),
    'wide.geojson': collection([feature({ type: 'Polygon', coordinates: [[[0, 0], [50, 0], [50, 50], [0, 0]]] })]),
    'cut.zip': Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0),
  }; // biome-ignore format: drawn
  const folder = folderWith(files);
  mkdirSync(join(folder, 'folder.geojson'));

  test.each([
    [['check', 'none.geojson'], /^There is no file .*none\.geojson; check its name/],
    [['check', 'folder.geojson'], /folder\.geojson is a directory; name a file in it/],
    [['check', 'empty.geojson'], /^empty\.geojson cannot be read: The file is empty/],
    [['check', 'text.geojson'], /^text\.geojson cannot be read: The file is text, but neither GeoJSON nor a table/],
    [['check', 'cut.zip'], /^cut\.zip cannot be read: The zip archive is damaged/],
    [['check', 'nothing.geojson'], /^nothing\.geojson holds no features/],
    [['check', 'no-geometry.geojson'], /holds no areas: none of its 1 rows has a geometry.*row 1/],
    [
      ['check', 'roads.geojson'],
      /^roads\.geojson holds no areas, its 1 rows are LineString; fabric blocks makes areas of lines/,
    ],
    [['repair', 'points.geojson'], /^points\.geojson holds no areas, its 1 rows are Point; name a file of polygons/],
    [['blocks', 'points.geojson'], /^points\.geojson holds points only/],
    [['blocks', 'nothing.geojson'], /^nothing\.geojson holds no features/],
    [['blocks', 'roads.geojson', '--within', 'points.geojson'], /^points\.geojson holds no areas/],
    [
      ['check', 'metres.geojson'],
      /names no coordinate reference system and its numbers are no degrees; say it with --crs/,
    ],
    [['check', 'swapped.geojson'], /latitude seems to stand before longitude/],
    [['check', 'wide.geojson'], /stretch over more than 600 km/],
    [['check', 'areas.geojson', '--crs', 'EPSG:2263'], /EPSG:2263 is not known without a database/],
    [
      ['repair', 'areas.geojson', '--out', 'mended.kml'],
      /mended\.kml cannot be written: "\.kml" is no ending of a format; take \.geojson/,
    ],
    [
      ['repair', 'areas.geojson', '--out', 'nowhere/mended.zip'],
      /cannot be written: the folder .*nowhere does not exist/,
    ],
    [['repair', 'areas.geojson', '--out', 'areas.geojson/x.zip'], /cannot be written: ENOTDIR/],
    [['repair', 'areas.geojson', '--out', 'folder.geojson'], /folder\.geojson is a directory/],
    [['repair', 'areas.geojson', '--out', './areas.geojson'], /is the file that is read/],
  ])('%j', async (words, message) => {
    const { code, out, err } = await fabric(folder, ...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
    expect(err.split('\n')).toHaveLength(1);
  });

  test.each([
    [[], /^Say what to do: check, repair, dissolve, blocks\./],
    [['mend', 'areas.geojson'], /^fabric cannot "mend"; it can check/],
    [['check'], /^Name one file to check\./],
    [['check', 'areas.geojson', 'roads.geojson'], /^Name one file to check\./],
    [['check', 'areas.geojson', '--tolerance', '-1'], /^--tolerance takes metres from 0 to 10, not "-1"\./],
    [['check', 'areas.geojson', '--tolerance', 'NaN'], /^--tolerance takes metres from 0 to 10, not "NaN"\./],
    [['check', 'areas.geojson', '--tolerance', ''], /^--tolerance takes metres/],
    [['check', 'areas.geojson', '--tolerance', '1e9'], /^--tolerance takes metres/],
    [['check', 'areas.geojson', '--by', 'name'], /^fabric check takes no --by\./],
    [['dissolve', 'areas.geojson'], /^Say by which field to dissolve with --by\./],
    [['blocks', 'roads.geojson', '--min-area', '5'], /^--min-area and --min-width need areas/],
    [['repair', 'areas.geojson', '--encoding', 'big5'], /^--encoding takes utf-8 or gbk, not "big5"\./],
    [['check', 'areas.geojson', '--verbose'], /^Unknown option '--verbose'/],
  ])('words %j, with the usage', async (words, message) => {
    const { code, out, err } = await fabric(folder, ...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
    expect(err).toMatch(/\nUsage: npm run -s tongxin -- fabric (check|repair|dissolve|blocks)/);
  });
});

test('runs without a server and makes no data directory', async () => {
  const folder = folderWith({ 'a.geojson': communities });
  const main = fileURLToPath(new URL('../../../api/cli/main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', main, 'fabric', 'check', 'a.geojson', '--json'], {
    env: { ...process.env, INIT_CWD: folder, DATA_DIR: join(folder, 'data'), DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  expect({ code, clean: JSON.parse(out).clean }).toEqual({ code: 0, clean: true });
  expect(existsSync(join(folder, 'data'))).toBe(false);
});

describe('real files', () => {
  const real = (path: string): string => realData(path) ?? '';
  const titled = (name: string, path: string): string => (realData(path) ? name : `${name} (${REAL_DATA_ABSENT})`);

  const clean = ['monaco/boundaries.geojson', 'liechtenstein/boundaries.geojson', 'shanghai-huangpu/streets.geojson'];
  test.skipIf(!realData(clean[0]!))(titled('wards, communes and streets are clean', clean[0]!), async () => {
    for (const path of clean) {
      const { code, report } = await json('.', 'check', real(path));
      expect.soft({ path, code, faults: report.faults }).toEqual({ path, code: 0, faults: [] });
    }
  });

  const counties = 'counties/three_counties_gcj02.geojson';
  test.skipIf(!realData(counties))(titled('three counties touch themselves, and are mended', counties), async () => {
    const folder = folderWith({});
    const found = await json(folder, 'check', real(counties), '--crs', 'gcj02');
    expect(found).toMatchObject({ code: 1, report: { areas: 3, crs: 'GCJ-02' } });
    expect(Object.keys(found.report.counts)).toEqual(['self-crossing']);
    const mended = await json(
      folder,
      'repair',
      real(counties),
      '--crs',
      'gcj02',
      '--out',
      'c.zip',
      '--encoding',
      'gbk',
    );
    expect(mended).toMatchObject({ code: 0, report: { written: 3, leftOut: [] } });
    expect((await json(folder, 'check', 'c.zip')).report).toMatchObject({ clean: true, areas: 3 });
  });

  const zips = 'nyc/nyc_zipcodes_shp.zip';
  test.skipIf(!realData(zips))(
    titled('ZIP areas overlap; mended they are clean, and dissolve to boroughs', zips),
    async () => {
      const folder = folderWith({});
      const found = await json(folder, 'check', real(zips));
      expect(found).toMatchObject({ code: 1, report: { areas: 263, counts: { duplicate: 1 } } });
      await fabric(folder, 'repair', real(zips), '--out', 'z.geojson');
      expect((await json(folder, 'check', 'z.geojson')).report).toMatchObject({ clean: true, areas: 262 });
      const { report } = await json(folder, 'dissolve', real(zips), '--by', 'COUNTY', '--sum', 'POPULATION');
      expect(report.groups.map(({ value, count }: { value: string; count: number }) => [value, count])).toEqual(
        expect.arrayContaining([
          ['Kings', 41],
          ['New York', 112],
        ]),
      );
      const people = report.groups.reduce(
        (sum: number, { sums }: { sums: { POPULATION: number } }) => sum + sums.POPULATION,
        0,
      );
      expect(people).toBe(8_398_606);
    },
  );

  const streets = 'monaco/roads.geojson';
  test.skipIf(!realData(streets))(
    titled('Monaco’s ways make the blocks that Shapely makes of them', streets),
    async () => {
      // Shapely 2: polygonize(unary_union(lines)) in the plane gives 1357 of 1,835,261.7 m².
      const alone = await json('.', 'blocks', real(streets), '--tolerance', '0');
      expect(alone.report.blocks).toHaveLength(1357);
      expect(alone.report.totalAreaM2 / 1_835_261.7).toBeCloseTo(1, 4);
      const within = await json('.', 'blocks', real(streets), '--within', real(clean[0]!));
      expect(within.report.totalAreaM2 / 1e6).toBeCloseTo(2.391, 3);
      expect(new Set(within.report.blocks.map(({ region }: { region: string }) => region)).size).toBe(9);
    },
  );
});
