import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { toCm } from '../../../geo/crs/local-crs.ts';
import { invertDelta } from '../../../geo/divide/delta.ts';
import { doStep, type PlanScope } from '../../../geo/divide/do-step.ts';
import { applyDelta, createDraft, type Draft, toDivisionState } from '../../../geo/divide/draft.ts';
import type { DraftDelta, Edit } from '../../../geo/divide/edit.ts';
import { regionAt } from '../../../geo/divide/regions.ts';
import { blockAt } from '../../../geo/fabric/draft/block-at.ts';
import { blockDoubleArea } from '../../../geo/fabric/draft/block-rings.ts';
import { segmentDistance2 } from '../../../geo/fabric/draft/segments.ts';
import { validateFabric } from '../../../geo/fabric/validate.ts';
import { seededRandom } from '../../bench/bench.ts';
import { chequeredFabric } from '../../support/chequered-fabric.ts';
import { smallDivision, smallGround } from '../../support/small-division.ts';
import { anyTown } from '../fabric/draft/drafts.ts';
import { divided, lineAtRandom } from './random-borders.ts';

// slow machines are no reason to fail
vi.setConfig({ testTimeout: 60_000 });

type Metres = [x: number, y: number];

const EVERYWHERE: PlanScope = { level: 'community', area: new Set() };
const open = (base = smallDivision()): Draft => createDraft(base, smallGround(smallDivision()));

/** Metres from the south-west corner of the small division → the draft's plane. */
const cm = (draft: Draft, points: readonly Metres[]): number[] => {
  const { x: x0, y: y0 } = draft.fabric.nodes.get(1)!;
  return points.flatMap(([x, y]) => [x0 + Math.round(100 * x), y0 + Math.round(100 * y)]);
};
const reshape = (draft: Draft, ...points: Metres[]): Edit => ({
  ...{ kind: 'reshape-arc', line: cm(draft, points), seed: 7 },
});
const done = (draft: Draft, ...edits: Edit[]): DraftDelta => {
  const outcome = doStep(draft, edits, EVERYWHERE);
  if (!outcome.ok) throw new Error(`${outcome.reason}: ${outcome.detail}`);
  expect(validateFabric(toDivisionState(draft).fabric)).toEqual([]);
  return outcome.delta;
};
/** Why a line is refused, and where in metres. */
const refused = (draft: Draft, ...points: Metres[]) => {
  const before = toDivisionState(draft);
  const outcome = doStep(draft, [reshape(draft, ...points)], EVERYWHERE);
  expect(toDivisionState(draft)).toEqual(before);
  if (outcome.ok) return null;
  const [x, y] = outcome.at ? toCm(draft.fabric.crs, ...outcome.at) : [0, 0];
  const corner = draft.fabric.nodes.get(1)!;
  return { reason: outcome.reason, at: [(x - corner.x) / 100, (y - corner.y) / 100], region: outcome.region };
};
const areaM2 = (draft: Draft, block: number): number => blockDoubleArea(draft.fabric, block) / 20_000;
const blocksAt = (draft: Draft, ...points: Metres[]): (number | null)[] =>
  points.map((point) => blockAt(draft.fabric, ...(cm(draft, [point]) as Metres)));

