import { type Actor, scopeFor } from '../auth/actor.ts';
import type { CountySummary } from '../contract/counties.ts';
import type { Role } from '../contract/words.ts';
import { readCounty } from '../db/counties.ts';
import type { Database } from '../db/database.ts';

export const rolesIn = (actor: Actor, code: string): Role[] =>
  actor.grants.filter((grant) => grant.county === code).map((grant) => grant.role);

/** The counties that somebody has a grant for, in the order of their codes. */
export async function listCounties(database: Database, actor: Actor): Promise<CountySummary[]> {
  const codes = [...new Set(actor.grants.map((grant) => grant.county))].sort();
  const found = await Promise.all(codes.map((code) => readCounty(database.as(scopeFor(actor, code)), code)));
  return found
    .filter((row) => row !== null)
    .map(({ attribution: _, attributionEn: __, ...row }) => ({ ...row, roles: rolesIn(actor, row.code) }));
}
