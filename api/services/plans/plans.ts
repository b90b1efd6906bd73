import type { AuditAction } from '../../contract/audit.ts';
import type { ChangePlan, NewPlan, Plan } from '../../contract/plans.ts';
import { writeAudit } from '../../db/audit.ts';
import type { ScopedDatabase, Tx } from '../../db/database.ts';
import { listDivisions } from '../../db/divisions.ts';
import { copySteps } from '../../db/plan-steps.ts';
import * as plans from '../../db/plans.ts';
import { ProblemError } from '../../problems.ts';
import { type By, doerOf, noSuchPlan, requirePlan } from './plan-rights.ts';

/**
 * A plan without a step, on the newest division unless another is named.
 *
 * @throws ProblemError 'not-found' without such a division or region, 'forbidden' when the area is not the planner's
 */
export async function createPlan(by: By, input: NewPlan): Promise<Plan> {
  const { db } = by;
  const base = await baseOf(db, input.division);
  const { regions } = db.scope;
  // Whoever has several regions says which: a plan of theirs lies in one.
  const area = input.area.length === 0 && regions?.length === 1 ? [...regions] : [...new Set(input.area)];
  await checkArea(db, base, area);
  const { title, description, level } = input;
  return begin(by, async () => ({ title, description, level, base, area, copyOf: null }), 'create');
}

/** The same drawing under another name, as a draft. Its steps stay those of who drew them. */
export async function copyPlan(by: By, id: number, title: string): Promise<Plan> {
  const { county } = by.db.scope;
  return begin(
    by,
    async (tx) => {
      const original = await plans.lockDrawing(tx, county, id);
      if (!original) throw noSuchPlan(county, id);
      return { title, ...original, copyOf: id };
    },
    'copy',
    (tx, copy) => copySteps(tx, county, id, copy),
  );
}

/** @throws ProblemError 'stale-version' when somebody else changed it meanwhile */
export async function changePlan(by: By, id: number, { revision, ...change }: ChangePlan): Promise<Plan> {
  const { db } = by;
  const { county } = db.scope;
  const plan = await requirePlan(by, id);
  await db.transaction(async (tx) => {
    if ((await plans.updatePlan(tx, county, id, revision, change)) === null) throw stale(plan);
    await audit(tx, db, 'plan.change', id, change);
  });
  return requirePlan(by, id);
}

/** For a plan whose title, description or status is not what the caller looked at. */
export const stale = ({ id, revision }: Plan): ProblemError =>
  new ProblemError('stale-version', `Plan ${id} has been changed by somebody else meanwhile; look at it again.`, {
    ...{ currentVersion: revision, reason: 'plan-changed' },
  });

/** A line of the county's audit log about a plan. */
export const audit = (
  tx: Tx,
  { scope }: ScopedDatabase,
  action: AuditAction,
  plan: number,
  detail = {},
): Promise<void> =>
  writeAudit(tx, {
    ...{ county: scope.county, account: scope.account ?? null, role: scope.role, action, object: String(plan) },
    detail,
  });

async function begin(
  by: By,
  describe: (tx: Tx) => Promise<plans.NewPlanRow>,
  action: 'create' | 'copy',
  fill: (tx: Tx, id: number) => Promise<void> = async () => {},
): Promise<Plan> {
  const { db } = by;
  const { county } = db.scope;
  const id = await db.transaction(async (tx) => {
    const row = await describe(tx);
    const made = await plans.insertPlan(tx, county, row, doerOf(by));
    await fill(tx, made);
    await plans.insertPlanEvent(tx, county, made, { action, from: null, to: 'draft' }, doerOf(by));
    const { title, level, base, area, copyOf } = row;
    await audit(tx, db, `plan.${action}`, made, { title, level, base, area, ...(copyOf === null ? {} : { copyOf }) });
    return made;
  });
  return requirePlan(by, id);
}

async function baseOf(db: ScopedDatabase, asked: number | undefined): Promise<number> {
  const { county } = db.scope;
  const divisions = await listDivisions(db, county);
  const base = asked === undefined ? divisions.at(-1) : divisions.find(({ id }) => id === asked);
  if (base) return base.id;
  throw new ProblemError(
    'not-found',
    asked === undefined
      ? `County ${county} has no division yet that a plan could start from; import its regions first.`
      : `County ${county} has no division ${asked}.`,
  );
}

async function checkArea(db: ScopedDatabase, base: number, area: readonly number[]): Promise<void> {
  const { county, regions } = db.scope;
  const missing = await plans.missingRegions(db, county, base, area);
  if (missing.length > 0)
    throw new ProblemError('not-found', `Division ${base} has no region ${missing.join(', ')} to redraw.`);
  if (!regions) return;
  for (const region of regions) if (await plans.areaWithin(db, county, base, area, region)) return;
  throw new ProblemError(
    'forbidden',
    `Your grant is for region ${regions.join(' or ')} alone; a plan of yours keeps to it or to regions below it.`,
  );
}
