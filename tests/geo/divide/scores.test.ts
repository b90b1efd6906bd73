import { area, convex, featureCollection, point } from '@turf/turf';
import fc from 'fast-check';
import type { Polygon } from 'geojson';
import { describe, expect, test } from 'vitest';
import { dualGraphOf } from '../../../geo/divide/dual-graph.ts';
import { enclosingCircle } from '../../../geo/divide/enclosing-circle.ts';
import { polsbyPopper, scoreParts } from '../../../geo/divide/scores.ts';
import { shapeScores } from '../../../geo/divide/shapes.ts';
import { splitsOf } from '../../../geo/divide/splits.ts';
import { fabricFromPolygons } from '../../../geo/index.ts';
import { box, counter, PLANE, polygon } from '../fabric/drawn.ts';
import { drawn, lattice } from './lattice.ts';

const measured = (shapes: Polygon[], partOf: number[] = shapes.map((_, i) => i)) => {
  const { fabric, inputOf } = fabricFromPolygons(shapes, { crs: PLANE, ids: counter() });
  const parts = Math.max(...partOf) + 1;
  const ofBlock = Array.from(inputOf, (input) => partOf[input]!);
  const graph = dualGraphOf(fabric, new Float64Array(ofBlock.length).fill(1));
  return { ...scoreParts(graph, ofBlock, parts), shapes: shapeScores(fabric, ofBlock, parts) };
};
const regular = (corners: number): Polygon =>
  polygon([
    ...Array.from({ length: corners }, (_, i): [number, number] => {
      const angle = (2 * Math.PI * i) / corners;
      return [1000 + 1000 * Math.cos(angle), 1000 + 1000 * Math.sin(angle)];
    }),
  ]);

describe('compactness has its closed forms', () => {
  test('of a square: π/4, 2/π and 1', () => {
    const { parts, shapes } = measured([box(0, 0, 100, 100)]);
    expect(parts.polsbyPopper[0]).toBeCloseTo(Math.PI / 4, 5);
    expect(shapes[0]!.reock).toBeCloseTo(2 / Math.PI, 9);
    expect(shapes[0]!.convexHull).toBe(1);
  });

  test('of a circle: 1, 1 and 1', () => {
    const { parts, shapes } = measured([regular(720)]);
    expect(parts.polsbyPopper[0]).toBeCloseTo(1, 4);
    expect(shapes[0]!.reock).toBeCloseTo(1, 4);
    expect(shapes[0]!.convexHull).toBeCloseTo(1, 9);
  });

  test('of an equilateral triangle: π/3√3, 3√3/4π and 1', () => {
    const { parts, shapes } = measured([regular(3)]);
    expect(parts.polsbyPopper[0]).toBeCloseTo(Math.PI / (3 * Math.sqrt(3)), 5);
    expect(shapes[0]!.reock).toBeCloseTo((3 * Math.sqrt(3)) / (4 * Math.PI), 4);
  });

  test('of a rectangle 4 by 1', () => {
    const { parts, shapes } = measured([box(0, 0, 400, 100)]);
    expect(parts.polsbyPopper[0]).toBeCloseTo((4 * Math.PI * 4) / 100, 5);
    expect(shapes[0]!.reock).toBeCloseTo(4 / (Math.PI * (17 / 4)), 9);
  });

  //   ┌─────┐
  //   │  ┌──┘      three of four squares; the hull lacks half a square
  //   └──┘
  test('of an L made of three squares', () => {
    const ell = [box(0, 0, 100, 100), box(0, 100, 100, 200), box(100, 100, 200, 200)];
    const { parts, shapes } = measured(ell, [0, 0, 0]);
    expect(parts.polsbyPopper[0]).toBeCloseTo((4 * Math.PI * 3) / 64, 5);
    expect(shapes[0]!.convexHull).toBeCloseTo(3 / 3.5, 9);
  });

  test('of two squares apart: measured as one, around both', () => {
    const { parts, shapes, contiguous } = measured([box(0, 0, 100, 100), box(200, 0, 300, 100)], [0, 0]);
    expect(contiguous).toBe(false);
    expect(parts.pieces[0]).toBe(2);
    expect(parts.polsbyPopper[0]).toBeCloseTo((4 * Math.PI * 2) / 64, 5);
    expect(shapes[0]!.convexHull).toBeCloseTo(2 / 3, 9);
  });

  test('of a ring: both outlines count', () => {
    const ring = polygon(
      [
        [0, 0],
        [300, 0],
        [300, 300],
        [0, 300],
      ],
      [
        [100, 100],
        [200, 100],
        [200, 200],
        [100, 200],
      ],
    );
    const { parts, shapes } = measured([ring]);
    expect(parts.perimeterM[0]).toBeCloseTo(1600, 0);
    expect(shapes[0]!.convexHull).toBeCloseTo(8 / 9, 9);
  });

  test('without ground or outline there is none: NaN', () => {
    expect(polsbyPopper(0, 0)).toBeNaN();
    const { fabric } = fabricFromPolygons([box(0, 0, 100, 100)], { crs: PLANE, ids: counter() });
    expect(shapeScores(fabric, [1], 2)[0]).toEqual({ reock: Number.NaN, convexHull: Number.NaN });
    expect(shapeScores(fabric, [1], 2, new Set([0]))[1]!.reock).toBeNaN();
  });
});

