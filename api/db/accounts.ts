import type { AuditAction } from '../contract/audit.ts';
import type { DemoAccount, Grant } from '../contract/session.ts';
import type { Role } from '../contract/words.ts';
import { NO_COUNTY } from './audit.ts';
import type { Db } from './database.ts';
import { endSessions } from './sessions.ts';
import { sql } from './sql.ts';
import { deleteTokens } from './tokens.ts';

// Everything here runs as owner: who may sign in, and with what, is decided before there is a scope.

/** What an account may at this moment; null when no county keeps it enabled. */
export interface Standing {
  id: string;
  username: string;
  name: string;
  demo: boolean;
  grants: Grant[];
  /** an administrator made the password: until it is changed, there are no grants */
  mustChange: boolean;
}

export async function standingOf(owner: Db, account: string): Promise<Standing | null> {
  const { rows } = await owner.query<Standing>(sql`
    select u.id, u.username, u.name, bool_or(a.demo) as demo, m.account is not null as "mustChange",
           coalesce(
             jsonb_agg(jsonb_build_object('county', g.county, 'countyName', c.name, 'role', g.role, 'region', g.region)
                       order by g.county, g.role, g.region) filter (where g.county is not null and m.account is null),
             '[]') as grants
      from auth."user" u
      join tongxin.account a on a.id = u.id and not a.disabled
      join tongxin.county c on c.code = a.county
      left join tongxin.account_grant g on g.county = a.county and g.account = a.id
      left join auth.must_change m on m.account = u.id
     where u.id = ${account}
     group by u.id, m.account`);
  return rows[0] ?? null;
}

/** The account behind a user name (lower case) and the counties that know it. */
export async function accountByUsername(
  owner: Db,
  username: string,
): Promise<{ id: string; counties: string[] } | null> {
  const { rows } = await owner.query<{ id: string; counties: string[] }>(sql`
    select u.id, array_agg(a.county::text order by a.county) filter (where a.county is not null) as counties
      from auth."user" u
      left join tongxin.account a on a.id = u.id
     where u.username = ${username}
     group by u.id`);
  const row = rows[0];
  return row ? { id: row.id, counties: row.counties ?? [] } : null;
}

/** Writes one audit row in every county that knows the account; in none of them when nobody knows it. */
export async function auditSignIn(
  owner: Db,
  entry: { account: string | null; action: AuditAction; object: string; address: string },
): Promise<void> {
  await owner.query(sql`
    insert into tongxin.audit (county, account, action, object, detail)
    select coalesce(a.county, ${NO_COUNTY}), ${entry.account}::text, ${entry.action}::text, ${entry.object}::text,
           jsonb_build_object('address', ${entry.address}::text)
      from (select 1) one
      left join tongxin.account a on a.id = ${entry.account}`);
}

/**
 * Counts one attempt and tells how many there were in the running window, this one included.
 *
 * @returns leftS: seconds until the window ends
 */
export async function countAttempt(owner: Db, key: string, windowS: number): Promise<{ count: number; leftS: number }> {
  const { rows } = await owner.query<{ count: number; leftS: number }>(sql`
    insert into auth.attempt as kept (key, count, since)
    values (${key}, 1, now())
    on conflict (key) do update
       set count = case when kept.since > now() - make_interval(secs => ${windowS}) then kept.count + 1 else 1 end,
           since = case when kept.since > now() - make_interval(secs => ${windowS}) then kept.since else now() end
    returning count, extract(epoch from since + make_interval(secs => ${windowS}) - now())::float8 as "leftS"`);
  const row = rows[0];
  if (!row) throw new Error(`auth.attempt gave no row for ${key}`);
  return row;
}

/** How many attempts there were in the running window, and the seconds until it ends. */
export async function readAttempts(owner: Db, key: string, windowS: number): Promise<{ count: number; leftS: number }> {
  const { rows } = await owner.query<{ count: number; leftS: number }>(sql`
    select count, extract(epoch from since + make_interval(secs => ${windowS}) - now())::float8 as "leftS"
      from auth.attempt where key = ${key} and since > now() - make_interval(secs => ${windowS})`);
  return rows[0] ?? { count: 0, leftS: 0 };
}

export async function forgetAttempts(owner: Db, key: string): Promise<void> {
  await owner.query(sql`delete from auth.attempt where key = ${key}`);
}

/** Takes one attempt back that turned out well. */
export async function giveBackAttempt(owner: Db, key: string): Promise<void> {
  await owner.query(sql`update auth.attempt set count = count - 1 where key = ${key} and count > 0`);
}

