import { expect, test } from 'vitest';
import type { LoggedStep, Step } from '../../../../api/contract/plans.ts';
import { createDraft, toDivisionState } from '../../../../geo/divide/draft.ts';
import type { DraftDelta, Edit } from '../../../../geo/divide/edit.ts';
import { regionStats } from '../../../../geo/divide/region-stats.ts';
import { createReplica, type Replica } from '../../../../web/state/plan/replica.ts';
import { smallDivision, smallGround } from '../../../support/small-division.ts';

//   9  10 │ 11  12      west (21): grids 31 (1 2 5 6) and 32 (9 10)
//   5   6 │ 7   8       east (22): grids 33 (3 4 7 8) and 34 (11 12)
//   1   2 │ 3   4
const open = () => {
  const state = smallDivision();
  const heard: DraftDelta[] = [];
  const replica = createReplica({
    draft: createDraft(state, smallGround(state)),
    ...{ scope: { level: 'grid', area: new Set<number>() }, version: 0 },
    onDelta: (delta) => heard.push(delta),
  });
  return { replica, heard };
};

let n = 0;
const uuid = (): string => `00000000-0000-4000-8000-${String(++n).padStart(12, '0')}`;
const step = (...edits: Edit[]): Step => ({ id: uuid(), label: { key: 'paint', values: {} }, edits }) as Step;
const paint = (blocks: number[], to: number | null): Step => step({ kind: 'assign', blocks, to });
const undoing = (of: Step): Step => ({ id: uuid(), label: { key: 'undo', values: {} }, undo: of.id });

/** The log as the server would have it after these steps, done one after the other. */
function logOf(...steps: [account: string, step: Step][]): LoggedStep[] {
  const { replica } = open();
  return steps.map(([account, step], i) => {
    const outcome = replica.perform(step);
    if (!outcome.ok) throw new Error(outcome.detail);
    const at = '2026-11-21T09:30:00Z';
    return { seq: i + 1, step, delta: outcome.delta, account, accountName: account, at };
  });
}
const regionOf = (replica: Replica, block: number) => replica.draft.regionOf.get(block);
const waiting = (replica: Replica) => replica.pending.map(({ step }) => step.id);

test('a step is in the draft at once and waits until the log has it', () => {
  const { replica, heard } = open();
  const mine = paint([6], 33);
  expect(replica.perform(mine).ok).toBe(true);
  expect(regionOf(replica, 6)).toBe(33);
  expect(heard).toHaveLength(1);
  expect(replica.receive(logOf(['me', mine]))).toEqual({ kind: 'taken', acknowledged: [mine.id], clashed: [] });
  expect(waiting(replica)).toEqual([]);
  expect([replica.version(), heard.length]).toEqual([1, 1]);
});

test('what the log has already is taken once', () => {
  const { replica } = open();
  const log = logOf(['you', paint([6], 33)]);
  replica.receive(log);
  expect(replica.receive(log)).toEqual({ kind: 'taken', acknowledged: [], clashed: [] });
  expect(replica.version()).toBe(1);
});

test('steps in between that are missing are noticed, and nothing is taken', () => {
  const { replica } = open();
  const [, second] = logOf(['you', paint([6], 33)], ['you', paint([2], 33)]);
  expect(replica.receive([second!]).kind).toBe('gap');
  expect(regionOf(replica, 2)).toBe(31);
});

test("another's step elsewhere goes below one's own, which stays", () => {
  const { replica } = open();
  const mine = paint([6], 33);
  replica.perform(mine);
  const { clashed } = replica.receive(logOf(['you', paint([9], 34)]));
  expect(clashed).toEqual([]);
  expect([regionOf(replica, 6), regionOf(replica, 9)]).toEqual([33, 34]);
  expect(replica.pending[0]).toMatchObject({ step: mine, baseVersion: 1 });
});

test("another's step on the same block clashes: one's own is out of the draft and waits for a word", () => {
  const { replica } = open();
  const mine = paint([6], 33);
  replica.perform(mine);
  const theirs = logOf(['you', paint([6], 32)]);
  const { clashed } = replica.receive(theirs);
  expect(clashed).toMatchObject([{ step: mine, with: theirs[0] }]);
  expect(regionOf(replica, 6)).toBe(32);
  expect(waiting(replica)).toEqual([]);
  expect(replica.keepMine(mine.id).ok).toBe(true);
  expect(regionOf(replica, 6)).toBe(33);
  expect([waiting(replica), replica.clashes.length]).toEqual([[mine.id], 0]);
});

test('a step that stood on one that clashed clashes with it; one beside it does not', () => {
  const { replica } = open();
  const [first, onIt, beside] = [paint([6, 2], 33), paint([2], 32), paint([12], 33)];
  for (const mine of [first, onIt, beside]) replica.perform(mine);
  const { clashed } = replica.receive(logOf(['you', paint([6], 32)]));
  expect(clashed.map(({ step, with: other }) => [step.id, other?.account ?? null])).toEqual([
    [first.id, 'you'],
    [onIt.id, null],
  ]);
  expect(waiting(replica)).toEqual([beside.id]);
  replica.dropMine(first.id);
  replica.dropMine(onIt.id);
  expect(replica.clashes).toEqual([]);
  expect(regionOf(replica, 2)).toBe(31);
});

