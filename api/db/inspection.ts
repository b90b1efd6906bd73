import type { Geometry } from 'geojson';
import type { ThingLink } from '../contract/things.ts';
import type { RegionKind, ThingLayer } from '../contract/words.ts';
import type { Db, Statement } from './database.ts';
import { sql } from './sql.ts';

/** Where and when a question is asked: a division and the number of its fabric. */
export interface Standing {
  county: string;
  division: number;
  fabric: number;
  seq: number;
}

/** What a thing says of itself; `data` holds the attributes of its layer. */
export interface ThingRow {
  kind: string;
  name: string;
  lng: number;
  lat: number;
  geometry: Geometry;
  version: number | null;
  data: Record<string, string | number | boolean | null | string[]>;
}

export interface RegionRow extends ThingRow {
  kind: RegionKind;
  code: string | null;
}

/** A list cut at a length, and how long it is in full. */
export interface Cut<T> {
  rows: T[];
  total: number;
}

type LinkRow = Omit<ThingLink, 'at'> & { lng: number | null; lat: number | null };

async function links(db: Db, statement: Statement): Promise<Cut<ThingLink>> {
  const { rows } = await db.query<LinkRow & { total: number }>(statement);
  return {
    total: rows[0]?.total ?? 0,
    rows: rows.map(({ lng, lat, total: _, ...link }) => ({
      ...link,
      at: lng === null || lat === null ? null : [lng, lat],
    })),
  };
}

export async function readRegion(db: Db, { county, division }: Standing, id: number): Promise<RegionRow | null> {
  const { rows } = await db.query<RegionRow>(sql`
    select kind, code, name, st_x(label) as lng, st_y(label) as lat, st_asgeojson(geom, 7)::json as geometry,
           null as version,
           json_build_object('name_en', name_en, 'area', area_m2, 'households', households, 'residents', residents,
                             'buildings', buildings, 'estimated', estimated) as data
      from region_version where county = ${county} and division = ${division} and region = ${id}`);
  return rows[0] ?? null;
}

/** Which figures somebody has loaded for the county; where all are zero, nobody has, and zero is no amount. */
export interface Counted {
  households: boolean;
  residents: boolean;
  buildings: boolean;
}

export async function readCounted(db: Db, { county, division }: Standing): Promise<Counted> {
  const { rows } = await db.query<Counted>(sql`
    select coalesce(bool_or(households > 0), false) as households, coalesce(bool_or(residents > 0), false) as residents,
           coalesce(bool_or(buildings > 0), false) as buildings
      from region_version where county = ${county} and division = ${division}`);
  return rows[0]!;
}

/** A region and those above it, the county first. */
export async function readChain(
  db: Db,
  { county, division }: Standing,
  region: number,
): Promise<{ id: number; kind: RegionKind; name: string; code: string | null }[]> {
  const { rows } = await db.query<{ id: number; kind: RegionKind; name: string; code: string | null }>(sql`
    with recursive chain as (
      select region, parent, kind, name, code, 0 as depth
        from region_version where county = ${county} and division = ${division} and region = ${region}
      union all
      select above.region, above.parent, above.kind, above.name, above.code, depth + 1
        from chain
        join region_version above on above.county = ${county} and above.division = ${division}
                                 and above.region = chain.parent
    )
    select region as id, kind, name, code from chain order by depth desc`);
  return rows;
}

/** The regions right below: those whose parent it is, or the communities of a grouping. */
export const listChildRegions = (db: Db, { county, division }: Standing, region: number, limit: number) =>
  links(
    db,
    sql`
    select 'region' as layer, region as id, kind, name, code, st_x(label) as lng, st_y(label) as lat,
           count(*) over ()::int as total
      from region_version
     where county = ${county} and division = ${division}
       and (parent = ${region} or region in (
             select community from grouping_member
              where county = ${county} and division = ${division} and grouping_region = ${region}))
     order by code, name, region limit ${limit}`,
  );

/** The network and union of a community. */
export const listGroupings = (db: Db, { county, division }: Standing, community: number) =>
  links(
    db,
    sql`
    select 'region' as layer, region as id, region_version.kind, name, code, st_x(label) as lng, st_y(label) as lat,
           0 as total
      from grouping_member
      join region_version on region_version.county = ${county} and region_version.division = ${division}
                         and region = grouping_region
     where grouping_member.county = ${county} and grouping_member.division = ${division} and community = ${community}
     order by region_version.kind`,
  );

