import type { Geometry } from 'geojson';
import type { Fault, ImportReport, ImportSettings } from '../contract/imports.ts';
import type { Db, Tx } from './database.ts';
import { sql } from './sql.ts';
import type { LoadedTable } from './things.ts';

export type ImportStatus = ImportReport['status'];

/** What stands in `report`: all of a report that is not a column of its own. */
export type StoredReport = Omit<
  ImportReport,
  | 'id'
  | 'county'
  | 'countyExists'
  | 'fileName'
  | 'status'
  | 'createdAt'
  | 'finishedAt'
  | 'accountName'
  | 'settings'
  | 'progress'
> & {
  /** what the reading found wrong with the file as a whole; the checks of the rows come anew with every setting */
  fileFaults: ImportReport['faults'];
  /** while the file is read once more: the settings that the staged rows were read under */
  former?: ImportSettings;
};

export interface BatchRow {
  id: string;
  fileName: string;
  status: ImportStatus;
  settings: ImportSettings;
  /** {} until the file has been read */
  report: Partial<StoredReport>;
  progress: number;
  account: string | null;
  /** '' when there is no account, or it is no more */
  accountName: string;
  createdAt: Date;
  finishedAt: Date | null;
  /** whether the county stood when it was opened */
  countyStood: boolean;
}

export async function insertBatch(
  db: Db,
  county: string,
  batch: { id: string; fileName: string; settings: ImportSettings; account: string | null },
): Promise<void> {
  await db.query(sql`
    insert into import_batch (county, id, target, file_name, status, settings, account, county_stood)
    values (${county}, ${batch.id}, ${batch.settings.target}, ${batch.fileName}, 'reading',
            ${JSON.stringify(batch.settings)}::jsonb, ${batch.account},
            exists (select from county where code = ${county} and staged_by is null))`);
}

export async function readBatch(db: Db, county: string, id: string): Promise<BatchRow | null> {
  const { rows } = await db.query<BatchRow>(sql`
    select id::text, file_name as "fileName", status, settings, report, progress::float8 as progress, account,
           coalesce((select name from account
                      where account.county = import_batch.county and account.id = import_batch.account), '') as "accountName",
           created_at as "createdAt", finished_at as "finishedAt", county_stood as "countyStood"
      from import_batch where county = ${county} and id = ${id}::uuid`);
  return rows[0] ?? null;
}

/** Newest first, without what may be long: faults and fields. */
export async function listBatches(db: Db, county: string, limit: number): Promise<BatchRow[]> {
  const { rows } = await db.query<BatchRow>(sql`
    select id::text, file_name as "fileName", status, settings, report - 'faults' - 'fields' as report, progress::float8 as progress, account,
           coalesce((select name from account
                      where account.county = import_batch.county and account.id = import_batch.account), '') as "accountName",
           created_at as "createdAt", finished_at as "finishedAt", county_stood as "countyStood"
      from import_batch where county = ${county} order by created_at desc, id limit ${limit}`);
  return rows;
}

/**
 * Takes a batch from one state to the next.
 *
 * @returns false when it is in another state, and nothing has changed
 * @throws unique_violation (see `isSecondSwitch`) when another import of the county is being switched
 */
export async function moveBatch(
  db: Db,
  county: string,
  id: string,
  from: readonly ImportStatus[],
  to: ImportStatus,
): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    update import_batch
       set status = ${to}, alive_at = now(),
           finished_at = case when ${to} in ('done', 'rejected', 'failed') then now() end
     where county = ${county} and id = ${id}::uuid and status = any (${from}::text[])`);
  return rowCount === 1;
}

/** Whether an error says that another import of the county is being switched. */
export const isSecondSwitch = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'import_batch_one_switching';

/** Ends the open batches that others had for a county that has just come to stand, with their rows. */
export async function rejectOthers(tx: Tx, county: string, id: string): Promise<void> {
  await tx.query(sql`
    with ended as (
      update import_batch set status = 'rejected', finished_at = now()
       where county = ${county} and id <> ${id}::uuid and not county_stood and status in ('reading', 'preview')
         and account is distinct from (select account from import_batch where county = ${county} and id = ${id}::uuid)
      returning id
    )
    delete from import_page using ended where import_page.county = ${county} and import_page.batch = ended.id`);
}

/** Whether the account administers the whole county, at this moment of the transaction. */
export async function holdsAdminGrant(tx: Tx, county: string, account: string): Promise<boolean> {
  const { rows } = await tx.query(sql`
    select role from account_grant
     where county = ${county} and account = ${account} and role = 'admin' and region is null`);
  return rows.length > 0;
}

/** @returns false when the batch is in none of the states, and nothing has changed */
export async function saveReport(
  db: Db,
  county: string,
  id: string,
  settings: ImportSettings,
  report: Partial<StoredReport>,
  states: readonly ImportStatus[] = ['reading', 'preview'],
): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    update import_batch
       set settings = ${JSON.stringify(settings)}::jsonb, report = ${JSON.stringify(report)}::jsonb, alive_at = now(),
           target = ${settings.target}
     where county = ${county} and id = ${id}::uuid and status = any (${states}::text[])`);
  return rowCount === 1;
}

