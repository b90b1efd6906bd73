import { expect, test } from 'vitest';
import type { PlanComment } from '../../../api/contract/plans.ts';
import { threadsOf, withComment } from '../../../web/features/discuss-plan/comment-threads.ts';

const comment = (id: number, given: Partial<PlanComment> = {}): PlanComment => ({
  ...{ id, account: 'a', accountName: '王规划', at: `2026-11-0${id}T08:00:00Z`, text: `第${id}条` },
  ...{ place: null, region: null, replyTo: null, resolved: false },
  ...given,
});
const shape = (comments: readonly PlanComment[]) =>
  threadsOf(comments).map(({ first, replies }) => [first.id, replies.map(({ id }) => id)]);

//   1 ── 3 ── 4        an answer to an answer is one more word in the same thread
//   2 (resolved)
test('answers hang under what they answer, and what is resolved comes last', () => {
  const comments = [comment(1), comment(2, { resolved: true }), comment(3, { replyTo: 1 }), comment(4, { replyTo: 3 })];
  expect(shape(comments)).toEqual([
    [1, [3, 4]],
    [2, []],
  ]);
});

test('the thread that was last spoken in comes first', () => {
  expect(shape([comment(1), comment(2), comment(3, { replyTo: 1 })]).map(([id]) => id)).toEqual([1, 2]);
  expect(shape([comment(1), comment(2)]).map(([id]) => id)).toEqual([2, 1]);
});

test('an answer to something that is not there stands on its own', () => {
  expect(shape([comment(5, { replyTo: 99 })])).toEqual([[5, []]]);
});

test('a comment that arrives twice is there once, as it was said last', () => {
  const after = withComment(withComment([comment(1)], comment(2)), comment(1, { resolved: true }));
  expect(after.map(({ id, resolved }) => [id, resolved])).toEqual([
    [1, true],
    [2, false],
  ]);
});
