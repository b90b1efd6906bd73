import { expect, test } from 'vitest';
import { groupPlans } from '../../../web/features/manage-plans/plan-list-order.ts';
import { planOf } from '../../support/plan-of.ts';

const PLANS = [
  planOf({ id: 1, status: 'published' }),
  planOf({ id: 2, status: 'returned' }),
  planOf({ id: 3, status: 'in_review' }),
  planOf({ id: 4, status: 'draft' }),
  planOf({ id: 5, status: 'submitted' }),
];
const shown = (...roles: Parameters<typeof groupPlans>[1]) =>
  groupPlans(PLANS, roles).map(({ group, plans }) => [group, plans.map(({ id }) => id)]);

test('a planner finds their drafts first, an approver what waits for a decision', () => {
  expect(shown('planner')).toEqual([
    ['drafting', [2, 4]],
    ['deciding', [3, 5]],
    ['published', [1]],
  ]);
  expect(shown('approver').map(([group]) => group)).toEqual(['deciding', 'drafting', 'published']);
  expect(shown('admin').map(([group]) => group)[0]).toBe('drafting');
});

test('a heading without plans is not shown', () => {
  expect(groupPlans([], ['planner'])).toEqual([]);
});
