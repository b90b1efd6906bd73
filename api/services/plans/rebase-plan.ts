import type { PlanStatus, Rebased } from '../../contract/plans.ts';
import { listDivisions } from '../../db/divisions.ts';
import { insertReplays } from '../../db/plan-steps.ts';
import { insertPlanEvent, missingRegions, rebasePlanRow } from '../../db/plans.ts';
import { ProblemError } from '../../problems.ts';
import { runPlanTask } from './off-thread.ts';
import { type By, doerOf, requirePlan } from './plan-rights.ts';
import { audit, stale } from './plans.ts';

/** A plan on its way to be published goes back to who draws when anything of it is lost; one at rest stays at rest. */
const ON_THE_WAY: readonly PlanStatus[] = ['submitted', 'in_review', 'approved'];

/**
 * Brings a plan onto the newest division: its log is done again there. What was done before stays in the log as history;
 * what cannot be done again is told, with reason and place, now and in the history of the plan.
 *
 * @throws ProblemError 'conflict' when there is no newer division, or nothing of the plan's area is left;
 *   'stale-version' when somebody changed the plan meanwhile
 */
export async function rebasePlan(by: By, id: number): Promise<Rebased> {
  const { db } = by;
  const { county } = db.scope;
  const plan = await requirePlan(by, id);
  const divisions = await listDivisions(db, county);
  const target = divisions.at(-1);
  if (!plan.outdated || !target)
    throw new ProblemError(
      'conflict',
      `Plan ${id} stands on the newest division already; there is nothing to bring it onto.`,
      { reason: 'on-newest' },
    );
  const gone = new Set(await missingRegions(db, county, target.id, plan.area));
  const area = plan.area.filter((region) => !gone.has(region));
  if (plan.area.length > 0 && area.length === 0)
    throw new ProblemError('conflict', `The regions that plan ${id} redraws are not in "${target.name}" any more.`, {
      reason: 'area-gone',
    });

  const { replayed: steps, failed } = await runPlanTask(db, 'plans/replay', { plan, divisions, area });
  const status = failed.length > 0 && ON_THE_WAY.includes(plan.status) ? 'returned' : plan.status;
  await db.transaction(async (tx) => {
    const moved = await rebasePlanRow(tx, county, id, {
      ...{ revision: plan.revision, head: plan.version, steps: steps.length },
      ...{ base: target.id, area, status },
    });
    if (!moved) throw stale(plan);
    if (steps.length > 0) await insertReplays(tx, county, id, plan.version, steps);
    const event = { action: 'rebase', from: plan.status, to: status, note: target.name, failed } as const;
    await insertPlanEvent(tx, county, id, event, doerOf(by));
    await audit(tx, db, 'plan.rebase', id, { base: target.id, replayed: steps.length, failed: failed.length });
  });
  return { plan: await requirePlan(by, id), replayed: steps.length, failed };
}
