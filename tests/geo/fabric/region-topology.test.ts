import { area as turfArea } from '@turf/turf';
import type { MultiPolygon, Polygon } from 'geojson';
import { feature as topoFeature } from 'topojson-client';
import type { GeometryCollection } from 'topojson-specification';
import { describe, expect, test } from 'vitest';
import { dissolve, fabricFromPolygons, toRegionTopology } from '../../../geo/index.ts';
import { box, counter, PLANE } from './drawn.ts';

//   ┌─2─┬─3─┐
//   ├─0─┼─1─┤    100 m each; the east has 1 and 3, the corners 0 and 3
//   └───┴───┘
const four = fabricFromPolygons(
  [box(0, 0, 100, 100), box(100, 0, 200, 100), box(0, 100, 100, 200), box(100, 100, 200, 200)],
  { crs: PLANE, ids: counter() },
).fabric;
const blocks = { name: '街坊', groupOf: [0, 1, 2, 3], groups: [0, 1, 2, 3].map((id) => ({ id, properties: null })) };
const east = { name: '社区', groupOf: [-1, 0, -1, 0], groups: [{ id: 'E', properties: { 名称: '东社区' } }] };

const areaOf = (geometry: unknown): number => turfArea(geometry as Polygon | MultiPolygon);

describe('divisions of one fabric as TopoJSON', () => {
  test('store an arc once, however many levels it bounds', () => {
    const alone = toRegionTopology(four, [blocks]);
    const both = toRegionTopology(four, [blocks, east]);
    expect(both.arcs).toEqual(alone.arcs);
    expect(both.arcs).toHaveLength(four.arcs.ids.length);
    const { features } = topoFeature(both, both.objects.社区 as GeometryCollection);
    expect(features).toHaveLength(1);
    expect(features[0]).toMatchObject({ id: 'E', properties: { 名称: '东社区' }, geometry: { type: 'Polygon' } });
    expect(areaOf(features[0]!.geometry) / 20_000).toBeCloseTo(1, 2);
  });

  test('leave out arcs that bound nothing', () => {
    const topology = toRegionTopology(four, [east]);
    expect(topology.arcs.length).toBeLessThan(four.arcs.ids.length);
    const { features } = topoFeature(topology, topology.objects.社区 as GeometryCollection);
    expect(areaOf(features[0]!.geometry) / 20_000).toBeCloseTo(1, 2);
  });

  test('have several pieces, or none', () => {
    const corners = {
      name: 'x',
      groupOf: [0, -1, -1, 0],
      groups: [{ properties: { n: 2 } }, { properties: { n: 0 } }],
    };
    const topology = toRegionTopology(four, [corners]);
    const { features } = topoFeature(topology, topology.objects.x as GeometryCollection);
    expect(features[0]!.geometry.type).toBe('MultiPolygon');
    const rings = (coordinates: unknown): string[] => (coordinates as number[][][][]).flat(2).map(String).sort();
    expect(rings((features[0]!.geometry as MultiPolygon).coordinates)).toEqual(
      rings(dissolve(four, corners.groupOf, 2)[0]),
    );
    expect((topology.objects.x as GeometryCollection).geometries[1]).toEqual({ type: null, properties: { n: 0 } });
  });
});
