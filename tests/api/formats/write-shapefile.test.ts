import { unzipSync } from 'fflate';
import type { Polygon } from 'geojson';
import { describe, expect, test } from 'vitest';
import { type Layer, UnwritableLayer } from '../../../api/formats/layer.ts';
import { readShapefile } from '../../../api/formats/shapefile.ts';
import { writeShapefile } from '../../../api/formats/write-shapefile.ts';
import { drain, inPieces } from '../../support/drain.ts';
import { area, areas, feature, hole, LAKE_AND_ISLANDS, layer, ring } from '../../support/drawn-layer.ts';

const writtenAt = new Date('2025-03-04T05:06:07Z');
const ENCODINGS = ['utf-8', 'gbk'] as const;

async function write(one: Layer, encoding: (typeof ENCODINGS)[number] = 'utf-8') {
  const { zip, losses } = await writeShapefile([one], { encoding, attribution: '', writtenAt });
  return { zip, lost: losses[0]! };
}

async function roundTrip(one: Layer, encoding: (typeof ENCODINGS)[number] = 'utf-8') {
  const { zip, lost } = await write(one, encoding);
  return { ...(await drain(readShapefile(inPieces(zip)))), lost };
}

describe.each(ENCODINGS)('a Shapefile in %s', (encoding) => {
  test('keeps Chinese names and texts, holes and parts', async () => {
    const { rows, head, lost } = await roundTrip(layer('网格', LAKE_AND_ISLANDS), encoding);
    expect(rows.map((row) => row.feature.properties)).toEqual(LAKE_AND_ISLANDS.map(({ properties }) => properties));
    const clockwise = [
      area(ring(100, 30, 104, 34).toReversed(), hole(101, 31, 103, 33).toReversed()),
      areas(
        [ring(105, 30, 107, 34).toReversed()],
        [ring(108, 30, 110, 34).toReversed(), hole(108.5, 30.5, 109, 31).toReversed()],
      ),
    ];
    expect(rows.map(({ feature: { geometry } }) => geometry?.coordinates)).toEqual(
      clockwise.map(({ coordinates }) => coordinates),
    );
    expect(rows.flatMap(({ faults }) => faults)).toEqual([]);
    expect(head.faults).toEqual([]);
    expect(head.crs).toMatchObject({ kind: 'wkt', name: 'GCS_WGS_1984' });
    expect(lost).toEqual({ renamed: new Map(), cut: new Map(), unencodable: 0 });
  });

  test('cuts names between characters and keeps those that collide apart', async () => {
    const named = {
      社区居民委员会名称: 'a',
      社区居民委员会代码: 'b',
      Population2020: 1,
      Population2010: 2,
      POPULATION: 3,
    };
    const { rows, lost } = await roundTrip(layer('x', [feature(null, named)]), encoding);
    const fields = Object.keys(rows[0]!.feature.properties);
    const expected =
      encoding === 'gbk'
        ? ['社区居民委', '社区居民_2', 'Populati_2', 'Populati_3', 'POPULATION']
        : ['社区居', '社区_2', 'Populati_2', 'Populati_3', 'POPULATION'];
    expect(fields).toEqual(expected);
    expect(Object.values(rows[0]!.feature.properties)).toEqual(['a', 'b', 1, 2, 3]);
    expect([...lost.renamed.values()]).toEqual(expected.slice(0, 4));
  });

  test('cuts a text of more than 254 bytes between characters, and tells', async () => {
    const { rows, lost } = await roundTrip(layer('x', [feature(null, { t: '梨'.repeat(200) })]), encoding);
    expect(rows[0]!.feature.properties.t).toBe('梨'.repeat(encoding === 'gbk' ? 127 : 84));
    expect(lost.cut).toEqual(new Map([['t', 1]]));
  });

  test('holds an empty collection', async () => {
    const empty: Layer = { name: '空', columns: [{ name: '名称', type: 'text' }], features: [] };
    expect((await roundTrip(empty, encoding)).rows).toEqual([]);
  });

  test('holds 5,000 features', async () => {
    const many = Array.from({ length: 5000 }, (_, i) =>
      feature(area(ring(100 + i / 1000, 30, 100 + (i + 1) / 1000, 31)), { 名称: `第${i}网格`, n: i }),
    );
    const { rows } = await roundTrip(layer('网格', many), encoding);
    expect(rows).toHaveLength(5000);
    expect(rows[4999]!.feature.properties).toEqual({ 名称: '第4999网格', n: 4999 });
    expect((rows[4999]!.feature.geometry as Polygon).coordinates[0]).toHaveLength(5);
  });
});

