import { randomUUID } from 'node:crypto';
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
  { token, account, expiresAt }: Omit<StoredSession, 'id'> & { token: string },
): Promise<void> {
  await owner.query(sql`
    insert into auth.session (id, token, "userId", "expiresAt")
    values (${randomUUID()}, ${token}, ${account}, to_timestamp(${expiresAt}::float8 / 1000))`);
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