describe('the numbers of a division', () => {
  //   A A B
  //   A C B      C has three of the people
  const graph = lattice(3, 2, (unit) => (unit === 1 ? 3 : 1));
  const scores = scoreParts(graph, drawn('AAB ACB'), 3);

  test('people and their deviation from the mean', () => {
    expect([...scores.parts.population]).toEqual([3, 2, 3]);
    expect([...scores.parts.deviation]).toEqual([0.125, -0.25, 0.125]);
    expect(scores.maxDeviation).toBe(0.25);
  });

  test('cut edges once in all, but for both parts', () => {
    expect(scores.cutEdges).toBe(4);
    expect([...scores.parts.cutEdges]).toEqual([3, 2, 3]);
    expect(scores.cutM).toBe(4);
  });

  test('outlines', () => {
    expect([...scores.parts.areaM2]).toEqual([3, 2, 1]);
    expect([...scores.parts.perimeterM]).toEqual([8, 6, 4]);
    expect(scores.meanPolsbyPopper).toBeCloseTo((4 * Math.PI * (3 / 64 + 2 / 36 + 1 / 16)) / 3, 12);
  });

  test('unassigned units are counted; the mean is that of the finished division', () => {
    const { unassigned, parts, cutEdges } = scoreParts(lattice(3, 2), drawn('AA. AB.'), 2);
    expect(unassigned).toBe(2);
    expect([...parts.deviation]).toEqual([0, expect.closeTo(-2 / 3)]);
    expect(cutEdges).toBe(4);
  });

  test('an empty part has no pieces and is told by its deviation', () => {
    const { parts, contiguous, maxDeviation } = scoreParts(lattice(2, 1), [0, 0], 2);
    expect([...parts.pieces]).toEqual([1, 0]);
    expect([...parts.deviation]).toEqual([1, -1]);
    expect(parts.polsbyPopper[1]).toBeNaN();
    expect({ contiguous, maxDeviation }).toEqual({ contiguous: true, maxDeviation: 1 });
  });

  test('where nobody lives nothing deviates', () => {
    expect([
      ...scoreParts(
        lattice(2, 1, () => 0),
        [0, 1],
        2,
      ).parts.deviation,
    ]).toEqual([0, 0]);
  });

  test('a part in two pieces makes the division discontiguous', () => {
    expect(scoreParts(lattice(3, 1), drawn('ABA'), 2)).toMatchObject({ contiguous: false });
  });

  test('totals do not depend on the assignment', () => {
    const some = fc.array(fc.integer({ min: -1, max: 4 }), { minLength: 30, maxLength: 30 });
    const people = lattice(6, 5, (unit) => unit % 7);
    fc.assert(
      fc.property(some, (assignment) => {
        const { parts, cutEdges, cutM } = scoreParts(people, assignment, 5);
        const unassigned = people.population.filter((_, unit) => assignment[unit] === -1).reduce((s, p) => s + p, 0);
        expect(parts.population.reduce((s, p) => s + p, 0) + unassigned).toBe(
          people.population.reduce((s, p) => s + p, 0),
        );
        expect(parts.areaM2.reduce((s, p) => s + p, 0)).toBe(assignment.filter((part) => part >= 0).length);
        expect(cutM).toBe(cutEdges);
      }),
    );
  });
});

