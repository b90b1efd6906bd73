import type { PlanComment, Presence, Present } from '../contract/plans.ts';
import type { Db, Tx } from './database.ts';
import type { Doer } from './plans.ts';
import { sql } from './sql.ts';

type CommentRow = Omit<PlanComment, 'at'> & { at: Date };
const toComment = ({ at, ...row }: CommentRow): PlanComment => ({ ...row, at: at.toISOString() });

/** Every comment on a plan, oldest first. */
export async function listComments(db: Db, county: string, plan: number): Promise<PlanComment[]> {
  const { rows } = await db.query<CommentRow>(sql`
    select id, coalesce(account, '') as account, account_name as "accountName", at, text,
           case when place is not null then array[st_x(place), st_y(place)] end as place, region,
           reply_to as "replyTo", resolved
      from plan_comment where county = ${county} and plan = ${plan} order by id`);
  return rows.map(toComment);
}

/** @throws foreign_key_violation when it answers a comment that the plan does not have */
export async function insertComment(
  db: Db,
  county: string,
  plan: number,
  comment: Pick<PlanComment, 'text' | 'place' | 'region' | 'replyTo'>,
  by: Doer,
): Promise<PlanComment> {
  const [lng, lat] = comment.place ?? [null, null];
  const { rows } = await db.query<CommentRow>(sql`
    insert into plan_comment (county, plan, account, account_name, text, place, region, reply_to)
    values (${county}, ${plan}, ${by.account}, ${by.name}, ${comment.text},
            st_setsrid(st_makepoint(${lng}::float8, ${lat}::float8), 4326), ${comment.region}, ${comment.replyTo})
    returning id, coalesce(account, '') as account, account_name as "accountName", at, text,
              case when place is not null then array[st_x(place), st_y(place)] end as place, region,
              reply_to as "replyTo", resolved`);
  return toComment(rows[0]!);
}

/** @returns null when the plan has no such comment */
export async function resolveComment(
  db: Db,
  county: string,
  plan: number,
  id: number,
  resolved: boolean,
): Promise<PlanComment | null> {
  const { rows } = await db.query<CommentRow>(sql`
    update plan_comment set resolved = ${resolved}
     where county = ${county} and plan = ${plan} and id = ${id}
    returning id, coalesce(account, '') as account, account_name as "accountName", at, text,
              case when place is not null then array[st_x(place), st_y(place)] end as place, region,
              reply_to as "replyTo", resolved`);
  return rows[0] ? toComment(rows[0]) : null;
}

/** Who was heard of within so many seconds. */
export async function listPresent(db: Db, county: string, plan: number, withinS: number): Promise<Present[]> {
  const { rows } = await db.query<Present>(sql`
    select client, account_name as "accountName", coalesce(account = app_account(), false) as mine,
           case when place is not null then array[st_x(place), st_y(place)] end as place, region
      from plan_presence
     where county = ${county} and plan = ${plan} and seen_at > now() - make_interval(secs => ${withinS})
     order by client`);
  return rows;
}

/** Says that somebody is at a plan, or is not any more, and forgets who has long gone, and whose window it was before. */
export async function upsertPresence(
  tx: Tx,
  county: string,
  plan: number,
  { client, place, region, gone }: Presence,
  by: Doer,
): Promise<void> {
  const [lng, lat] = place ?? [null, null];
  await tx.query(sql`
    delete from plan_presence
     where county = ${county} and plan = ${plan}
       and (client = ${client}::uuid and account is distinct from ${by.account}
            or client <> ${client}::uuid and seen_at < now() - interval '1 hour')`);
  await tx.query(sql`
    insert into plan_presence (county, plan, client, account, account_name, place, region, seen_at)
    values (${county}, ${plan}, ${client}::uuid, ${by.account}, ${by.name},
            st_setsrid(st_makepoint(${lng}::float8, ${lat}::float8), 4326), ${region},
            case when ${gone}::boolean then '-infinity'::timestamptz else now() end)
        on conflict (county, plan, client) do update
       set place = excluded.place, region = excluded.region, seen_at = excluded.seen_at`);
}
