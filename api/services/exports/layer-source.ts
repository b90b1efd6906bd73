import type { Position } from 'geojson';
import {
  type ExportLayer,
  LAYER_COLUMNS,
  type LayerExport,
  type LayerFormat,
  WORKLIST_COLUMNS,
} from '../../contract/layer-exports.ts';
import { EDIT_LAYERS } from '../../contract/thing-edits.ts';
import { today } from '../../contract/today.ts';
import type { ScopedDatabase } from '../../db/database.ts';
import { divisionInForce, readAssignment } from '../../db/divisions.ts';
import {
  countExportRows,
  type ExportFilter,
  type ExportRow,
  parseExportRows,
  readAnchorNames,
  readCompoundNames,
  readExportPage,
} from '../../db/export-rows.ts';
import { LOCATED_THINGS, type LocatedThing, readLocated } from '../../db/located.ts';
import { listRegions } from '../../db/regions.ts';
import { readWorklist } from '../../db/worklists.ts';
import type { Column, Layer, LayerFeature, Row } from '../../formats/layer.ts';
import { wktOf } from '../../formats/wkt.ts';
import { ProblemError } from '../../problems.ts';
import { transformed } from '../imports/take-rows.ts';
import type { TargetCrs } from './target-crs.ts';

/** Rows a statement. */
const PAGE = 2000;
const WORKLIST_PAGE = 10_000;

type Regions = Awaited<ReturnType<typeof listRegions>>;

/** Regions and blocks of the day. */
interface Ground {
  division: number | null;
  fabric: number | null;
  seq: number | null;
  regions: ReadonlyMap<number, Regions[number]>;
  /** the lowest region of each block */
  regionOf: ReadonlyMap<number, number>;
}

async function groundOf(db: ScopedDatabase, date: string): Promise<Ground> {
  const { county } = db.scope;
  const head = await divisionInForce(db, county, date);
  if (!head) return { division: null, fabric: null, seq: null, regions: new Map(), regionOf: new Map() };
  const regions = await listRegions(db, county, head.id);
  const assignment = await readAssignment(db, county, head.id);
  return {
    ...{ division: head.id, fabric: head.fabric, seq: head.seq },
    regions: new Map(regions.map((region) => [region.id, region])),
    regionOf: new Map(assignment.map(({ block, region }) => [block, region])),
  };
}

/** A region and everything above it, groupings of its community included. */
function withAbove(region: number | undefined, { regions }: Ground): Regions[number][] {
  const found: Regions[number][] = [];
  const look = (id: number | null | undefined): void => {
    const one = id == null ? undefined : regions.get(id);
    if (!one || found.includes(one)) return;
    found.push(one);
    look(one.parent);
    for (const grouping of one.groupings ?? []) look(grouping);
  };
  look(region);
  return found;
}

/** The columns of a grid, a community and a street or town. */
function placeColumns(block: number | null | undefined, ground: Ground): Row {
  const above = withAbove(block == null ? undefined : ground.regionOf.get(block), ground);
  const of = (kind: string) => above.find((region) => region.kind === kind);
  const [grid, community, town] = [of('grid'), of('community'), of('street')];
  return {
    ...{ grid_code: grid?.code, grid_name: grid?.name, comm_code: community?.code, comm_name: community?.name },
    ...{ town_code: town?.code, town_name: town?.name },
  };
}

/** Where a thing is looked for in `located`: the outline of a site lies where the site does. */
const locatedAs = (layer: ExportLayer): LocatedThing | null =>
  layer === 'site_area' ? 'site' : (LOCATED_THINGS.find((thing) => thing === layer) ?? null);

/** Tables, whose places stand in columns. */
const isTable = (format: LayerFormat): boolean => format === 'csv' || format === 'xlsx';

export interface CollectedLayer extends Layer {
  /** region that was asked for, by name */
  region: string | null;
}

/**
 * What was asked for, in the coordinates that were asked for.
 *
 * @param onProgress  is told how far it is, 0 … 1
 * @throws ProblemError 'not-found' for a region or a level that the division of the day does not have
 */
