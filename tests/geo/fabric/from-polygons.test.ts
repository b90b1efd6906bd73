import { difference, feature, featureCollection, area as turfArea, union } from '@turf/turf';
import fc from 'fast-check';
import type { MultiPolygon, Polygon } from 'geojson';
import { describe, expect, test, vi } from 'vitest';
import { dissolve } from '../../../geo/fabric/dissolve.ts';
import { validateFabric } from '../../../geo/fabric/validate.ts';
import { blockAreasM2, fabricFromPolygons, type PolygonOptions } from '../../../geo/index.ts';
import { at, box, counter, PLANE, polygon } from './drawn.ts';
import { polygonSoup, tidyPolygons, tolerances } from './soup.ts';

// slow machines are no reason to fail
vi.setConfig({ testTimeout: 60_000 });

const build = (polygons: (Polygon | MultiPolygon)[], options: Partial<PolygonOptions> = {}) => {
  const built = fabricFromPolygons(polygons, { crs: PLANE, ids: counter(), ...options });
  expect(validateFabric(built.fabric)).toEqual([]);
  return { ...built, areas: blockAreasM2(built.fabric) };
};
const kinds = (built: ReturnType<typeof build>) => built.report.faults.map(({ kind, action }) => `${kind} ${action}`);

describe('clean neighbours', () => {
  //   ┌───┬───┐
  //   │ 0 │ 1 │     two nodes, three arcs: the border in the middle is stored once
  //   └───┴───┘
  test('share one arc', () => {
    const { fabric, blockOf, areas, report } = build([box(0, 0, 100, 100), box(100, 0, 200, 100)]);
    expect(fabric.nodes.ids).toHaveLength(2);
    expect(fabric.arcs.ids).toHaveLength(3);
    expect(blockOf).toEqual([[0], [1]]);
    expect(areas[0]).toBeCloseTo(10_000, 1);
    expect(report).toEqual({ faults: [], refused: 0, maxMoveCm: 0 });
  });

  //   ┌───┬───┐
  //   │   │ 1 │     block 0 has no vertex where 1 and 2 meet
  //   │ 0 ├───┤
  //   │   │ 2 │
  //   └───┴───┘
  test('are noded where one has a vertex on the other’s edge', () => {
    const { fabric, report } = build([box(0, 0, 100, 100), box(100, 50, 200, 100), box(100, 0, 200, 50)]);
    expect(fabric.nodes.ids).toHaveLength(4);
    expect(fabric.arcs.ids).toHaveLength(6);
    expect(report.faults).toEqual([]);
  });

  test('whose vertex lies 15 cm beside the neighbour’s edge are joined, and the move is told', () => {
    const kinked = polygon([
      [100.15, 50],
      [200, 0],
      [200, 100],
    ]);
    const { fabric, report } = build([box(0, 0, 100, 100), kinked]);
    expect(fabric.nodes.ids.length).toBe(1);
    expect(report.maxMoveCm).toBeGreaterThanOrEqual(14.9);
    expect(report.maxMoveCm).toBeLessThanOrEqual(15.1);
  });
});

describe('polygons in several pieces', () => {
  //   ┌─────────┐
  //   │ 0 ┌───┐ │     1 is an enclave in 0, and has a piece outside; 0 has a hole
  //   │   │ 1 │ │ ┌─┐
  //   │   └───┘ │ │1│
  //   └─────────┘ └─┘
  test('an exclave is a block of its own, an enclave a hole in the block around it', () => {
    const one: MultiPolygon = {
      type: 'MultiPolygon',
      coordinates: [box(30, 30, 60, 60).coordinates, box(120, 0, 140, 20).coordinates],
    };
    const ring = polygon(
      [
        [0, 0],
        [100, 0],
        [100, 100],
        [0, 100],
      ],
      [
        [30, 30],
        [60, 30],
        [60, 60],
        [30, 60],
      ],
    );
    const { blockOf, areas, report, fabric } = build([ring, one]);
    expect(blockOf[0]).toHaveLength(1);
    expect(blockOf[1]).toHaveLength(2);
    expect(areas[blockOf[0]![0]!]).toBeCloseTo(9_100, 1);
    expect(report.faults).toEqual([]);
    expect(fabric.arcs.ids).toHaveLength(3);
  });

  test('a hole that no polygon fills stays a hole', () => {
    const { areas, report } = build([
      polygon(
        [
          [0, 0],
          [100, 0],
          [100, 100],
          [0, 100],
        ],
        [
          [30, 30],
          [60, 30],
          [60, 60],
          [30, 60],
        ],
      ),
    ]);
    expect([...areas].map(Math.round)).toEqual([9_100]);
    expect(report.faults).toEqual([]);
  });

  test('rings may wind in any direction and need not be closed', () => {
    const open: Polygon = { type: 'Polygon', coordinates: [[at(0, 0), at(0, 100), at(100, 100), at(100, 0)]] };
    expect(build([open]).areas[0]).toBeCloseTo(10_000, 1);
  });
});

