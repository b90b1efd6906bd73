import { createHash } from 'node:crypto';
import { IMPORT_ATTRIBUTES, type ImportSettings } from '../contract/imports.ts';
import type { Db, Tx } from './database.ts';
import { sql } from './sql.ts';

/** How a file of the same fields was taken in the last time. */
export type ImportMemory = Pick<ImportSettings, 'mapping' | 'constants' | 'join'> & { updates: boolean };

/** Files with the same fields, in whatever order, are of one make. */
const fieldsKey = (fields: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([...fields].sort()))
    .digest('hex');

export async function readMapping(
  db: Db,
  county: string,
  target: ImportSettings['target'],
  fields: readonly string[],
): Promise<ImportMemory | null> {
  const { rows } = await db.query<ImportMemory>(sql`
    select mapping, constants, joined as join, updates from import_memory
     where county = ${county} and target = ${target} and fields = ${fieldsKey(fields)}`);
  return rows[0] ?? null;
}

/** @param settings  that an import has landed under, with the mapping that held */
export async function saveMapping(
  tx: Tx,
  county: string,
  settings: ImportSettings,
  fields: readonly string[],
  account: string | null,
): Promise<void> {
  const { target, mapping, constants, join, mode } = settings;
  const whole = Object.fromEntries(IMPORT_ATTRIBUTES[target].map((attribute) => [attribute, mapping[attribute] ?? '']));
  await tx.query(sql`
    insert into import_memory (county, target, fields, mapping, constants, joined, updates, account)
    values (${county}, ${target}, ${fieldsKey(fields)}, ${JSON.stringify(whole)}::jsonb, ${JSON.stringify(constants)}::jsonb,
            ${join && JSON.stringify(join)}::jsonb, ${mode === 'update'}, ${account})
        on conflict (county, target, fields)
        do update set mapping = excluded.mapping, constants = excluded.constants, joined = excluded.joined,
                      updates = excluded.updates, used_at = now(), account = excluded.account`);
}

export async function forgetMapping(
  db: Db,
  county: string,
  target: ImportSettings['target'],
  fields: readonly string[],
): Promise<void> {
  await db.query(sql`
    delete from import_memory where county = ${county} and target = ${target} and fields = ${fieldsKey(fields)}`);
}
