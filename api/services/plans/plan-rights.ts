import { EDITABLE_STATUSES, type Plan, type PlanStatus } from '../../contract/plans.ts';
import type { Role } from '../../contract/words.ts';
import type { ScopedDatabase } from '../../db/database.ts';
import type { Doer } from '../../db/plans.ts';
import { readPlan } from '../../db/plans.ts';
import { ProblemError } from '../../problems.ts';

/** Who sees drafts, and who draws; the widest role first. */
export const SEE_PLANS: readonly Role[] = ['admin', 'approver', 'planner'];
export const DRAW_PLANS: readonly Role[] = ['admin', 'planner'];
export const DECIDE_PLANS: readonly Role[] = ['admin', 'approver'];

/** In whose name something is done to a plan, within what they may see. */
export interface By {
  db: ScopedDatabase;
  /** of the person */
  name: string;
}

export const doerOf = ({ db, name }: By): Doer => ({ account: db.scope.account ?? null, name });

/** @throws ProblemError 'not-found', also for a plan that the scope does not see */
export async function requirePlan({ db }: Pick<By, 'db'>, id: number): Promise<Plan> {
  const plan = await readPlan(db, db.scope.county, id);
  if (plan) return plan;
  throw noSuchPlan(db.scope.county, id);
}

/** Said also of a plan that is there and not to be seen. */
export const noSuchPlan = (county: string, id: number): ProblemError =>
  new ProblemError(
    'not-found',
    `County ${county} has no plan ${id} that you may see; its list of plans tells which there are.`,
    { reason: 'no-plan', values: { id } },
  );

/** Its drawing does not change any more. */
export const notEditable = (id: number, status: PlanStatus): ProblemError =>
  new ProblemError(
    'conflict',
    `Plan ${id} is ${status}: its drawing does not change any more. Copy it, or have it returned.`,
    { reason: 'not-editable', values: { status } },
  );

/**
 * A plan that may still be drawn on.
 *
 * @throws ProblemError 'not-found'; 'conflict' when its drawing does not change any more
 */
export async function requireEditable(by: By, id: number): Promise<Plan> {
  const plan = await requirePlan(by, id);
  if (!EDITABLE_STATUSES.includes(plan.status)) throw notEditable(id, plan.status);
  return plan;
}
