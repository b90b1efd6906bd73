import type { Db } from './database.ts';
import { sql } from './sql.ts';

/** The population given for a region as a whole. */
export interface PopulationRow {
  region: number;
  residents: number;
  households: number | null;
  source: string;
}

export async function listPopulations(db: Db, county: string): Promise<PopulationRow[]> {
  const { rows } = await db.query<PopulationRow>(sql`
    select region, residents, households, source from region_population where county = ${county}`);
  return rows;
}

export async function upsertPopulations(db: Db, county: string, rows: readonly PopulationRow[]): Promise<void> {
  await db.query(sql`
    insert into region_population (county, region, residents, households, source)
    select ${county}, region, residents, households, source
      from unnest(${rows.map((row) => row.region)}::bigint[], ${rows.map((row) => row.residents)}::int[],
                  ${rows.map((row) => row.households)}::int[], ${rows.map((row) => row.source)}::text[])
           as given (region, residents, households, source)
        on conflict (county, region) do update
       set residents = excluded.residents, households = excluded.households, source = excluded.source`);
}

/** A building as far as sharing out residents asks. */
export interface DwellingRow {
  id: number;
  kind: string;
  floors: number | null;
  heightM: number | null;
  footprintM2: number;
  residents: number;
  households: number;
  estimated: boolean;
  householdsCounted: boolean;
  lng: number;
  lat: number;
}

/** A page of the county's buildings in the order of their ids, as JSON of `DwellingRow`s: see `readRowPage`. */
export async function readDwellingPage(db: Db, county: string, afterId: number, limit: number): Promise<string> {
  const { rows } = await db.query<{ page: string }>(sql`
    with page as (
      select id, kind, floors, height_m::float8 as "heightM", st_area(geom::geography) as "footprintM2",
             residents, households, estimated, households_counted as "householdsCounted",
             st_x(inner_point) as lng, st_y(inner_point) as lat
        from building where county = ${county} and id > ${afterId} order by id limit ${limit}
    )
    select coalesce(json_agg(page order by id), '[]')::text as page from page`);
  return rows[0]!.page;
}

export const parseDwellingPage = (page: string): DwellingRow[] => JSON.parse(page) as DwellingRow[];
