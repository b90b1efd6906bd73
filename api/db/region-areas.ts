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

/**
 * For each inner area the outer area with which it shares most ground.
 *
 * @returns index into `outer`, null where it touches none; in the order of `inner`
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
             where outer_area.geom && inner_area.geom and st_area(st_intersection(outer_area.geom, inner_area.geom)) > 0
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

const LINES: Record<PartingTable, string> = {
  road: `select geom from road where county = $1
           and class in ('motorway', 'trunk', 'primary', 'secondary', 'tertiary', 'residential', 'pedestrian')
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

/** Whether an import of regions, roads and the like made the division, so that another one may make it anew. */
export async function wasMadeByImport(db: Db, county: string, division: number): Promise<boolean> {
  const { rows } = await db.query<{ made: boolean }>(sql`
    select exists (select from import_batch
                    where county = ${county} and status = 'done' and target <> 'blocks'
                      and report -> 'outcome' -> 'division' = to_jsonb(${division}::bigint)) as made`);
  return rows[0]!.made;
}