export async function collectLayer(
  db: ScopedDatabase,
  wish: LayerExport,
  crs: TargetCrs,
  onProgress: (share: number) => Promise<void>,
): Promise<CollectedLayer> {
  const { county } = db.scope;
  const { layer, date = today(), level = null } = wish;
  const ground = await groundOf(db, date);
  const { division, fabric, seq } = ground;
  if (division === null && (wish.region !== undefined || layer === 'region' || layer === 'block'))
    throw new ProblemError('not-found', `County ${county} has no division in force on ${date}; try another date.`);
  const region = wish.region === undefined ? null : ground.regions.get(wish.region);
  if (region === undefined)
    throw new ProblemError('not-found', `The division in force on ${date} has no region ${wish.region}.`);
  const listed = wish.worklist === undefined ? null : await worklistOf(db, wish, ground);
  const located = locatedAs(layer);
  /** what lies in a region is known by its block, or by its own place in the tree; of the others what touches it */
  const byBlock = located !== null || layer === 'block';
  const byTree = layer === 'region' || layer === 'party_org';
  const filter: ExportFilter = {
    ...{ ids: wish.ids ?? null, box: wish.box ?? null, division, fabric, level },
    region: byBlock || byTree ? null : (region?.id ?? null),
  };
  const names = layer === 'building' ? await readCompoundNames(db, county) : null;
  const anchors = layer === 'party_org' ? await readAnchorNames(db, county, division) : null;
  const inRegion = region && layer === 'party_org' ? await anchoredWithin(db, filter, region.id, ground) : null;
  const total = await countExportRows(db, county, layer, filter);
  const columns = columnsOf(wish);
  const tabled = tableColumns(wish, crs, layer);
  const features: LayerFeature[] = [];
  let looked = 0;
  for (let afterId = 0; ; ) {
    const withPoint = tabled?.at !== undefined;
    const page = await readExportPage(db, county, layer, filter, { afterId, limit: PAGE, withPoint });
    const rows = parseExportRows(page.rows);
    const [first, last] = [rows[0], rows.at(-1)];
    const blockOf =
      located && seq !== null && first && last
        ? await readLocated(db, located, county, seq, first.id, last.id)
        : new Map<number, number | null>();
    for (const row of rows) {
      const block = layer === 'block' ? row.id : blockOf.get(row.id);
      if (listed && !listed.has(row.id)) continue;
      if (inRegion && !inRegion.has(row.id)) continue;
      if (region && layer === 'region' && !withAbove(row.id, ground).includes(region)) continue;
      if (region && byBlock && !withAbove(ground.regionOf.get(block ?? -1), ground).includes(region)) continue;
      const properties = {
        ...row.data,
        ...(row.data.attributes as object | undefined),
        ...(byBlock && { block, ...placeColumns(block, ground) }),
        ...(names && { estate: names.get(row.data.compound as number) }),
        ...(anchors && { anchor_name: anchors.get(`${row.data.anchor} ${row.data.anchor_id}`) }),
        ...listed?.get(row.id),
      };
      features.push(toFeature(row, properties, columns, crs, tabled));
    }
    looked += page.looked;
    await onProgress(total === 0 ? 1 : Math.min(1, looked / total));
    if (page.last === null || page.looked < PAGE) break;
    afterId = page.last;
  }
  return {
    ...{ name: level ?? layer, features, crs, region: region?.name ?? null },
    columns: [...columns, ...(tabled?.columns ?? [])],
  };
}

function columnsOf({ layer, columns, worklist }: LayerExport): readonly Column[] {
  const all = [...LAYER_COLUMNS[layer], ...(worklist === undefined ? [] : WORKLIST_COLUMNS)];
  return columns ? all.filter(({ name }) => columns.includes(name)) : all;
}

/** How a table tells of places. */
interface TableColumns {
  columns: readonly Column[];
  /** names of the columns of a point */
  at?: readonly [x: string, y: string];
  /** the whole shape, as text */
  wkt: boolean;
}