test("what another's step forbids without touching the same things clashes with the reason", () => {
  const { replica } = open();
  replica.perform(paint([6], 33));
  const { clashed } = replica.receive(logOf(['you', step({ kind: 'lock-region', region: 33, locked: true })]));
  expect(clashed).toMatchObject([{ with: null, refusal: { reason: 'locked-region', region: 33 } }]);
});

test('undoing waits and is sent like any step', () => {
  const { replica } = open();
  const mine = paint([6], 33);
  replica.perform(mine);
  const back = undoing(mine);
  replica.perform(back);
  expect(regionOf(replica, 6)).toBe(31);
  expect(waiting(replica)).toEqual([mine.id, back.id]);
  replica.receive(logOf(['me', mine], ['me', back]));
  expect(waiting(replica)).toEqual([]);
  expect(replica.perform(undoing(back)).ok).toBe(true);
  expect(regionOf(replica, 6)).toBe(33);
});

test('a refused step is taken back with what stood on it; both are told with why, and what stands beside them waits', () => {
  const { replica } = open();
  const before = toDivisionState(replica.draft);
  const region = { id: 900, name: '新网格', nameEn: '', hue: 2, kind: 'grid' as const, parent: 21 };
  const [made, filled] = [step({ kind: 'create-region', region }), paint([1], 900)];
  const beside = paint([12], 33);
  for (const mine of [made, filled, beside]) replica.perform(mine);
  const why = { reason: 'locked-region', detail: 'west is locked', at: null };
  replica.takeBack(new Map([[made.id, why]]));
  expect(replica.clashes).toMatchObject([
    { step: made, with: null, refusal: why },
    { step: filled, with: null, refusal: { reason: 'no-such-region' } },
  ]);
  expect(waiting(replica)).toEqual([beside.id]);
  replica.dropPending();
  expect(toDivisionState(replica.draft)).toEqual(before);
});

test('a step that the log has as another one is taken back without a word', () => {
  const { replica } = open();
  const mine = paint([6], 33);
  replica.perform(mine);
  expect(replica.takeBack(new Map([[mine.id, null]]))).toEqual([]);
  expect([regionOf(replica, 6), waiting(replica)]).toEqual([31, []]);
});

test('a step of an earlier visit that was done again on another base is in the log: it neither clashes nor waits', () => {
  const mine = paint([6], 33);
  const earlier = open().replica;
  earlier.perform(mine);
  const { replica } = open();
  const [again] = logOf(['me', { ...mine, id: uuid() }]);
  replica.receive([{ ...again!, replayOf: mine.id }]);
  expect(replica.restore(earlier.pending)).toEqual({ kind: 'taken', acknowledged: [mine.id], clashed: [] });
  expect(waiting(replica)).toEqual([]);
});

test.each(['attempt', 'weigh'] as const)('to %s something leaves no trace', (verb) => {
  const { replica, heard } = open();
  const before = toDivisionState(replica.draft);
  const tried = replica[verb]([{ kind: 'assign', blocks: [6], to: 33 }], (draft) => draft.regionOf.get(6));
  expect(tried).toEqual({ ok: true, value: 33 });
  expect(toDivisionState(replica.draft)).toEqual(before);
  expect(heard).toEqual([]);
});

test('what is weighed is read with its figures', () => {
  const { replica } = open();
  const households = () => regionStats(replica.draft, 33).households;
  expect(households()).toBe(40);
  expect(replica.weigh([{ kind: 'assign', blocks: [6], to: 33 }], households)).toEqual({ ok: true, value: 50 });
  expect(households()).toBe(40);
  expect(replica.weigh([{ kind: 'assign', blocks: [6], to: 31 }], households)).toMatchObject({ ok: false });
});

test('steps of an earlier visit are done again on what has come since; those that arrived are not done twice', () => {
  const earlier = open().replica;
  const [arrived, lost, met] = [paint([6], 33), paint([12], 33), paint([10], 31)];
  for (const mine of [arrived, lost, met]) earlier.perform(mine);
  const { replica } = open();
  replica.receive(logOf(['me', arrived], ['you', paint([10], 34)]));
  const { acknowledged, clashed } = replica.restore(earlier.pending);
  expect(acknowledged).toEqual([arrived.id]);
  expect(clashed.map(({ step }) => step.id)).toEqual([met.id]);
  expect(waiting(replica)).toEqual([lost.id]);
});

test('a step of an earlier visit does not clash with what was known when it was drawn', () => {
  const log = logOf(['you', paint([10], 34)]);
  const earlier = open().replica;
  earlier.receive(log);
  const mine = paint([10], 31);
  earlier.perform(mine);
  const { replica } = open();
  replica.receive(log);
  expect(replica.restore(earlier.pending).clashed).toEqual([]);
  expect(regionOf(replica, 10)).toBe(31);
});