export type LocatedLayer = 'building' | 'compound' | 'site' | 'organization';

/**
 * Things of a kind that lie in a region, at the division's fabric, in the order of kind and name. From region to block to
 * thing through the indexes (`offset 0`): joined at once, a grid of a hundred buildings reads the 258,000 of the county.
 */
export function listThingsWithin(
  db: Db,
  { county, division, seq }: Standing,
  region: number,
  layer: LocatedLayer,
  limit: number,
): Promise<Cut<ThingLink>> {
  const places = sql`
    with recursive inside as (
      select ${region}::bigint as region
      union
      select member.region
        from inside
        cross join lateral (
          select region from region_version
           where county = ${county} and division = ${division} and parent = inside.region
          union all
          select community from grouping_member
           where county = ${county} and division = ${division} and grouping_region = inside.region) member
    ), found as (
      select things.id
        from inside
        cross join lateral (
          select block from division_block
           where county = ${county} and division = ${division} and division_block.region = inside.region offset 0) of_region
        cross join lateral (
          select located from located
           where county = ${county} and thing = ${layer} and block = of_region.block and from_seq <= ${seq} offset 0) place
        cross join lateral things_at(place.located, ${seq}) things
    )`;
  return links(db, presented(places, county, layer, limit));
}

/** Things of a kind that lie in a block, at the division's fabric. */
export function listThingsInBlock(
  db: Db,
  { county, seq }: Standing,
  block: number,
  layer: LocatedLayer,
  limit: number,
): Promise<Cut<ThingLink>> {
  const places = sql`
    with found as (
      select things.id
        from located
        cross join lateral things_at(located, ${seq}) things
       where located.county = ${county} and located.thing = ${layer} and located.block = ${block}
         and located.from_seq <= ${seq}
    )`;
  return links(db, presented(places, county, layer, limit));
}

/** Things of a kind that lie in no block of the division's fabric. */
export function listUnlocated(
  db: Db,
  { county, seq }: Standing,
  layer: LocatedLayer,
  limit: number,
): Promise<Cut<ThingLink>> {
  const places = sql`
    with found as (
      select things.id
        from located
        cross join lateral things_at(located, ${seq}) things
       where located.county = ${county} and located.thing = ${layer} and located.block is null
         and located.from_seq <= ${seq}
    )`;
  return links(db, presented(places, county, layer, limit));
}

/** Sites and organizations that stand in one of these buildings, or sites of the compound. */
export const listSitesOf = (
  db: Db,
  county: string,
  of: { building: number | null; compound: number | null },
  limit: number,
) =>
  links(
    db,
    presented(
      sql`
    with found as (
      select id from site
       where county = ${county}
         and (building = ${of.building}::bigint or compound = ${of.compound}::bigint
              or building in (select id from building where county = ${county} and compound = ${of.compound}::bigint))
    )`,
      county,
      'site',
      limit,
    ),
  );

export const listOrganizationsOf = (
  db: Db,
  county: string,
  of: { building: number | null; compound: number | null },
  limit: number,
) =>
  links(
    db,
    presented(
      sql`
    with found as (
      select id from organization
       where county = ${county}
         and (building = ${of.building}::bigint
              or building in (select id from building where county = ${county} and compound = ${of.compound}::bigint))
    )`,
      county,
      'organization',
      limit,
    ),
  );

export const listBuildingsOf = (db: Db, county: string, compound: number, limit: number) =>
  links(
    db,
    presented(
      sql`with found as (select id from building where county = ${county} and compound = ${compound})`,
      county,
      'building',
      limit,
    ),
  );

/** One thing as a row that leads to it; none when it is not there. */
export const linkTo = async (db: Db, county: string, layer: LocatedLayer, id: number): Promise<ThingLink | null> =>
  (await links(db, presented(sql`with found as (select ${id}::bigint as id)`, county, layer, 1))).rows[0] ?? null;

/** Continues a statement that defines `found (id)`: the things with those ids as links. */
function presented(found: Statement, county: string, layer: LocatedLayer, limit: number): Statement {
  const first = (found.values?.length ?? 0) + 1;
  const [countyAt, limitAt] = [`$${first}`, `$${first + 1}`];
  return {
    text: `${found.text} ${PRESENTED[layer].replaceAll(':county', countyAt).replaceAll(':limit', limitAt)}`,
    values: [...(found.values ?? []), county, limit],
  };
}

