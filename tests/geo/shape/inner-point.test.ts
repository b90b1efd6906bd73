import { booleanPointInPolygon, point, polygon } from '@turf/turf';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { innerPoint } from '../../../geo/shape/inner-point.ts';

const box = (x0: number, y0: number, x1: number, y1: number) => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
  [x0, y0],
];

test('the inner point of a square is its middle', () => {
  const [x, y] = innerPoint([box(0, 0, 10, 10)], false);
  expect(x).toBeCloseTo(5, 6);
  expect(y).toBeCloseTo(5, 6);
});

test('a U has its inner point in an arm or the bottom, not in the gap where its centre of gravity lies', () => {
  //   ┌─┐   ┌─┐
  //   │ └───┘ │
  //   └───────┘
  const u = [
    [0, 0],
    [10, 0],
    [10, 10],
    [8, 10],
    [8, 3],
    [2, 3],
    [2, 10],
    [0, 10],
    [0, 0],
  ];
  expect(booleanPointInPolygon(point(innerPoint([u], false)), polygon([u]))).toBe(true);
});

test('a hole is kept clear', () => {
  const rings = [box(0, 0, 10, 10), box(1, 1, 7, 9).toReversed()];
  const [x] = innerPoint(rings, false);
  expect(x).toBeGreaterThan(7);
});

test('a ring collapsed to a line gives a point of it', () => {
  expect(innerPoint([box(1, 2, 5, 2)], false)).toEqual([1, 2]);
});

test('a ring of three positions is refused', () => {
  expect(() =>
    innerPoint([
      [
        [0, 0],
        [1, 1],
        [0, 0],
      ],
    ]),
  ).toThrow(RangeError);
});

test('the inner point of any star-shaped polygon lies inside, in degrees too', () => {
  const radii = fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: 5, maxLength: 40 });
  fc.assert(
    fc.property(radii, (lengths) => {
      const ring = lengths.map((r, i) => {
        const angle = (2 * Math.PI * i) / lengths.length;
        return [124 + 0.01 * r * Math.cos(angle), 43 + 0.01 * r * Math.sin(angle)];
      });
      ring.push(ring[0]!);
      return booleanPointInPolygon(point(innerPoint([ring])), polygon([ring]));
    }),
    { seed: 11 },
  );
});
