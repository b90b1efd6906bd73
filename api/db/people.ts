import type { Person } from '../contract/people.ts';
import type { Role } from '../contract/words.ts';
import type { Db } from './database.ts';
import { sql } from './sql.ts';

// The accounts of a county, for who keeps them. As owner: it joins the sign-in library's tables, and who may ask for
// what is decided in api/auth/keep-people.ts.

/**
 * The accounts of a county by their user names, or the one of them with that id.
 *
 * @param day  yyyy-mm-dd: regions are called as in the division in force then, else as they were last
 */
export async function listPeople(owner: Db, county: string, day: string, id: string | null = null): Promise<Person[]> {
  const { rows } = await owner.query<Person>(sql`
    select a.id, a.username, a.name, a.demo, a.disabled, m.account is not null as "mustChange",
           exists (select from tongxin.account other where other.id = a.id and other.county <> a.county) as elsewhere,
           to_json(greatest(
             (select max("updatedAt") from auth.session where "userId" = a.id),
             (select at from tongxin.audit
               where audit.county = a.county and audit.account = a.id and action = 'session.start'
               order by audit.id desc limit 1))) as "lastSeen",
           coalesce(given.grants, '[]') as grants
      from tongxin.account a
      left join auth.must_change m on m.account = a.id
      left join lateral (
        select jsonb_agg(jsonb_build_object('role', g.role, 'region', case when g.region is not null then
                 jsonb_build_object('id', g.region, 'name', coalesce(called.name, ''), 'code', coalesce(called.code, ''))
                 end) order by g.role, called.code, g.region) as grants
          from tongxin.account_grant g
          left join lateral (
            select r.name, r.code
              from tongxin.region_version r
              join tongxin.division d on d.county = r.county and d.id = r.division
             where r.county = g.county and r.region = g.region and d.valid is not null
             order by (d.valid @> ${day}::date) desc, d.id desc
             limit 1) called on true
         where g.county = a.county and g.account = a.id) given on true
     where a.county = ${county} and (${id}::text is null or a.id = ${id})
     order by a.demo, a.username`);
  return rows;
}

/** The counties that know an account. */
export async function countiesOf(owner: Db, account: string): Promise<string[]> {
  const { rows } = await owner.query<{ county: string }>(sql`
    select county from tongxin.account where id = ${account} order by county`);
  return rows.map((row) => row.county);
}

/** Those of the user names (lower case) that somebody has. */
export async function takenUsernames(owner: Db, usernames: readonly string[]): Promise<Set<string>> {
  const { rows } = await owner.query<{ username: string }>(sql`
    select username from auth."user" where username = any (${[...usernames]}::text[])`);
  return new Set(rows.map((row) => row.username));
}

/** Those of the codes that a region of the division in force on `day` (yyyy-mm-dd) has. */
export async function knownRegionCodes(
  owner: Db,
  county: string,
  codes: readonly string[],
  day: string,
): Promise<Set<string>> {
  const { rows } = await owner.query<{ code: string }>(sql`
    select r.code
      from tongxin.region_version r
      join tongxin.division d on d.county = r.county and d.id = r.division
     where r.county = ${county} and r.code = any (${[...codes]}::text[]) and d.valid @> ${day}::date`);
  return new Set(rows.map((row) => row.code));
}

/** Until the end of the transaction nobody else changes who administers the county. */
export async function lockPeople(tx: Db, county: string): Promise<void> {
  await tx.query(sql`select code from tongxin.county where code = ${county} for no key update`);
}

/** Accounts that administer the whole county and are not disabled there. */
export async function countAdministrators(tx: Db, county: string): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(sql`
    select count(*)::int as n
      from tongxin.account a
      join tongxin.account_grant g on g.county = a.county and g.account = a.id and g.role = 'admin' and g.region is null
     where a.county = ${county} and not a.disabled`);
  return rows[0]!.n;
}

/** @returns false when the account had no such role */
export async function deleteGrant(
  tx: Db,
  grant: { county: string; account: string; role: Role; region: number | null },
): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    delete from tongxin.account_grant
     where county = ${grant.county} and account = ${grant.account} and role = ${grant.role}
       and region is not distinct from ${grant.region}::bigint`);
  return rowCount > 0;
}

/** Another name that people see, wherever the account is known. */
export async function renameAccount(tx: Db, account: string, name: string): Promise<void> {
  await tx.query(sql`update auth."user" set name = ${name}, "updatedAt" = now() where id = ${account}`);
  await tx.query(sql`update tongxin.account set name = ${name}, version = version + 1 where id = ${account}`);
}
