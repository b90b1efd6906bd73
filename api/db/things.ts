import type { Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Polygon, Position } from 'geojson';
import type {
  BuildingKind,
  COMPOUND_STAGES,
  MANAGEMENT_KINDS,
  OrganizationKind,
  PartyOrgForm,
  PartyOrgKind,
  SiteKind,
} from '../contract/words.ts';
import { csvLine, ewkbHex, type Field } from './copy-text.ts';
import type { Db, Statement, Tx } from './database.ts';
import { sql } from './sql.ts';

/** `id` is given when another row of the same load has to name it before it is written: see `reserveIds`. */
interface Row {
  id?: number;
  sourceId?: string | null;
  /** decides whether it is seen: see loads.ts; default 0, which is */
  load?: number;
}
type Areal = Polygon | MultiPolygon;

export interface CompoundRow extends Row {
  name?: string;
  address?: string;
  manager?: string;
  management?: (typeof MANAGEMENT_KINDS)[number];
  households?: number | null;
  builtYear?: number | null;
  stage?: (typeof COMPOUND_STAGES)[number];
  /** of an estate that is not built yet */
  expectedHouseholds?: number | null;
  geom: Areal;
  walls?: MultiLineString | null;
  gates?: MultiPoint | null;
}

export interface BuildingRow extends Row {
  name?: string;
  streetName?: string;
  houseNumber?: string;
  kind?: BuildingKind;
  floors?: number | null;
  heightM?: number | null;
  households?: number;
  residents?: number;
  /** residents, and households unless they are counted, were shared out from a larger area's figure */
  estimated?: boolean;
  /** default: where there are any, and they are no estimate */
  householdsCounted?: boolean;
  compound?: number | null;
  geom: Areal;
  /** inside `geom`; the building belongs to the block that holds it */
  innerPoint: Position;
}

export interface RoadRow extends Row {
  name?: string;
  class:
    | 'motorway'
    | 'trunk'
    | 'primary'
    | 'secondary'
    | 'tertiary'
    | 'residential'
    | 'service'
    | 'pedestrian'
    | 'footway'
    | 'steps'
    | 'path'
    | 'cycleway'
    | 'other';
  tags?: Record<string, string>;
  geom: LineString;
}

export interface RailwayRow extends Row {
  name?: string;
  geom: LineString;
}

export interface WaterRow extends Row {
  name?: string;
  kind: 'river' | 'stream' | 'canal' | 'lake' | 'sea' | 'other';
  geom: LineString | MultiLineString | Areal;
}

export interface LanduseRow extends Row {
  name?: string;
  kind:
    | 'residential'
    | 'commercial'
    | 'industrial'
    | 'green'
    | 'farmland'
    | 'forest'
    | 'public'
    | 'transport'
    | 'other';
  geom: Areal;
}

export interface SiteRow extends Row {
  kind: SiteKind;
  name: string;
  address?: string;
  point: Position;
  outline?: Areal | null;
  building?: number | null;
  compound?: number | null;
  data?: object;
}

export interface OrganizationRow extends Row {
  kind: OrganizationKind;
  name: string;
  address?: string;
  point: Position;
  building?: number | null;
  data?: object;
}

export interface PartyOrgRow {
  id?: number;
  kind: PartyOrgKind;
  form?: PartyOrgForm;
  name: string;
  parent?: number | null;
  region?: number | null;
  site?: number | null;
  building?: number | null;
  compound?: number | null;
  organization?: number | null;
  data?: object;
}

export interface TallyRow {
  id?: number;
  subject: 'member' | 'check_in' | 'check_in_due';
  class: string;
  period: string;
  fabric: number;
  block: number;
  n: number;
}

export interface ThingRows {
  compound: CompoundRow;
  building: BuildingRow;
  road: RoadRow;
  railway: RailwayRow;
  water: WaterRow;
  landuse: LanduseRow;
  site: SiteRow;
  organization: OrganizationRow;
  party_org: PartyOrgRow;
  tally: TallyRow;
}
export type ThingTable = keyof ThingRows;
/** Tables whose rows come in loads. */
export type LoadedTable = Exclude<ThingTable, 'party_org' | 'tally'>;

interface Writer<R> {
  columns: string[];
  fields(row: R): Field[];
}

const hex = (geometry: Geometry | null | undefined): string | null => (geometry ? ewkbHex(geometry) : null);
const point = (coordinates: Position): string => ewkbHex({ type: 'Point', coordinates });
const areal = (geometry: Areal | null | undefined): string | null =>
  hex(geometry?.type === 'Polygon' ? { type: 'MultiPolygon', coordinates: [geometry.coordinates] } : geometry);
const loadOf = (row: Row): number => row.load ?? 0;
const json = (data: object | undefined): string => JSON.stringify(data ?? {});

