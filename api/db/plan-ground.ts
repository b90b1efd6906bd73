import type { LineString, MultiLineString, MultiPolygon, Polygon } from 'geojson';
import type { Db } from './database.ts';
import { sql } from './sql.ts';

/** A building as far as drafts ask: where it is counted, and what is counted of it. */
export interface GroundBuilding {
  id: number;
  lng: number;
  lat: number;
  households: number;
  residents: number;
  estimated: boolean;
  compound: number | null;
}

/** A page in the order of the ids. */
export async function readGroundBuildings(
  db: Db,
  county: string,
  afterId: number,
  limit: number,
): Promise<GroundBuilding[]> {
  const { rows } = await db.query<GroundBuilding>(sql`
    select id, st_x(inner_point) as lng, st_y(inner_point) as lat, households, residents, estimated, compound
      from building where county = ${county} and id > ${afterId} order by id limit ${limit}`);
  return rows;
}

export interface GroundPlace {
  id: number;
  name: string;
  lng: number;
  lat: number;
}

export async function readGroundCompounds(db: Db, county: string): Promise<GroundPlace[]> {
  const { rows } = await db.query<GroundPlace>(sql`
    select id, name, st_x(label) as lng, st_y(label) as lat from compound where county = ${county} order by id`);
  return rows;
}

/** Where a community's people are served: its station, its centre. */
export async function readGroundStations(db: Db, county: string): Promise<(GroundPlace & { kind: string })[]> {
  const { rows } = await db.query<GroundPlace & { kind: string }>(sql`
    select id, kind, name, st_x(geom) as lng, st_y(geom) as lat
      from site where county = ${county} and kind in ('community_station', 'service_centre') order by id`);
  return rows;
}

type Barrier = LineString | MultiLineString | Polygon | MultiPolygon;

/** What one does not cross lightly, EPSG:4326: water but brooks, railways, main roads above the ground. */
export async function readBarriers(db: Db, county: string): Promise<Record<'river' | 'railway' | 'road', Barrier[]>> {
  const { rows } = await db.query<{ kind: 'river' | 'railway' | 'road'; geometry: Barrier }>(sql`
    select kind, st_asgeojson(geom, 9)::jsonb as geometry from (
      select 'river' as kind, geom from water where county = ${county} and kind in ('river', 'canal', 'lake', 'sea')
      union all
      select 'railway', geom from railway where county = ${county}
      union all
      select 'road', geom from road
       where county = ${county} and class in ('motorway', 'trunk', 'primary', 'secondary')
         and coalesce(tags ->> 'tunnel', 'no') in ('no', 'false')) barrier`);
  const of = (kind: string) => rows.filter((row) => row.kind === kind).map((row) => row.geometry);
  return { river: of('river'), railway: of('railway'), road: of('road') };
}

/** Differs whenever the ground may. */
export async function readGroundVersion(db: Db, county: string): Promise<number> {
  const { rows } = await db.query<{ version: number }>(sql`
    select coalesce(sum(version - 1700000000), 0)::bigint as version
      from layer_change
     where county = ${county} and layer in ('building', 'compound', 'site', 'road', 'railway', 'water')`);
  return rows[0]!.version;
}
