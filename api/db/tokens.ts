import type { AccessToken } from '../contract/tokens.ts';
import type { Db } from './database.ts';
import { sql } from './sql.ts';

// As owner, before there is a scope. A token is known by its SHA-256, in hex.

/** @returns whether there was room: an account has no more than `most` of a county */
export async function insertToken(
  owner: Db,
  token: Pick<AccessToken, 'county' | 'name' | 'mayWrite'> & { account: string; hash: string },
  most: number,
): Promise<boolean> {
  const { account, county, hash, name, mayWrite } = token;
  const { rowCount } = await owner.query(sql`
    insert into auth.token (hash, "userId", county, name, may_write)
    select ${hash}, ${account}, ${county}, ${name}, ${mayWrite}::boolean
     where (select count(*) from auth.token where "userId" = ${account} and county = ${county}) < ${most}::int`);
  return rowCount > 0;
}

/** Whose it is, noted as used now; null when there is none. */
export async function touchToken(
  owner: Db,
  hash: string,
): Promise<{ account: string; county: string; mayWrite: boolean } | null> {
  const { rows } = await owner.query<{ account: string; county: string; mayWrite: boolean }>(sql`
    update auth.token set last_used_at = now() where hash = ${hash}
    returning "userId" as account, county::text, may_write as "mayWrite"`);
  return rows[0] ?? null;
}

/** Newest first. @param county  null = of all counties */
export async function listTokens(owner: Db, account: string, county: string | null = null): Promise<AccessToken[]> {
  const { rows } = await owner.query<AccessToken>(sql`
    select id::text, county::text, name, may_write as "mayWrite", to_json(created_at) as "createdAt",
           to_json(last_used_at) as "lastUsedAt"
      from auth.token
     where "userId" = ${account} and (${county}::text is null or county = ${county})
     order by created_at desc, id`);
  return rows;
}

/**
 * @param county  null = of whichever
 * @returns the county and the name that it had; null when the account has no such token
 */
export async function deleteToken(
  owner: Db,
  account: string,
  id: string,
  county: string | null = null,
): Promise<{ county: string; name: string } | null> {
  const { rows } = await owner.query<{ county: string; name: string }>(sql`
    delete from auth.token
     where id = ${id}::uuid and "userId" = ${account} and (${county}::text is null or county = ${county})
    returning county::text, name`);
  return rows[0] ?? null;
}

/** Revokes all tokens of an account, of all counties. @returns how many there were */
export async function deleteTokens(owner: Db, account: string): Promise<number> {
  const { rowCount } = await owner.query(sql`delete from auth.token where "userId" = ${account}`);
  return rowCount;
}
