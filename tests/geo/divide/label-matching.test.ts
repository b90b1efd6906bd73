import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchLabels } from '../../../geo/divide/label-matching.ts';

/** The best sum by trying everything. */
function bestSum(overlap: number[], fresh: number, old: number, from = 0, taken = new Set<number>()): number {
  if (from === fresh) return 0;
  let best = bestSum(overlap, fresh, old, from + 1, taken);
  for (let j = 0; j < old; j++) {
    if (taken.has(j)) continue;
    best = Math.max(best, overlap[from * old + j]! + bestSum(overlap, fresh, old, from + 1, new Set([...taken, j])));
  }
  return best;
}

describe('new labels continue old ones', () => {
  test('a part keeps the name of what most of it was', () => {
    //             old 0  old 1
    const overlap = [10, 90, /* new 0 */ 80, 5 /* new 1 */];
    expect([...matchLabels(overlap, 2, 2)]).toEqual([1, 0]);
  });

  test('all together count, not each alone', () => {
    // new 0 would like old 0 a little more, but new 1 has nothing else
    expect([...matchLabels([50, 49, 40, 0], 2, 2)]).toEqual([1, 0]);
  });

  test('a part that nothing old is left for is new, and so is one with nothing in common', () => {
    expect([...matchLabels([60, 40, 30], 3, 1)]).toEqual([0, -1, -1]);
    expect([...matchLabels([60, 0, 0, 0], 2, 2)]).toEqual([0, -1]);
    expect([...matchLabels([], 3, 0)]).toEqual([-1, -1, -1]);
  });

  test('the sum is that of trying everything', () => {
    const cases = fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
      .chain(([fresh, old]) =>
        fc.tuple(
          fc.constant(fresh),
          fc.constant(old),
          fc.array(fc.integer({ min: 0, max: 20 }), { minLength: fresh * old, maxLength: fresh * old }),
        ),
      );
    fc.assert(
      fc.property(cases, ([fresh, old, overlap]) => {
        const oldOf = matchLabels(overlap, fresh, old);
        const matched = [...oldOf].filter((label) => label >= 0);
        expect(new Set(matched).size).toBe(matched.length);
        const sum = oldOf.reduce((total, label, i) => (label < 0 ? total : total + overlap[i * old + label]!), 0);
        expect(sum).toBe(bestSum(overlap, fresh, old));
      }),
      { numRuns: 300 },
    );
  });
});
