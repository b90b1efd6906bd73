import type { Geometry } from 'geojson';
import type { ExportLayer } from '../contract/layer-exports.ts';
import type { Db } from './database.ts';
import { sql } from './sql.ts';

/** A feature as it comes from the database; `data` by the names of LAYER_COLUMNS, as far as it is the row's own. */
export interface ExportRow {
  id: number;
  data: Record<string, unknown>;
  /** EPSG:4326, nine decimals; null = a party organization that is anchored nowhere */
  geometry: Geometry | null;
  /** a point of it, where one was asked for */
  at: [number, number] | null;
  /** region that a party organization is anchored to */
  region?: number | null;
}

/** Which rows, beside those of the county: all of these hold. */
export interface ExportFilter {
  ids: readonly number[] | null;
  /** [west, south, east, north] that is touched */
  box: readonly [number, number, number, number] | null;
  /** region of `division` that is touched */
  region: number | null;
  /** of the regions and blocks */
  division: number | null;
  fabric: number | null;
  level: string | null;
}

const object = (...pairs: string[]): string =>
  `json_build_object(${pairs.map((pair) => (pair.includes(' as ') ? pair.replace(/^(.*) as (\w+)$/s, "'$2', $1") : `'${pair}', ${pair}`)).join(', ')})`;
const SITE = object('id', 'name', 'kind', 'address', 'building', 'compound', 'data as attributes', 'source_id');
const ANCHOR = 'coalesce(region, site, building, compound, organization)';

interface Source {
  /** rows of the county ($1), their geometry `geom` */
  from: string;
  data: string;
  /** a point of `geom`; default: on its surface */
  at?: string;
}
/** In each $7 is the division and $8 the fabric; all columns are named in the page. */
const SOURCES: Record<ExportLayer, Source> = {
  building: {
    from: 'select * from building where county = $1',
    data: object(
      ...[
        'id',
        'name',
        'street_name as street',
        'house_number',
        'kind',
        'floors',
        'height_m::numeric::float8 as height',
      ],
      ...['households', 'residents', 'estimated', 'compound', 'source_id'],
    ),
    at: 'inner_point',
  },
  compound: {
    from: 'select * from compound where county = $1',
    data: object(
      ...['id', 'name', 'address', 'manager', 'management', 'stage', 'households', 'built_year'],
      ...['expected_households', 'expected_on', 'source_id'],
    ),
    at: 'label',
  },
  wall: {
    from: 'select county, id, name, walls as geom from compound where county = $1 and walls is not null',
    data: object('id', 'name'),
  },
  gate: {
    from: 'select county, id, name, gates as geom from compound where county = $1 and gates is not null',
    data: object('id', 'name'),
  },
  road: { from: 'select * from road where county = $1', data: object('id', 'name', 'class', 'tags', 'source_id') },
  railway: { from: 'select * from railway where county = $1', data: object('id', 'name', 'source_id') },
  water: { from: 'select * from water where county = $1', data: object('id', 'name', 'kind', 'source_id') },
  landuse: { from: 'select * from landuse where county = $1', data: object('id', 'name', 'kind', 'source_id') },
  site: { from: 'select * from site where county = $1', data: SITE, at: 'geom' },
  site_area: {
    from: `select county, id, name, kind, address, building, compound, data, source_id, outline as geom
             from site where county = $1 and outline is not null`,
    data: SITE,
  },
  organization: {
    from: 'select * from organization where county = $1',
    data: object('id', 'name', 'kind', 'address', 'building', 'data as attributes', 'source_id'),
    at: 'geom',
  },
  party_org: {
    from: `select county, id, name, kind, form, parent, region, site, building, compound, organization,
                  place_of('party_org', id) as geom from party_org where county = $1`,
    data: object(
      ...['id', 'name', 'kind', 'form', 'parent'],
      `case when region is not null then 'region' when site is not null then 'site' when building is not null then 'building'
            when compound is not null then 'compound' when organization is not null then 'organization' end as anchor`,
      `${ANCHOR} as anchor_id`,
    ),
    at: 'geom',
  },
  region: {
    from: `select county, region as id, kind, code, name, name_en, parent, area_m2, households, residents, buildings,
                  estimated, geom, label
             from region_version where county = $1 and division = $7::bigint and kind = coalesce($9, kind)`,
    data: object(
      ...['id', 'kind', 'code', 'name', 'name_en', 'parent', 'round(area_m2) as area_m2'],
      ...['households', 'residents', 'buildings', 'estimated'],
    ),
    at: 'label',
  },
  block: {
    from: 'select * from block where county = $1 and fabric = $8::bigint',
    data: object('id', 'round(area_m2) as area_m2', 'households', 'residents', 'buildings', 'estimated'),
  },
};

/** A page of a layer as text that `parseExportRows` reads: who has asked need not be who reads it. */
export interface ExportPage {
  /** id to go on from; null = there is nothing more */
  last: number | null;
  /** rows looked at, of which some were not wanted */
  looked: number;
  rows: string;
}

