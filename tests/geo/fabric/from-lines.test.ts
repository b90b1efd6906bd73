import fc from 'fast-check';
import type { LineString, Position } from 'geojson';
import { describe, expect, test, vi } from 'vitest';
import { dissolve } from '../../../geo/fabric/dissolve.ts';
import { validateFabric } from '../../../geo/fabric/validate.ts';
import {
  blockAreasM2,
  blockPolygons,
  fabricFromLines,
  type LineInput,
  type LineOptions,
  toCm,
} from '../../../geo/index.ts';
import { at, box, counter, PLANE, polygon } from './drawn.ts';
import { lineSoup, tolerances } from './soup.ts';

// slow machines are no reason to fail
vi.setConfig({ testTimeout: 60_000 });

const line = (...points: [number, number][]): LineString => ({
  type: 'LineString',
  coordinates: points.map(([x, y]) => at(x, y)),
});
/** Back from degrees to the metres of the drawing. */
const metres = ([lng, lat]: readonly [number, number]): [number, number] => {
  const [x, y] = toCm(PLANE, lng, lat);
  const [x0, y0] = toCm(PLANE, ...(at(0, 0) as [number, number]));
  return [(x - x0) / 100, (y - y0) / 100];
};
const build = (input: LineInput, options: Partial<LineOptions> = {}) => {
  const built = fabricFromLines(input, { crs: PLANE, ids: counter(), ...options });
  expect(validateFabric(built.fabric)).toEqual([]);
  return { ...built, areas: [...blockAreasM2(built.fabric)].map(Math.round) };
};

describe('lines within a region', () => {
  //   ┌──┬──┐
  //   │  │  │      two roads that cross without a common vertex
  //   ├──┼──┤
  //   └──┴──┘
  test('part it into blocks where they cross', () => {
    const { areas, regionOf } = build({
      boundaries: [box(0, 0, 100, 100)],
      lines: [line([50, -20], [50, 120]), line([-20, 50], [120, 50])],
    });
    expect(areas).toEqual([2500, 2500, 2500, 2500]);
    expect([...regionOf]).toEqual([0, 0, 0, 0]);
  });

  //   ┌─────┐
  //   │ ──┬ │      a dead end with a branch, and a road that ends before the border
  //   │   │ │
  //   └─────┘
  test('that end in the open part nothing', () => {
    const { fabric, areas, report } = build({
      boundaries: [box(0, 0, 100, 100)],
      lines: [line([0, 50], [60, 50], [60, 20]), line([60, 50], [90, 90]), line([20, 20], [30, 30])],
    });
    expect(areas).toEqual([10_000]);
    expect(fabric.arcs.ids).toHaveLength(1);
    // Each end is told with the way back to where lines meet; those of a line that meets nothing are two.
    const ends = report.deadEnds.map(({ at: place, lengthM }) => [...metres(place), Math.round(lengthM)]);
    expect(ends.toSorted((a, b) => a[2]! - b[2]! || a[0]! - b[0]!)).toEqual([
      [20, 20, 14],
      [30, 30, 14],
      [60, 20, 30],
      [90, 90, 50],
    ]);
  });

  test('outside all regions are no dead ends', () => {
    const { report } = build({ boundaries: [box(0, 0, 100, 100)], lines: [line([-20, 50], [120, 50])] });
    expect(report.deadEnds).toEqual([]);
  });

  //   ┌───────┐
  //   │ ┌─┐   │      a ring road that nothing joins, with a stem
  //   │ └─┘─  │
  //   └───────┘
  test('that close a ring make a block and a hole around it', () => {
    const { fabric, areas } = build({
      boundaries: [box(0, 0, 100, 100)],
      lines: [line([20, 20], [50, 20], [50, 50], [20, 50], [20, 20]), line([50, 20], [70, 20])],
    });
    expect(areas).toEqual([9_100, 900]);
    expect(blockPolygons(fabric).map((rings) => rings.length)).toEqual([2, 1]);
  });

  test('that close rings in rings, and rings that touch, nest as drawn', () => {
    const ring = (x0: number, y0: number, x1: number, y1: number) => box(x0, y0, x1, y1);
    const { areas, fabric } = build({
      boundaries: [box(0, 0, 200, 200)],
      lines: [ring(20, 20, 180, 180), ring(40, 40, 100, 100), ring(100, 100, 160, 160), ring(60, 60, 80, 80)],
    });
    expect(areas.sort((a, b) => a - b)).toEqual([400, 3_200, 3_600, 14_400, 18_400]);
    expect(fabric.blocks.ids).toHaveLength(5);
  });

  test('outside all regions do not count', () => {
    const { areas } = build({
      boundaries: [box(0, 0, 100, 100)],
      lines: [line([120, -500], [120, 500]), line([-50, 110], [500, 110]), line([90, 200], [200, 90])],
    });
    expect(areas).toEqual([10_000]);
  });

  test('may be polygons, whose outlines then part blocks', () => {
    const { areas } = build({ boundaries: [box(0, 0, 100, 100)], lines: [box(50, -50, 150, 150)] });
    expect(areas.sort()).toEqual([5_000, 5_000]);
  });
});

