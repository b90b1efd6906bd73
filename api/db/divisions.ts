import type { Position } from 'geojson';
import type { RegionKind } from '../contract/words.ts';
import { csvLine, ewkbHex } from './copy-text.ts';
import type { Db, Tx } from './database.ts';
import type { Counts } from './located.ts';
import { sql } from './sql.ts';

/** A region as it stands in one division. */
export interface RegionVersionRow {
  region: number;
  kind: RegionKind;
  parent: number | null;
  code: string | null;
  name: string;
  nameEn: string;
  /** 0 … 7 */
  hue: number;
  /** MultiPolygon coordinates, EPSG:4326 */
  coordinates: Position[][][];
  label: Position;
  areaM2: number;
}

export interface GroupingRow {
  kind: 'network' | 'union';
  community: number;
  grouping: number;
}

export interface DivisionHead {
  id: number;
  name: string;
  fabric: number;
  seq: number;
  /** yyyy-mm-dd */
  validFrom: string;
  /** exclusive; null = until further notice */
  validTo: string | null;
}

/**
 * A division that nobody sees yet.
 *
 * @param stagedBy  the import that stages it; null = something that clears its own leavings away
 */
export async function insertStagedDivision(
  db: Db,
  county: string,
  fabric: number,
  name: string,
  stagedBy: string | null,
): Promise<number> {
  const { rows } = await db.query<{ id: number }>(sql`
    insert into division (county, fabric, name, staged_by)
    values (${county}, ${fabric}, ${name}, ${stagedBy}::uuid) returning id`);
  return rows[0]!.id;
}

/** New identities for a staged division, one per kind given, in their order. */
export async function insertRegions(
  db: Db,
  county: string,
  division: number,
  kinds: readonly RegionKind[],
): Promise<number[]> {
  if (kinds.length === 0) return [];
  const { rows } = await db.query<{ id: number }>(sql`
    with fresh as (
      select kind, ordinal, nextval(pg_get_serial_sequence('region', 'id')) as id
        from unnest(${kinds}::text[]) with ordinality as given (kind, ordinal)
    ), written as (
      insert into region (county, id, kind, staged_in) select ${county}, id, kind, ${division}::bigint from fresh
    )
    select id from fresh order by ordinal`);
  return rows.map((row) => row.id);
}

/** Codes that are given for good, and those of divisions that wait for their dates together with the one that asks. */
export async function listCodes(db: Db, county: string): Promise<Map<string, number>> {
  const { rows } = await db.query<{ code: string; region: number }>(sql`
    select code, region from region_code
     where county = ${county}
       and (staged_in is null
            or exists (select from division
                        where division.county = ${county} and division.id = staged_in and staged_by is null))`);
  return new Map(rows.map((row) => [row.code, row.region]));
}

/** Gives codes for a staged division: for good once it is switched. One that its region has already is left as it is. */
export async function insertCodes(
  db: Db,
  county: string,
  division: number,
  codes: ReadonlyMap<string, number>,
): Promise<void> {
  await db.query(sql`
    insert into region_code (county, code, region, staged_in)
    select ${county}, code, region, ${division}::bigint
      from unnest(${[...codes.keys()]}::text[], ${[...codes.values()]}::bigint[]) as given (code, region)
        on conflict (county, code, region) do nothing`);
}

export async function copyRegionVersions(
  tx: Tx,
  county: string,
  division: number,
  regions: readonly RegionVersionRow[],
): Promise<void> {
  const lines = regions.map((row) =>
    csvLine([
      county,
      division,
      row.region,
      row.kind,
      row.parent,
      row.code,
      row.name,
      row.nameEn,
      row.hue,
      ewkbHex({ type: 'MultiPolygon', coordinates: row.coordinates }),
      ewkbHex({ type: 'Point', coordinates: row.label }),
      row.areaM2,
    ]),
  );
  const columns = [
    ...['county', 'division', 'region', 'kind', 'parent', 'code', 'name', 'name_en', 'hue'],
    ...['geom', 'label', 'area_m2'],
  ];
  await tx.copyIn('region_version', columns, lines.join(''));
}

export async function copyDivisionBlocks(
  tx: Tx,
  county: string,
  division: number,
  fabric: number,
  rows: readonly { block: number; region: number }[],
): Promise<void> {
  const lines = rows.map(({ block, region }) => csvLine([county, division, fabric, block, region]));
  await tx.copyIn('division_block', ['county', 'division', 'fabric', 'block', 'region'], lines.join(''));
}

