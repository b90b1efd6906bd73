import { randomUUID } from 'node:crypto';
import type { SignedIn } from '../contract/people.ts';
import type { Db } from './database.ts';
import { sql } from './sql.ts';

// Rows of the sign-in library's table, which it writes, too, after a password; as owner, before there is a scope.

export interface StoredSession {
  id: string;
  account: string;
  /** ms since 1970 */
  expiresAt: number;
}

export async function insertSession(
  owner: Db,
  session: Omit<StoredSession, 'id'> & { token: string; address: string; agent: string },
): Promise<void> {
  const { token, account, expiresAt, address, agent } = session;
  await owner.query(sql`
    insert into auth.session (id, token, "userId", "expiresAt", "ipAddress", "userAgent")
    values (${randomUUID()}, ${token}, ${account}, to_timestamp(${expiresAt}::float8 / 1000), ${address}, ${agent})`);
}

export async function readSession(owner: Db, token: string): Promise<StoredSession | null> {
  const { rows } = await owner.query<StoredSession>(sql`
    select id, "userId" as account, extract(epoch from "expiresAt")::float8 * 1000 as "expiresAt"
      from auth.session where token = ${token}`);
  return rows[0] ?? null;
}

export async function prolongSession(owner: Db, token: string, expiresAt: number): Promise<void> {
  await owner.query(sql`
    update auth.session set "expiresAt" = to_timestamp(${expiresAt}::float8 / 1000), "updatedAt" = now()
     where token = ${token}`);
}

/** @returns whose it was; null when there is none any more */
export async function deleteSession(owner: Db, token: string): Promise<string | null> {
  const { rows } = await owner.query<{ account: string }>(sql`
    delete from auth.session where token = ${token} returning "userId" as account`);
  return rows[0]?.account ?? null;
}

/** Where an account is signed in, latest first. @param token  of the session that asks; null when it is not one of them */
export async function listSessions(owner: Db, account: string, token: string | null): Promise<SignedIn[]> {
  const { rows } = await owner.query<SignedIn>(sql`
    select id, token is not distinct from ${token}::text as current, to_json("createdAt") as "startedAt",
           to_json("updatedAt") as "lastSeen", coalesce("ipAddress", '') as address, coalesce("userAgent", '') as agent
      from auth.session
     where "userId" = ${account} and "expiresAt" > now()
     order by "updatedAt" desc, id`);
  return rows;
}

/**
 * Ends sessions of an account: the one of that id, or all.
 *
 * @param except  token of the session that stays
 * @returns how many
 */
export async function endSessions(
  owner: Db,
  account: string,
  { id = null, except = null }: { id?: string | null; except?: string | null } = {},
): Promise<number> {
  const { rowCount } = await owner.query(sql`
    delete from auth.session
     where "userId" = ${account} and (${id}::text is null or id = ${id}) and token is distinct from ${except}::text`);
  return rowCount;
}