describe('regions', () => {
  //   ┌────┬────┐
  //   │ ───┼─── │    one road through two regions
  //   └────┴────┘
  test('keep their borders, and every block lies in exactly one', () => {
    const { regionOf, areas } = build({
      boundaries: [box(0, 0, 100, 100), box(100, 0, 200, 100)],
      lines: [line([-10, 50], [210, 50])],
    });
    expect(areas).toEqual([5_000, 5_000, 5_000, 5_000]);
    expect([...regionOf].sort()).toEqual([0, 0, 1, 1]);
  });

  test('keep a last block however small it is', () => {
    const { regionOf, areas } = build({ boundaries: [box(0, 0, 100, 100), box(100, 0, 110, 10)], lines: [] });
    expect([...regionOf]).toEqual([0, 1]);
    expect(areas).toEqual([10_000, 100]);
  });

  test('are not given blocks of their neighbours where a road runs beside the border', () => {
    const boundaries = [box(0, 0, 100, 100), box(100, 0, 200, 100)];
    const { areas, regionOf } = build({ boundaries, lines: [line([98, -10], [102, 50], [98, 110])] });
    expect(areas).toEqual([10_000, 10_000]);
    expect([...regionOf]).toEqual([0, 1]);
  });

  test('are none when nothing is drawn', () => {
    expect(build({ boundaries: [], lines: [] }).fabric.blocks.ids).toHaveLength(0);
  });
});

describe('small blocks', () => {
  //   ┌────┬┬────┐
  //   │    ││    │   the strip between two carriageways
  //   └────┴┴────┘
  test('that are too thin join the neighbour with the longest border', () => {
    const { areas, report } = build({
      boundaries: [box(0, 0, 100, 100)],
      lines: [line([48, -1], [48, 101]), line([51, -1], [51, 101])],
    });
    expect(areas.sort()).toEqual([4_800, 5_200]);
    expect(report.mergedBlocks).toBe(1);
  });

  test('that are too small join, the smallest first', () => {
    const { areas } = build(
      { boundaries: [box(0, 0, 100, 100)], lines: [box(0, 0, 10, 10), box(10, 0, 20, 10), box(0, 10, 20, 20)] },
      { minBlockAreaM2: 150 },
    );
    expect(areas.sort((a, b) => a - b)).toEqual([200, 200, 9_600]);
  });
});

describe('whatever is drawn', () => {
  test('gives a valid fabric whose blocks lie in the region they are said to lie in', () => {
    fc.assert(
      fc.property(lineSoup, tolerances, fc.boolean(), ({ size, boundaries, lines }, toleranceM, merge) => {
        const options = { crs: PLANE, ids: counter(), toleranceM, minBlockAreaM2: merge ? size * size * 0.02 : 0 };
        const { fabric, regionOf } = fabricFromLines({ boundaries, lines }, options);
        expect(validateFabric(fabric)).toEqual([]);
        expect(regionOf).toHaveLength(fabric.blocks.ids.length);
        expect(regionOf.every((region) => region >= 0 && region < boundaries.length)).toBe(true);
      }),
      { seed: 1, numRuns: 400 },
    );
  });

  test('moves no corner of a region farther than it says', () => {
    const corners: [number, number][] = [
      [0, 0],
      [90, 3],
      [104, 98],
      [-3, 77],
    ];
    const point = fc.tuple(
      fc.double({ min: -20, max: 120, noNaN: true }),
      fc.double({ min: -20, max: 120, noNaN: true }),
    );
    const roads = fc.array(fc.array(point, { minLength: 2, maxLength: 4 }), { maxLength: 8 });
    fc.assert(
      fc.property(roads, tolerances, (paths, toleranceM) => {
        const { fabric, report } = build(
          { boundaries: [polygon(corners)], lines: paths.map((path) => line(...path)) },
          { toleranceM },
        );
        const outline = dissolve(fabric, new Int32Array(fabric.blocks.ids.length), 1)[0]!;
        for (const corner of corners) {
          expect(distanceCm(at(...corner), outline.flat(2))).toBeLessThanOrEqual(report.maxMoveCm + 1);
        }
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  test('the same input and ids give the same fabric', () => {
    fc.assert(
      fc.property(lineSoup, ({ boundaries, lines }) => {
        const once = fabricFromLines({ boundaries, lines }, { crs: PLANE, ids: counter() });
        const again = fabricFromLines({ boundaries, lines }, { crs: PLANE, ids: counter() });
        expect(again).toEqual(once);
      }),
      { seed: 3, numRuns: 20 },
    );
  });
});

function distanceCm([lng, lat]: Position, points: readonly Position[]): number {
  const [x, y] = toCm(PLANE, lng!, lat!);
  return Math.min(
    ...points.map((p) => {
      const [px, py] = toCm(PLANE, p[0]!, p[1]!);
      return Math.hypot(px - x, py - y);
    }),
  );
}
