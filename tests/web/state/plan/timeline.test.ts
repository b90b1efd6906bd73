import { describe, expect, test } from 'vitest';
import type { LoggedStep, Step } from '../../../../api/contract/plans.ts';
import { createTimeline } from '../../../../web/state/plan/timeline.ts';

/** The plan of a colleague, made before all of these steps. */
const OURS = { author: { id: 'you', name: '你' }, createdAt: '2026-11-20T08:00:00Z' };

const paint = (id: string): Step => ({
  ...{ id, label: { key: 'paint', values: {} }, edits: [{ kind: 'assign', blocks: [1], to: 2 }] },
});
const undo = (id: string, of: string): Step => ({ id, label: { key: 'undo', values: {} }, undo: of });
const log = (...steps: [account: string, step: Step][]): LoggedStep[] =>
  steps.map(([account, step], i) => ({
    ...{ seq: i + 1, step, delta: null, account, accountName: account, at: '2026-11-21T09:30:00Z' },
  }));
const read = (steps: LoggedStep[], pending: Step[] = []) => {
  const {
    entries,
    undo: back,
    redo,
  } = createTimeline('me', OURS)(
    steps,
    pending.map((step) => ({ step })),
  );
  return {
    entries: entries.map(({ id, state, waiting }) => `${id} ${state}${waiting ? ' waiting' : ''}`),
    undo: back?.id,
    redo: redo?.id,
  };
};

test('steps stand in the order in which they were done; undo takes the last', () => {
  expect(read(log(['me', paint('a')], ['me', paint('b')]))).toEqual({
    entries: ['a done', 'b done'],
    undo: 'b',
    redo: undefined,
  });
});

test('an undone step stays in the list, and redo brings it back', () => {
  const steps = log(['me', paint('a')], ['me', paint('b')], ['me', undo('u', 'b')]);
  expect(read(steps)).toEqual({ entries: ['a done', 'b undone'], undo: 'a', redo: 'b' });
  expect(read(steps, [undo('r', 'u')])).toEqual({ entries: ['a done', 'b done waiting'], undo: 'b', redo: undefined });
});

test('undone to the beginning and redone to the end, any number of times', () => {
  const all = [
    paint('a'),
    paint('b'),
    ...[undo('1', 'b'), undo('2', 'a'), undo('3', '2'), undo('4', '1'), undo('5', '4'), undo('6', '3')],
  ].map((step): [string, Step] => ['me', step]);
  const after = (count: number) => read(log(...all.slice(0, count)));
  expect(after(4)).toMatchObject({ undo: undefined, redo: 'a' });
  expect(after(6)).toMatchObject({ undo: 'b', redo: undefined });
  expect(after(8)).toMatchObject({ undo: undefined, redo: 'a' });
});

test('something new ends redoing', () => {
  expect(read(log(['me', paint('a')], ['me', undo('u', 'a')], ['me', paint('b')]))).toMatchObject({
    undo: 'b',
    redo: undefined,
  });
});

test("others' steps are listed and left to them", () => {
  expect(read(log(['me', paint('a')], ['you', paint('b')]))).toMatchObject({
    entries: ['a done', 'b done'],
    undo: 'a',
  });
});

test('a step that somebody else took back is not undone once more', () => {
  expect(read(log(['me', paint('a')], ['you', undo('u', 'a')]))).toEqual({
    entries: ['a undone'],
    undo: undefined,
    redo: undefined,
  });
});

test('the step to undo next is the last change of its state', () => {
  const { entries } = createTimeline('me', OURS)(log(['me', paint('a')], ['me', undo('u', 'a')]), []);
  expect(entries[0]!.last).toBe('u');
});

test('what is logged is read once: entries that have not changed stay the same, and pending steps leave no trace', () => {
  const steps = log(['me', paint('a')], ['you', paint('b')], ['me', undo('u', 'a')], ['me', paint('c')]);
  const grown = steps.slice(0, 2);
  const read = createTimeline('me', OURS);
  const before = read(grown, [{ step: undo('u', 'a') }, { step: paint('x') }]);
  expect(before.entries.map(({ id, state }) => `${id} ${state}`)).toEqual(['a undone', 'b done', 'x done']);
  grown.push(...steps.slice(2));
  const after = read(grown, []);
  expect(after).toEqual(createTimeline('me', OURS)(steps, []));
  expect(after.entries[1]).toBe(before.entries[1]);
});

describe('in a copy, what was drawn before it was made', () => {
  const copiedThenDrawn = log(
    ['you', paint('a')],
    ['you', paint('b')],
    ['you', undo('u', 'b')],
    ['me', paint('c')],
  ).map((step, i) => (i < 3 ? step : { ...step, at: '2026-11-22T10:00:00Z' }));
  const copyOf = (author: string) => ({ author: { id: author, name: author }, createdAt: '2026-11-22T08:00:00Z' });

  test('is to undo for whoever made the copy, and shown as what somebody else did', () => {
    const { entries, undo: back } = createTimeline('me', copyOf('me'))(copiedThenDrawn.slice(0, 2), []);
    expect(back?.id).toBe('b');
    expect(entries.map(({ mine, other }) => ({ mine, other }))).toEqual([
      { mine: true, other: 'you' },
      { mine: true, other: 'you' },
    ]);
  });

  test('and undone, can be redone', () => {
    expect(createTimeline('me', copyOf('me'))(copiedThenDrawn.slice(0, 3), []).redo?.id).toBe('b');
  });

  test('is not to undo for others who draw there, and stays so for who drew it', () => {
    expect(createTimeline('me', copyOf('them'))(copiedThenDrawn, []).entries.map(({ mine }) => mine)).toEqual([
      ...[false, false, true],
    ]);
    expect(createTimeline('you', copyOf('them'))(copiedThenDrawn, []).undo?.id).toBe('a');
  });

  test('what others draw there later is theirs', () => {
    const { entries } = createTimeline('them', copyOf('them'))(copiedThenDrawn, []);
    expect(entries.map(({ mine }) => mine)).toEqual([true, true, false]);
  });
});