/** Throws out what has no meaning any more: ended sessions, attempts of yesterday. */
export async function sweepSignIn(owner: Db): Promise<void> {
  await owner.query(sql`delete from auth.session where "expiresAt" < now()`);
  await owner.query(sql`delete from auth.attempt where since < now() - interval '1 day'`);
}

export interface NewUser {
  id: string;
  /** lower case */
  username: string;
  name: string;
  /** scrypt, as the sign-in library stores it; null = cannot sign in with a password */
  passwordHash: string | null;
}

/** @throws unique_violation when the user name is taken */
export async function insertUser(tx: Db, user: NewUser): Promise<void> {
  await tx.query(sql`
    insert into auth."user" (id, name, email, username, "displayUsername")
    values (${user.id}, ${user.name}, ${`${user.username}@accounts.invalid`}, ${user.username}, ${user.username})`);
  if (user.passwordHash === null) return;
  await tx.query(sql`
    insert into auth.account (id, "accountId", "providerId", "userId", password)
    values (${user.id}, ${user.id}, 'credential', ${user.id}, ${user.passwordHash})`);
}

/**
 * Makes the account known to a county and gives it a role there: for the whole county instead of single regions, or for a
 * region beside others, instead of the whole.
 *
 * @returns false when it had just that
 */
export async function insertGrant(
  tx: Db,
  grant: { county: string; account: string; role: Role; region: number | null },
): Promise<boolean> {
  await tx.query(sql`
    insert into tongxin.account (county, id, name, username)
    select ${grant.county}, u.id, u.name, u.username from auth."user" u where u.id = ${grant.account}
    on conflict (county, id) do nothing`);
  await tx.query(sql`
    delete from tongxin.account_grant
     where county = ${grant.county} and account = ${grant.account} and role = ${grant.role}
       and (region is null) <> (${grant.region}::bigint is null)`);
  const { rowCount } = await tx.query(sql`
    insert into tongxin.account_grant (county, account, role, region)
    values (${grant.county}, ${grant.account}, ${grant.role}, ${grant.region})
    on conflict do nothing`);
  return rowCount > 0;
}

/** Puts a new password in place of the old one and ends every session and token of the account. @returns how many tokens */
export async function replacePassword(tx: Db, account: string, passwordHash: string): Promise<number> {
  await keepPassword(tx, account, passwordHash);
  await endSessions(tx, account);
  return deleteTokens(tx, account);
}

/** Puts a new password in place of the old one, or the first to an account without; it need not be changed. */
export async function keepPassword(tx: Db, account: string, passwordHash: string): Promise<void> {
  await tx.query(sql`
    insert into auth.account (id, "accountId", "providerId", "userId", password)
    values (${account}, ${account}, 'credential', ${account}, ${passwordHash})
    on conflict ("providerId", "accountId") do update set password = excluded.password, "updatedAt" = now()`);
  await tx.query(sql`delete from auth.must_change where account = ${account}`);
}

/** From now on the account may do nothing but set a password of its own. */
export async function requireOwnPassword(tx: Db, account: string): Promise<void> {
  await tx.query(sql`insert into auth.must_change (account) values (${account}) on conflict do nothing`);
}

/** The stored password of an account; null when it has none. @param lock  nobody else changes it until the transaction ends */
export async function readPassword(owner: Db, account: string, { lock = false } = {}): Promise<string | null> {
  const asked = sql`select password from auth.account where "userId" = ${account} and "providerId" = 'credential'`;
  const { rows } = await owner.query<{ password: string | null }>(
    lock ? { ...asked, text: `${asked.text} for update` } : asked,
  );
  return rows[0]?.password ?? null;
}

/** Disables or enables the account in one county, or in all; without an enabled county its sessions end. */
export async function switchAccount(
  tx: Db,
  account: string,
  disabled: boolean,
  county: string | null,
): Promise<string[]> {
  const { rows } = await tx.query<{ county: string }>(sql`
    update tongxin.account
       set disabled = ${disabled}, version = version + 1
     where id = ${account} and disabled <> ${disabled} and (${county}::text is null or county = ${county})
    returning county`);
  return rows.map((row) => row.county);
}

export interface ListedAccount {
  county: string;
  username: string;
  name: string;
  demo: boolean;
  disabled: boolean;
  roles: string[];
}

export async function listAccounts(owner: Db, county: string | null): Promise<ListedAccount[]> {
  const { rows } = await owner.query<ListedAccount>(sql`
    select a.county, a.username, a.name, a.demo, a.disabled,
           array(select g.role || coalesce(':' || g.region, '')
                   from tongxin.account_grant g
                  where g.county = a.county and g.account = a.id order by g.role) as roles
      from tongxin.account a
     where ${county}::text is null or a.county = ${county}
     order by a.county, a.username`);
  return rows;
}

