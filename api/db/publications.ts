import type { PartyOrgKind, Role } from '../contract/words.ts';
import { csvLine } from './copy-text.ts';
import type { Db, Tx } from './database.ts';
import { sql } from './sql.ts';

export interface LineageRow {
  old: number;
  new: number;
  /** of the old block's households */
  share: number;
}

export async function copyLineage(
  tx: Tx,
  county: string,
  fabrics: { old: number; new: number },
  rows: readonly LineageRow[],
): Promise<void> {
  const lines = rows.map((row) => csvLine([county, fabrics.old, row.old, fabrics.new, row.new, row.share]));
  const columns = ['county', 'old_fabric', 'old_block', 'new_fabric', 'new_block', 'share'];
  await tx.copyIn('block_lineage', columns, lines.join(''));
}

/** How the ground of old blocks is divided among the blocks of a newer fabric; slivers of rounding are left out. */
export async function areaShares(
  db: Db,
  county: string,
  fabrics: { old: number; new: number },
  blocks: readonly number[],
): Promise<LineageRow[]> {
  const { rows } = await db.query<LineageRow>(sql`
    with part as (
      select before.id as old, after.id as new, st_area(st_intersection(before.geom, after.geom)) as area
        from block before
        join block after on after.county = ${county} and after.fabric = ${fabrics.new} and after.geom && before.geom
       where before.county = ${county} and before.fabric = ${fabrics.old} and before.id = any (${blocks}::bigint[])
    ), counted as (
      select old, new, area, max(area) over (partition by old) as most from part
    ), kept as (
      select old, new, area from counted where area > 1e-4 * most
    )
    select old, new, area / sum(area) over (partition by old) as share from kept order by old, new`);
  return rows;
}

/** Takes away what a publication wrote for a fabric that no other division stands on. */
export async function deleteStagedGround(tx: Tx, county: string, fabric: number, division: number): Promise<void> {
  const { rows } = await tx.query<{ other: boolean }>(sql`
    select exists (select from division where county = ${county} and fabric = ${fabric} and id <> ${division}) as other`);
  if (rows[0]!.other) return;
  await tx.query(sql`delete from located where county = ${county} and fabric = ${fabric}`);
  await tx.query(sql`delete from block_lineage where county = ${county} and new_fabric = ${fabric}`);
}

interface NamingRegion {
  id: string;
  name: string;
  region: number;
}

/** Grants that name one of these regions. */
export async function listGrantsFor(db: Db, regions: readonly number[]): Promise<(NamingRegion & { role: Role })[]> {
  const { rows } = await db.query<NamingRegion & { role: Role }>(sql`
    select account as id, name, region, role from grants_for(${regions}::bigint[]) order by name, region, role`);
  return rows;
}

/** Party organizations that are anchored to one of these regions. */
export async function listPartyOrgsOf(
  db: Db,
  county: string,
  regions: readonly number[],
): Promise<(NamingRegion & { kind: PartyOrgKind })[]> {
  const { rows } = await db.query<NamingRegion & { kind: PartyOrgKind }>(sql`
    select id::text, name, region, kind
      from party_org where county = ${county} and region = any (${regions}::bigint[]) order by name, id`);
  return rows;
}

/** For the blocks of a fabric that the next one does not have: those that hold their households there. */
export async function readDescendants(
  db: Db,
  county: string,
  fabrics: { old: number; new: number },
): Promise<Map<number, number[]>> {
  const { rows } = await db.query<{ old: number; heirs: number[] }>(sql`
    select old_block as old, array_agg(new_block order by share desc) as heirs
      from block_lineage
     where county = ${county} and old_fabric = ${fabrics.old} and new_fabric = ${fabrics.new}
       and not exists (select from block where block.county = ${county} and block.fabric = ${fabrics.new}
                                           and block.id = old_block)
     group by old_block`);
  return new Map(rows.map(({ old, heirs }) => [old, heirs]));
}
