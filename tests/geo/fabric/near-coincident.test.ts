import { feature, featureCollection, length, polygonToLine, area as turfArea, union } from '@turf/turf';
import fc from 'fast-check';
import type { Polygon, Position } from 'geojson';
import { describe, expect, test, vi } from 'vitest';
import { adjacency, blockAreasM2, fabricFromPolygons, validateFabric } from '../../../geo/index.ts';
import { at, counter, PLANE } from './drawn.ts';

// slow machines are no reason to fail
vi.setConfig({ testTimeout: 60_000 });

/** Inputs that made polygon-clipping throw (its issues by number), shortened to their first two rings each. */
const CASES: { issue: number; rings: Position[][] }[] = [
  {
    issue: 44,
    rings: [
      [
        [0, 0],
        [3, -2],
        [5, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [3, -1],
        [4, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [3, -3],
        [5, 0],
        [0, 0],
      ],
    ].map((ring) => ring.map(([x, y]) => at(x! * 10, y! * 10))),
  },
  {
    issue: 65,
    rings: [
      [
        [-46.654032, -0.8788341],
        [-46.654008761408086, -0.87880625],
        [-46.65402, -0.878806],
        [-46.654032, -0.8788341],
      ],
      [
        [-46.654032, -0.8788341],
        [-46.654, -0.87883],
        [-46.653968, -0.8787574],
        [-46.654032, -0.8788341],
      ],
    ],
  },
  {
    issue: 80,
    rings: [
      [
        [138.12288522720337, -24.587173265617494],
        [138.1202244758606, -24.606083929932453],
        [138.1197738647461, -24.605918102117997],
        [138.12288522720337, -24.587173265617494],
      ],
      [
        [138.1204605102539, -24.589929317928636],
        [138.11983823776245, -24.605922979409797],
        [138.11970949172974, -24.60591322482601],
        [138.1204605102539, -24.589929317928636],
      ],
    ],
  },
  {
    issue: 81,
    rings: [
      [
        [140.6912612915039, -20.749597621250146],
        [140.69120228290558, -20.756334589748207],
        [140.6686019897461, -20.756434914635363],
        [140.6912612915039, -20.749597621250146],
      ],
      [
        [140.69114863872528, -20.756133939774116],
        [140.69119691848755, -20.7563295735021],
        [140.6912612915039, -20.756344622239922],
        [140.6912612915039, -20.7769800481025],
        [140.69114863872528, -20.756133939774116],
      ],
    ],
  },
  {
    issue: 82,
    rings: [
      [
        [141.1081624031067, -23.827744833676334],
        [141.1080765724182, -23.82802944964699],
        [141.1080551147461, -23.828024542480378],
        [141.1081624031067, -23.827744833676334],
      ],
      [
        [141.1081624031067, -23.827744833676334],
        [141.10811948776245, -23.82802944964699],
        [141.10799074172974, -23.828019635313552],
        [141.1081624031067, -23.827744833676334],
      ],
    ],
  },
  {
    issue: 105,
    rings: [
      [
        [52.09201878268657, 21.066591560238315],
        [52.092021112723586, 21.066581140679013],
        [52.09203010289693, 21.066589357586885],
        [52.09202834374171, 21.066597224252533],
        [52.09201878268657, 21.066591560238315],
      ],
      [
        [52.0920211026463, 21.066581185743026],
        [52.09202185854843, 21.066577805467524],
        [52.092031419603565, 21.06658346948174],
        [52.09202979576923, 21.06659073101369],
        [52.0920211026463, 21.066581185743026],
      ],
    ],
  },
  {
    issue: 139,
    rings: [
      [
        [0, 56],
        [4, 56],
        [4, 60],
        [0, 60],
        [0, 56],
      ],
      [
        [2.3000000000000003, 55.6],
        [0.7000000000000001, 55.6],
        [0.6999999999999998, 56.4],
        [2.3, 56.4],
        [2.3000000000000003, 55.6],
      ],
    ].map((ring) => ring.map(([x, y]) => at(x! * 10, y! * 10))),
  },
];

describe('near-coincident borders that make clippers throw', () => {
  test.each(CASES)('polygon-clipping #$issue: valid, and as large as the union', ({ rings }) => {
    const polygons = rings.map((ring): Polygon => ({ type: 'Polygon', coordinates: [ring] }));
    const { fabric } = fabricFromPolygons(polygons, { ids: counter(), toleranceM: 0 });
    expect(validateFabric(fabric)).toEqual([]);
    const ours = blockAreasM2(fabric).reduce((a, b) => a + b);
    const theirs = turfArea(union(featureCollection(polygons.map((p) => feature(p))))!);
    const outlineM = polygons.reduce((sum, p) => sum + length(polygonToLine(feature(p)), { units: 'meters' }), 0);
    expect(Math.abs(ours - theirs)).toBeLessThan(0.007 * theirs + outlineM * 0.01);
  });
});

/**
 * Two polygons on the sides of one crooked border. The right one has extra points on the left one's sides, rounded to
 * six decimals of a degree as files have them: what a dragged border without noding leaves behind.
 */
const unNodedNeighbours = fc
  .record({
    border: fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 2, maxLength: 8 }),
    extra: fc.array(fc.double({ min: 0.05, max: 0.95, noNaN: true }), { minLength: 1, maxLength: 12 }),
  })
  .map(({ border, extra }) => {
    const shared = border.map((x, i): [number, number] => [x, i * 100]);
    const last = shared.length - 1;
    const dense = [...shared];
    for (const [k, t] of extra.entries()) {
      const i = k % last;
      const [a, b] = [shared[i]!, shared[i + 1]!];
      dense.push([a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]);
    }
    dense.sort((a, b) => a[1] - b[1]);
    const asPolygon = (points: [number, number][]): Polygon => {
      const ring = points.map(([x, y]) => at(x, y).map((degrees) => Math.round(degrees * 1e6) / 1e6));
      return { type: 'Polygon', coordinates: [[...ring, ring[0]!]] };
    };
    const height = last * 100;
    return {
      left: asPolygon([[-300, 0], ...shared, [-300, height]]),
      right: asPolygon([[300, 0], ...dense, [300, height]]),
      last,
    };
  });

describe('un-noded neighbours', () => {
  test('become two blocks with one common border, without a fault, moved by no more than six decimals allow', () => {
    fc.assert(
      fc.property(unNodedNeighbours, ({ left, right, last }) => {
        const { fabric, report } = fabricFromPolygons([left, right], { crs: PLANE, ids: counter() });
        expect(validateFabric(fabric)).toEqual([]);
        expect(report.faults).toEqual([]);
        expect(fabric.blocks.ids).toHaveLength(2);
        expect(fabric.arcs.ids).toHaveLength(3);
        expect(adjacency(fabric).lengthCm[0]).toBeGreaterThanOrEqual(last * 10_000 - 100);
        expect(report.maxMoveCm).toBeLessThanOrEqual(20);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
