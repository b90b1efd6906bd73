import { expect, test } from 'vitest';
import { differencesOf } from '../../../geo/divide/differences.ts';
import { doStep, type PlanScope, undoStep } from '../../../geo/divide/do-step.ts';
import { createDraft, type Draft } from '../../../geo/divide/draft.ts';
import type { DraftDelta, Edit } from '../../../geo/divide/edit.ts';
import { smallDivision, smallGround } from '../../support/small-division.ts';

//   9  10 │ 11  12      west (21): grids 31 (1 2 5 6) and 32 (9 10)
//   5   6 │ 7   8       east (22): grids 33 (3 4 7 8) and 34 (11 12)
//   1   2 │ 3   4
const scopeOf = ({ kind }: Edit): PlanScope => ({
  ...{ level: kind === 'group-community' ? 'network' : 'community', area: new Set() },
});
const open = (): Draft => {
  const base = smallDivision();
  return createDraft(base, smallGround(base));
};
const base = open();
const done = (draft: Draft, ...edits: Edit[]): DraftDelta => {
  const outcome = doStep(draft, edits, scopeOf(edits[0]!));
  if (!outcome.ok) throw new Error(`${outcome.reason}: ${outcome.detail}`);
  return outcome.delta;
};
const SAME = { changed: false, redrawn: false, touchedBlocks: new Set() };
/** The corner between the blocks 1, 2, 5 and 6. */
const corner = (): [number, number] => {
  const { xy } = smallDivision().fabric.nodes;
  return [xy[0]! + 10_000, xy[1]! + 10_000];
};

test('a division as it was differs in nothing', () => {
  expect(differencesOf(base, open())).toEqual(SAME);
});

test.each<[string, Edit, boolean]>([
  ['a block that is painted', { kind: 'assign', blocks: [6], to: 33 }, false],
  ['a region that is renamed', { kind: 'rename-region', region: 31, name: '新', nameEn: '' }, false],
  ['a colour', { kind: 'recolour-region', region: 31, hue: 5 }, false],
  ['a region that moves', { kind: 'move-region', region: 32, parent: 22 }, false],
  [
    'a community that joins a network',
    { kind: 'group-community', community: 22, grouping: 'network', into: 41 },
    false,
  ],
  ['blocks that are merged', { kind: 'merge-blocks', keep: 1, others: [2] }, true],
])('%s is a difference; taken back it is none', (_, edit, redrawn) => {
  const draft = open();
  const delta = done(draft, edit);
  expect(differencesOf(base, draft)).toMatchObject({ changed: true, redrawn });
  undoStep(draft, { edits: [edit], delta });
  expect(differencesOf(base, draft)).toEqual(SAME);
});

test('a line moved there and back by hand is where it was; moved, it touches the blocks beside it', () => {
  const draft = open();
  const [x, y] = corner();
  done(draft, { kind: 'move-node', from: [x, y], to: [x - 500, y] });
  expect(differencesOf(base, draft)).toEqual({ changed: true, redrawn: true, touchedBlocks: new Set([1, 2, 5, 6]) });
  done(draft, { kind: 'move-node', from: [x - 500, y], to: [x, y] });
  expect(differencesOf(base, draft)).toEqual(SAME);
});

test('a lock, and a region that holds nothing, are no part of a division', () => {
  const draft = open();
  const region = { id: 900, name: '空', nameEn: '', hue: 2, kind: 'grid' as const, parent: 21 };
  done(draft, { kind: 'create-region', region }, { kind: 'lock-region', region: 22, locked: true });
  expect(differencesOf(base, draft)).toEqual(SAME);
});
