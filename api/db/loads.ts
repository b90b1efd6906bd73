import type { EditLayer } from '../contract/thing-edits.ts';
import { csvLine } from './copy-text.ts';
import type { Db, Tx } from './database.ts';
import { sql } from './sql.ts';
import type { LoadedTable } from './things.ts';

/**
 * Loads of things: rows written under a load that is staged are seen by nobody until it stands, and those of a load
 * that was replaced are not any more. What was written under none has load 0.
 */
export async function insertStagedLoad(db: Db, county: string, table: LoadedTable, batch: string): Promise<number> {
  const { rows } = await db.query<{ id: number }>(sql`
    insert into thing_load (county, thing, id, state, import)
    values (${county}, ${table}, nextval('thing_load_id'), 'staged', ${batch}::uuid)
    returning id`);
  return rows[0]!.id;
}

/** Brings staged loads into sight. */
export async function showLoads(tx: Tx, county: string, loads: readonly number[]): Promise<void> {
  await tx.query(sql`
    update thing_load set state = 'standing' where county = ${county} and id = any (${loads}::bigint[]) and state = 'staged'`);
}

/** Takes everything that is seen of a table out of sight. */
export async function replaceLoads(tx: Tx, county: string, table: LoadedTable): Promise<void> {
  await tx.query(sql`
    update thing_load set state = 'replaced', cleared_to = -1
     where county = ${county} and thing = ${table} and state = 'standing'`);
  await tx.query(sql`
    insert into thing_load (county, thing, id, state) values (${county}, ${table}, 0, 'replaced')
        on conflict (county, thing, id) do update set state = 'replaced', cleared_to = -1`);
}

/** Forgets which rows came with which load: all of them are seen then. For a county that is about to be emptied. */
export async function forgetLoads(db: Db, county: string): Promise<void> {
  await db.query(sql`delete from due_figure where county = ${county}`);
  await db.query(sql`delete from due_change where county = ${county}`);
  await db.query(sql`delete from thing_load where county = ${county}`);
}

/** A building's figures once an import has switched. */
export interface DueFigure {
  id: number;
  households: number;
  residents: number;
  estimated: boolean;
}

/** Figures as `copyDueFigures` takes them. */
export const dueFigureLines = (county: string, batch: string, figures: readonly DueFigure[]): string =>
  figures
    .map(({ id, households, residents, estimated }) => csvLine([county, batch, id, households, residents, estimated]))
    .join('');

export async function copyDueFigures(tx: Tx, csv: string): Promise<void> {
  await tx.copyIn('due_figure', ['county', 'import', 'building', 'households', 'residents', 'estimated'], csv);
}

/** What is to become of things that are there already, once an import has switched, as `copyDueChanges` takes it. */
export const dueChangeLines = (
  county: string,
  batch: string,
  layer: EditLayer,
  changes: readonly { id: number; fields: Record<string, unknown> }[],
): string => changes.map(({ id, fields }) => csvLine([county, batch, layer, id, JSON.stringify(fields)])).join('');

export async function copyDueChanges(tx: Tx, csv: string): Promise<void> {
  await tx.copyIn('due_change', ['county', 'import', 'thing', 'thing_id', 'data'], csv);
}

/** Fields that somebody has corrected by hand and not taken back, by thing; as JSON text: who asks need not be who reads it. */
export async function readCorrected(db: Db, layer: EditLayer): Promise<string> {
  const { rows } = await db.query<{ id: number; fields: string[] }>(sql`
    select id, fields from corrected_by_hand(${layer})`);
  return JSON.stringify(rows);
}

/**
 * Does some of what imports leave to be done after their switch or their end, in all counties, about `most` rows: what
 * is due or out of sight first, then links between what is seen.
 *
 * @returns rows dealt with; 0 = nothing is left
 */
export async function settleSome(db: Db, most: number): Promise<number> {
  const changed = await db.query<{ n: number }>(sql`select settle_changes(${most}::int) as n`);
  if (changed.rows[0]!.n > 0) return changed.rows[0]!.n;
  const settled = await db.query<{ n: number }>(sql`select settle_imports(${most}::int) as n`);
  if (settled.rows[0]!.n > 0) return settled.rows[0]!.n;
  const linked = await db.query<{ n: number }>(sql`select link_things(${most}::int) as n`);
  return linked.rows[0]!.n;
}