const PRESENTED: Record<LocatedLayer, string> = {
  building: `
    select 'building' as layer, building.id, kind, coalesce(nullif(name, ''), building_address(street_name, house_number)) as name,
           st_x(inner_point) as lng, st_y(inner_point) as lat, count(*) over ()::int as total
      from found cross join lateral (
             select * from building where county = :county and building.id = found.id offset 0) building
     order by street_name, nullif(regexp_replace(house_number, '\\D.*$', ''), '')::numeric nulls last, house_number, building.id
     limit :limit`,
  compound: `
    select 'compound' as layer, compound.id, 'compound' as kind, name,
           st_x(st_pointonsurface(geom)) as lng, st_y(st_pointonsurface(geom)) as lat, count(*) over ()::int as total
      from found cross join lateral (
             select * from compound where county = :county and compound.id = found.id offset 0) compound
     order by name, compound.id limit :limit`,
  site: `
    select 'site' as layer, site.id, kind, name, st_x(geom) as lng, st_y(geom) as lat, count(*) over ()::int as total
      from found cross join lateral (
             select * from site where county = :county and site.id = found.id offset 0) site
     order by kind, name, site.id limit :limit`,
  organization: `
    select 'organization' as layer, organization.id, kind, name, st_x(geom) as lng, st_y(geom) as lat,
           count(*) over ()::int as total
      from found cross join lateral (
             select * from organization where county = :county and organization.id = found.id offset 0) organization
     order by kind, name, organization.id limit :limit`,
};

/** What a party organization can be anchored to. */
export interface Anchor {
  region?: number;
  site?: number;
  building?: number;
  compound?: number;
  organization?: number;
}

/** Party organizations anchored there; those of a building's or compound's own sites and organizations included. */
export const listPartyOrgs = (db: Db, county: string, anchor: Anchor, limit: number) =>
  links(
    db,
    sql`
    select 'party_org' as layer, id, kind, name, null as lng, null as lat, count(*) over ()::int as total
      from party_org
     where county = ${county}
       and (region = ${anchor.region ?? null}::bigint or site = ${anchor.site ?? null}::bigint
            or building = ${anchor.building ?? null}::bigint or compound = ${anchor.compound ?? null}::bigint
            or organization = ${anchor.organization ?? null}::bigint
            or site in (select id from site
                         where county = ${county} and (building = ${anchor.building ?? null}::bigint
                                                       or compound = ${anchor.compound ?? null}::bigint))
            or organization in (select id from organization
                                 where county = ${county} and building = ${anchor.building ?? null}::bigint)
            or building in (select id from building
                             where county = ${county} and compound = ${anchor.compound ?? null}::bigint))
     order by array_position(array['committee', 'branch', 'group'], kind), name, id limit ${limit}`,
  );

/** The block that a thing lies in at the division's fabric; null for none. */
export async function readBlockOf(
  db: Db,
  { county, seq }: Standing,
  layer: LocatedLayer,
  id: number,
): Promise<number | null> {
  const { rows } = await db.query<{ block: number | null }>(sql`
    select block
      from located
     where county = ${county} and thing = ${layer} and from_seq <= ${seq}
       and (more = 0 and id = ${id} or more > 0 and int8range(id, id + more, '[]') @> ${id}::bigint)
     order by from_seq desc, more limit 1`);
  return rows[0]?.block ?? null;
}

/** The lowest region that holds a block. */
export async function readRegionOfBlock(db: Db, { county, division }: Standing, block: number): Promise<number | null> {
  const { rows } = await db.query<{ region: number }>(sql`
    select region from division_block where county = ${county} and division = ${division} and block = ${block}`);
  return rows[0]?.region ?? null;
}

/** `fabric` counts for blocks alone; null = there is none on the date. */
export async function readThing(
  db: Db,
  county: string,
  fabric: number | null,
  layer: ThingLayer,
  id: number,
): Promise<ThingRow | null> {
  const { rows } = await db.query<ThingRow>(THINGS[layer](county, id, fabric));
  return rows[0] ?? null;
}

