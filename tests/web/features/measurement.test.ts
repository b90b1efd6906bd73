import { expect, test } from 'vitest';
import { measurePoints } from '../../../web/features/measure/measurement.ts';

//  0.001° of latitude is 111.2 m on turf's sphere
test('two points have a length and no area', () => {
  const { lengthM, areaM2 } = measurePoints([
    [124, 43],
    [124, 43.001],
  ]);
  expect(lengthM).toBeCloseTo(111.2, 1);
  expect(areaM2).toBeNull();
});

test('three points enclose an area, and the perimeter closes the line', () => {
  const { lengthM, areaM2, perimeterM } = measurePoints([
    [0, 0],
    [0.001, 0],
    [0.001, 0.001],
  ]);
  expect(lengthM).toBeCloseTo(222.4, 1);
  expect(perimeterM! - lengthM).toBeCloseTo(157.3, 1);
  expect(areaM2!).toBeGreaterThan(6_100);
  expect(areaM2!).toBeLessThan(6_200);
});

test('nothing clicked measures nothing', () => {
  expect(measurePoints([])).toEqual({ lengthM: 0, areaM2: null, perimeterM: null });
});
