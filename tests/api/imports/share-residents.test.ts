import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  apportion,
  type Dwelling,
  floorAreaM2,
  shareResidents,
} from '../../../api/services/imports/share-residents.ts';

const weights = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 60 });
const total = fc.integer({ min: 0, max: 1_000_000 });

describe('a whole number divided in proportion', () => {
  test('adds up exactly, and nobody is a whole person off the exact share', () => {
    fc.assert(
      fc.property(total, weights, (n, by) => {
        const sum = by.reduce((a, b) => a + b, 0);
        const parts = apportion(n, by);
        if (sum === 0) return parts.every((part) => part === 0);
        return (
          parts.reduce((a, b) => a + b, 0) === n && parts.every((part, i) => Math.abs(part - (n * by[i]!) / sum) < 1)
        );
      }),
      { seed: 11, numRuns: 400 },
    );
  });

  test('gives what is left to the largest remainders, the first of equal ones', () => {
    expect(apportion(10, [1, 1, 1])).toEqual([4, 3, 3]);
    expect(apportion(5, [0, 2, 2])).toEqual([0, 3, 2]);
  });
});

const dwelling = (given: Partial<Dwelling>): Dwelling => ({
  region: 1,
  floorAreaM2: 100,
  residential: true,
  residents: 0,
  households: 0,
  estimated: false,
  householdsCounted: false,
  ...given,
});
/** 1 and 2 lie under 9. */
const parentOf = (region: number): number | null => (region === 9 ? null : 9);
const figures = (entries: [number, number][]) =>
  new Map(entries.map(([region, residents]) => [region, { residents, households: null }]));

describe('the population of regions shared out over buildings', () => {
  test('goes to dwellings by floor area; other buildings stay empty', () => {
    const { shares } = shareResidents(
      [dwelling({}), dwelling({ floorAreaM2: 300 }), dwelling({ residential: false })],
      figures([[1, 80]]),
      parentOf,
    );
    expect(shares.map((share) => share.residents)).toEqual([20, 60, 0]);
    expect(shares.map((share) => share.estimated)).toEqual([true, true, false]);
  });

  test('is no estimate where everybody is counted', () => {
    const { shares, unplaced } = shareResidents(
      [dwelling({ residents: 10 }), dwelling({ region: 2, residents: 7 }), dwelling({ region: 2 })],
      figures([
        [1, 10],
        [2, 7],
      ]),
      parentOf,
    );
    expect(unplaced.size).toBe(0);
    expect(shares.map(({ residents, estimated }) => [residents, estimated])).toEqual([
      [10, false],
      [7, false],
      [0, false],
    ]);
  });

  test('leaves counted residents alone and shares the rest', () => {
    const { shares } = shareResidents([dwelling({ residents: 30 }), dwelling({})], figures([[1, 80]]), parentOf);
    expect(shares.map(({ residents, estimated }) => [residents, estimated])).toEqual([
      [30, false],
      [50, true],
    ]);
  });

  test('leaves counted households alone, also when it is shared out once more, and shares the rest of them', () => {
    const town = [dwelling({ households: 40 }), dwelling({ households: 10, floorAreaM2: 300 }), dwelling({})];
    const given = new Map([[1, { residents: 200, households: 60 }]]);
    const once = shareResidents(town, given, parentOf).shares;
    expect(once.map(({ households, residents }) => [households, residents])).toEqual([
      [40, 40],
      [10, 120],
      [10, 40],
    ]);
    const again = shareResidents(
      town.map((each, i) => ({ ...each, ...once[i]! })),
      given,
      parentOf,
    );
    expect(again.shares).toEqual(once);
  });

  test('makes no households beside counted ones where a figure gives residents alone', () => {
    const { shares, unplaced } = shareResidents([dwelling({ households: 3 })], figures([[1, 100]]), parentOf);
    expect(shares[0]).toMatchObject({ residents: 100, households: 3 });
    expect(unplaced.size).toBe(0);
  });

  test('an earlier estimate is not taken for a count', () => {
    const { shares } = shareResidents(
      [dwelling({ residents: 999, estimated: true }), dwelling({})],
      figures([[1, 10]]),
      parentOf,
    );
    expect(shares.map((share) => share.residents)).toEqual([5, 5]);
  });

  test('a figure of the upper region covers what those under it leave', () => {
    const { shares } = shareResidents(
      [dwelling({ region: 1 }), dwelling({ region: 2 }), dwelling({ region: null })],
      figures([
        [1, 40],
        [9, 100],
      ]),
      parentOf,
    );
    expect(shares.map((share) => share.residents)).toEqual([40, 60, 0]);
  });

  test('without a dwelling every building takes part; without a building the figure is handed back', () => {
    const { shares, unplaced } = shareResidents(
      [dwelling({ region: 1, residential: false })],
      figures([
        [1, 7],
        [2, 5],
      ]),
      parentOf,
    );
    expect(shares[0]).toMatchObject({ residents: 7, estimated: true });
    expect(unplaced.get(2)?.residents).toBe(5);
  });

  test('adds up for any town', () => {
    const anyDwelling = fc.record({
      region: fc.constantFrom(1, 2, 9, null),
      floorAreaM2: fc.integer({ min: 1, max: 5000 }),
      residential: fc.boolean(),
      residents: fc.constantFrom(0, 0, 0, 2),
      households: fc.constantFrom(0, 0, 3),
      estimated: fc.boolean(),
      householdsCounted: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(anyDwelling, { maxLength: 40 }), total, total, (town, first, second) => {
        const { shares, unplaced } = shareResidents(
          town,
          figures([
            [1, first],
            [2, second],
          ]),
          parentOf,
        );
        for (const [region, figure] of [
          [1, first],
          [2, second],
        ] as const) {
          const here = shares.filter((_, i) => town[i]!.region === region);
          const counted = town.filter((d) => d.region === region && !d.estimated).reduce((a, d) => a + d.residents, 0);
          const sum = here.reduce((a, share) => a + share.residents, 0) + (unplaced.get(region)?.residents ?? 0);
          if (sum !== Math.max(figure, counted)) return false;
        }
        return true;
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});

test('floors come from the floors, else the height, else what is usual', () => {
  const of = (kind: string, floors: number | null, heightM: number | null, footprint = 100): number =>
    floorAreaM2(footprint, { kind, floors, heightM });
  expect(of('residential', 4, 30)).toBe(400);
  expect(of('residential', null, 9.5)).toBe(300);
  expect(of('residential', null, null)).toBe(200);
  expect(of('residential', null, null, 500)).toBe(3000);
  expect(of('office', null, null)).toBe(300);
});