/** Says that the process is still at work on the batch, and how far it is (0 … 1). */
export async function saveProgress(db: Db, county: string, id: string, progress: number): Promise<void> {
  await db.query(sql`
    update import_batch set progress = ${progress}, alive_at = now() where county = ${county} and id = ${id}::uuid`);
}

export async function saveSignOfLife(db: Db, county: string, id: string): Promise<void> {
  await db.query(sql`update import_batch set alive_at = now() where county = ${county} and id = ${id}::uuid`);
}

/** Ends what killed processes left behind, in all counties. @returns how many batches */
export async function endInterruptedImports(db: Db, silentForS: number): Promise<number> {
  const { rows } = await db.query<{ ended: number }>(sql`
    select end_interrupted_imports(make_interval(secs => ${silentForS})) as ended`);
  return rows[0]!.ended;
}

/** Codes of the counties in which imports have left something to be done. */
export async function countiesToSettle(db: Db): Promise<string[]> {
  const { rows } = await db.query<{ county: string }>(sql`select county from counties_to_settle() as waiting (county)`);
  return rows.map(({ county }) => county);
}

// ---------------------------------------------------------------- rows

/** A row on its way into the staging table. */
export interface StagedRow {
  row: number;
  /** EPSG:4326; null = none that can be read */
  geometry: Geometry | null;
  data: RowData;
}

export interface RowData {
  properties: Record<string, unknown>;
  /** what the reader found wrong */
  faults: (Pick<Fault, 'kind' | 'severity' | 'detail' | 'mendable' | 'values'> & { name?: string })[];
}

/** Rows that follow one another in the file, as the staging table keeps them. */
export interface StagedPage {
  firstRow: number;
  lastRow: number;
  count: number;
  /** JSON array of `StagedRow`s; made where the file is read, so that the main thread only hands it on */
  rows: string;
}

export async function insertPage(db: Db, county: string, batch: string, page: StagedPage): Promise<void> {
  await db.query(sql`
    insert into import_page (county, batch, first_row, last_row, rows)
    values (${county}, ${batch}::uuid, ${page.firstRow}, ${page.lastRow}, ${page.rows}::json)`);
}

/** Pages a statement: see `deleteRows`. */
const DELETED_PAGES = 10;

/** In statements that do not keep others waiting for long. */
export async function deleteRows(db: Db, county: string, batch: string): Promise<void> {
  for (let deleted = DELETED_PAGES; deleted === DELETED_PAGES; ) {
    const { rowCount } = await db.query(sql`
      delete from import_page
       where county = ${county} and batch = ${batch}::uuid
         and first_row <= (select max(first_row)
                             from (select first_row from import_page
                                    where county = ${county} and batch = ${batch}::uuid
                                    order by first_row limit ${DELETED_PAGES}) first_ones)`);
    deleted = rowCount;
  }
}

/** A staged row as the checks see it. */
export interface ImportRow {
  row: number;
  data: RowData;
  /** as the file has it, in lon/lat; null = none */
  geometry: Geometry | null;
  /** why it is not valid, and where; null = valid */
  invalid: { reason: string; at: [number, number] | null } | null;
  /** its area parts made valid; null when it is valid, no area, or nothing remains */
  mended: Geometry | null;
  /** a point inside the valid or mended area; null for points and lines */
  innerPoint: [number, number] | null;
  /** of the valid or mended area, on the ground; 0 for points and lines */
  areaM2: number;
}

/** What the database says of a row's geometry. */
export type GeometryCheck = Pick<ImportRow, 'invalid' | 'mended' | 'innerPoint' | 'areaM2'>;

type StoredCheck = Pick<ImportRow, 'row' | 'mended' | 'areaM2'> & {
  reason: string | null;
  badX: number | null;
  badY: number | null;
  innerX: number | null;
  innerY: number | null;
};

/**
 * The page after a row that was the last of its own, as the text that `parseRowPage` reads: a page is large, and who has
 * asked need not be who reads it.
 */
export const readRowPage = (db: Db, county: string, batch: string, afterRow: number): Promise<string> =>
  readChecked(db, county, batch, { fromRow: afterRow + 1, toRow: MOST_ROW, pages: 1, whole: true });

/** The checks of the areas among these rows alone, as the text that `parseAreaChecks` reads. */
export const readAreaChecks = (
  db: Db,
  county: string,
  batch: string,
  fromRow: number,
  toRow: number,
): Promise<string> => readChecked(db, county, batch, { fromRow, toRow, pages: null, whole: false });

