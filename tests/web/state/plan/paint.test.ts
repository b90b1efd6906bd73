import { expect, test } from 'vitest';
import { doStep, type PlanScope } from '../../../../geo/divide/do-step.ts';
import { createDraft, type Draft } from '../../../../geo/divide/draft.ts';
import type { Edit } from '../../../../geo/divide/edit.ts';
import { baseFacts } from '../../../../geo/divide/rules.ts';
import { fragmentsOf, mendEdits } from '../../../../web/state/plan/mend.ts';
import { type Brush, isTaken } from '../../../../web/state/plan/paint.ts';
import { smallDivision, smallGround } from '../../../support/small-division.ts';

const everywhere = (level: PlanScope['level']): PlanScope => ({ level, area: new Set() });
const open = (...edits: Edit[]): Draft => {
  const base = smallDivision();
  const draft = createDraft(base, smallGround(base));
  if (edits.length > 0) expect(doStep(draft, edits, everywhere('grid'))).toMatchObject({ ok: true });
  return draft;
};
const lock = (region: number): Edit => ({ kind: 'lock-region', region, locked: true });
const ALL = { kind: 'all' } as const;

//   9  10 │ 11  12      grids 31 (1 2 5 6), 32 (9 10), 33 (3 4 7 8), 34 (11 12)
//   5   6 │ 7   8       communities 21 west, 22 east; network 41 holds 21
//   1   2 │ 3   4
const BLOCKS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

const brush = (level: Brush['level'], target: number, source: Brush['source'] = ALL): Brush => ({
  level,
  target,
  source,
});
const west = (level: PlanScope['level']): PlanScope => ({ level, area: new Set([21]) });

test.each<{ what: string; edits?: Edit[]; scope?: PlanScope; brush: Brush; taken: number[] }>([
  { what: 'what is not in the target yet', brush: brush('grid', 31), taken: [3, 4, 7, 8, 9, 10, 11, 12] },
  { what: 'one region alone', brush: brush('grid', 31, { kind: 'region', region: 33 }), taken: [3, 4, 7, 8] },
  { what: 'nothing of a locked grid', edits: [lock(33)], brush: brush('grid', 31), taken: [9, 10, 11, 12] },
  { what: 'nothing under a locked community', edits: [lock(22)], brush: brush('grid', 31), taken: [9, 10] },
  { what: 'nothing outside the plan’s area', scope: west('grid'), brush: brush('grid', 31), taken: [9, 10] },
  { what: 'whole communities to a grouping', brush: brush('network', 41), taken: [3, 4, 7, 8, 11, 12] },
  { what: 'no locked community to a grouping', edits: [lock(22)], brush: brush('network', 41), taken: [] },
  { what: 'no foreign community to a grouping', scope: west('network'), brush: brush('network', 41), taken: [] },
])('a brush takes $what', ({ edits = [], brush: held, scope = everywhere(held.level), taken }) => {
  const draft = open(...edits);
  expect(BLOCKS.filter((block) => isTaken(draft, scope, held, block))).toEqual(taken);
});

const paint = (blocks: number[], to: number): Edit => ({ kind: 'assign', blocks, to });
const mended = (draft: Draft, base: Draft, region: number, scope = everywhere('grid')): Edit[] =>
  fragmentsOf(draft, baseFacts(base), region).flatMap((loose) => mendEdits(draft, scope, 'grid', loose));

test('a piece apart goes to the neighbour with the longest common border', () => {
  // 8, apart from grid 31, borders on 4 and 7 (grid 33) and on 12 (grid 34)
  expect(mended(open(paint([8], 31)), open(), 31)).toEqual([{ kind: 'assign', blocks: [8], to: 33 }]);
});

test('to the next one where that is locked, or lies outside the plan', () => {
  expect(mended(open(paint([8], 31), lock(33)), open(), 31)).toEqual([{ kind: 'assign', blocks: [8], to: 34 }]);
  const draft = open(paint([8], 31));
  expect(mended(draft, open(), 31, { level: 'grid', area: new Set([34]) })).toEqual([
    { kind: 'assign', blocks: [8], to: 34 },
  ]);
  expect(mended(draft, open(), 31, { level: 'grid', area: new Set([32]) })).toEqual([]);
});

test('a piece that lay apart before the plan stays where it is', () => {
  const before = open(paint([8], 31));
  expect(mended(open(paint([8], 31)), before, 31)).toEqual([]);
  expect(mended(open(paint([8], 31), paint([12], 31)), before, 31)).toEqual([]); // one piece with it
  expect(mended(open(paint([8], 31), paint([11], 31)), before, 31)).toMatchObject([{ blocks: [11] }]);
});