const THINGS: Record<ThingLayer, (county: string, id: number, fabric: number | null) => Statement> = {
  block: (county, id, fabric) => sql`
    select 'block' as kind, '' as name, st_x(p) as lng, st_y(p) as lat, st_asgeojson(geom, 7)::json as geometry, null as version,
           json_build_object('area', area_m2, 'households', households, 'residents', residents, 'buildings', buildings,
                             'estimated', estimated) as data
      from block, st_pointonsurface(geom) as p
     where county = ${county} and fabric = ${fabric}::bigint and id = ${id}`,
  compound: (county, id) => sql`
    select 'compound' as kind, name, st_x(p) as lng, st_y(p) as lat, st_asgeojson(geom, 7)::json as geometry, version,
           json_build_object('address', address, 'manager', manager, 'management', management,
                             'declared_households', compound.households, 'built_year', built_year,
                             'stage', nullif(stage, 'built'), 'expected_households', expected_households,
                             'expected_on', expected_on,
                             'area', st_area(geom::geography), 'gates', coalesce(st_numgeometries(gates), 0),
                             'buildings', own.buildings, 'households', own.households, 'residents', own.residents,
                             'estimated', own.estimated) as data
      from compound
     cross join lateral st_pointonsurface(geom) as p
     cross join lateral (
       select count(*) as buildings, coalesce(sum(building.households), 0) as households,
              coalesce(sum(building.residents), 0) as residents, coalesce(bool_or(building.estimated), false) as estimated
         from building where building.county = ${county} and building.compound = ${id}) own
     where county = ${county} and id = ${id}`,
  building: (county, id) => sql`
    select kind, coalesce(nullif(name, ''), building_address(street_name, house_number)) as name,
           st_x(inner_point) as lng, st_y(inner_point) as lat, st_asgeojson(geom, 7)::json as geometry, version,
           json_build_object('address', building_address(street_name, house_number), 'floors', floors,
                             'height', height_m::numeric, 'area', st_area(geom::geography), 'households', households,
                             'residents', residents, 'estimated', estimated, 'compound', compound) as data
      from building where county = ${county} and id = ${id}`,
  road: (county, id) => sql`
    select class as kind, name, st_x(p) as lng, st_y(p) as lat, st_asgeojson(geom, 7)::json as geometry, null as version,
           json_build_object('length', st_length(geom::geography), 'bridge', tags ->> 'bridge', 'tunnel', tags ->> 'tunnel',
                             'oneway', tags ->> 'oneway') as data
      from road, st_lineinterpolatepoint(geom, 0.5) as p where county = ${county} and id = ${id}`,
  railway: (county, id) => sql`
    select 'railway' as kind, name, st_x(p) as lng, st_y(p) as lat, st_asgeojson(geom, 7)::json as geometry, null as version,
           json_build_object('length', st_length(geom::geography)) as data
      from railway, st_lineinterpolatepoint(geom, 0.5) as p where county = ${county} and id = ${id}`,
  water: (county, id) => sql`
    select kind, name, st_x(p) as lng, st_y(p) as lat, st_asgeojson(geom, 7)::json as geometry, null as version,
           json_build_object('length', nullif(st_length(geom::geography), 0), 'area', nullif(st_area(geom::geography), 0)) as data
      from water, st_pointonsurface(geom) as p where county = ${county} and id = ${id}`,
  landuse: (county, id) => sql`
    select kind, name, st_x(p) as lng, st_y(p) as lat, st_asgeojson(geom, 7)::json as geometry, null as version,
           json_build_object('area', st_area(geom::geography)) as data
      from landuse, st_pointonsurface(geom) as p where county = ${county} and id = ${id}`,
  site: (county, id) => sql`
    select kind, name, st_x(geom) as lng, st_y(geom) as lat, st_asgeojson(coalesce(outline, geom), 7)::json as geometry, version,
           data || jsonb_build_object('address', address, 'building', building, 'compound', compound,
                                      'area', st_area(outline::geography)) as data
      from site where county = ${county} and id = ${id}`,
  organization: (county, id) => sql`
    select kind, name, st_x(geom) as lng, st_y(geom) as lat, st_asgeojson(geom, 7)::json as geometry, version,
           data || jsonb_build_object('address', address, 'building', building) as data
      from organization where county = ${county} and id = ${id}`,
};
