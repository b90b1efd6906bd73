import type { EditLayer, ThingFields } from '../contract/thing-edits.ts';
import type { Db, Statement, Tx } from './database.ts';
import { sql } from './sql.ts';

/** A thing as it is changed: see contract/thing-edits.ts for the fields. */
export interface EditRow {
  id: number;
  version: number;
  /** lies in the region that the scope is limited to */
  own: boolean;
  /** of a building without one its address; '' = it has none */
  name: string;
  lng: number | null;
  lat: number | null;
  fields: ThingFields;
}

/** Things that are seen, by id; those that are not there are absent. */
export async function readEditRows(
  db: Db,
  county: string,
  layer: EditLayer,
  ids: readonly number[],
): Promise<Map<number, EditRow>> {
  if (ids.length === 0) return new Map();
  const { rows } = await db.query<EditRow>(READS[layer](county, ids));
  return new Map(rows.map((row) => [row.id, row]));
}

type Read = (county: string, ids: readonly number[]) => Statement;

/** Coordinates with all their digits: what is read is what is written back when a change is undone. */
const READS: Record<EditLayer, Read> = {
  building: (county, ids) => sql`
    select id, version, in_own_region(inner_point) as own,
           coalesce(nullif(name, ''), building_address(street_name, house_number)) as name,
           st_x(inner_point) as lng, st_y(inner_point) as lat,
           json_build_object(
             'name', name, 'streetName', street_name, 'houseNumber', house_number, 'kind', kind, 'floors', floors,
             'heightM', height_m, 'households', households, 'residents', residents, 'estimated', estimated,
             'householdsCounted', households_counted, 'compound', compound, 'geometry', st_asgeojson(geom, 15)::json,
             'innerPoint', st_asgeojson(inner_point, 15)::json, 'sourceId', source_id) as fields
      from building where county = ${county} and id = any (${ids}::bigint[])`,
  compound: (county, ids) => sql`
    select id, version, in_own_region(label) as own, name, st_x(label) as lng, st_y(label) as lat,
           json_build_object(
             'name', name, 'address', address, 'manager', manager, 'management', management, 'households', households,
             'builtYear', built_year, 'stage', stage, 'expectedHouseholds', expected_households,
             'expectedOn', expected_on, 'geometry', st_asgeojson(geom, 15)::json, 'walls', st_asgeojson(walls, 15)::json,
             'gates', st_asgeojson(gates, 15)::json, 'sourceId', source_id) as fields
      from compound where county = ${county} and id = any (${ids}::bigint[])`,
  site: (county, ids) => sql`
    select id, version, in_own_region(geom) as own, name, st_x(geom) as lng, st_y(geom) as lat,
           json_build_object(
             'kind', kind, 'name', name, 'address', address, 'building', building, 'compound', compound, 'data', data,
             'geometry', st_asgeojson(geom, 15)::json, 'outline', st_asgeojson(outline, 15)::json,
             'sourceId', source_id) as fields
      from site where county = ${county} and id = any (${ids}::bigint[])`,
  organization: (county, ids) => sql`
    select id, version, in_own_region(geom) as own, name, st_x(geom) as lng, st_y(geom) as lat,
           json_build_object(
             'kind', kind, 'name', name, 'address', address, 'building', building, 'data', data,
             'geometry', st_asgeojson(geom, 15)::json, 'sourceId', source_id) as fields
      from organization where county = ${county} and id = any (${ids}::bigint[])`,
  party_org: (county, ids) => sql`
    select id, version, is_own_anchor(region, site, building, compound, organization) as own, name,
           st_x(place_of('party_org', id)) as lng, st_y(place_of('party_org', id)) as lat,
           json_build_object(
             'kind', kind, 'form', form, 'name', name, 'parent', parent, 'region', region, 'site', site,
             'building', building, 'compound', compound, 'organization', organization) as fields
      from party_org where county = ${county} and id = any (${ids}::bigint[])`,
};

/** All fields of a thing; for an update `version` is the one that it must have. */
export interface FieldsToWrite {
  id: number;
  version: number;
  fields: ThingFields;
}

/** New things, seen at once. */
export async function insertEdited(
  tx: Tx,
  county: string,
  layer: EditLayer,
  rows: readonly FieldsToWrite[],
): Promise<void> {
  if (rows.length > 0) await tx.query(INSERTS[layer](county, asRecords(rows)));
}

/** @returns the ids of the things that had the version given, and may be changed: the others are as they were */
export async function updateEdited(
  tx: Tx,
  county: string,
  layer: EditLayer,
  rows: readonly FieldsToWrite[],
): Promise<Set<number>> {
  if (rows.length === 0) return new Set();
  const updated = await tx.query<{ id: number }>(UPDATES[layer](county, asRecords(rows)));
  return new Set(updated.rows.map(({ id }) => id));
}

