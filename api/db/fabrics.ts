import type { Position } from 'geojson';
import { csvLine, ewkbHex, hexBytes } from './copy-text.ts';
import type { Db, Tx } from './database.ts';
import { sql } from './sql.ts';

/** A block as a row: its ring in lon/lat, its area on the ground. */
export interface BlockRow {
  id: number;
  /** Polygon coordinates, EPSG:4326 */
  polygon: Position[][];
  areaM2: number;
}

/** An arc as a row; blocks by id, null = outside. */
export interface ArcRow {
  id: number;
  fromNode: number;
  toNode: number;
  leftBlock: number | null;
  rightBlock: number | null;
  /** little-endian int32 pairs, centimetres in the fabric's CRS */
  xy: Uint8Array;
}

export interface FabricHead {
  id: number;
  seq: number;
  crs: Record<string, unknown>;
}

/**
 * A new fabric without blocks; its number in the county's order is its id too.
 *
 * @param stagedBy  the import that stages it; null = something that clears its own leavings away
 */
export async function insertFabric(db: Db, county: string, crs: object, stagedBy: string | null): Promise<FabricHead> {
  const { rows } = await db.query<FabricHead>(sql`
    insert into fabric (county, id, seq, crs, staged_by)
    select ${county}, next.seq, next.seq, ${JSON.stringify(crs)}::jsonb, ${stagedBy}::uuid
      from (select coalesce(max(seq), 0) + 1 as seq from fabric where county = ${county}) next
    returning id, seq, crs`);
  return rows[0]!;
}

export async function copyBlocks(tx: Tx, county: string, fabric: number, blocks: readonly BlockRow[]): Promise<void> {
  const lines = blocks.map(({ id, polygon, areaM2 }) =>
    csvLine([county, fabric, id, ewkbHex({ type: 'Polygon', coordinates: polygon }), areaM2]),
  );
  await tx.copyIn('block', ['county', 'fabric', 'id', 'geom', 'area_m2'], lines.join(''));
}

export async function copyArcs(tx: Tx, county: string, fabric: number, arcs: readonly ArcRow[]): Promise<void> {
  const lines = arcs.map((arc) =>
    csvLine([county, fabric, arc.id, arc.fromNode, arc.toNode, arc.leftBlock, arc.rightBlock, hexBytes(arc.xy)]),
  );
  const columns = ['county', 'fabric', 'id', 'from_node', 'to_node', 'left_block', 'right_block', 'xy'];
  await tx.copyIn('arc', columns, lines.join(''));
}

export async function readFabricHead(db: Db, county: string, fabric: number): Promise<FabricHead | null> {
  const { rows } = await db.query<FabricHead>(sql`
    select id, seq, crs from fabric where county = ${county} and id = ${fabric}`);
  return rows[0] ?? null;
}

/** When a fabric was made on which a division stands that the scope sees; null for any other. */
export async function readShownFabric(db: Db, county: string, fabric: number): Promise<Date | null> {
  const { rows } = await db.query<{ made: Date }>(sql`
    select created_at as made
      from fabric
     where county = ${county} and id = ${fabric}
       and exists (select from division where division.county = ${county} and division.fabric = ${fabric})`);
  return rows[0]?.made ?? null;
}

/** A page of arcs in the order of their ids, for reading a fabric back. */
export async function readArcs(
  db: Db,
  county: string,
  fabric: number,
  afterId: number,
  limit: number,
): Promise<ArcRow[]> {
  const { rows } = await db.query<ArcRow>(sql`
    select id, from_node as "fromNode", to_node as "toNode", left_block as "leftBlock", right_block as "rightBlock", xy
      from arc
     where county = ${county} and fabric = ${fabric} and id > ${afterId}
     order by id
     limit ${limit}`);
  return rows.map((row) => ({ ...row, xy: new Uint8Array(row.xy) }));
}

export async function readBlockIds(db: Db, county: string, fabric: number): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(sql`
    select id from block where county = ${county} and fabric = ${fabric} order by id`);
  return rows.map((row) => row.id);
}

/** Fabrics of the scope's county that nothing names, counted tallies included: what a killed or failed installation left. */
export async function listLooseFabrics(db: Db): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(sql`
    select own_loose_fabrics as id from own_loose_fabrics()`);
  return rows.map((row) => row.id);
}

/** Arcs go first, because they refer to blocks. */
export async function deleteFabric(tx: Tx, county: string, fabric: number): Promise<void> {
  await tx.query(sql`delete from arc where county = ${county} and fabric = ${fabric}`);
  await tx.query(sql`delete from block where county = ${county} and fabric = ${fabric}`);
  await tx.query(sql`delete from fabric where county = ${county} and id = ${fabric}`);
}
