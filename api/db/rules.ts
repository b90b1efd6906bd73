import type { Rule, RuleSet } from '../contract/plans.ts';
import type { Db, Tx } from './database.ts';
import { sql } from './sql.ts';

/** A county's own rules in their order; version 0 and none when it has none. */
export async function readRules(db: Db, county: string): Promise<RuleSet> {
  const { rows } = await db.query<Rule & { version: number }>(sql`
    select id, kind, hard, level, params, source, version
      from division_rule where county = ${county} order by position`);
  return { version: rows[0]?.version ?? 0, rules: rows.map(({ version: _, ...rule }) => rule) };
}

/**
 * Puts other rules in the place of a county's own.
 *
 * @returns false when the set is not of this version any more; the caller's transaction must not be committed then
 */
export async function replaceRules(tx: Tx, county: string, version: number, rules: readonly Rule[]): Promise<boolean> {
  await tx.query(sql`select from county where code = ${county} for update`); // one after the other
  const { rows } = await tx.query<{ version: number }>(sql`
    select coalesce(max(version), 0) as version from division_rule where county = ${county}`);
  if (rows[0]!.version !== version) return false;
  await tx.query(sql`delete from division_rule where county = ${county}`);
  await tx.query(sql`
    insert into division_rule (county, id, position, kind, hard, level, params, source, version)
    select ${county}, rule ->> 'id', position, rule ->> 'kind', (rule ->> 'hard')::boolean, rule ->> 'level',
           rule -> 'params', rule ->> 'source', ${version + 1}::int
      from jsonb_array_elements(${JSON.stringify(rules)}::jsonb) with ordinality as given (rule, position)`);
  return true;
}
