import { expect, test } from 'vitest';
import { regionOutlines } from '../../../geo/divide/outlines.ts';
import { smallDivision } from '../../support/small-division.ts';

const outlines = (change: (division: ReturnType<typeof smallDivision>) => void = () => undefined) => {
  const division = smallDivision();
  change(division);
  return new Map(regionOutlines(division).map((outline) => [outline.region.id, outline]));
};

test('every region that holds blocks has one outline, groupings too, at every level', () => {
  expect([...outlines().keys()].sort((a, b) => a - b)).toEqual([1, 11, 21, 22, 31, 32, 33, 34, 41]);
});

test('a grouping looks like its communities together', () => {
  expect(outlines().get(41)?.coordinates).toEqual(outlines().get(21)?.coordinates);
});

test('neighbours share the points of their border to the last digit', () => {
  const points = (id: number) => outlines().get(id)!.coordinates.flat(2).map(String);
  const shared = points(22).filter((point) => new Set(points(21)).has(point));
  expect(new Set(shared).size).toBe(4);
});

test('a region without blocks has no outline, and blocks of no region are in nobody’s', () => {
  const found = outlines(({ assignment }) => {
    for (const block of [11, 12]) (assignment as Map<number, number>).delete(block);
  });
  expect(found.has(34)).toBe(false);
  expect(found.get(22)!.coordinates).toEqual(found.get(33)!.coordinates);
});