/**
 * Rows of a layer with ids above `afterId`, `limit` of them looked at, however many are wanted: a statement takes the same
 * time whatever is asked for.
 *
 * @param withPoint  whether each comes with a point of it
 */
export async function readExportPage(
  db: Db,
  county: string,
  layer: ExportLayer,
  { ids, box, region, division, fabric, level }: ExportFilter,
  { afterId, limit, withPoint }: { afterId: number; limit: number; withPoint: boolean },
): Promise<ExportPage> {
  const { from, data, at } = SOURCES[layer];
  const point =
    at ??
    'case when st_dimension(geom) = 1 then st_lineinterpolatepoint(st_geometryn(st_linemerge(geom), 1), 0.5) else st_pointonsurface(geom) end';
  const { rows } = await db.query<ExportPage>({
    text: `
      with given as (
        select $2::bigint as after_id, $3::bigint[] as ids, $7::bigint as division, $8::bigint as fabric, $9::text as level
      ), page as materialized (
        select source.* from (${from}) source
         where id > $2::bigint and ($3::bigint[] is null or id = any ($3::bigint[]))
         order by id limit $4::int
      ), within as materialized (
        select geom from region_version
         where county = $1 and division = $7::bigint and region = $6::bigint
      ), kept as (
        select * from page
         where ($5::float8[] is null
                or st_intersects(geom, st_makeenvelope(($5::float8[])[1], ($5::float8[])[2], ($5::float8[])[3], ($5::float8[])[4], 4326)))
           and ($6::bigint is null or st_intersects(geom, (select geom from within)))
      ), told as (
        select id, ${data} as data, st_asgeojson(geom, 9)::json as geometry,
               case when $10::boolean and geom is not null
                    then array[st_x(${point}), st_y(${point})] end as at
               ${layer === 'party_org' ? ', region' : ''}
          from kept
      )
      select (select max(id) from page) as last, (select count(*)::int from page) as looked,
             (select coalesce(json_agg(told order by id), '[]')::text from told) as rows
        from given`,
    values: [county, afterId, ids, limit, box, region, division, fabric, level, withPoint],
  });
  return rows[0]!;
}

export const parseExportRows = (rows: string): ExportRow[] => JSON.parse(rows) as ExportRow[];

/** How many rows a layer has, wanted or not. */
export async function countExportRows(
  db: Db,
  county: string,
  layer: ExportLayer,
  { division, fabric, level }: Pick<ExportFilter, 'division' | 'fabric' | 'level'>,
): Promise<number> {
  const { rows } = await db.query<{ n: number }>({
    text: `
      with given as (select $2::text, $3::text, $4::text, $5::text, $6::text, $7::bigint, $8::bigint, $9::text)
      select (select count(*)::int from (${SOURCES[layer].from}) source) as n from given`,
    values: [county, null, null, null, null, null, division, fabric, level],
  });
  return rows[0]!.n;
}

/** Names of the compounds of a county by id. */
export async function readCompoundNames(db: Db, county: string): Promise<Map<number, string>> {
  const { rows } = await db.query<{ id: number; name: string }>(sql`
    select id, name from compound where county = ${county} and name <> ''`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** What party organizations are anchored to, by name: "site 12" → 党群服务中心. */
export async function readAnchorNames(db: Db, county: string, division: number | null): Promise<Map<string, string>> {
  const { rows } = await db.query<{ anchor: string; name: string }>(sql`
    select 'region ' || region as anchor, name from region_version
     where county = ${county} and division = ${division}::bigint
       and region in (select region from party_org where county = ${county})
    union all
    select 'site ' || id, name from site
     where county = ${county} and id in (select site from party_org where county = ${county})
    union all
    select 'building ' || id, coalesce(nullif(name, ''), building_address(street_name, house_number)) from building
     where county = ${county} and id in (select building from party_org where county = ${county})
    union all
    select 'compound ' || id, name from compound
     where county = ${county} and id in (select compound from party_org where county = ${county})
    union all
    select 'organization ' || id, name from organization
     where county = ${county} and id in (select organization from party_org where county = ${county})`);
  return new Map(rows.map(({ anchor, name }) => [anchor, name]));
}

/** A system of the catalogue with everything that a file may say of it. */
export interface TargetSystem {
  /** EPSG:4548 */
  name: string;
  srid: number;
  authority: string;
  /** in that authority's register */
  code: number;
  proj4: string;
  /** OGC well-known text 1 */
  wkt: string;
}

export async function readTargetSystem(db: Db, authority: string, code: number): Promise<TargetSystem | null> {
  const { rows } = await db.query<TargetSystem>(sql`
    select auth_name || ':' || auth_srid as name, srid, auth_name as authority, auth_srid as code,
           proj4text as proj4, srtext as wkt
      from spatial_ref_sys where auth_name = ${authority} and auth_srid = ${code} and proj4text <> ''`);
  return rows[0] ?? null;
}
