import type { FailedStep, Plan, PlanHistory, PlanLevel, PlanStatus } from '../contract/plans.ts';
import type { Db, Statement, Tx } from './database.ts';
import { sql } from './sql.ts';

/** A plan as its row has it, with its base. `outdated`: a division that begins later than the base has dates. */
const PLANS = `
  select plan.id, title, description, level, status,
         jsonb_build_object('division', base, 'name', division.name, 'fabric', division.fabric,
                            'validFrom', lower(division.valid)) as base,
         status <> 'published' and (
           division.valid is null
           or exists (select from division later
                       where later.county = plan.county and lower(later.valid) > lower(division.valid))) as outdated,
         area, head as version, base_seq as "baseVersion", revision,
         jsonb_build_object('id', coalesce(author, ''), 'name', author_name) as author,
         copy_of as "copyOf", plan.created_at as "createdAt", updated_at as "updatedAt", effective, published,
         (select count(*)::int from plan_comment
           where plan_comment.county = plan.county and plan_comment.plan = plan.id) as comments
    from plan join division on division.county = plan.county and division.id = plan.base`;

/** Dates come as Date objects from either driver. */
type PlanRow = Omit<Plan, 'createdAt' | 'updatedAt'> & { createdAt: Date; updatedAt: Date };

const toPlan = ({ createdAt, updatedAt, ...row }: PlanRow): Plan => ({
  ...row,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});

const continued = (text: string, { text: more, values }: Statement): Statement => ({ text: text + more, values });

/** Plans that the scope sees, the last one changed first. */
export async function listPlans(db: Db, county: string): Promise<Plan[]> {
  const { rows } = await db.query<PlanRow>(
    continued(PLANS, sql` where plan.county = ${county} order by updated_at desc, plan.id desc`),
  );
  return rows.map(toPlan);
}

export async function readPlan(db: Db, county: string, id: number): Promise<Plan | null> {
  const { rows } = await db.query<PlanRow>(continued(PLANS, sql` where plan.county = ${county} and plan.id = ${id}`));
  return rows[0] ? toPlan(rows[0]) : null;
}

export interface NewPlanRow {
  title: string;
  description: string;
  level: PlanLevel;
  base: number;
  area: readonly number[];
  copyOf: number | null;
}

/** Who does something to a plan; the name is kept, since most may not read the accounts of others. */
export interface Doer {
  account: string | null;
  name: string;
}

/**
 * What a copy takes over from a plan, which is not brought onto another base until the transaction ends: what is copied
 * of its log afterwards is of this base.
 */
export async function lockDrawing(
  tx: Tx,
  county: string,
  id: number,
): Promise<Pick<NewPlanRow, 'description' | 'level' | 'base' | 'area'> | null> {
  const { rows } = await tx.query<Pick<NewPlanRow, 'description' | 'level' | 'base' | 'area'>>(sql`
    select description, level, base, area from plan where county = ${county} and id = ${id} for share`);
  return rows[0] ?? null;
}

/** Made when the statement begins, not the transaction: after every step that a copy takes over from what it has locked. */
export async function insertPlan(db: Db, county: string, plan: NewPlanRow, author: Doer): Promise<number> {
  const { rows } = await db.query<{ id: number }>(sql`
    insert into plan (county, title, description, level, base, area, copy_of, author, author_name, created_at, updated_at)
    values (${county}, ${plan.title}, ${plan.description}, ${plan.level}, ${plan.base}, ${plan.area}::bigint[],
            ${plan.copyOf}, ${author.account}, ${author.name}, statement_timestamp(), statement_timestamp())
    returning id`);
  return rows[0]!.id;
}

/** @returns the new revision; null when there is no such plan of that revision */
export async function updatePlan(
  db: Db,
  county: string,
  id: number,
  revision: number,
  change: { title?: string; description?: string },
): Promise<number | null> {
  const { rows } = await db.query<{ revision: number }>(sql`
    update plan
       set title = coalesce(${change.title ?? null}, title), description = coalesce(${change.description ?? null}, description),
           revision = revision + 1, updated_at = now()
     where county = ${county} and id = ${id} and revision = ${revision}
    returning revision`);
  return rows[0]?.revision ?? null;
}

