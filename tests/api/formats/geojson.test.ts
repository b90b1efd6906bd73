import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { ByteSource, FileHead, ReadRow } from '../../../api/formats/file-features.ts';
import { readGeojson } from '../../../api/formats/geojson.ts';

/** As a file arrives: in pieces that cut words, numbers and characters apart. */
const inPieces = (bytes: Uint8Array, size = 7): ByteSource =>
  async function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };

async function read(file: unknown, size?: number): Promise<{ rows: ReadRow[]; head: FileHead }> {
  const text = typeof file === 'string' ? file : JSON.stringify(file);
  return drain(inPieces(new TextEncoder().encode(text), size));
}

async function drain(source: ByteSource): Promise<{ rows: ReadRow[]; head: FileHead }> {
  const stream = readGeojson(source);
  const rows: ReadRow[] = [];
  for (;;) {
    const next = await stream.next();
    if (next.done) return { rows, head: next.value };
    rows.push(next.value);
  }
}

const feature = (geometry: unknown, more: object = {}): object => ({
  type: 'Feature',
  properties: {},
  geometry,
  ...more,
});
const collection = (...features: unknown[]): object => ({ type: 'FeatureCollection', features });
const point = { type: 'Point', coordinates: [124.3, 43.3] };
const line = {
  type: 'LineString',
  coordinates: [
    [124.3, 43.3],
    [124.4, 43.3],
  ],
};
const square = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
  [0, 0],
];

describe('what is read', () => {
  test('features come with their row, geometry and properties, Chinese names intact however the bytes are cut', async () => {
    const { rows, head } = await read(
      { ...collection(feature(point, { properties: { name: '梨树镇', n: 3 } })), attribution: '© OSM' },
      3,
    );
    expect(rows).toEqual([{ feature: { row: 1, geometry: point, properties: { name: '梨树镇', n: 3 } }, faults: [] }]);
    expect(head).toEqual({ format: 'geojson', crs: null, attribution: '© OSM', faults: [] });
  });

  test('a single Feature and a bare geometry are one row each', async () => {
    expect((await read(feature(point))).rows).toHaveLength(1);
    const bare = await read(point);
    expect(bare.rows[0]?.feature.geometry).toEqual(point);
    expect(bare.rows[0]?.faults).toEqual([]);
  });

  test('members may stand before or after the features, and brackets and quotes in texts do not matter', async () => {
    const text = `{"features":[${JSON.stringify(feature(point, { properties: { name: '}]"\\' } }))}] , "crs":null,"type":"FeatureCollection"}`;
    const { rows } = await read(text);
    expect(rows[0]?.feature.properties).toEqual({ name: '}]"\\' });
  });

  test('a gzipped file is unpacked', async () => {
    const packed = gzipSync(JSON.stringify(collection(feature(point), feature(point))));
    expect((await drain(inPieces(packed))).rows).toHaveLength(2);
  });

  test('a file in GBK is read as GBK, with a warning', async () => {
    const name = Uint8Array.of(0xc0, 0xe6, 0xca, 0xf7); // 梨树
    const [before, after] = JSON.stringify(collection(feature(point, { properties: { name: '@' } }))).split('@');
    const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
    const { rows, head } = await drain(inPieces(Buffer.concat([encode(before!), name, encode(after!)])));
    expect(rows[0]?.feature.properties.name).toBe('梨树');
    expect(head.faults.map((fault) => fault.kind)).toEqual(['encoding']);
  });

  test('heights are dropped and told once', async () => {
    const { rows, head } = await read(collection(feature({ type: 'Point', coordinates: [1, 2, 3] })));
    expect(rows[0]?.feature.geometry).toEqual({ type: 'Point', coordinates: [1, 2] });
    expect(head.faults.map((fault) => fault.kind)).toEqual(['heights-dropped']);
  });

  test.each([
    ['urn:ogc:def:crs:EPSG::4548', 'EPSG:4548'],
    ['urn:ogc:def:crs:OGC:1.3:CRS84', 'EPSG:4326'],
    ['EPSG:2263', 'EPSG:2263'],
    ['http://www.opengis.net/def/crs/EPSG/0/4490', 'EPSG:4490'],
    ['GCJ02', 'GCJ-02'],
  ])('the crs member %s names %s', async (name, code) => {
    const { head } = await read({ ...collection(feature(point)), crs: { type: 'name', properties: { name } } });
    expect(head.crs).toEqual({ kind: 'code', code });
  });

  test('a crs member that means nothing is handed on as unknown', async () => {
    const { head } = await read({
      ...collection(feature(point)),
      crs: { type: 'name', properties: { name: 'local' } },
    });
    expect(head.crs).toEqual({ kind: 'unknown', text: 'local' });
  });
});