const asRecords = (rows: readonly FieldsToWrite[]): string =>
  JSON.stringify(rows.map(({ id, version, fields }) => ({ ...fields, id, version })));

type Write = (county: string, records: string) => Statement;

const INSERTS: Record<EditLayer, Write> = {
  building: (county, records) => sql`
    insert into building (county, id, load, name, street_name, house_number, kind, floors, height_m, households, residents,
                          estimated, households_counted, compound, geom, inner_point)
    select ${county}, id, (select hand_load('building')), name, "streetName", "houseNumber", kind, floors, "heightM",
           households, residents, estimated, "householdsCounted", compound, st_multi(st_geomfromgeojson(geometry)),
           st_geomfromgeojson("innerPoint")
      from jsonb_to_recordset(${records}::jsonb) as given (
             id bigint, name text, "streetName" text, "houseNumber" text, kind text, floors integer, "heightM" real,
             households integer, residents integer, estimated boolean, "householdsCounted" boolean, compound bigint,
             geometry jsonb, "innerPoint" jsonb)`,
  compound: (county, records) => sql`
    insert into compound (county, id, load, name, address, manager, management, households, built_year, stage,
                          expected_households, expected_on, geom, walls, gates)
    select ${county}, id, (select hand_load('compound')), name, address, manager, management, households, "builtYear", stage,
           "expectedHouseholds", "expectedOn", st_multi(st_geomfromgeojson(geometry)), st_geomfromgeojson(walls),
           st_geomfromgeojson(gates)
      from jsonb_to_recordset(${records}::jsonb) as given (
             id bigint, name text, address text, manager text, management text, households integer, "builtYear" integer,
             stage text, "expectedHouseholds" integer, "expectedOn" date, geometry jsonb, walls jsonb, gates jsonb)`,
  site: (county, records) => sql`
    insert into site (county, id, load, kind, name, address, building, compound, data, geom, outline)
    select ${county}, id, (select hand_load('site')), kind, name, address, building, compound, data,
           st_geomfromgeojson(geometry), st_multi(st_geomfromgeojson(outline))
      from jsonb_to_recordset(${records}::jsonb) as given (
             id bigint, kind text, name text, address text, building bigint, compound bigint, data jsonb, geometry jsonb,
             outline jsonb)`,
  organization: (county, records) => sql`
    insert into organization (county, id, load, kind, name, address, building, data, geom)
    select ${county}, id, (select hand_load('organization')), kind, name, address, building, data,
           st_geomfromgeojson(geometry)
      from jsonb_to_recordset(${records}::jsonb) as given (
             id bigint, kind text, name text, address text, building bigint, data jsonb, geometry jsonb)`,
  party_org: (county, records) => sql`
    insert into party_org (county, id, load, kind, form, name, parent, region, site, building, compound, organization)
    select ${county}, id, (select hand_load('party_org')), kind, form, name, parent, region, site, building, compound,
           organization
      from jsonb_to_recordset(${records}::jsonb) as given (
             id bigint, kind text, form text, name text, parent bigint, region bigint, site bigint, building bigint,
             compound bigint, organization bigint)`,
};