/** Of these regions, those that a division does not have. */
export async function missingRegions(
  db: Db,
  county: string,
  division: number,
  regions: readonly number[],
): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(sql`
    select id from unnest(${regions}::bigint[]) as given (id)
     where not exists (select from region_version
                        where county = ${county} and division = ${division} and region = given.id)`);
  return rows.map((row) => row.id);
}

/** Whether all of these regions lie in one, which may be a grouping, in a division. */
export async function areaWithin(
  db: Db,
  county: string,
  division: number,
  area: readonly number[],
  region: number,
): Promise<boolean> {
  const { rows } = await db.query<{ within: boolean }>(sql`
    select area_within(${county}, ${division}, ${area}::bigint[], ${region}::bigint) as within`);
  return rows[0]!.within;
}

export interface PlanEventRow {
  action: PlanHistory[number]['action'];
  from: PlanStatus | null;
  to: PlanStatus;
  note?: string;
  failed?: readonly FailedStep[];
}

export async function insertPlanEvent(db: Tx, county: string, plan: number, event: PlanEventRow, by: Doer) {
  await db.query(sql`
    insert into plan_event (county, plan, account, account_name, action, from_status, to_status, note, failed)
    values (${county}, ${plan}, ${by.account}, ${by.name}, ${event.action}, ${event.from}, ${event.to},
            ${event.note ?? ''}, ${JSON.stringify(event.failed ?? [])}::jsonb)`);
}

/** What became of a plan as a whole, oldest first. */
export async function listPlanEvents(db: Db, county: string, plan: number): Promise<PlanHistory> {
  const { rows } = await db.query<Omit<PlanHistory[number], 'at'> & { at: Date }>(sql`
    select at, account_name as "accountName", action, from_status as "from", to_status as "to", note, failed
      from plan_event where county = ${county} and plan = ${plan} order by id`);
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
}

/** @returns false when title, status or drawing are not what the caller looked at */
export async function movePlan(
  tx: Tx,
  county: string,
  id: number,
  move: { revision: number; head: number; to: PlanStatus },
): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    update plan set status = ${move.to}, revision = revision + 1, updated_at = now()
     where county = ${county} and id = ${id} and revision = ${move.revision} and head = ${move.head}
       and publishing is null`);
  return rowCount === 1;
}

/**
 * Takes a plan for publishing, under a number that its rows are staged under.
 *
 * @returns false when it is not approved, or being published already
 * @throws unique_violation when another plan of the county is being published
 */
export async function beginPublishing(db: Db, county: string, id: number, number: string): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    update plan set publishing = ${number}::uuid, publishing_alive_at = now()
     where county = ${county} and id = ${id} and status = 'approved' and publishing is null`);
  return rowCount === 1;
}

export async function saveSignOfLife(db: Db, county: string, number: string): Promise<void> {
  await db.query(sql`
    update plan set publishing_alive_at = now() where county = ${county} and publishing = ${number}::uuid`);
}

export async function endPublishing(db: Db, county: string, number: string): Promise<void> {
  await db.query(sql`
    update plan set publishing = null, publishing_alive_at = null
     where county = ${county} and publishing = ${number}::uuid`);
}

/** @returns false when somebody else has ended the publication */
export async function markPublished(
  tx: Tx,
  county: string,
  number: string,
  { division, effective }: { division: number; effective: string },
): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    update plan
       set status = 'published', published = ${division}, effective = ${effective}::date, publishing = null,
           publishing_alive_at = null, revision = revision + 1, updated_at = now()
     where county = ${county} and publishing = ${number}::uuid`);
  return rowCount === 1;
}

/** Another base, and the steps so far as history. @returns false when the plan is not what the caller looked at */
export async function rebasePlanRow(
  tx: Tx,
  county: string,
  id: number,
  change: {
    revision: number;
    head: number;
    steps: number;
    base: number;
    area: readonly number[];
    status: PlanStatus;
  },
): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    update plan
       set base = ${change.base}, base_seq = head, head = head + ${change.steps}, area = ${change.area}::bigint[],
           status = ${change.status}, revision = revision + 1, updated_at = now()
     where county = ${county} and id = ${id} and revision = ${change.revision} and head = ${change.head}
       and publishing is null`);
  return rowCount === 1;
}
