import type { Layer } from '../contract/words.ts';
import type { Db } from './database.ts';
import { sql } from './sql.ts';

/** What the change counters say of one z12 square; (−1, −1) stands for every square. */
export interface LayerChange {
  layer: string;
  x: number;
  y: number;
  version: number;
}

export async function readLayerChanges(db: Db, county: string): Promise<LayerChange[]> {
  const { rows } = await db.query<LayerChange>(sql`
    select layer, x, y, version from layer_change where county = ${county}`);
  return rows;
}

/** Grows with every change of anything in the county that a screen shows. */
export async function readDataVersion(db: Db, county: string): Promise<number> {
  const { rows } = await db.query<{ version: number }>(sql`
    select coalesce(sum(version - 1700000000), 0)::bigint as version from layer_change where county = ${county}`);
  return rows[0]!.version;
}

/** The same over all counties; needs no scope. */
export async function readTotalDataVersion(db: Db): Promise<number> {
  const { rows } = await db.query<{ version: number }>(sql`select data_version() as version`);
  return rows[0]!.version;
}

/** Several layers of one tile as MVT bytes, by PostgreSQL. The county is the scope's. */
export async function readTile(
  db: Db,
  layers: readonly Layer[],
  z: number,
  x: number,
  y: number,
  division: number | null,
): Promise<Uint8Array> {
  const { rows } = await db.query<{ tile: Uint8Array }>(sql`
    select tile(${layers}::text[], ${z}::int, ${x}::int, ${y}::int, ${division}::bigint) as tile`);
  return rows[0]!.tile;
}

export interface LayerRow {
  id: number;
  minZoom: number;
  properties: Record<string, string | number | boolean>;
  /** GeoJSON geometry as text, EPSG:4326 */
  geometry: string;
}

/** [west, south, east, north], EPSG:4326 */
export type Box = readonly [number, number, number, number];

/** A page of a layer's features with ids above `afterId`, all or those that touch the box. The county is the scope's. */
export async function readLayerRows(
  db: Db,
  layer: Layer,
  division: number | null,
  box: Box | null,
  afterId: number,
  limit: number,
): Promise<LayerRow[]> {
  const [west, south, east, north] = box ?? [null, null, null, null];
  const { rows } = await db.query<LayerRow>(sql`
    select id, min_zoom as "minZoom", properties, geometry
      from layer_rows(${layer}, ${division}::bigint,
                      st_makeenvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326),
                      ${afterId}::bigint, ${limit}::int)`);
  return rows;
}
