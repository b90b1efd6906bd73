import { expect, test } from 'vitest';
import { changedAreas } from '../../../geo/divide/changed-areas.ts';
import { doStep } from '../../../geo/divide/do-step.ts';
import { createDraft } from '../../../geo/divide/draft.ts';
import type { Edit } from '../../../geo/divide/edit.ts';
import { identities } from '../../../geo/divide/identities.ts';
import { smallDivision, smallGround } from '../../support/small-division.ts';

/** Every region goes on as itself. */
const itself = (region: number): number => region;

function changed(level: 'grid' | 'community', ...edits: Edit[]) {
  const division = smallDivision();
  const [base, draft] = [division, division].map((each) => createDraft(each, smallGround(each)));
  const outcome = doStep(draft!, edits, { level, area: new Set() });
  if (!outcome.ok) throw new Error(outcome.detail);
  return changedAreas(base!, draft!, level, itself);
}

/** Corners of all rings, without the one that closes each. */
const corners = (coordinates: readonly (readonly (readonly unknown[])[])[]): number =>
  coordinates.flat().reduce((sum, ring) => sum + ring.length - 1, 0);

//   9   10 │ 11  12
//   5  [6] │ 7   8       two blocks go east: one area of both, with the six corners of their blocks
//   1  [2] │ 3   4
test('blocks that go the same way are one area, told with where from and where to', () => {
  const areas = changed('community', { kind: 'assign', blocks: [2, 6], to: 33 });
  expect(areas.map(({ from, to, blocks }) => [from, to, blocks])).toEqual([[21, 22, 2]]);
  expect(areas[0]!.coordinates).toHaveLength(1);
  expect(corners(areas[0]!.coordinates)).toBe(6);
});

test('areas that go different ways are apart, the one with the most blocks first', () => {
  const areas = changed(
    'grid',
    { kind: 'assign', blocks: [2, 6], to: 33 },
    { kind: 'assign', blocks: [11], to: 32 },
    { kind: 'assign', blocks: [9], to: null },
  );
  expect(areas.map(({ from, to, blocks }) => [from, to, blocks])).toEqual([
    [31, 33, 2],
    [32, null, 1],
    [34, 32, 1],
  ]);
});

test('a half of a block that was cut is looked for in the block that it was', () => {
  const { fabric } = smallDivision();
  const [x, y] = [fabric.nodes.xy[0]!, fabric.nodes.xy[1]!];
  // block 2 is cut across, and its southern half goes east
  const line = [x + 10_000, y + 5_000, x + 20_000, y + 5_000];
  const cut: Edit = { kind: 'cut-block', block: 2, line, ids: Array.from({ length: 20 }, (_, i) => 9_000 + i) };
  const division = smallDivision();
  const [base, draft] = [division, division].map((each) => createDraft(each, smallGround(each)));
  const outcome = doStep(draft!, [cut], { level: 'community', area: new Set() });
  expect(outcome.ok).toBe(true);
  expect(changedAreas(base!, draft!, 'community', itself)).toEqual([]);
  const half = [...draft!.fabric.blocks.keys()].find((block) => !base!.fabric.blocks.has(block))!;
  doStep(draft!, [{ kind: 'assign', blocks: [half], to: 33 }], { level: 'community', area: new Set() });
  expect(changedAreas(base!, draft!, 'community', itself).map(({ from, to, blocks }) => [from, to, blocks])).toEqual([
    [21, 22, 1],
  ]);
});

//   9   10 │ 11  12      22 gives four blocks to a new community, which goes on as 22; what it keeps is new
//   5   6 │ [7] [8]
//   1   2 │ [3] [4]
test('blocks of a region that goes on stay where they are, whatever number the plan has for it', () => {
  const division = smallDivision();
  const [base, draft] = [division, division].map((each) => createDraft(each, smallGround(each)));
  const part = { id: 99, name: '城南社区', nameEn: '', hue: 1, blocks: [3, 4, 7, 8] };
  const scope = { level: 'community', area: new Set<number>() } as const;
  expect(doStep(draft!, [{ kind: 'split-region', region: 22, parts: [part] }], scope).ok).toBe(true);
  const goesOnAs = new Map([
    [21, 21],
    [99, 22],
  ]);
  const identityOf = identities(base!, goesOnAs);
  expect(changedAreas(base!, draft!, 'community', identityOf)).toMatchObject([{ from: 22, to: -22, blocks: 2 }]);
});

test('nothing changed is no area', () => {
  expect(changed('community', { kind: 'rename-region', region: 21, name: '新西社区', nameEn: '' })).toEqual([]);
});
