import type { Plan, PlanAction } from '../../contract/plans.ts';
import { PLAN_MOVES } from '../../contract/plans.ts';
import { insertPlanEvent, movePlan } from '../../db/plans.ts';
import { ProblemError } from '../../problems.ts';
import { refuseBroken } from './evaluate-plan.ts';
import { runPlanTask } from './off-thread.ts';
import { type By, doerOf, requirePlan } from './plan-rights.ts';
import { audit, stale } from './plans.ts';

export interface Move {
  action: PlanAction;
  note: string;
  revision?: number;
}

/**
 * Moves a plan from one status to the next. Who may is asked before, by the roles of `PLAN_MOVES`.
 *
 * @throws ProblemError 'conflict' when its status does not allow it or, for submitting, a newer division is decided;
 *   'rules-broken' when a hard rule keeps it from being submitted; 'stale-version' when somebody was quicker
 */
export async function movePlanOn(by: By, id: number, move: Move): Promise<Plan> {
  const { db } = by;
  const { county } = db.scope;
  const plan = await requirePlan(by, id);
  const { from, to } = PLAN_MOVES[move.action];
  if (!from.includes(plan.status))
    throw new ProblemError(
      'conflict',
      `Plan ${id} is ${plan.status}; ${move.action} is for one that is ${from.join(' or ')}.`,
      { reason: 'wrong-status', values: { status: plan.status } },
    );
  if (move.revision !== undefined && move.revision !== plan.revision) throw stale(plan);
  if (move.action === 'submit') await requireSubmittable(by, plan);
  await db.transaction(async (tx) => {
    const moved = await movePlan(tx, county, id, { revision: plan.revision, head: plan.version, to });
    if (!moved) throw stale(plan);
    const event = { action: move.action, from: plan.status, to, note: move.note };
    await insertPlanEvent(tx, county, id, event, doerOf(by));
    await audit(tx, db, `plan.${move.action}`, id, { from: plan.status, to, note: move.note });
  });
  return requirePlan(by, id);
}

async function requireSubmittable({ db }: By, plan: Plan): Promise<void> {
  if (plan.outdated)
    throw new ProblemError(
      'conflict',
      `A division newer than "${plan.base.name}" is decided; bring plan ${plan.id} onto it first.`,
      { reason: 'outdated' },
    );
  const { changed, findings } = await runPlanTask(db, 'plans/judge', { id: plan.id });
  if (!changed)
    throw new ProblemError('conflict', `Plan ${plan.id} changes nothing yet; there is nothing to submit.`, {
      reason: 'nothing-changed',
    });
  refuseBroken(plan.id, findings);
}
