import type { Geometry, MultiPolygon } from 'geojson';
import type { RegionKind } from '../contract/words.ts';
import type { Db } from './database.ts';
import { sql } from './sql.ts';

/** A region of a division with its area. */
export interface RegionArea {
  region: number;
  kind: RegionKind;
  parent: number | null;
  code: string | null;
  name: string;
  nameEn: string;
  /** EPSG:4326 */
  geometry: MultiPolygon;
}

export async function readRegionAreas(db: Db, county: string, division: number): Promise<RegionArea[]> {
  const { rows } = await db.query<RegionArea>(sql`
    select region, kind, parent, code, name, name_en as "nameEn", st_asgeojson(geom, 9)::jsonb as geometry
      from region_version where county = ${county} and division = ${division} order by region`);
  return rows;
}

export async function readGroupings(
  db: Db,
  county: string,
  division: number,
): Promise<{ kind: 'network' | 'union'; community: number; grouping: number }[]> {
  const { rows } = await db.query<{ kind: 'network' | 'union'; community: number; grouping: number }>(sql`
    select kind, community, grouping_region as grouping
      from grouping_member where county = ${county} and division = ${division}`);
  return rows;
}

const asText = (geometries: readonly Geometry[]): string[] => geometries.map((geometry) => JSON.stringify(geometry));

/** Neighbours that share a border overlap by a hair where one of them was rounded: no more than this share. */
const TOUCH = 0.01;

/**
 * For each inner area the outer area with which it shares most ground.
 *
 * @returns index into `outer`, null where it does no more than touch one; in the order of `inner`
 */
export async function largestOverlaps(
  db: Db,
  inner: readonly Geometry[],
  outer: readonly Geometry[],
): Promise<(number | null)[]> {
  if (outer.length === 0 || inner.length === 0) return inner.map(() => null);
  const { rows } = await db.query<{ best: number | null }>(sql`
    with inner_area as materialized (
      select ordinality as i, st_makevalid(st_geomfromgeojson(given)) as geom
        from unnest(${asText(inner)}::text[]) with ordinality as t (given, ordinality)
    ), outer_area as materialized (
      select ordinality as k, st_makevalid(st_geomfromgeojson(given)) as geom
        from unnest(${asText(outer)}::text[]) with ordinality as t (given, ordinality)
    )
    select (select k::int - 1 from outer_area
             where outer_area.geom && inner_area.geom
               and st_area(st_intersection(outer_area.geom, inner_area.geom)) > ${TOUCH} * st_area(inner_area.geom)
             order by st_area(st_intersection(outer_area.geom, inner_area.geom)) desc, k limit 1) as best
      from inner_area order by i`);
  return rows.map((row) => row.best);
}

/** Pieces of the outer areas that no inner area covers and that are more than a sliver: [index into `outer`, area]. */
export async function uncoveredParts(
  db: Db,
  inner: readonly Geometry[],
  outer: readonly Geometry[],
  sliver: { areaM2: number; widthM: number },
): Promise<{ outer: number; geometry: Geometry }[]> {
  const { rows } = await db.query<{ outer: number; geometry: Geometry }>(sql`
    with covered as materialized (
      select st_union(st_makevalid(st_geomfromgeojson(given))) as geom from unnest(${asText(inner)}::text[]) as t (given)
    ), left_over as (
      select ordinality::int - 1 as outer,
             st_collectionextract(st_difference(st_makevalid(st_geomfromgeojson(given)), covered.geom), 3) as geom
        from covered, unnest(${asText(outer)}::text[]) with ordinality as t (given, ordinality)
    ), piece as (
      select left_over.outer, (st_dump(geom)).geom as geom from left_over
    )
    select piece.outer, st_asgeojson(geom, 9)::jsonb as geometry
      from piece
     where st_area(geom::geography) > ${sliver.areaM2}
       and 2 * st_area(geom::geography) / nullif(st_perimeter(geom::geography), 0) > ${sliver.widthM}
     order by piece.outer, st_xmin(geom), st_ymin(geom)`);
  return rows;
}

/** What parts the county's ground: streets for cars and people, rivers and shores, railways, outlines of estates. */
export type PartingTable = 'road' | 'railway' | 'water' | 'compound';

/** Classes of roads that part ground, those in tunnels aside. */
export const PARTING_CLASSES: readonly string[] = [
  ...['motorway', 'trunk', 'primary', 'secondary', 'tertiary', 'residential', 'pedestrian'],
];

const LINES: Record<PartingTable, string> = {
  road: `select geom from road where county = $1
           and class in (${PARTING_CLASSES.map((word) => `'${word}'`).join(', ')})
           and coalesce(tags ->> 'tunnel', 'no') in ('no', 'false')`,
  railway: 'select geom from railway where county = $1',
  water: `select geom from water where county = $1 and kind <> 'stream'`,
  compound: 'select geom from compound where county = $1',
};

export async function readPartingLines(db: Db, county: string, table: PartingTable): Promise<Geometry[]> {
  const { rows } = await db.query<{ geometry: Geometry }>({
    text: `select st_asgeojson(geom, 9)::jsonb as geometry from (${LINES[table]}) line`,
    values: [county],
  });
  return rows.map((row) => row.geometry);
}

/** Whether an import made the division, so that another one may make it anew under the same first day. */
export async function wasMadeByImport(db: Db, county: string, division: number): Promise<boolean> {
  const { rows } = await db.query<{ made: boolean }>(sql`
    select exists (select from import_batch
                    where county = ${county} and status = 'done'
                      and report -> 'outcome' -> 'division' = to_jsonb(${division}::bigint)) as made`);
  return rows[0]!.made;
}

/**
 * Whether the blocks of a fabric were drawn in a file, not made from borders and roads: by an import of blocks, or by
 * one of regions that kept them (its outcome says `keptBlocks`).
 */
export async function hasDrawnBlocks(db: Db, county: string, fabric: number): Promise<boolean> {
  const { rows } = await db.query<{ drawn: boolean }>(sql`
    select exists (select from import_batch
                     join division on division.county = import_batch.county
                                  and to_jsonb(division.id) = import_batch.report -> 'outcome' -> 'division'
                    where import_batch.county = ${county} and import_batch.status = 'done'
                      and division.fabric = ${fabric}::bigint
                      and (import_batch.target = 'blocks'
                           or import_batch.report -> 'outcome' -> 'keptBlocks' is not null)) as drawn`);
  return rows[0]!.drawn;
}