const UPDATES: Record<EditLayer, Write> = {
  building: (county, records) => sql`
    update building
       set name = given.name, street_name = "streetName", house_number = "houseNumber", kind = given.kind,
           floors = given.floors, height_m = "heightM", households = given.households, residents = given.residents,
           estimated = given.estimated, households_counted = "householdsCounted", compound = given.compound,
           geom = st_multi(st_geomfromgeojson(geometry)), inner_point = st_geomfromgeojson("innerPoint"),
           version = building.version + 1
      from jsonb_to_recordset(${records}::jsonb) as given (
             id bigint, version integer, name text, "streetName" text, "houseNumber" text, kind text, floors integer,
             "heightM" real, households integer, residents integer, estimated boolean, "householdsCounted" boolean,
             compound bigint, geometry jsonb, "innerPoint" jsonb)
     where building.county = ${county} and building.id = given.id and building.version = given.version
    returning building.id`,
  compound: (county, records) => sql`
    update compound
       set name = given.name, address = given.address, manager = given.manager, management = given.management,
           households = given.households, built_year = "builtYear", stage = given.stage,
           expected_households = "expectedHouseholds", expected_on = "expectedOn",
           geom = st_multi(st_geomfromgeojson(geometry)), walls = st_geomfromgeojson(given.walls),
           gates = st_geomfromgeojson(given.gates), version = compound.version + 1
      from jsonb_to_recordset(${records}::jsonb) as given (
             id bigint, version integer, name text, address text, manager text, management text, households integer,
             "builtYear" integer, stage text, "expectedHouseholds" integer, "expectedOn" date, geometry jsonb, walls jsonb,
             gates jsonb)
     where compound.county = ${county} and compound.id = given.id and compound.version = given.version
    returning compound.id`,
  site: (county, records) => sql`
    update site
       set kind = given.kind, name = given.name, address = given.address, building = given.building,
           compound = given.compound, data = given.data, geom = st_geomfromgeojson(geometry),
           outline = st_multi(st_geomfromgeojson(given.outline)), version = site.version + 1
      from jsonb_to_recordset(${records}::jsonb) as given (
             id bigint, version integer, kind text, name text, address text, building bigint, compound bigint, data jsonb,
             geometry jsonb, outline jsonb)
     where site.county = ${county} and site.id = given.id and site.version = given.version
    returning site.id`,
  organization: (county, records) => sql`
    update organization
       set kind = given.kind, name = given.name, address = given.address, building = given.building, data = given.data,
           geom = st_geomfromgeojson(geometry), version = organization.version + 1
      from jsonb_to_recordset(${records}::jsonb) as given (
             id bigint, version integer, kind text, name text, address text, building bigint, data jsonb, geometry jsonb)
     where organization.county = ${county} and organization.id = given.id and organization.version = given.version
    returning organization.id`,
  party_org: (county, records) => sql`
    update party_org
       set kind = given.kind, form = given.form, name = given.name, parent = given.parent, region = given.region,
           site = given.site, building = given.building, compound = given.compound, organization = given.organization,
           version = party_org.version + 1
      from jsonb_to_recordset(${records}::jsonb) as given (
             id bigint, version integer, kind text, form text, name text, parent bigint, region bigint, site bigint,
             building bigint, compound bigint, organization bigint)
     where party_org.county = ${county} and party_org.id = given.id and party_org.version = given.version
    returning party_org.id`,
};

/** Takes things out of use, or brings retired ones back: the ids of those that had the version given, and may be. */
export async function setInUse(
  tx: Tx,
  layer: EditLayer,
  inUse: boolean,
  rows: readonly { id: number; version: number }[],
): Promise<Set<number>> {
  const [ids, versions] = [rows.map(({ id }) => id), rows.map(({ version }) => version)];
  const done = inUse
    ? await tx.query<{ id: number }>(sql`
        select id from unnest(${ids}::bigint[], ${versions}::int[]) as given (id, version)
         where restore_thing(${layer}, id, version) is not null`)
    : await tx.query<{ id: number }>(sql`
        select id from unnest(${ids}::bigint[], ${versions}::int[]) as given (id, version)
         where retire_thing(${layer}, id, version) is not null`);
  return new Set(done.rows.map(({ id }) => id));
}

/** What a drawn shape is like on the ground. */
export interface ShapeRow {
  /** why PostGIS takes it for invalid, and where; null = it is valid */
  reason: string | null;
  badLng: number | null;
  badLat: number | null;
  /** null for what is no area, or invalid */
  areaM2: number | null;
  /** GeoJSON of a point inside; null when invalid */
  innerPoint: object | null;
  /** beside the county's bounds; null = the county has none, or it is invalid */
  awayM: number | null;
  /** its inner point lies in the region that the scope is limited to; null when invalid */
  own: boolean | null;
}

/** In the order given; EPSG:4326. */
export async function readShapes(db: Db, county: string, shapes: readonly object[]): Promise<ShapeRow[]> {
  if (shapes.length === 0) return [];
  const { rows } = await db.query<ShapeRow>(sql`
    with given as materialized (
      select place, st_geomfromgeojson(shape) as geom
        from jsonb_array_elements(${JSON.stringify(shapes)}::jsonb) with ordinality as shapes (shape, place)
    ), checked as materialized (
      select place, geom, case when st_isvalid(geom) then null else st_isvaliddetail(geom) end as detail from given
    )
    select (detail).reason, st_x((detail).location) as "badLng", st_y((detail).location) as "badLat",
           case when detail is null and st_dimension(geom) = 2 then st_area(geom::geography) end as "areaM2",
           case when detail is null then st_asgeojson(st_pointonsurface(geom), 15)::json end as "innerPoint",
           case when detail is null then
             (select st_distance(geom::geography, bounds::geography) from county where code = ${county}) end as "awayM",
           case when detail is null then in_own_region(st_pointonsurface(geom)) end as own
      from checked order by place`);
  return rows;
}

