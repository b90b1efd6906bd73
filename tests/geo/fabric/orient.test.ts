import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareAngles, crossProperly, orient } from '../../../geo/fabric/orient.ts';

const coordinate = fc.integer({ min: -(2 ** 30), max: 2 ** 30 });
const exact = (ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number => {
  const [x0, y0] = [BigInt(ax), BigInt(ay)];
  const cross = (BigInt(bx) - x0) * (BigInt(cy) - y0) - (BigInt(by) - y0) * (BigInt(cx) - x0);
  return cross > 0n ? 1 : cross < 0n ? -1 : 0;
};

describe('the side of a line', () => {
  test('is that of exact arithmetic for any points of the grid', () => {
    fc.assert(
      fc.property(coordinate, coordinate, coordinate, coordinate, coordinate, coordinate, (...p) => {
        expect(Math.sign(orient(...p))).toBe(exact(...p));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  test('is exact where doubles are not: one centimetre beside a line of 20,000 km', () => {
    const far = 2 ** 30;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: far - 1 }), fc.integer({ min: -1, max: 1 }), (k, d) => {
        const p = [-far, -far, far, far - 1, k, k - 1 + d] as const;
        expect(Math.sign(orient(...p))).toBe(exact(...p));
      }),
      { seed: 2, numRuns: 2000 },
    );
  });

  test('does not depend on which end is named first', () => {
    fc.assert(
      fc.property(coordinate, coordinate, coordinate, coordinate, coordinate, coordinate, (ax, ay, bx, by, cx, cy) => {
        expect(Math.sign(orient(ax, ay, bx, by, cx, cy)) + Math.sign(orient(bx, by, ax, ay, cx, cy))).toBe(0);
      }),
      { seed: 3 },
    );
  });
});

//   d │ b
//     ╳        a–b and c–d cross; a–b and b–d only meet
//   a │ c
test('segments cross properly when neither has an end on the other', () => {
  expect(crossProperly(0, 0, 4, 4, 4, 0, 0, 4)).toBe(true);
  expect(crossProperly(0, 0, 4, 4, 4, 4, 0, 4)).toBe(false);
  expect(crossProperly(0, 0, 4, 4, 2, 2, 0, 4)).toBe(false);
  expect(crossProperly(0, 0, 4, 0, 1, 0, 3, 0)).toBe(false);
});

test('directions are ordered counter-clockwise from east', () => {
  const around: [number, number][] = [
    [1, 0],
    [2, 1],
    [1, 1],
    [0, 1],
    [-1, 1],
    [-1, 0],
    [-1, -1],
    [0, -1],
    [1, -1],
  ];
  const shuffled = [...around].reverse();
  expect(shuffled.sort((a, b) => compareAngles(...a, ...b))).toEqual(around);
  expect(compareAngles(1, 2, 3, 6)).toBe(0);
});