describe('faults', () => {
  //   ┌───┐┌───┐
  //   │ 0 ││ 1 │ closed off above and below by 2 and 3
  test('a thin gap goes to the neighbour with the longest border', () => {
    const built = build([box(0, 0, 100, 100), box(101, 0, 200, 100), box(0, 100, 200, 150), box(0, -50, 200, 0)]);
    expect(kinds(built)).toEqual(['gap mended']);
    expect(built.report.faults[0]).toMatchObject({ polygons: [0, 1, 2, 3] });
    expect(built.report.faults[0]!.areaM2).toBeCloseTo(100, 1);
    expect(built.report.faults[0]!.widthM).toBeCloseTo(0.99, 2);
    expect(built.areas.reduce((a, b) => a + b)).toBeCloseTo(40_000, 0);
  });

  test('a wide gap is kept as a hole, or filled with consent', () => {
    const around = [box(0, 0, 100, 300), box(200, 0, 300, 300), box(100, 200, 200, 300), box(100, 0, 200, 100)];
    expect(kinds(build(around))).toEqual(['gap kept']);
    const filled = build(around, { consent: { gap: 'mend' } });
    expect(kinds(filled)).toEqual(['gap mended']);
    expect(filled.areas.reduce((a, b) => a + b)).toBeCloseTo(90_000, 0);
  });

  test('a thin overlap is mended, a wide one needs consent', () => {
    expect(kinds(build([box(0, 0, 101, 100), box(100, 0, 200, 100)]))).toEqual(['overlap mended']);
    const wide = build([box(0, 0, 140, 100), box(100, 0, 200, 100)]);
    expect(kinds(wide)).toEqual(['overlap refused']);
    expect(wide.report.refused).toBe(1);
    expect(wide.report.faults[0]).toMatchObject({ polygons: [0, 1] });
    expect(wide.report.faults[0]!.areaM2).toBeCloseTo(4_000, 0);
    expect(kinds(build([box(0, 0, 140, 100), box(100, 0, 200, 100)], { consent: { overlap: 'mend' } }))).toEqual([
      'overlap mended',
    ]);
  });

  test('nothing is mended in silence when consent is refused', () => {
    const consent = { gap: 'refuse', overlap: 'refuse' } as const;
    const built = build([box(0, 0, 101, 100), box(100, 0, 200, 100)], { consent });
    expect(kinds(built)).toEqual(['overlap refused']);
  });

  test('a polygon inside another keeps its ground', () => {
    const { areas, blockOf } = build([box(0, 0, 100, 100), box(40, 40, 60, 60)], { consent: { overlap: 'mend' } });
    expect(areas[blockOf[1]![0]!]).toBeCloseTo(400, 1);
    expect(areas[blockOf[0]![0]!]).toBeCloseTo(9_600, 1);
  });

  test('a polygon drawn twice is told once, and the first has the block', () => {
    const built = build([box(0, 0, 100, 100), box(100, 0, 200, 100), box(0, 0, 100, 100)]);
    expect(kinds(built)).toEqual(['duplicate refused']);
    expect(built.report.faults[0]!.polygons).toEqual([0, 2]);
    expect(built.blockOf[2]).toEqual([]);
  });

  //   ╲╱
  //   ╱╲    both lobes count
  test('a self-crossing outline becomes two lobes', () => {
    const built = build([
      polygon([
        [0, 0],
        [100, 100],
        [100, 0],
        [0, 100],
      ]),
    ]);
    expect(kinds(built)).toEqual(['self-crossing mended']);
    expect(built.blockOf[0]).toHaveLength(2);
    expect(built.areas.reduce((a, b) => a + b)).toBeCloseTo(5_000, 0);
    expect(built.report.faults[0]!.at![0]).toBeCloseTo(at(50, 50)[0]!, 7);
  });

  test('a loose sliver of a polygon goes to the neighbour', () => {
    const wedge: MultiPolygon = {
      type: 'MultiPolygon',
      coordinates: [box(200, 0, 300, 100).coordinates, box(100, 0, 101, 100).coordinates],
    };
    const built = build([box(0, 0, 100, 100), wedge]);
    expect(kinds(built)).toEqual(['sliver mended']);
    expect(built.areas[built.blockOf[0]![0]!]).toBeCloseTo(10_100, 0);
  });

  test('what cannot be read or comes to nothing is told by its number', () => {
    const point = { type: 'Point', coordinates: at(0, 0) } as unknown as Polygon;
    const lost: Polygon = { type: 'Polygon', coordinates: [[[Number.NaN, 3], at(0, 0), at(1, 1)]] };
    const line = polygon([
      [300, 0],
      [400, 0],
      [350, 0],
    ]);
    const built = build([box(0, 0, 100, 100), point, lost, line, { type: 'MultiPolygon', coordinates: [] }]);
    expect(built.report.faults.map(({ kind, polygons }) => [kind, ...polygons])).toEqual([
      ['unreadable', 1],
      ['unreadable', 2],
      ['unreadable', 4],
      ['collapsed', 3],
    ]);
    expect(built.report.refused).toBe(4);
  });

  test('polygons a thousand kilometres apart are refused', () => {
    const built = build([box(0, 0, 100, 100), box(1_000_000, 0, 1_000_100, 100)]);
    expect(kinds(built)).toEqual(['too-wide refused']);
    expect(built.fabric.blocks.ids).toHaveLength(0);
  });

  test('coordinates of any size throw nothing', () => {
    const any = fc.oneof(fc.double(), fc.double({ min: -400, max: 400 }));
    const ring = fc.array(fc.array(any, { maxLength: 3 }), { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(fc.array(ring, { maxLength: 2 }), { maxLength: 3 }), (drawn) => {
        const polygons = drawn.map((coordinates): Polygon => ({ type: 'Polygon', coordinates }));
        expect(validateFabric(fabricFromPolygons(polygons, { ids: counter() }).fabric)).toEqual([]);
      }),
      { seed: 6, numRuns: 500 },
    );
  });

  test('no polygon at all gives an empty fabric', () => {
    expect(build([]).fabric.blocks.ids).toHaveLength(0);
  });
});

