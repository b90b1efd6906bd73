import type { PlanDocument } from '../../contract/plans.ts';
import { readSteps } from '../../db/plan-steps.ts';
import { loadBase } from './base-division.ts';
import { type By, requirePlan } from './plan-rights.ts';
import { rulesOf } from './rules.ts';

/** All that is needed to go on drawing. */
export async function readDocument(by: By, id: number): Promise<PlanDocument> {
  const { db } = by;
  const { county } = db.scope;
  const plan = await requirePlan(by, id);
  const base = await loadBase(db, county, plan.base);
  const steps = await readSteps(db, county, id, plan.baseVersion);
  const { rules } = await rulesOf(db, county);
  // A step may have come between the two: the log tells how far it goes.
  return {
    plan: { ...plan, version: steps.at(-1)?.seq ?? plan.version },
    fabric: plan.base.fabric,
    base,
    rules,
    steps,
  };
}