const WRITERS: { [T in ThingTable]: Writer<ThingRows[T]> } = {
  compound: {
    columns: [
      ...['name', 'address', 'manager', 'management', 'households', 'built_year', 'stage', 'expected_households'],
      ...['geom', 'walls', 'gates', 'source_id', 'load'],
    ],
    fields: (row) => [
      ...[row.name ?? '', row.address ?? '', row.manager ?? '', row.management ?? 'unknown'],
      ...[row.households, row.builtYear, row.stage ?? 'built', row.expectedHouseholds],
      ...[areal(row.geom), hex(row.walls), hex(row.gates), row.sourceId, loadOf(row)],
    ],
  },
  building: {
    columns: [
      ...['name', 'street_name', 'house_number', 'kind', 'floors', 'height_m', 'households', 'residents'],
      ...['estimated', 'households_counted', 'compound', 'geom', 'inner_point', 'source_id', 'load'],
    ],
    fields: (row) => [
      ...[row.name ?? '', row.streetName ?? '', row.houseNumber ?? '', row.kind ?? 'residential'],
      ...[row.floors, row.heightM, row.households ?? 0, row.residents ?? 0, row.estimated ?? false],
      ...[row.householdsCounted ?? (!row.estimated && (row.households ?? 0) > 0), row.compound],
      ...[areal(row.geom), point(row.innerPoint), row.sourceId, loadOf(row)],
    ],
  },
  road: {
    columns: ['name', 'class', 'tags', 'geom', 'source_id', 'load'],
    fields: (row) => [row.name ?? '', row.class, json(row.tags), hex(row.geom), row.sourceId, loadOf(row)],
  },
  railway: {
    columns: ['name', 'geom', 'source_id', 'load'],
    fields: (row) => [row.name ?? '', hex(row.geom), row.sourceId, loadOf(row)],
  },
  water: {
    columns: ['name', 'kind', 'geom', 'source_id', 'load'],
    fields: (row) => [row.name ?? '', row.kind, hex(row.geom), row.sourceId, loadOf(row)],
  },
  landuse: {
    columns: ['name', 'kind', 'geom', 'source_id', 'load'],
    fields: (row) => [row.name ?? '', row.kind, areal(row.geom), row.sourceId, loadOf(row)],
  },
  site: {
    columns: ['kind', 'name', 'address', 'geom', 'outline', 'building', 'compound', 'data', 'source_id', 'load'],
    fields: (row) => [
      ...[row.kind, row.name, row.address ?? '', point(row.point), areal(row.outline)],
      ...[row.building, row.compound, json(row.data), row.sourceId, loadOf(row)],
    ],
  },
  organization: {
    columns: ['kind', 'name', 'address', 'geom', 'building', 'data', 'source_id', 'load'],
    fields: (row) => [
      ...[row.kind, row.name, row.address ?? '', point(row.point)],
      ...[row.building, json(row.data), row.sourceId, loadOf(row)],
    ],
  },
  party_org: {
    columns: ['kind', 'form', 'name', 'parent', 'region', 'site', 'building', 'compound', 'organization', 'data'],
    fields: (row) => [
      ...[row.kind, row.form ?? 'single', row.name, row.parent, row.region, row.site],
      ...[row.building, row.compound, row.organization, json(row.data)],
    ],
  },
  tally: {
    columns: ['subject', 'class', 'period', 'fabric', 'block', 'n'],
    fields: (row) => [row.subject, row.class, row.period, row.fabric, row.block, row.n],
  },
};

/** Ids for rows that are about to be written, in ascending order. */
export async function reserveIds(db: Db, table: ThingTable, count: number): Promise<number[]> {
  const { rows } = await db.query<{ ids: number[] }>(sql`
    select coalesce(array_agg(nextval(ids)), '{}') as ids
      from (select pg_get_serial_sequence(${table}, 'id')::regclass as ids offset 0) once,
           generate_series(1, ${count}::int)`);
  return rows[0]!.ids;
}

/** Rows whose ids are known, by COPY; as many as one transaction should write. */
export async function copyThings<T extends ThingTable>(
  tx: Tx,
  county: string,
  table: T,
  rows: readonly (ThingRows[T] & { id: number })[],
): Promise<void> {
  await copyLines(tx, table, thingLines(county, table, rows));
}

/** Rows as `copyThingLines` takes them; making them is most of the work. */
export function thingLines<T extends ThingTable>(
  county: string,
  table: T,
  rows: readonly (ThingRows[T] & { id: number })[],
): string {
  const { fields } = WRITERS[table];
  return rows.map((row) => csvLine([county, row.id, ...fields(row)])).join('');
}

/** Some of many: the indexes over names only collect what is new. Call `takeInNames` after the last of them. */
export async function copyThingLines(tx: Tx, table: ThingTable, csv: string): Promise<void> {
  await tx.query(sql`select set_config('gin_pending_list_limit', '64MB', true)`);
  await copyLines(tx, table, csv);
}

async function copyLines(tx: Tx, table: ThingTable, csv: string): Promise<void> {
  await tx.copyIn(table, ['county', 'id', ...WRITERS[table].columns], csv);
}

/** Until then a search goes through all that is new one by one. */
export async function takeInNames(db: Db, table: ThingTable): Promise<void> {
  await db.query(sql`select take_in_names(${table})`);
}

/** What refers to other things stands before them, so that deletion in this order meets no foreign key. */
export const THINGS_BOTTOM_UP = [
  ...(['party_org', 'organization', 'site', 'building', 'compound'] as const),
  ...(['road', 'railway', 'water', 'landuse'] as const),
];

const DELETIONS: Record<(typeof THINGS_BOTTOM_UP)[number], (county: string) => Statement> = {
  party_org: (county) => sql`delete from party_org where county = ${county}`,
  organization: (county) => sql`delete from organization where county = ${county}`,
  site: (county) => sql`delete from site where county = ${county}`,
  building: (county) => sql`delete from building where county = ${county}`,
  compound: (county) => sql`delete from compound where county = ${county}`,
  road: (county) => sql`delete from road where county = ${county}`,
  railway: (county) => sql`delete from railway where county = ${county}`,
  water: (county) => sql`delete from water where county = ${county}`,
  landuse: (county) => sql`delete from landuse where county = ${county}`,
};

/** All things of a kind. Their rows of `located` are the caller's to delete. */
export async function deleteThings(tx: Tx, county: string, table: (typeof THINGS_BOTTOM_UP)[number]): Promise<void> {
  await tx.query(DELETIONS[table](county));
}