describe('values', () => {
  test('numbers keep their digits, whole ones of sixteen digits too; what is no value is empty', async () => {
    const written = [
      { id: 9_007_199_254_740_991, share: 0.123456789123, tiny: 1.5e-7, large: 1.25e30, day: '2025-02-28', yes: true },
      { id: -1, share: -12345.5, tiny: 3, large: 1, day: null, yes: false },
      { id: null, share: Number.NaN, tiny: null, large: null, day: null, yes: false },
    ];
    const { rows } = await roundTrip(
      layer(
        'x',
        written.map((properties) => feature(null, properties)),
      ),
    );
    expect(rows.map((row) => row.feature.properties)).toEqual([
      written[0],
      written[1],
      { id: null, share: null, tiny: null, large: null, day: null, yes: false },
    ]);
  });

  test('lists and objects become JSON', async () => {
    const { rows } = await roundTrip(layer('x', [feature(null, { tags: { a: ['街'] } })]));
    expect(rows[0]!.feature.properties).toEqual({ tags: '{"a":["街"]}' });
  });

  test('a column that mixes texts and numbers is one of texts', async () => {
    const { rows } = await roundTrip(layer('x', [feature(null, { v: 7 }), feature(null, { v: '七' })]));
    expect(rows.map((row) => row.feature.properties.v)).toEqual(['7', '七']);
  });

  test('characters that GBK lacks are counted', async () => {
    const { rows, lost } = await roundTrip(layer('x', [feature(null, { t: '龘𠮷é😀' })]), 'gbk');
    expect(rows[0]!.feature.properties.t).toBe('龘?é?');
    expect(lost.unencodable).toBe(2);
  });
});

describe('shapes', () => {
  test('points, several points and lines come back as they were', async () => {
    const point = { type: 'Point', coordinates: [124.3, 43.3] } as const;
    // biome-ignore format: drawn
    const points = { type: 'MultiPoint', coordinates: [[1, 2], [3, 4]] } as const;
    // biome-ignore format: drawn
    const line = { type: 'LineString', coordinates: [[0, 0], [1, 1], [2, 0]] } as const;
    // biome-ignore format: drawn
    const lines = { type: 'MultiLineString', coordinates: [[[0, 0], [1, 1]], [[5, 5], [6, 6], [7, 7]]] } as const;
    for (const together of [[point], [points], [line, lines]]) {
      const geometries = structuredClone(together) as never[];
      const { rows } = await roundTrip(
        layer(
          'x',
          geometries.map((geometry) => feature(geometry)),
        ),
      );
      const coordinates = rows.map((row) => row.feature.geometry?.coordinates);
      expect(coordinates).toEqual(together.map((geometry) => geometry.coordinates));
    }
  });

  test('a feature without geometry keeps its row', async () => {
    const { rows } = await roundTrip(layer('x', [...LAKE_AND_ISLANDS, feature(null, { 名称: '无' })]));
    expect(rows[2]!.feature).toMatchObject({ geometry: null, properties: { 名称: '无', 户数: null } });
  });

  test('a polygon that goes the wrong way around is turned', async () => {
    const wrong = area(ring(0, 0, 4, 4).toReversed(), ring(1, 1, 2, 2));
    const { rows } = await roundTrip(layer('x', [feature(wrong)]));
    expect(rows[0]!.feature.geometry?.coordinates).toEqual(wrong.coordinates);
    const { rows: again } = await roundTrip(layer('x', [feature(area(ring(0, 0, 4, 4), hole(1, 1, 2, 2)))]));
    expect(again[0]!.feature.geometry?.coordinates).toEqual(wrong.coordinates);
  });

  test('kinds cannot be mixed', async () => {
    const point = { type: 'Point', coordinates: [1, 2] } as never;
    const mixed = layer('x', [feature(point), feature(area(ring(0, 0, 1, 1)))]);
    await expect(write(mixed)).rejects.toThrow(UnwritableLayer);
    await expect(write(mixed)).rejects.toThrow(/point and polygon; write a GeoPackage/);
  });

  test('more columns than the format has are refused', async () => {
    const wide = Object.fromEntries(Array.from({ length: 256 }, (_, i) => [`c${i}`, i]));
    await expect(write(layer('x', [feature(null, wide)]))).rejects.toThrow(/at most 255 columns, these are 256/);
  });
});

describe('the archive', () => {
  test('holds one Shapefile a layer, and who must be named', async () => {
    const layers = ['社区', '网格', '社区', 'a/b'].map((name) => layer(name, LAKE_AND_ISLANDS));
    const { zip } = await writeShapefile(layers, { encoding: 'gbk', attribution: '© 示例', writtenAt });
    const files = unzipSync(zip);
    const names = ['社区', '网格', '社区_2', 'a_b'];
    const parts = ['shp', 'shx', 'dbf', 'prj', 'cpg'];
    expect(Object.keys(files)).toEqual([
      ...names.flatMap((name) => parts.map((part) => `${name}.${part}`)),
      'attribution.txt',
    ]);
    expect(new TextDecoder().decode(files['社区.cpg'])).toBe('GBK');
    expect(new TextDecoder().decode(files['attribution.txt'])).toBe('© 示例\n');
  });

  test('is the same to the byte for the same input', async () => {
    const one = layer('网格', LAKE_AND_ISLANDS);
    expect((await write(one)).zip).toEqual((await write(one)).zip);
  });
});