describe('against Turf', () => {
  const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 3000 })), {
    minLength: 3,
    maxLength: 12,
  });

  test('the hull ratio of scattered boxes is that of areas on the sphere, to a hundredth', () => {
    fc.assert(
      fc.property(points, (corners) => {
        const shapes = corners.map(([x, y]) => box(x * 2, y * 2, x * 2 + 400, y * 2 + 300));
        const { fabric, inputOf } = fabricFromPolygons(shapes, {
          crs: PLANE,
          ids: counter(),
          consent: { overlap: 'mend', duplicate: 'mend' },
        });
        const [scores] = shapeScores(fabric, new Int32Array(inputOf.length), 1);
        const hull = convex(featureCollection(shapes.flatMap((s) => s.coordinates[0]!.map((c) => point(c)))))!;
        const { areaM2 } = dualGraphOf(fabric, new Float64Array(inputOf.length));
        const ours = areaM2.reduce((sum, one) => sum + one, 0);
        expect(scores!.convexHull).toBeCloseTo(ours / area(hull), 2);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the smallest circle', () => {
  test.each([
    ['of one point', [3, 4], { x: 3, y: 4, r: 0 }],
    ['of two', [0, 0, 6, 8], { x: 3, y: 4, r: 5 }],
    ['of an obtuse triangle: over the long side', [0, 0, 10, 0, 5, 1], { x: 5, y: 0, r: 5 }],
    ['of points on a line', [0, 0, 1, 1, 2, 2, 5, 5], { x: 2.5, y: 2.5, r: Math.hypot(2.5, 2.5) }],
    ['of the same point often', [1, 1, 1, 1, 1, 1], { x: 1, y: 1, r: 0 }],
  ])('%s', (_, xy, { x, y, r }) => {
    const circle = enclosingCircle(xy);
    expect(circle.x).toBeCloseTo(x, 9);
    expect(circle.y).toBeCloseTo(y, 9);
    expect(circle.r).toBeCloseTo(r, 9);
  });

  test('holds all points, and no circle through two or three of them is smaller and holds all', () => {
    const lattices = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(lattices, (points) => {
        const circle = enclosingCircle(points.flat());
        const holds = (c: { x: number; y: number; r: number }) =>
          points.every(([x, y]) => Math.hypot(x - c.x, y - c.y) <= c.r + 1e-9);
        expect(holds(circle)).toBe(true);
        for (const p of points)
          for (const q of points)
            for (const s of points) {
              const other = enclosingCircle([...p, ...q, ...s]);
              if (holds(other)) expect(circle.r).toBeLessThanOrEqual(other.r + 1e-9);
            }
      }),
    );
  });
});

describe('splits of compounds', () => {
  //   compound 0: units 0, 1, 2 · compound 1: units 3, 4 · unit 5 alone
  const groupOf = [0, 0, 0, 1, 1, -1];

  test('are those with units in several parts, the largest piece first', () => {
    expect(splitsOf(groupOf, [0, 1, 1, 2, 2, 0], [5, 10, 10, 1, 1, 1])).toEqual([
      {
        group: 0,
        pieces: [
          { part: 1, population: 20, units: 2 },
          { part: 0, population: 5, units: 1 },
        ],
      },
    ]);
  });

  test('a piece in no part counts as a piece', () => {
    expect(splitsOf(groupOf, [0, 0, 0, 2, -1, 0], [1, 1, 1, 1, 1, 1]).map(({ group }) => group)).toEqual([1]);
  });
});