describe('faults of a row are told with the row, and the other rows are read', () => {
  const cases: [string, unknown, string][] = [
    ['coordinates are texts', feature({ type: 'Point', coordinates: ['124.3', '43.3'] }), 'bad-coordinates'],
    ['a position has one number', feature({ type: 'Point', coordinates: [124.3] }), 'bad-coordinates'],
    [
      'a coordinate is null',
      feature({
        type: 'LineString',
        coordinates: [
          [0, 0],
          [1, null],
        ],
      }),
      'bad-coordinates',
    ],
    ['coordinates are missing', feature({ type: 'Point' }), 'bad-coordinates'],
    ['a Point is labelled MultiPolygon', feature({ type: 'MultiPolygon', coordinates: [1, 2] }), 'wrong-nesting'],
    ['a Polygon is nested as a line', feature({ type: 'Polygon', coordinates: square }), 'wrong-nesting'],
    [
      'a MultiPolygon is nested as a Polygon',
      feature({ type: 'MultiPolygon', coordinates: [square] }),
      'wrong-nesting',
    ],
    ['the type is unknown', feature({ type: 'Circle', coordinates: [1, 2] }), 'bad-geometry'],
    ['the geometry is an array', feature([1, 2]), 'bad-geometry'],
    ['the geometry is missing', { type: 'Feature', properties: {} }, 'no-geometry'],
    ['the geometry is null', feature(null), 'no-geometry'],
    ['the geometry is empty', feature({ type: 'Polygon', coordinates: [] }), 'empty-geometry'],
    ['a part is empty', feature({ type: 'Polygon', coordinates: [[]] }), 'wrong-nesting'],
    [
      'it is a GeometryCollection of several kinds',
      feature({ type: 'GeometryCollection', geometries: [point, line] }),
      'geometry-collection',
    ],
    [
      'it is a GeometryCollection within another',
      feature({ type: 'GeometryCollection', geometries: [{ type: 'GeometryCollection', geometries: [point] }] }),
      'geometry-collection',
    ],
    [
      'it is a GeometryCollection without parts',
      feature({ type: 'GeometryCollection', geometries: [] }),
      'empty-geometry',
    ],
    ['the id is an object', feature(point, { id: {} }), 'bad-id'],
    ['the id is a boolean', feature(point, { id: true }), 'bad-id'],
    ['the bbox has three numbers', feature(point, { bbox: [1, 2, 3] }), 'bad-bbox'],
    ['the bbox holds texts', feature(point, { bbox: ['1', 2, 3, 4] }), 'bad-bbox'],
    ['properties are an array', feature(point, { properties: [] }), 'bad-properties'],
    ['properties are a text', feature(point, { properties: 'x' }), 'bad-properties'],
    [
      'a ring has three positions',
      feature({ type: 'Polygon', coordinates: [square.slice(0, 2).concat([[0, 0]])] }),
      'too-few-points',
    ],
    ['a line has one position', feature({ type: 'LineString', coordinates: [[0, 0]] }), 'too-few-points'],
    [
      'a line stays in one place',
      feature({
        type: 'LineString',
        coordinates: [
          [0, 0],
          [0, 0],
        ],
      }),
      'too-few-points',
    ],
    ['a ring is not closed', feature({ type: 'Polygon', coordinates: [square.slice(0, 4)] }), 'unclosed-ring'],
    ['it is no Feature', { type: 'feature', properties: {}, geometry: point }, 'bad-feature'],
    ['it is null', null, 'bad-feature'],
    ['it is a number', 5, 'bad-feature'],
    ['it has coordinates of its own', feature(point, { coordinates: [1, 2] }), 'bad-feature'],
  ];
  test.each(cases)('%s', async (_, bad, kind) => {
    const { rows } = await read(collection(feature(point), bad, feature(point)));
    expect(rows.map((row) => row.faults.map((fault) => fault.kind))).toEqual([[], [kind], []]);
    expect(rows[1]?.faults[0]?.row).toBe(2);
    expect(rows[1]?.faults[0]?.detail.length).toBeGreaterThan(10);
  });

  test('an unclosed ring is closed and can be mended with consent', async () => {
    const { rows } = await read(collection(feature({ type: 'Polygon', coordinates: [square.slice(0, 4)] })));
    expect(rows[0]?.feature.geometry).toEqual({ type: 'Polygon', coordinates: [square] });
    expect(rows[0]?.faults[0]?.mendable).toBe(true);
  });

  test('good features of every kind have no fault', async () => {
    const good = [
      point,
      { type: 'MultiPoint', coordinates: [[0, 0]] },
      {
        type: 'LineString',
        coordinates: [
          [0, 0],
          [1, 1],
        ],
      },
      {
        type: 'MultiLineString',
        coordinates: [
          [
            [0, 0],
            [1, 1],
          ],
        ],
      },
      { type: 'Polygon', coordinates: [square], bbox: [0, 0, 1, 1] },
      { type: 'MultiPolygon', coordinates: [[square]] },
    ];
    const { rows } = await read(collection(...good.map((geometry, id) => feature(geometry, { id }))));
    expect(rows.flatMap((row) => row.faults)).toEqual([]);
  });
});