describe('whatever is drawn', () => {
  test('gives a valid fabric', () => {
    fc.assert(
      fc.property(polygonSoup, tolerances, (polygons, toleranceM) => {
        const { fabric, inputOf, blockOf } = fabricFromPolygons(polygons, { crs: PLANE, ids: counter(), toleranceM });
        expect(validateFabric(fabric)).toEqual([]);
        expect(blockOf.flat().sort((a, b) => a - b)).toEqual([...inputOf.keys()]);
      }),
      { seed: 4, numRuns: 400 },
    );
  });

  test('keeps the area of the union', () => {
    fc.assert(
      fc.property(tidyPolygons, (polygons) => {
        const { fabric } = build(polygons, {
          toleranceM: 0,
          mendWidthM: 0,
          consent: { overlap: 'mend', duplicate: 'mend' },
        });
        const features = polygons.map((p) => feature(p));
        const whole = features.length > 1 ? union(featureCollection(features))! : features[0]!;
        const outline = dissolve(fabric, new Int32Array(fabric.blocks.ids.length), 1)[0]!;
        const ours = feature<MultiPolygon>({ type: 'MultiPolygon', coordinates: outline });
        expect(Math.abs(turfArea(ours) - turfArea(whole))).toBeLessThan(1e-3 * turfArea(whole));
        const rest = difference(featureCollection<Polygon | MultiPolygon>([whole, ours]));
        expect(rest ? turfArea(rest) : 0).toBeLessThan(1e-3 * turfArea(whole));
      }),
      { seed: 5, numRuns: 60 },
    );
  });
});
