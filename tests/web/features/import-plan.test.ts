import { describe, expect, test } from 'vitest';
import { doStep, undoStep } from '../../../geo/divide/do-step.ts';
import { createDraft } from '../../../geo/divide/draft.ts';
import { regionAt } from '../../../geo/divide/regions.ts';
import { readingEdits, sumsOf } from '../../../web/features/import-plan/reading-edits.ts';
import { previewOfChange, regionsOfBlocks } from '../../../web/features/import-plan/reading-preview.ts';
import { smallDivision, smallGround } from '../../support/small-division.ts';

/** Twelve blocks in four grids of the communities 21 (west) and 22 (east); 21 is in the network 41. */
function small() {
  const state = smallDivision();
  return createDraft(state, smallGround(state));
}
const COUNTY = { level: 'community', area: new Set<number>() } as const;
let next = 900;
const newId = (): number => ++next;

describe('the edits made of a file', () => {
  test('are one step: new regions, the blocks of each, and the end of those that lose all; it is undone as one', () => {
    const draft = small();
    const before = new Map(draft.regionOf);
    const read = {
      regions: [
        { region: 22, name: '城东社区', blocks: [1, 2, 3, 4, 5, 6, 7, 8] },
        { region: null, name: '城北社区', blocks: [9, 10, 11, 12] },
      ],
    };
    const edits = readingEdits(draft, 'community', read, newId);
    expect(sumsOf(draft, edits)).toEqual({ blocks: 8, fresh: 1, gone: 1 });
    const outcome = doStep(draft, edits, COUNTY);
    if (!outcome.ok) throw new Error(outcome.detail);
    expect([1, 6, 8].map((block) => regionAt(draft, block, 'community'))).toEqual([22, 22, 22]);
    const north = draft.regions.get(regionAt(draft, 9, 'community')!);
    expect(north).toMatchObject({ name: '城北社区', kind: 'community', parent: 11 });
    expect(draft.regions.has(21)).toBe(false);
    expect(undoStep(draft, { edits, delta: outcome.delta }).ok).toBe(true);
    expect(new Map(draft.regionOf)).toEqual(before);
    expect(draft.regions.has(21)).toBe(true);
  });

  test('leave out blocks that are gone since, and what is so already', () => {
    const draft = small();
    const read = { regions: [{ region: 21, name: '城西社区', blocks: [1, 2, 777] }] };
    expect(readingEdits(draft, 'community', read, newId)).toEqual([]);
  });

  test('group whole communities where groupings are drawn', () => {
    const draft = small();
    const read = { regions: [{ region: null, name: '东片', blocks: [3, 4, 7, 8, 11, 12] }] };
    const edits = readingEdits(draft, 'network', read, newId);
    expect(edits.map(({ kind }) => kind)).toEqual(['create-region', 'group-community']);
    expect(sumsOf(draft, edits)).toEqual({ blocks: 6, fresh: 1, gone: 0 });
    expect(doStep(draft, edits, { level: 'network', area: new Set() }).ok).toBe(true);
    expect(regionAt(draft, 3, 'network')).toBe(next);
  });
});

test('the map shows beforehand every region that a file changes, whole, and none that it leaves', () => {
  const draft = small();
  const before = regionsOfBlocks(draft, 'grid');
  const read = { regions: [{ region: 33, name: '', blocks: [6] }] };
  const outcome = doStep(draft, readingEdits(draft, 'grid', read, newId), { ...COUNTY, level: 'grid' });
  if (!outcome.ok) throw new Error(outcome.detail);
  const { regionOf, regions } = previewOfChange(before, draft, 'grid');
  expect(Object.fromEntries(regionOf)).toEqual({ 1: 31, 2: 31, 3: 33, 4: 33, 5: 31, 6: 33, 7: 33, 8: 33 });
  expect(regions.get(33)).toMatchObject({ name: draft.regions.get(33)!.name, households: 50 });
});
