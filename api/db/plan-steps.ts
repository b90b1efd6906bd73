import type { LoggedStep, PlanLevel, PlanStatus } from '../contract/plans.ts';
import type { Db, Tx } from './database.ts';
import type { Doer } from './plans.ts';
import { sql } from './sql.ts';

/**
 * Puts the steps of a plan's present base into the log of its copy, which has none: in the names of those who drew them,
 * at the times when they did.
 */
export async function copySteps(tx: Tx, county: string, from: number, to: number): Promise<void> {
  const { rowCount } = await tx.query(sql`
    insert into plan_step (county, plan, seq, id, step, delta, account, account_name, at)
    select plan_step.county, ${to}, seq - base_seq, plan_step.id, step, delta, account, account_name, at
      from plan_step join plan on plan.county = plan_step.county and plan.id = plan_step.plan
     where plan_step.county = ${county} and plan_step.plan = ${from} and seq > base_seq
     order by seq`);
  await tx.query(sql`update plan set head = ${rowCount} where county = ${county} and id = ${to}`);
}

type StepRow = Omit<LoggedStep, 'at' | 'replayOf'> & { at: Date; replayOf: string | null };
const toLogged = ({ at, replayOf, ...row }: StepRow): LoggedStep => ({
  ...row,
  at: at.toISOString(),
  ...(replayOf === null ? {} : { replayOf }),
});

/** Steps after a number, in their order, those of an earlier base among them. */
export async function readSteps(db: Db, county: string, plan: number, after: number): Promise<LoggedStep[]> {
  const { rows } = await db.query<StepRow>(sql`
    select seq, step, delta, coalesce(account, '') as account, account_name as "accountName", at,
           replay_of as "replayOf"
      from plan_step where county = ${county} and plan = ${plan} and seq > ${after} order by seq`);
  return rows.map(toLogged);
}

/**
 * Steps after a number, of a plan that stands on a base: the two are asked in one statement, so that steps of one base
 * are never taken for those of another.
 *
 * @returns null when the plan stands on another base by now
 */
export async function readStepsOn(
  db: Db,
  county: string,
  plan: number,
  base: number,
  after: number,
): Promise<LoggedStep[] | null> {
  const { rows } = await db.query<StepRow | { seq: null }>(sql`
    select seq, step, delta, coalesce(account, '') as account, account_name as "accountName", at,
           replay_of as "replayOf"
      from plan left join plan_step on plan_step.county = plan.county and plan_step.plan = plan.id and seq > ${after}
     where plan.county = ${county} and plan.id = ${plan} and base = ${base} order by seq`);
  return rows.length === 0 ? null : rows.filter((row) => row.seq !== null).map(toLogged);
}

/** What the log of a plan stands at. */
export interface LogState {
  level: PlanLevel;
  status: PlanStatus;
  area: number[];
  /** division and fabric it starts from */
  base: number;
  fabric: number;
  baseSeq: number;
  head: number;
}

export async function readLogState(db: Db, county: string, plan: number): Promise<LogState | null> {
  const { rows } = await db.query<LogState>(sql`
    select level, status, area, base, fabric, base_seq as "baseSeq", head
      from plan join division on division.county = plan.county and division.id = plan.base
     where plan.county = ${county} and plan.id = ${plan}`);
  return rows[0] ?? null;
}

/** Of these steps, those that the log has. */
export async function readKnownSteps(
  db: Db,
  county: string,
  plan: number,
  ids: readonly string[],
): Promise<Pick<LoggedStep, 'seq' | 'step' | 'delta'>[]> {
  const { rows } = await db.query<Pick<LoggedStep, 'seq' | 'step' | 'delta'>>(sql`
    select seq, step, delta from plan_step
     where county = ${county} and plan = ${plan} and id = any (${ids}::uuid[]) order by seq`);
  return rows;
}

/**
 * Moves the head of a plan that may be drawn on.
 *
 * @returns false when it is elsewhere by now, or the plan may not be drawn on any more
 */