export async function insertGroupings(
  db: Db,
  county: string,
  division: number,
  rows: readonly GroupingRow[],
): Promise<void> {
  await db.query(sql`
    insert into grouping_member (county, division, kind, community, grouping_region)
    select ${county}, ${division}, kind, community, grouping
      from unnest(${rows.map((row) => row.kind)}::text[], ${rows.map((row) => row.community)}::bigint[],
                  ${rows.map((row) => row.grouping)}::bigint[]) as given (kind, community, grouping)`);
}

/**
 * Puts a staged division in force from a date on, until the next one that is already known begins.
 * The division in force on that date ends the day before; one that began on the very date is withdrawn and its id
 * returned, for it never was in force and its rows can go.
 *
 * @throws RangeError when there is no such division; the caller's transaction must not be committed then
 */
export async function switchDivision(
  tx: Tx,
  county: string,
  division: number,
  validFrom: string,
): Promise<{ withdrawn: number | null }> {
  const { rows } = await tx.query<{ id: number }>(sql`
    update division
       set valid = null,
           staged_by = (select next.staged_by from division next where next.county = ${county} and next.id = ${division})
     where county = ${county} and id <> ${division} and lower(valid) = ${validFrom}::date
    returning id`);
  await tx.query(sql`
    update division set valid = daterange(lower(valid), ${validFrom}::date)
     where county = ${county} and valid @> ${validFrom}::date`);
  const { rowCount } = await tx.query(sql`
    update division
       set valid = daterange(${validFrom}::date, (
             select min(lower(later.valid)) from division later
              where later.county = ${county} and lower(later.valid) > ${validFrom}::date))
     where county = ${county} and id = ${division}`);
  if (rowCount !== 1) throw new RangeError(`County ${county} has no division ${division} to put in force`);
  await tx.query(sql`
    update region set staged_in = null where county = ${county} and staged_in = ${division}`);
  await tx.query(sql`
    update region_code set staged_in = null where county = ${county} and staged_in = ${division}`);
  await tx.query(sql`
    update fabric set staged_by = null, withdrawn = false
     where county = ${county} and (staged_by is not null or withdrawn)
       and id = (select fabric from division where county = ${county} and id = ${division})`);
  const withdrawn = rows[0]?.id ?? null;
  if (withdrawn !== null) await withdrawFabric(tx, county, withdrawn);
  return { withdrawn };
}

/** The fabric of a withdrawn division goes with it when no other one stands on it: `settle_imports` sees to that. */
async function withdrawFabric(tx: Tx, county: string, division: number): Promise<void> {
  await tx.query(sql`
    update fabric set withdrawn = true, staged_by = division.staged_by
      from division
     where division.county = ${county} and division.id = ${division} and division.staged_by is not null
       and fabric.county = ${county} and fabric.id = division.fabric
       and not exists (select from division standing
                        where standing.county = ${county} and standing.fabric = fabric.id and standing.valid is not null)`);
}

export async function divisionInForce(db: Db, county: string, date: string): Promise<DivisionHead | null> {
  const { rows } = await db.query<DivisionHead>(sql`
    select division.id, division.name, division.fabric, fabric.seq,
           lower(valid)::text as "validFrom", upper(valid)::text as "validTo"
      from division join fabric on fabric.county = division.county and fabric.id = division.fabric
     where division.county = ${county} and valid @> ${date}::date`);
  return rows[0] ?? null;
}

/** In the order in which they came or come into force. */
export async function listDivisions(db: Db, county: string): Promise<DivisionHead[]> {
  const { rows } = await db.query<DivisionHead>(sql`
    select division.id, division.name, division.fabric, fabric.seq,
           lower(valid)::text as "validFrom", upper(valid)::text as "validTo"
      from division join fabric on fabric.county = division.county and fabric.id = division.fabric
     where division.county = ${county} and valid is not null
     order by lower(valid)`);
  return rows;
}

/** Staged or withdrawn: seen by nobody. The last one first, which may have taken over regions made for one before it. */
export async function listUnseenDivisions(db: Db, county: string): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(sql`
    select id from division where county = ${county} and valid is null order by id desc`);
  return rows.map((row) => row.id);
}