/** What holds the places of things, in the order given. */
export async function readLinksAt(
  db: Db,
  things: readonly { layer: EditLayer; kind: string; point: object }[],
): Promise<{ building: number | null; compound: number | null }[]> {
  if (things.length === 0) return [];
  const { rows } = await db.query<{ building: number | null; compound: number | null }>(sql`
    select links.building, links.compound
      from jsonb_to_recordset(${JSON.stringify(things.map((thing, place) => ({ ...thing, place })))}::jsonb)
             as given (place integer, layer text, kind text, point jsonb)
     cross join lateral links_at(layer, kind, st_geomfromgeojson(point)) links
     order by place`);
  return rows;
}

/** What belongs to buildings or compounds since they have their outlines, or does not any more: each thing once. */
export async function readThingsAround(
  db: Db,
  outlines: readonly { layer: EditLayer; id: number; oldOutline: unknown }[],
): Promise<{ layer: EditLayer; id: number; link: 'building' | 'compound'; belongsTo: number | null }[]> {
  if (outlines.length === 0) return [];
  const { rows } = await db.query<{
    layer: EditLayer;
    id: number;
    link: 'building' | 'compound';
    belongsTo: number | null;
  }>(sql`
    select distinct on (around.thing, around.id, layer)
           around.thing as layer, around.id, layer as link, around.belongs_to as "belongsTo"
      from jsonb_to_recordset(${JSON.stringify(outlines.map((outline, place) => ({ ...outline, place })))}::jsonb)
             as given (place integer, layer text, id bigint, "oldOutline" jsonb)
     cross join lateral things_around(layer, given.id, st_geomfromgeojson("oldOutline")) around
     order by around.thing, around.id, layer, place`);
  return rows;
}

type Linked = EditLayer | 'region';
const STANDING: Record<Linked, (county: string, ids: readonly number[]) => Statement> = {
  building: (county, ids) => sql`select id from building where county = ${county} and id = any (${ids}::bigint[])`,
  compound: (county, ids) => sql`select id from compound where county = ${county} and id = any (${ids}::bigint[])`,
  site: (county, ids) => sql`select id from site where county = ${county} and id = any (${ids}::bigint[])`,
  organization: (county, ids) => sql`
    select id from organization where county = ${county} and id = any (${ids}::bigint[])`,
  party_org: (county, ids) => sql`select id from party_org where county = ${county} and id = any (${ids}::bigint[])`,
  region: (county, ids) => sql`select id from region where county = ${county} and id = any (${ids}::bigint[])`,
};

/** Those of the ids that something seen has. */
export async function listStanding(
  db: Db,
  county: string,
  layer: Linked,
  ids: readonly number[],
): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const { rows } = await db.query<{ id: number }>(STANDING[layer](county, ids));
  return new Set(rows.map(({ id }) => id));
}

/** Whether the scope may keep a party organization that is anchored there; in the order given. */
export async function readOwnAnchors(db: Db, orgs: readonly ThingFields[]): Promise<boolean[]> {
  if (orgs.length === 0) return [];
  const { rows } = await db.query<{ own: boolean }>(sql`
    select is_own_anchor(region, site, building, compound, organization) as own
      from jsonb_to_recordset(${JSON.stringify(orgs.map((org, place) => ({ ...org, place })))}::jsonb) as given (
             place integer, region bigint, site bigint, building bigint, compound bigint, organization bigint)
     order by place`);
  return rows.map(({ own }) => own);
}

/** One of the party organizations that would stand above itself; null = none does. */
export async function findCircle(db: Db, county: string, ids: readonly number[]): Promise<number | null> {
  const { rows } = await db.query<{ id: number }>(sql`
    with recursive above as (
      select id as start, parent from party_org where county = ${county} and id = any (${ids}::bigint[])
      union
      select start, upper.parent
        from above join party_org upper on upper.county = ${county} and upper.id = above.parent
    )
    select start as id from above where parent = start limit 1`);
  return rows[0]?.id ?? null;
}

/** Says in which blocks things lie, and counts those that they left and came to: see settle_things of the schema. */
export async function settleThings(tx: Tx, layer: EditLayer, ids: readonly number[], moved: boolean): Promise<void> {
  if (ids.length > 0) await tx.query(sql`select settle_things(${layer}, ${ids}::bigint[], ${moved})`);
}

/** Advisory locks of PostgreSQL take two numbers: this one stands for changes of things, the other is the county. */
const CHANGES_OF_THINGS = 7460;

/** One changes things of a county after the other: who counts a block has to see what was built there a moment ago. */
export async function waitForTurn(tx: Tx, county: string): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(${CHANGES_OF_THINGS}::int, ${county}::int)`);
}

/** Whether an import is being written to the county at this moment. */
export async function isImporting(db: Db): Promise<boolean> {
  const { rows } = await db.query<{ importing: boolean }>(sql`select is_importing() as importing`);
  return rows[0]!.importing;
}
