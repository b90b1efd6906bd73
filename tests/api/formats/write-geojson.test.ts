import { describe, expect, test } from 'vitest';
import { readGeojson } from '../../../api/formats/geojson.ts';
import type { Layer } from '../../../api/formats/layer.ts';
import { writeGeojson } from '../../../api/formats/write-geojson.ts';
import { drain, inPieces } from '../../support/drain.ts';
import { area, feature, hole, LAKE_AND_ISLANDS, layer, ring } from '../../support/drawn-layer.ts';

const textOf = (one: Layer, attribution = ''): string => [...writeGeojson(one, attribution)].join('');
const readBack = (text: string) => drain(readGeojson(inPieces(new TextEncoder().encode(text))));

describe('GeoJSON that is written', () => {
  test('comes back with names, holes, parts and sources', async () => {
    const { rows, head } = await readBack(textOf(layer('网格', LAKE_AND_ISLANDS), '© OpenStreetMap contributors'));
    expect(rows.map((row) => row.feature)).toEqual(
      LAKE_AND_ISLANDS.map(({ geometry, properties }, i) => ({ row: i + 1, geometry, properties })),
    );
    expect(rows.flatMap(({ faults }) => faults)).toEqual([]);
    expect(head).toEqual({ format: 'geojson', crs: null, attribution: '© OpenStreetMap contributors', faults: [] });
  });

  test('has outlines counter-clockwise and holes clockwise, however they were drawn', () => {
    const wrong = area(ring(0, 0, 4, 4).toReversed(), ring(1, 1, 2, 2));
    const written = JSON.parse(textOf(layer('x', [feature(wrong)])));
    expect(written.features[0].geometry).toEqual(area(ring(0, 0, 4, 4), hole(1, 1, 2, 2)));
  });

  test('has one feature a line, every column in every feature, and values of any make', () => {
    const features = [feature(null, { tags: { a: ['街'] }, n: 1.5 }), feature(null, { name: '梨"树' })];
    expect(textOf(layer('表', features))).toBe(
      [
        '{"type":"FeatureCollection","name":"表","features":[',
        '{"type":"Feature","geometry":null,"properties":{"tags":{"a":["街"]},"n":1.5,"name":null}},',
        '{"type":"Feature","geometry":null,"properties":{"tags":null,"n":null,"name":"梨\\"树"}}',
        ']}\n',
      ].join('\n'),
    );
  });

  test('holds an empty collection and 5,000 features', async () => {
    expect(JSON.parse(textOf(layer('空', [])))).toEqual({ type: 'FeatureCollection', name: '空', features: [] });
    const many = Array.from({ length: 5000 }, (_, n) => feature(area(ring(n / 100, 0, (n + 1) / 100, 1)), { n }));
    const { rows } = await readBack(textOf(layer('网格', many)));
    expect(rows.map((row) => row.feature.properties.n)).toEqual(many.map((_, n) => n));
  });
});