export async function moveHead(
  tx: Tx,
  county: string,
  plan: number,
  from: Pick<LogState, 'base' | 'head'>,
  by: number,
): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    update plan set head = head + ${by}, updated_at = now()
     where county = ${county} and id = ${plan} and head = ${from.head} and base = ${from.base} and status in ('draft', 'returned')`);
  return rowCount === 1;
}

/** Of these steps of an earlier base, those that were done again on the present one. */
export async function listReplayed(db: Db, county: string, plan: number, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>(sql`
    select replay_of as id
      from plan_step join plan on plan.county = plan_step.county and plan.id = plan_step.plan
     where plan_step.county = ${county} and plan_step.plan = ${plan} and seq > base_seq
       and replay_of = any (${ids}::uuid[])`);
  return new Set(rows.map(({ id }) => id));
}

/**
 * Writes steps to the log that do earlier ones, named by their numbers, again under the numbers after `after`: in the
 * names of those who drew them, at the times when they did.
 */
export async function insertReplays(
  tx: Tx,
  county: string,
  plan: number,
  after: number,
  replays: readonly (Pick<LoggedStep, 'step' | 'delta'> & { of: number })[],
): Promise<void> {
  await tx.query(sql`
    insert into plan_step (county, plan, seq, id, step, delta, account, account_name, at, replay_of)
    select plan_step.county, plan_step.plan, ${after}::int + position, (entry -> 'step' ->> 'id')::uuid, entry -> 'step',
           entry -> 'delta', account, account_name, at, coalesce(replay_of, id)
      from jsonb_array_elements(${JSON.stringify(replays)}::jsonb) with ordinality as given (entry, position)
      join plan_step on plan_step.county = ${county} and plan_step.plan = ${plan} and seq = (entry ->> 'of')::int`);
}

/** Writes steps to the log under the numbers after `after`. @returns when, in their order */
export async function insertSteps(
  tx: Tx,
  county: string,
  plan: number,
  after: number,
  steps: readonly Pick<LoggedStep, 'step' | 'delta'>[],
  by: Doer,
): Promise<string[]> {
  const { rows } = await tx.query<{ at: Date }>(sql`
    with written as (
      insert into plan_step (county, plan, seq, id, step, delta, account, account_name)
      select ${county}, ${plan}::bigint, ${after}::int + position, (entry -> 'step' ->> 'id')::uuid, entry -> 'step',
             entry -> 'delta', ${by.account}, ${by.name}
        from jsonb_array_elements(${JSON.stringify(steps)}::jsonb) with ordinality as given (entry, position)
      returning seq, at
    )
    select at from written order by seq`);
  return rows.map(({ at }) => at.toISOString());
}

/** The newest snapshot of a base; null also when the plan stands on another one by now. */
export async function readSnapshot(
  db: Db,
  county: string,
  plan: number,
  base: number,
): Promise<{ seq: number; delta: unknown } | null> {
  const { rows } = await db.query<{ seq: number; delta: unknown }>(sql`
    select plan_snapshot.seq, delta
      from plan_snapshot join plan on plan.county = plan_snapshot.county and plan.id = plan_snapshot.plan
     where plan_snapshot.county = ${county} and plan_snapshot.plan = ${plan} and plan_snapshot.seq > base_seq
       and base = ${base}
     order by plan_snapshot.seq desc limit 1`);
  return rows[0] ?? null;
}

/**
 * Keeps a snapshot in place of the earlier ones; one that somebody else has taken stays. Nothing is kept of a plan that
 * stands on another base by now; and should it leave this one at the same moment, the snapshot ends where that base did
 * and is none of the next.
 */
export async function replaceSnapshot(
  tx: Tx,
  county: string,
  plan: number,
  base: number,
  snapshot: { seq: number; delta: unknown },
): Promise<void> {
  await tx.query(sql`
    insert into plan_snapshot (county, plan, seq, delta)
    select county, id, ${snapshot.seq}, ${JSON.stringify(snapshot.delta)}::jsonb
      from plan where county = ${county} and id = ${plan} and base = ${base}
        on conflict do nothing`);
  await tx.query(sql`
    delete from plan_snapshot where county = ${county} and plan = ${plan} and seq < ${snapshot.seq}`);
}
