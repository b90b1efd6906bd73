import { describe, expect, test } from 'vitest';
import { buildingBlocks } from '../../../api/services/plans/movements.ts';
import { survivors } from '../../../api/services/plans/survivors.ts';
import { createDraft } from '../../../geo/divide/draft.ts';
import { chequeredFabric } from '../../support/chequered-fabric.ts';
import { draftRegion } from '../../support/small-division.ts';

/** A row of blocks with so many households each: their communities before, and afterwards. */
function goOn(households: readonly number[], before: readonly number[], after: readonly number[]): [number, number][] {
  const fabric = chequeredFabric(households.length, 1);
  const all = (value: number): number[] => households.map(() => value);
  const ground = {
    buildings: {
      x: households.map((_, block) => fabric.nodes.xy[2 * block]! + 5000),
      y: all(fabric.nodes.xy[1]! + 5000),
      ...{ households, residents: all(0), estimated: all(0), compound: all(-1) },
    },
    ...{ compounds: 0, stations: { x: [], y: [] }, barriers: new Set<number>() },
  };
  const drawn = (communities: readonly number[]) =>
    createDraft(
      {
        fabric,
        regions: [...new Set(communities)].map((id) => draftRegion({ id, kind: 'community' })),
        assignment: new Map(communities.map((community, i) => [i + 1, community])),
        groupings: { network: new Map(), union: new Map() },
      },
      ground,
    );
  const [base, draft] = [drawn(before), drawn(after)];
  return [...survivors(base, draft, buildingBlocks(base), buildingBlocks(draft))].sort(([a], [b]) => a - b);
}

describe('a community goes on', () => {
  test('as the part with most households, though that is less than half of them', () => {
    expect(goOn([45, 30, 25], [1, 1, 1], [1, 2, 3])).toEqual([[1, 1]]);
    expect(goOn([30, 45, 25], [1, 1, 1], [1, 2, 3])).toEqual([[2, 1]]);
    expect(goOn([30, 25, 45], [1, 1, 1], [4, 2, 3])).toEqual([[3, 1]]);
  });

  test('as itself when another part has as many, and among new ones as the one with the lower id', () => {
    expect(goOn([50, 50], [7, 7], [3, 7])).toEqual([[7, 7]]);
    expect(goOn([50, 50], [7, 7], [9, 8])).toEqual([[8, 7]]);
  });

  test('as itself when another one of more households is merged into it', () => {
    expect(goOn([20, 60], [1, 2], [1, 1])).toEqual([[1, 1]]);
  });

  test('as its largest part that is nobody else', () => {
    //   1 gives most of its households to 2, which stays itself; of the rest the new 3 has more than 1 has kept
    expect(goOn([45, 30, 25, 90], [1, 1, 1, 2], [2, 3, 1, 2])).toEqual([
      [2, 2],
      [3, 1],
    ]);
  });

  test('not as a region that has a little of it and is made of another', () => {
    //   1 is merged into 2 but for a corner, which goes to a part that 3 has given up
    expect(goOn([58, 2, 50, 50, 60], [1, 1, 2, 3, 3], [2, 9, 2, 9, 3])).toEqual([
      [2, 2],
      [3, 3],
    ]);
  });

  test('by its blocks where nobody lives', () => {
    expect(goOn([0, 0, 0, 0, 10], [1, 1, 1, 1, 2], [3, 4, 4, 5, 2])).toEqual([
      [2, 2],
      [4, 1],
    ]);
  });
});

test('eleven communities cut into nineteen go on as eleven of them', () => {
  //   38 blocks in a row: three or four to a community before, two afterwards
  const blocks = Array.from({ length: 38 }, (_, block) => block);
  const households = blocks.map((block) => 20 + ((7 * block) % 13));
  const before = blocks.map((block) => 1 + Math.floor((block * 11) / 38));
  const after = blocks.map((block) => 101 + Math.floor(block / 2));
  const claims = goOn(households, before, after);
  expect(new Set(claims.map(([, old]) => old)).size).toBe(11);
  expect(new Set(claims.map(([heir]) => heir)).size).toBe(11);
});