describe('a file that cannot be taken is refused with what, where and what to do', () => {
  const cases: [string, unknown, RegExp][] = [
    ['empty', '', /empty/],
    ['a text, whatever its name says', 'hello', /neither GeoJSON nor a zip archive.*begins with "h"; export it again/],
    ['an array', '[1,2]', /line 1, column 1: found "\[" where an object/],
    [
      'a missing comma',
      '{"type":"FeatureCollection",\n "features":[{"type":"Feature"}\n {"type":"Feature"}]}',
      /line 3, column 2: found "\{" where "," or "\]"/,
    ],
    [
      'a bad number in a feature',
      '{"type":"FeatureCollection","features":[{"a":1},\n{"a":01}]}',
      /line 2, column \d+ in feature 2/,
    ],
    [
      'a text that is not closed',
      '{"type":"FeatureCollection","features":[{"name":"梨树\n"}]}',
      /line 1, column \d+ in feature 1: a text in quotes is not closed/,
    ],
    [
      'cut off in a feature',
      '{"type":"FeatureCollection","features":[{"type":"Feature","geom',
      /ends too early \(line 1 near feature 1\)/,
    ],
    ['cut off between features', '{"type":"FeatureCollection","features":[{"type":"Feature"},', /ends too early/],
    ['something behind it', '{"type":"FeatureCollection","features":[]} x', /found "x" where nothing more/],
    ['JSON, not GeoJSON', { name: 'x' }, /no "type"/],
    ['TopoJSON', { type: 'Topology', objects: {} }, /TopoJSON/],
    ['features that are no array', { type: 'FeatureCollection', features: {} }, /"features" must be an array/],
    ['HTML', '<html></html>', /looks like XML or HTML/],
    ['binary', 'abc\0def', /binary/],
  ];
  test.each(cases)('%s', async (_, file, message) => {
    await expect(read(file)).rejects.toThrow(message);
  });

  test('a gzipped file that was cut off', async () => {
    const packed = gzipSync(JSON.stringify(collection(...Array(50).fill(feature(point)))));
    await expect(drain(inPieces(packed.subarray(0, packed.length - 30)))).rejects.toThrow(/cut off/);
  });

  test('a gzipped file with a damaged middle', async () => {
    const packed = gzipSync(
      JSON.stringify(
        collection(
          ...Array(500)
            .fill(0)
            .map((_, i) => feature({ type: 'Point', coordinates: [i / 7, i / 13] })),
        ),
      ),
    );
    packed.fill(0xff, 500, 600);
    await expect(drain(inPieces(packed, 64))).rejects.toThrow(/damaged|JSON/);
  });

  test('a bomb is refused while it is unpacked, not after', async () => {
    const packed = gzipSync(Buffer.alloc(60_000_000, 0x20));
    await expect(drain(inPieces(packed, 4096))).rejects.toThrow(/grows more than 300-fold/);
  });
});