/** The identity that a region of the division in force on `day` (yyyy-mm-dd) has by its code; null without one. */
export async function regionByCode(owner: Db, county: string, code: string, day: string): Promise<number | null> {
  const { rows } = await owner.query<{ region: number }>(sql`
    select r.region
      from tongxin.region_version r
      join tongxin.division d on d.county = r.county and d.id = r.division
     where r.county = ${county} and r.code = ${code} and d.valid @> ${day}::date`);
  return rows[0]?.region ?? null;
}

export async function countyExists(owner: Db, county: string): Promise<boolean> {
  const { rowCount } = await owner.query(sql`select 1 from tongxin.county where code = ${county}`);
  return rowCount > 0;
}

/**
 * Makes the demo accounts, without a password, and gives each its role in every demo county there is, and in every
 * county that the command line or one of them has made by an import and no person has an account in: who can write the
 * data directory is who looks at the demo. The role of a grid's worker is for the first grid, that of a desk for the first
 * community. A demo county without a division in force on `day` (yyyy-mm-dd) is still being loaded and left out;
 * repeating the call adds what is new, and takes out what has become people's own.
 */
export async function insertDemoAccounts(tx: Db, accounts: readonly DemoAccount[], day: string): Promise<void> {
  const list = JSON.stringify(accounts);
  await tx.query(sql`
    insert into auth."user" (id, name, email, username, "displayUsername")
    select 'demo:' || d.username, d.name, d.username || '@accounts.invalid', d.username, d.username
      from jsonb_to_recordset(${list}::jsonb) as d(username text, name text)
    on conflict (id) do update set name = excluded.name where "user".name <> excluded.name`);
  await tx.query(sql`
    insert into tongxin.account (county, id, name, username, demo)
    select c.code, 'demo:' || d.username, d.name, d.username, true
      from tongxin.county c, jsonb_to_recordset(${list}::jsonb) as d(username text, name text)
     where (c.demo and exists (select from tongxin.division v where v.county = c.code and v.valid @> ${day}::date))
        or (not c.demo and c.staged_by is null
            and exists (select from tongxin.import_batch b
                         where b.county = c.code and b.status = 'done' and not b.county_stood
                           and (b.account is null or b.account like 'demo:%'))
            and not exists (select from tongxin.account own where own.county = c.code and not own.demo))
    on conflict (county, id) do nothing`);
  await tx.query(sql`
    insert into tongxin.account_grant (county, account, role, region)
    select c.code, 'demo:' || d.username, d.role,
           (select r.region
              from tongxin.region_version r
              join tongxin.division v on v.county = r.county and v.id = r.division and v.valid @> ${day}::date
             where r.county = c.code
               and r.kind = case d.role when 'grid_staff' then 'grid' when 'desk' then 'community' end
             order by r.code, r.region
             limit 1)
      from tongxin.account a
      join tongxin.county c on c.code = a.county
      join jsonb_to_recordset(${list}::jsonb) as d(username text, role text) on a.id = 'demo:' || d.username
     where not exists (select from tongxin.account_grant has
                        where has.county = c.code and has.account = a.id and has.role = d.role)
       and (c.demo
            or not (exists (select from tongxin.account_grant given where given.county = c.code and given.account = a.id)
                    or exists (select from tongxin.account own where own.county = c.code and not own.demo)))
    on conflict do nothing`);
  await withdrawDemo(tx);
}

/** Takes counties that are people's own out of the demo: all, or the one that has just got its first person. */
export async function withdrawDemo(tx: Db, county: string | null = null): Promise<void> {
  await tx.query(sql`
    with withdrawn as (
      update tongxin.account a set disabled = true
        from tongxin.county c
       where c.code = a.county and not c.demo and a.demo and (${county}::text is null or c.code = ${county})
         and exists (select from tongxin.account own where own.county = c.code and not own.demo)
         and (not a.disabled or exists (select from tongxin.account_grant g where g.county = a.county and g.account = a.id))
      returning a.county, a.id)
    delete from tongxin.account_grant g using withdrawn w where g.county = w.county and g.account = w.id`);
}

/** The demo accounts that have something to show. */
export async function presentDemoAccounts(owner: Db, accounts: readonly DemoAccount[]): Promise<DemoAccount[]> {
  const { rows } = await owner.query<{ username: string }>(sql`
    select distinct username from tongxin.account where demo and not disabled`);
  const present = new Set(rows.map((row) => row.username));
  return accounts.filter((account) => present.has(account.username));
}
