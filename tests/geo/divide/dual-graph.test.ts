import { describe, expect, test } from 'vitest';
import { dualGraph, dualGraphOf } from '../../../geo/divide/dual-graph.ts';
import { piecesOf } from '../../../geo/divide/pieces.ts';
import { fabricFromPolygons, localCrsFor, toLngLat } from '../../../geo/index.ts';
import { box, counter, PLANE } from '../fabric/drawn.ts';
import { drawn, lattice } from './lattice.ts';

const neighboursOf = ({ offsets, neighbours }: ReturnType<typeof dualGraph>, unit: number) => [
  ...neighbours.subarray(offsets[unit]!, offsets[unit + 1]!),
];

describe('the dual graph of a fabric', () => {
  //   ┌────────┬────┐
  //   │   2    │ 3  │      100 m
  //   ├────┬───┴────┤      1 and 2 share 50 m, 0 and 3 a point at most
  //   │ 0  │   1    │      100 m
  //   └────┴────────┘
  const boxes = [box(0, 0, 100, 100), box(100, 0, 300, 100), box(0, 100, 150, 200), box(150, 100, 300, 200)];
  const { fabric } = fabricFromPolygons(boxes, { crs: PLANE, ids: counter() });
  const graph = dualGraphOf(fabric, Float64Array.of(10, 20, 30, 40));

  test('has an edge for each shared border, with its length', () => {
    expect([...graph.a]).toEqual([0, 0, 1, 1, 2]);
    expect([...graph.b]).toEqual([1, 2, 2, 3, 3]);
    expect([...graph.sharedM].map(Math.round)).toEqual([100, 100, 50, 150, 100]);
    expect(neighboursOf(graph, 1)).toEqual([0, 2, 3]);
    expect(graph.edgeAt).toHaveLength(10);
  });

  test('knows area, outline and what of it borders nothing', () => {
    expect([...graph.areaM2].map(Math.round)).toEqual([10_000, 20_000, 15_000, 15_000]);
    expect([...graph.perimeterM].map(Math.round)).toEqual([400, 600, 500, 500]);
    expect([...graph.boundaryM].map(Math.round)).toEqual([200, 300, 250, 250]);
  });

  test('a unit of several blocks has the borders of all, and none within itself', () => {
    const joined = dualGraphOf(fabric, Float64Array.of(30, 70), [0, 0, 1, 1]);
    expect([...joined.sharedM].map(Math.round)).toEqual([300]);
    expect([...joined.perimeterM].map(Math.round)).toEqual([800, 800]);
  });

  test('a block of no unit is like the outside', () => {
    const rest = dualGraphOf(fabric, Float64Array.of(10, 20, 30), [0, 1, 2, -1]);
    expect([...rest.b]).toEqual([1, 2, 2]);
    expect([...rest.boundaryM].map(Math.round)).toEqual([200, 450, 350]);
  });

  test('lengths and areas are those on the ellipsoid, 165 km from the meridian too', () => {
    const crs = localCrsFor([121.5, 31]);
    const east = 500_000 + 165_000;
    const cm = [
      [east, 3_430_000],
      [east + 1000, 3_430_000],
      [east + 1000, 3_431_000],
      [east, 3_431_000],
    ].map(([x, y]) => toLngLat({ ...crs, lon0Deg: 120 }, x! * 100, y! * 100));
    const polygon = { type: 'Polygon' as const, coordinates: [[...cm, cm[0]!]] };
    const far = fabricFromPolygons([polygon], { crs: { ...crs, lon0Deg: 120 }, ids: counter() }).fabric;
    const { perimeterM, areaM2 } = dualGraphOf(far, Float64Array.of(1));
    const scale = 1 + 165_500 ** 2 / (2 * 6_365_000 ** 2);
    expect(perimeterM[0]! * scale).toBeCloseTo(4000, 1);
    expect(areaM2[0]! * scale * scale).toBeCloseTo(1_000_000, -1);
  });
});

describe('a dual graph from edges', () => {
  const measures = { areaM2: new Float64Array(3), boundaryM: new Float64Array(3) };

  test('adds up edges that stand there twice, and leaves out those to the unit itself', () => {
    const edges = { a: [2, 0, 1, 1], b: [0, 2, 1, 2], sharedM: [5, 7, 3, 1] };
    const graph = dualGraph({ edges, population: new Float64Array(3), ...measures });
    expect([...graph.a, ...graph.b]).toEqual([0, 1, 2, 2]);
    expect([...graph.sharedM]).toEqual([12, 1]);
  });

  test.each([[-1], [Number.NaN], [Number.POSITIVE_INFINITY]])('refuses the population %d', (people) => {
    const edges = { a: [], b: [], sharedM: [] };
    expect(() => dualGraph({ edges, population: Float64Array.of(1, people, 1), ...measures })).toThrow(
      `unit 1 has the population ${people}`,
    );
  });

  test('refuses an edge to a unit that is not there', () => {
    const edges = { a: [0], b: [3], sharedM: [1] };
    expect(() => dualGraph({ edges, population: new Float64Array(3), ...measures })).toThrow('edge 0–3 leads out');
  });
});

test('the pieces of a part are counted by shared borders, not by points', () => {
  const pieces = piecesOf(lattice(3, 2), drawn('ABA BA.'));
  expect([...pieces.pieceOf]).toEqual([0, 1, -1, 2, 3, 4]);
  expect([...pieces.partOf]).toEqual([1, 0, 0, 1, 0]);
  expect([...piecesOf(lattice(3, 2), drawn('AAA BAB')).partOf]).toEqual([1, 0, 1]);
});