//   9  10 │ 11  12      west (21): grids 31 (blocks 1 2 5 6) and 32 (blocks 9 10)
//   5   6 │ 7   8       east (22): grids 33 (blocks 3 4 7 8) and 34 (blocks 11 12)
//   1   2 │ 3   4       100 m each
describe('a border between two regions is drawn anew past junctions', () => {
  //   6  ┊╌╮ 7       what lies in front of block 2 joins block 2, and what lies in front of 6 joins 6
  //   ───┊─┊───
  //   2  ┊╌╯ 3
  test('and the parts of blocks that change sides join the neighbour over there', () => {
    const draft = open();
    done(draft, reshape(draft, [200, 50], [250, 50], [250, 150], [200, 150]));
    expect([...draft.fabric.blocks.keys()].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect([2, 3, 6, 7].map((block) => areaM2(draft, block))).toEqual([12_500, 7500, 12_500, 7500]);
    expect([2, 3, 6, 7].map((block) => draft.regionOf.get(block))).toEqual([31, 33, 31, 33]);
  });

  test('whichever way the line is drawn, and also into both sides', () => {
    for (const points of [
      [
        [200, 20],
        [230, 50],
        [170, 150],
        [200, 180],
      ],
      [
        [200, 180],
        [170, 150],
        [230, 50],
        [200, 20],
      ],
    ] as Metres[][]) {
      const draft = open();
      done(draft, reshape(draft, ...points));
      // the line crosses the old border at their junction (200, 100)
      expect([2, 3, 6, 7].map((block) => areaM2(draft, block))).toEqual([11_200, 8800, 8800, 11_200]);
    }
  });

  //   6  │  ╎          3 and 7 are one block: the border between 2 and 6 goes straight on to the line
  //   ───┤╌╌╎ 3
  //   2  │  ╎
  test('and a border that ended on it goes on to the line', () => {
    const draft = open();
    done(draft, { kind: 'merge-blocks', keep: 3, others: [7] });
    done(draft, reshape(draft, [200, 40], [260, 40], [260, 180], [200, 180]));
    expect([2, 3, 6].map((block) => areaM2(draft, block))).toEqual([13_600, 20_000 - 8400, 14_800]);
    expect(blocksAt(draft, [250, 99], [250, 101])).toEqual([2, 6]);
  });

  test('and a border that the line passes ends on it', () => {
    const draft = open();
    done(draft, { kind: 'merge-blocks', keep: 2, others: [6] });
    done(draft, reshape(draft, [200, 40], [260, 40], [260, 180], [200, 180]));
    expect([2, 3, 7].map((block) => areaM2(draft, block))).toEqual([28_400, 6400, 5200]);
    expect(blocksAt(draft, [250, 99], [250, 101])).toEqual([2, 2]);
  });

  //   ╭╌╌╌╌╮        block 7 lies between the line and the border as a whole: it stays itself and goes west;
  //   │ 7  ╎ 8      the parts round it join it, with which they have most of their borders in common
  //   ╰╌╌╌╌╯
  test('and whole blocks between stay themselves and change their region', () => {
    const draft = open();
    done(draft, reshape(draft, [200, 80], [320, 80], [320, 220], [200, 220]));
    expect(draft.fabric.blocks.size).toBe(12);
    expect(regionAt(draft, 7, 'community')).toBe(21);
    expect(areaM2(draft, 7)).toBe(16_800);
    expect(blocksAt(draft, [250, 90], [310, 90], [310, 150], [250, 210], [310, 210])).toEqual([7, 7, 7, 7, 7]);
    expect([3, 4, 8, 11, 12].map((block) => regionAt(draft, block, 'community'))).toEqual([22, 22, 22, 22, 22]);
  });

  test('between communities where it is no border of the same two grids', () => {
    const draft = open();
    done(draft, reshape(draft, [200, 150], [230, 150], [230, 250], [200, 250]));
    expect(blocksAt(draft, [220, 190], [220, 210])).toEqual([6, 10]);
    expect([6, 10].map((block) => draft.regionOf.get(block))).toEqual([31, 32]);
  });

  test('from the outside, where nothing is assigned', () => {
    const draft = open();
    done(draft, { kind: 'assign', blocks: [3, 7], to: null });
    done(draft, reshape(draft, [200, 50], [250, 50], [250, 150], [200, 150]));
    expect([2, 3, 6, 7].map((block) => areaM2(draft, block))).toEqual([12_500, 7500, 12_500, 7500]);
    expect([...draft.unassigned].sort()).toEqual([3, 7]);
  });

  test('all round an enclave, on the side that changes less', () => {
    const draft = open();
    done(draft, { kind: 'assign', blocks: [1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12], to: 33 });
    done(draft, reshape(draft, [150, 100], [150, 70], [220, 70], [220, 150], [200, 150]));
    expect(areaM2(draft, 6)).toBe(10_000 + 70 * 30 + 20 * 50);
  });

  test('and is taken back, and done again to the same bytes', () => {
    const draft = open();
    const before = toDivisionState(draft);
    const delta = done(draft, reshape(draft, [200, 80], [320, 80], [320, 220], [200, 220]));
    const after = toDivisionState(draft);
    applyDelta(draft, invertDelta(delta));
    expect(toDivisionState(draft)).toEqual(before);
    expect(done(draft, reshape(draft, [200, 80], [320, 80], [320, 220], [200, 220]))).toEqual(delta);
    expect(toDivisionState(draft)).toEqual(after);
  });
});

describe('a line that cannot take the place of a border is refused with the place', () => {
  test('where it ends on the border of two other regions', () => {
    expect(refused(open(), [200, 50], [150, 150], [100, 200])).toMatchObject({ reason: 'not-one-border' });
  });

  test('where a third region comes to the border between its ends', () => {
    const draft = open();
    done(draft, {
      ...{ kind: 'split-region', region: 22 },
      parts: [{ id: 901, name: '新社区', nameEn: '', hue: 3, blocks: [7] }],
    });
    const found = refused(draft, [200, 50], [250, 50], [250, 250], [200, 250]);
    expect(found).toEqual({ reason: 'third-region', at: [200, 100], region: 901 });
  });

  test('where another region lies between it and the border', () => {
    const draft = open();
    done(draft, {
      ...{ kind: 'split-region', region: 22 },
      parts: [{ id: 901, name: '新社区', nameEn: '', hue: 3, blocks: [8] }],
    });
    const found = refused(draft, [200, 50], [350, 50], [350, 250], [200, 250]);
    expect(found).toMatchObject({ reason: 'third-region', region: 901 });
  });

  test('where it runs out of the county, or along a border', () => {
    const out = refused(open(), [200, 50], [250, -20], [350, 50], [350, 150], [200, 150]);
    expect(out?.reason).toBe('outside-county');
    expect(refused(open(), [200, 50], [250, 50], [250, 100], [300, 100], [300, 150], [200, 150])).toEqual({
      ...{ reason: 'along-border', at: [275, 100], region: undefined },
    });
  });

  test('where it meets the border again beyond its ends', () => {
    const found = refused(open(), [200, 20], [250, 20], [250, 190], [150, 190], [150, 120], [200, 120]);
    expect(found).toMatchObject({ reason: 'crossing', at: [200, 190] });
  });

  test('where a locked region would lose ground', () => {
    const draft = open();
    done(draft, { kind: 'lock-region', region: 33, locked: true });
    expect(refused(draft, [200, 50], [250, 50], [250, 150], [200, 150])?.reason).toBe('locked-region');
  });

  test('not where a locked region is only the neighbour of a block that is now another', () => {
    // Most of block 7 goes to 31 and keeps the name; its rest, beside the locked 34, is a block of another name.
    const draft = open();
    done(draft, { kind: 'lock-region', region: 34, locked: true });
    done(draft, reshape(draft, [200, 50], [290, 50], [290, 190], [200, 190]));
  });

  test('within one region, as before', () => {
    expect(refused(open(), [100, 50], [150, 50], [150, 150], [100, 150])?.reason).toBe('not-one-border');
  });
});

test('in any town, whatever line takes the place of a border leaves a valid fabric whose border it is', () => {
  let [passed, several] = [0, 0];
  fc.assert(
    fc.property(
      fc.oneof(anyTown, fc.constant(chequeredFabric(7, 7))),
      fc.integer({ min: 0, max: 2 ** 31 }),
      (fabric, seed) => {
        if (fabric.blocks.ids.length < 4) return;
        const draft = divided(fabric, seed);
        const random = seededRandom(seed + 1);
        for (let n = 0; n < 6; n++) {
          const line = lineAtRandom(draft, random);
          if (!line) return;
          const before = toDivisionState(draft);
          const total = (): number =>
            [...draft.fabric.blocks.keys()].reduce((sum, id) => sum + blockDoubleArea(draft.fabric, id), 0);
          const area = total();
          const outcome = doStep(draft, [{ kind: 'reshape-arc', line, seed }], EVERYWHERE);
          if (!outcome.ok) {
            expect(toDivisionState(draft)).toEqual(before);
            continue;
          }
          passed++;
          if (outcome.delta.assignment.length + outcome.delta.fabric.arcs.length > 1) several++;
          expect(validateFabric(toDivisionState(draft).fabric)).toEqual([]);
          expect(total()).toBe(area);
          expect(partsTwoRegions(draft, line)).toBe(true);
          const after = toDivisionState(draft);
          applyDelta(draft, invertDelta(outcome.delta));
          expect(toDivisionState(draft)).toEqual(before);
          applyDelta(draft, JSON.parse(JSON.stringify(outcome.delta)));
          expect(toDivisionState(draft)).toEqual(after);
        }
      },
    ),
    { seed: 71, numRuns: 80 },
  );
  expect(passed).toBeGreaterThan(150);
  expect(several).toBeGreaterThan(50);
});

/** Whether an arc that parts two regions runs along every segment of a line that is longer than its rounding. */
function partsTwoRegions({ fabric, regionOf }: Draft, line: readonly number[]): boolean {
  for (let i = 0; i + 2 < line.length; i += 2) {
    const [ax, ay, bx, by] = line.slice(i, i + 4) as [number, number, number, number];
    if (Math.hypot(bx - ax, by - ay) < 20) continue;
    const [x, y] = [(ax + bx) / 2, (ay + by) / 2];
    const under = fabric.index
      .search({ minX: x - 2, minY: y - 2, maxX: x + 2, maxY: y + 2 })
      .filter(({ arc: { xy } }) =>
        xy.some(
          (_, k) =>
            k % 2 === 0 &&
            k + 2 < xy.length &&
            segmentDistance2(x, y, x, y, xy[k]!, xy[k + 1]!, xy[k + 2]!, xy[k + 3]!) <= 2,
        ),
      );
    if (!under.some(({ arc: { left, right } }) => regionOf.get(left!) !== regionOf.get(right!))) return false;
  }
  return true;
}