/** Whether a plan starts from the division or has become it: then it stays, also when another takes its place. */
export async function hasPlans(db: Db, county: string, division: number): Promise<boolean> {
  const { rows } = await db.query<{ has: boolean }>(sql`
    select exists (select from plan
                    where county = ${county} and (base = ${division} or published = ${division})) as has`);
  return rows[0]!.has;
}

/** Regions and their codes stay once it has been in force: an identity and a code are never given twice. */
export async function deleteDivision(tx: Tx, county: string, division: number): Promise<void> {
  await tx.query(sql`delete from grouping_member where county = ${county} and division = ${division}`);
  await tx.query(sql`delete from division_block where county = ${county} and division = ${division}`);
  await tx.query(sql`delete from region_version where county = ${county} and division = ${division}`);
  await tx.query(sql`delete from region_code where county = ${county} and staged_in = ${division}`);
  await tx.query(sql`delete from region where county = ${county} and staged_in = ${division}`);
  await tx.query(sql`delete from division where county = ${county} and id = ${division}`);
}

/** Hue of every region of the division in force on a date. */
export async function listHues(db: Db, county: string, date: string): Promise<Map<number, number>> {
  const { rows } = await db.query<{ region: number; hue: number }>(sql`
    select region, hue
      from region_version join division on division.county = region_version.county and division.id = region_version.division
     where region_version.county = ${county} and valid @> ${date}::date`);
  return new Map(rows.map((row) => [row.region, row.hue]));
}

/** Of a division, seen or not: the fabric it stands on. */
export async function readDivision(
  db: Db,
  county: string,
  division: number,
): Promise<{ id: number; name: string; fabric: number; seq: number } | null> {
  const { rows } = await db.query<{ id: number; name: string; fabric: number; seq: number }>(sql`
    select division.id, division.name, division.fabric, fabric.seq
      from division join fabric on fabric.county = division.county and fabric.id = division.fabric
     where division.county = ${county} and division.id = ${division}`);
  return rows[0] ?? null;
}

/** Identities and codes, of a county that never had a division in force. */
export async function deleteRegions(tx: Tx, county: string): Promise<void> {
  await tx.query(sql`delete from region_code where county = ${county}`);
  await tx.query(sql`delete from region where county = ${county}`);
}

/** Regions of a division without their shapes. */
export async function readRegionVersions(
  db: Db,
  county: string,
  division: number,
): Promise<Omit<RegionVersionRow, 'coordinates' | 'label' | 'areaM2'>[]> {
  const { rows } = await db.query<Omit<RegionVersionRow, 'coordinates' | 'label' | 'areaM2'>>(sql`
    select region, kind, parent, code, name, name_en as "nameEn", hue
      from region_version where county = ${county} and division = ${division} order by region`);
  return rows;
}

/** The lowest region of each block. */
export async function readAssignment(
  db: Db,
  county: string,
  division: number,
): Promise<{ block: number; region: number }[]> {
  const { rows } = await db.query<{ block: number; region: number }>(sql`
    select block, region from division_block where county = ${county} and division = ${division}`);
  return rows;
}

/** The regions directly above each region: its parent, and the groupings over a community. */
export async function readUpperRegions(
  db: Db,
  county: string,
  division: number,
): Promise<{ region: number; upper: number | null }[]> {
  const { rows } = await db.query<{ region: number; upper: number | null }>(sql`
    select region, parent as upper from region_version where county = ${county} and division = ${division}
    union all
    select community, grouping_region from grouping_member where county = ${county} and division = ${division}`);
  return rows;
}

/** Writes the counts of regions that have others. */
export async function updateRegionCounts(
  db: Db,
  county: string,
  division: number,
  rows: readonly ({ region: number } & Counts)[],
): Promise<void> {
  await db.query(sql`
    update region_version
       set households = given.households, residents = given.residents,
           buildings = given.buildings, estimated = given.estimated
      from unnest(${rows.map((row) => row.region)}::bigint[], ${rows.map((row) => row.households)}::int[],
                  ${rows.map((row) => row.residents)}::int[], ${rows.map((row) => row.buildings)}::int[],
                  ${rows.map((row) => row.estimated)}::boolean[])
           as given (region, households, residents, buildings, estimated)
     where region_version.county = ${county} and region_version.division = ${division}
       and region_version.region = given.region
       and (region_version.households, region_version.residents, region_version.buildings, region_version.estimated)
           is distinct from (given.households, given.residents, given.buildings, given.estimated)`);
}
