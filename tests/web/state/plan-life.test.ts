import { expect, test } from 'vitest';
import { PLAN_ACTIONS, PLAN_STATUSES } from '../../../api/contract/plans.ts';
import type { Role } from '../../../api/contract/words.ts';
import { mayDraft, mayMove } from '../../../web/state/plan-life.ts';

const open = (roles: readonly Role[]) =>
  Object.fromEntries(
    PLAN_STATUSES.map((status) => [status, PLAN_ACTIONS.filter((action) => mayMove(action, { status }, roles))]),
  );

test('a planner submits, takes back and takes up again; decisions are not theirs', () => {
  expect(open(['planner'])).toEqual({
    draft: ['submit', 'withdraw'],
    returned: ['submit', 'withdraw'],
    submitted: ['withdraw'],
    in_review: [],
    approved: [],
    published: [],
    withdrawn: ['reopen'],
  });
  expect(mayDraft(['planner'])).toBe(true);
});

test('an approver reviews, returns and approves, and does not draw', () => {
  expect(open(['approver'])).toEqual({
    draft: [],
    returned: [],
    submitted: ['review', 'return'],
    in_review: ['return', 'approve'],
    approved: ['return'],
    published: [],
    withdrawn: [],
  });
  expect(mayDraft(['approver'])).toBe(false);
});

test('nobody else moves a plan', () => {
  expect(Object.values(open(['viewer', 'leader', 'desk', 'grid_staff'])).flat()).toEqual([]);
});
