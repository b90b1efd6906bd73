import type { PlanDocument } from '../../contract/plans.ts';
import { readStepsOn } from '../../db/plan-steps.ts';
import { loadBase } from './base-division.ts';
import { type By, requirePlan } from './plan-rights.ts';
import { rulesOf } from './rules.ts';
import { tryAgain } from './try-again.ts';

/** All that is needed to go on drawing. */
export const readDocument = (by: By, id: number): Promise<PlanDocument> => tryAgain(id, () => read(by, id));

/** @returns null when the plan was brought onto another base meanwhile */
async function read(by: By, id: number): Promise<PlanDocument | null> {
  const { db } = by;
  const { county } = db.scope;
  const plan = await requirePlan(by, id);
  const base = await loadBase(db, county, plan.base);
  const steps = await readStepsOn(db, county, id, plan.base.division, plan.baseVersion);
  if (!steps) return null;
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