const MOST_ROW = 2 ** 31 - 1;

async function readChecked(
  db: Db,
  county: string,
  batch: string,
  { fromRow, toRow, pages, whole }: { fromRow: number; toRow: number; pages: number | null; whole: boolean },
): Promise<string> {
  const { rows } = await db.query<{ page: string }>(sql`
    with given as materialized (
      select rows from import_page
       where county = ${county} and batch = ${batch}::uuid and last_row >= ${fromRow} and first_row <= ${toRow}
       order by first_row limit ${pages}
    ), page as materialized (
      select row, data, geometry, st_force2d(st_geomfromgeojson(geometry)) as geom
        from given
       cross join lateral json_to_recordset(rows) as staged (row integer, geometry json, data json)
       where row between ${fromRow} and ${toRow}
         and (${whole}::boolean or geometry ->> 'type' in ('Polygon', 'MultiPolygon'))
    ), checked as materialized (
      select row, data, geometry, geom, case when st_isvalid(geom) then null else st_isvaliddetail(geom) end as detail from page
    ), mended as materialized (
      select *, case when st_dimension(geom) <> 2 then null
                     when detail is null then geom
                     else nullif(st_collectionextract(st_makevalid(geom), 3), 'srid=4326;polygon empty'::geometry) end
                as area
        from checked
    ), told as (
      select row, case when ${whole}::boolean then data end as data,
             case when ${whole}::boolean then geometry end as geometry, (detail).reason,
             st_x((detail).location) as "badX", st_y((detail).location) as "badY",
             case when detail is not null and not st_isempty(area) then st_asgeojson(area, 9)::json end as mended,
             st_x(st_pointonsurface(area)) as "innerX", st_y(st_pointonsurface(area)) as "innerY",
             coalesce(st_area(area::geography), 0) as "areaM2"
        from mended
    )
    select coalesce(json_agg(told order by row), '[]')::text as page from told`);
  return rows[0]!.page;
}

export const parseRowPage = (page: string): ImportRow[] =>
  (JSON.parse(page) as (StoredCheck & Pick<ImportRow, 'data' | 'geometry'>)[]).map((stored) => ({
    row: stored.row,
    data: stored.data,
    geometry: stored.geometry,
    ...toCheck(stored),
  }));

export const parseAreaChecks = (page: string): Map<number, GeometryCheck> =>
  new Map((JSON.parse(page) as StoredCheck[]).map((stored) => [stored.row, toCheck(stored)]));

const toCheck = ({ reason, badX, badY, innerX, innerY, mended, areaM2 }: StoredCheck): GeometryCheck => ({
  invalid: reason === null ? null : { reason, at: badX === null || badY === null ? null : [badX, badY] },
  ...{ mended, areaM2 },
  innerPoint: innerX === null || innerY === null ? null : [innerX, innerY],
});

/** A row for the map: simplified to about a metre. */
interface PreviewRow {
  row: number;
  geometry: Geometry;
  properties: Record<string, unknown>;
}

/** The first rows that have a place. */
export async function readPreviewRows(db: Db, county: string, batch: string, limit: number): Promise<PreviewRow[]> {
  const found: PreviewRow[] = [];
  for (let afterRow = 0; found.length < limit; ) {
    const { rows } = await db.query<{ lastRow: number; drawn: PreviewRow[] }>(sql`
      with given as materialized (
        select last_row, rows from import_page
         where county = ${county} and batch = ${batch}::uuid and first_row > ${afterRow} order by first_row limit 1
      ), drawn as (
        select row, st_asgeojson(st_simplify(st_force2d(st_geomfromgeojson(geometry)), 0.00001, true), 6)::json as geometry,
               data -> 'properties' as properties
          from given
         cross join lateral json_to_recordset(rows) as staged (row integer, geometry json, data json)
         where geometry is not null
         order by row limit ${limit - found.length}
      )
      select last_row as "lastRow", (select coalesce(json_agg(drawn), '[]') from drawn) as drawn from given`);
    if (!rows[0]) break;
    found.push(...rows[0].drawn);
    afterRow = rows[0].lastRow;
  }
  return found;
}

// ---------------------------------------------------------------- coordinate reference systems

export interface CatalogueCrs {
  /** EPSG:4548 */
  name: string;
  proj4: string;
}

export async function crsByCode(db: Db, authority: string, code: number): Promise<CatalogueCrs | null> {
  const { rows } = await db.query<CatalogueCrs>(sql`
    select auth_name || ':' || auth_srid as name, proj4text as proj4
      from spatial_ref_sys where auth_name = ${authority} and auth_srid = ${code} and proj4text <> ''`);
  return rows[0] ?? null;
}