/** Points stand in two columns; shapes in one, which a cell of a workbook has no room for. */
function tableColumns({ format }: LayerExport, crs: TargetCrs, layer: ExportLayer): TableColumns | null {
  if (!isTable(format)) return null;
  const isPoint = layer === 'site' || layer === 'organization' || layer === 'party_org';
  const wkt = format === 'csv' && !isPoint;
  const [x, y] = crs.isGeographic ? (['lng', 'lat'] as const) : (['x', 'y'] as const);
  const at = wkt ? ([`${x}_inside`, `${y}_inside`] as const) : ([x, y] as const);
  const places = at.map((name): Column => ({ name, type: 'real' }));
  return { columns: wkt ? [...places, { name: 'wkt', type: 'text' }] : places, at, wkt };
}

function toFeature(
  row: ExportRow,
  properties: Row,
  columns: readonly Column[],
  { name, fromLngLat }: TargetCrs,
  tabled: TableColumns | null,
): LayerFeature {
  const own = Object.fromEntries(columns.map((column) => [column.name, plainOf(properties[column.name])]));
  const placed = (position: Position): Position => {
    if (!fromLngLat) return position;
    const there = fromLngLat(position);
    if (there.every(Number.isFinite)) return there;
    throw new ProblemError(
      'unknown-crs',
      `${name} has no coordinates for ${position[0]}, ${position[1]} (row ${row.id}); choose another system`,
      { reason: 'crs-elsewhere', values: { name }, at: [position[0]!, position[1]!] },
    );
  };
  const geometry = row.geometry && transformed(row.geometry as NonNullable<LayerFeature['geometry']>, placed);
  if (!tabled) return { geometry, properties: own };
  const at = tabled.at && row.at ? placed(row.at) : [];
  return {
    geometry: null,
    properties: {
      ...own,
      ...(tabled.at && { [tabled.at[0]]: at[0], [tabled.at[1]]: at[1] }),
      ...(tabled.wkt && { wkt: geometry && wktOf(geometry) }),
    },
  };
}

/** Lists as people write them: 会议室、停车场; nothing for an empty text, as a file has it. */
const plainOf = (value: unknown): unknown =>
  Array.isArray(value) ? value.join('、') : value === '' || value === undefined ? null : value;

/** Things of a layer that stand in a list, with what it says of each. */
async function worklistOf(
  db: ScopedDatabase,
  { layer, worklist }: LayerExport,
  { division, seq }: Ground,
): Promise<ReadonlyMap<number, Row>> {
  const inList = layer === 'region' ? layer : EDIT_LAYERS.find((each) => each === layer);
  if (!inList || !worklist)
    throw new ProblemError('invalid-request', `Nothing of layer ${layer} stands in lists; leave worklist out.`);
  const { county } = db.scope;
  const found = new Map<number, Row>();
  for (let after: { layer: string; id: number } | null = null; ; ) {
    const rows: Awaited<ReturnType<typeof readWorklist>> = await readWorklist(
      ...([db, { county, division, seq }, worklist, inList, after, WORKLIST_PAGE] as const),
    );
    for (const { id, doubt, code } of rows) found.set(id, { doubt, doubtful_code: code });
    const last = rows.at(-1);
    if (!last || rows.length < WORKLIST_PAGE) return found;
    after = { layer: last.layer, id: last.id };
  }
}

/** Party organizations of a region: those anchored to it or to one below it, and those whose place it holds. */
async function anchoredWithin(
  db: ScopedDatabase,
  filter: ExportFilter,
  region: number,
  ground: Ground,
): Promise<ReadonlySet<number>> {
  const { county } = db.scope;
  const within = new Set<number>();
  for (const only of [null, region])
    for (let afterId = 0; ; ) {
      const options = { afterId, limit: PAGE, withPoint: false };
      const page = await readExportPage(db, county, 'party_org', { ...filter, region: only }, options);
      for (const row of parseExportRows(page.rows)) {
        const anchored = row.region ?? null;
        const belongs = anchored === null ? only !== null : withAbove(anchored, ground).some(({ id }) => id === region);
        if (belongs) within.add(row.id);
      }
      if (page.last === null || page.looked < PAGE) break;
      afterId = page.last;
    }
  return within;
}