/**
 * By its name without punctuation, as geo/crs/epsg.ts `plainCrsName` makes it; the lowest code of several. CGCS2000 is also
 * the name of a geocentric system and of one with heights, which no map is in: they are not GEOGCS.
 */
export async function crsByPlainName(db: Db, plainName: string): Promise<CatalogueCrs | null> {
  const { rows } = await db.query<CatalogueCrs>(sql`
    select auth_name || ':' || auth_srid as name, proj4text as proj4
      from spatial_ref_sys
     where regexp_replace(regexp_replace(lower(substring(srtext from '^[A-Za-z_]+[[]"([^"]*)"')), 'gauss[-_ ]?kr(u|ü)ger', 'gk', 'g'),
                          '[^a-z0-9]', '', 'g') = ${plainName}
       and proj4text <> '' and srtext ~ '^(GEOGCS|PROJCS)'
     order by auth_name, auth_srid limit 1`);
  return rows[0] ?? null;
}

// ---------------------------------------------------------------- what is there already

/** Tables whose rows name others for good, and the columns that do; links that follow from places are found anew. */
const REFERENCES: Record<LoadedTable, readonly (readonly [table: string, column: string])[]> = {
  compound: [['party_org', 'compound']],
  building: [['party_org', 'building']],
  site: [['party_org', 'site']],
  organization: [['party_org', 'organization']],
  road: [],
  railway: [],
  water: [],
  landuse: [],
};

/** How many rows a table of the county has, and how many rows of other tables name one of them. */
export async function countReplaced(
  db: Db,
  county: string,
  table: LoadedTable,
): Promise<{ rows: number; references: number }> {
  const count = async (from: string, where: string): Promise<number> => {
    const text = `select count(*)::int as n from ${from} where county = $1 ${where}`;
    const { rows } = await db.query<{ n: number }>({ text, values: [county] });
    return rows[0]!.n;
  };
  let references = 0;
  for (const [from, column] of REFERENCES[table]) references += await count(from, `and ${column} is not null`);
  return { rows: await count(table, ''), references };
}

/** The county as an import finds it. */
export interface CountyState {
  name: string;
  attribution: string;
  attributionEn: string;
  /** an import is creating it and has not switched */
  staged: boolean;
}

export async function readCountyState(db: Db, county: string): Promise<CountyState | null> {
  const { rows } = await db.query<CountyState>(sql`
    select name, attribution, attribution_en as "attributionEn", staged_by is not null as staged from county where code = ${county}`);
  return rows[0] ?? null;
}

/** A county that nobody has a grant in until the import has switched. */
export async function insertStagedCounty(db: Db, county: string, name: string, batch: string): Promise<void> {
  await db.query(sql`
    insert into county (code, name, staged_by) values (${county}, ${name}, ${batch}::uuid)`);
}

/** Gives the account that created a county the whole of it. */
export async function insertCreatorGrant(
  tx: Tx,
  county: string,
  account: { id: string; username: string; name: string; demo: boolean },
): Promise<void> {
  await tx.query(sql`
    insert into account (county, id, name, username, demo)
    values (${county}, ${account.id}, ${account.name}, ${account.username}, ${account.demo})
    on conflict (county, id) do nothing`);
  await tx.query(sql`
    insert into account_grant (county, account, role) values (${county}, ${account.id}, 'admin')
    on conflict do nothing`);
}

/** Tells every server process that a county has come, as a division that comes into force does. */
export async function tellCounty(tx: Tx, county: string): Promise<void> {
  await tx.query(sql`select pg_notify('division', ${county})`);
}

/** Whether a person has an account in the county, disabled or not; the accounts of the demo are nobody's. */
export async function hasPeople(db: Db, county: string): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    select id from account where county = ${county} and not demo limit 1`);
  return rowCount > 0;
}

/**
 * After a switch: the county is there for good, credits the file's source, and is as wide as its regions, or as its
 * things where it has no regions.
 *
 * @param division  the one that was installed, or null
 */
export async function settleCounty(
  tx: Tx,
  county: string,
  change: {
    /** of a county that the import creates; else '' */
    name: string;
    attribution: string;
    attributionEn: string;
    division: number | null;
    bounds: readonly [number, number, number, number] | null;
  },
): Promise<void> {
  const [west, south, east, north] = change.bounds ?? [null, null, null, null];
  await tx.query(sql`
    update county
       set staged_by = null, name = coalesce(nullif(${change.name}, ''), name),
           attribution = ${change.attribution}, attribution_en = ${change.attributionEn},
           bounds = coalesce(
             (select st_envelope(geom) from region_version
               where county = ${county} and division = ${change.division}::bigint and kind = 'county'),
             case when not exists (select from division where county = ${county} and valid is not null)
                  then st_envelope(st_collect(
                         bounds, st_expand(st_makeenvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326),
                                           0.0001))) end,
             bounds),
           version = version + 1
     where code = ${county}`);
}
