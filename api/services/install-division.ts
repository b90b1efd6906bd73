import { toCm } from '../../geo/crs/local-crs.ts';
import type { Fabric } from '../../geo/fabric/fabric.ts';
import { type FabricRows, fabricToRows } from '../../geo/fabric/rows.ts';
import type { ScopedDatabase, Tx } from '../db/database.ts';
import * as divisions from '../db/divisions.ts';
import * as fabrics from '../db/fabrics.ts';
import { sqlState } from '../db/sql-error.ts';
import { ProblemError } from '../problems.ts';
import { assignCodes, type CodeSeeker } from './assign-codes.ts';
import {
  blocksOfRegions,
  type GroupingInput,
  namesOf,
  type RegionInput,
  type RegionShape,
  shapeRegions,
} from './division-regions.ts';

export interface DivisionInput {
  name: string;
  /** yyyy-mm-dd, the first day in force */
  validFrom: string;
  fabric: Fabric;
  /** id of the stored fabric that `fabric` is; absent = store it as a new one */
  storedFabric?: number;
  /** name of the region over everything, which is added when `regions` has none of kind county */
  countyName?: string;
  regions: RegionInput[];
  /** key of the lowest administrative region of each block, in the order of `fabric.blocks`; null = unassigned */
  assignment: (string | null)[];
  groupings?: GroupingInput[];
  /** the import that stages it, whose leavings are tidied up should it be killed; absent = the caller tidies up */
  stagedBy?: string;
}

export interface InstalledDivision {
  division: number;
  fabric: number;
  seq: number;
  /** identity of every region, by key */
  regionIds: Map<string, number>;
  /** in the order of `fabric.blocks` */
  blockIds: number[];
  /** code of every administrative region, by key */
  codes: Map<string, string>;
}

const UNIQUE_VIOLATION = '23505';
/** Rows a transaction: under 200 ms each on the embedded store. */
const CHUNK_ROWS = 1000;
const COUNTY_KEY = 'county';

/**
 * Stores a division and puts it in force: everything is staged in chunks as rows that nobody sees, then one short
 * transaction sets the dates. When staging fails, what was staged is taken away again.
 *
 * @throws RangeError for regions, parents or an assignment that do not fit together; nothing is changed
 */
export async function installDivision(
  db: ScopedDatabase,
  input: DivisionInput,
  onProgress: (share: number) => void = () => {},
): Promise<InstalledDivision> {
  const staged = await stageDivision(db, input, onProgress);
  const { withdrawn } = await db.transaction((tx) =>
    switchStagedDivision(tx, db.scope.county, staged, input.validFrom),
  );
  if (withdrawn !== null) await discardDivision(db, withdrawn);
  return staged;
}

/** The last step of an installation, inside the caller's transaction. */
export const switchStagedDivision = (
  tx: Tx,
  county: string,
  staged: InstalledDivision,
  validFrom: string,
): Promise<{ withdrawn: number | null }> => divisions.switchDivision(tx, county, staged.division, validFrom);

/** Everything but the dates. @param described  the input, where that has just been done elsewhere */
export async function stageDivision(
  db: ScopedDatabase,
  input: DivisionInput,
  onProgress: (share: number) => void = () => {},
  described?: DescribedDivision,
): Promise<InstalledDivision> {
  const { county } = db.scope;
  const told = described ?? (await describeDivision(db, input));
  const { regions, rows, shapes, codes } = told;
  onProgress(0.2);

  const staged = { division: -1, fabric: input.storedFabric ?? -1 };
  try {
    const head = await stageFabric(db, input, rows, (share) => onProgress(0.2 + 0.6 * share));
    staged.fabric = head.id;
    staged.division = await divisions.insertStagedDivision(db, county, head.id, input.name, input.stagedBy ?? null);
    const regionIds = await identify(db, staged.division, told);
    await stageRegions(db, staged.division, regions, shapes, regionIds, codes);
    await stageAssignment(db, staged, rows.blocks, input.assignment, regionIds);
    const groupings = (input.groupings ?? []).map(({ kind, community, grouping }) => ({
      kind,
      community: regionIds.get(community)!,
      grouping: regionIds.get(grouping)!,
    }));
    if (groupings.length > 0) await divisions.insertGroupings(db, county, staged.division, groupings);
    onProgress(1);
    return { ...staged, seq: head.seq, regionIds, blockIds: rows.blocks.map((block) => block.id), codes };
  } catch (error) {
    await discardStaged(db, staged.division, input.storedFabric === undefined ? staged.fabric : -1);
    throw error;
  }
}

/** What a division will be. */
export interface DescribedDivision {
  regions: RegionInput[];
  rows: FabricRows;
  shapes: Map<string, RegionShape>;
  codes: Map<string, string>;
  /** region that each code was given to */
  known: Map<string, number>;
}

/**
 * What a division will be: its regions with shapes and codes. Nothing is written.
 *
 * @throws RangeError for regions, parents or an assignment that do not fit together
 */
export async function describeDivision(db: ScopedDatabase, input: DivisionInput): Promise<DescribedDivision> {
  const { county } = db.scope;
  const { fabric } = input;
  if (input.assignment.length !== fabric.blocks.ids.length)
    throw new RangeError(
      `The assignment names ${input.assignment.length} blocks, the fabric has ${fabric.blocks.ids.length}`,
    );
  const regions = withCounty(input, county);
  const blocksOf = blocksOfRegions(regions, input.assignment, input.groupings ?? []);
  const known = await divisions.listCodes(db, county);
  const earlierHues = await huesBefore(db, input.validFrom, regions, known);
  const rows = fabricToRows(fabric);
  const areas = rows.blocks.map((block) => block.areaM2);
  const shapes = shapeRegions(fabric, areas, regions, blocksOf, earlierHues);
  const codes = assignCodes(
    county,
    regions.map((region) => codeSeeker(fabric, region, shapes.get(region.key)!)),
    known.keys(),
  );
  return { regions, rows, shapes, codes, known };
}

/**
 * Takes a division away that is not in force, and its fabric when nothing names it any more. Codes stay given when it
 * was in force once. One that a plan starts from stays, seen by nobody but who sees plans.
 */
export async function discardDivision(db: ScopedDatabase, division: number): Promise<void> {
  const { county } = db.scope;
  await db.transaction(async (tx) => {
    const head = await divisions.readDivision(tx, county, division);
    if (!head || (await divisions.hasPlans(tx, county, division))) return;
    await divisions.deleteDivision(tx, county, division);
    if ((await fabrics.listLooseFabrics(tx)).includes(head.fabric)) await fabrics.deleteFabric(tx, county, head.fabric);
  });
}

async function discardStaged(db: ScopedDatabase, division: number, fabric: number): Promise<void> {
  const { county } = db.scope;
  if (division !== -1) await db.transaction((tx) => divisions.deleteDivision(tx, county, division));
  if (fabric !== -1) await db.transaction((tx) => fabrics.deleteFabric(tx, county, fabric));
}

function withCounty({ regions, countyName }: DivisionInput, county: string): RegionInput[] {
  const top = regions.find((region) => region.kind === 'county');
  const root: RegionInput = top ?? {
    ...{ key: COUNTY_KEY, kind: 'county', parent: null, code: county },
    name: countyName ?? county,
  };
  const under = regions
    .filter((region) => region !== top)
    .map((region) => ({ ...region, parent: isGrouping(region) ? null : (region.parent ?? root.key) }));
  return [{ ...root, parent: null, code: county }, ...under];
}

/** The hues that regions had in the division before, so that a county keeps its look. */
async function huesBefore(
  db: ScopedDatabase,
  validFrom: string,
  regions: readonly RegionInput[],
  known: ReadonlyMap<string, number>,
): Promise<Map<string, number>> {
  const hues = await divisions.listHues(db, db.scope.county, validFrom);
  return new Map(
    regions.flatMap(({ key, region, code, hue: wanted }) => {
      const hue = wanted ?? hues.get(region ?? known.get(code ?? '') ?? -1);
      return hue === undefined ? [] : [[key, hue] as const];
    }),
  );
}

const isGrouping = ({ kind }: RegionInput): boolean => kind === 'network' || kind === 'union';

function codeSeeker(fabric: Fabric, region: RegionInput, shape: RegionShape): CodeSeeker {
  const ys = shape.coordinates.flatMap(([outline]) => outline!.map((position) => position[1]!));
  const south = ys.reduce((low, y) => Math.min(low, y), Infinity);
  const north = ys.reduce((high, y) => Math.max(high, y), -Infinity);
  const [lng, lat] = shape.label as [number, number];
  const [x, y] = toCm(fabric.crs, lng, lat);
  const heightCm = toCm(fabric.crs, lng, north)[1] - toCm(fabric.crs, lng, south)[1];
  const { key, kind, parent, code } = region;
  return { key, kind, parent, code, xM: x / 100, yM: y / 100, heightM: heightCm / 100 };
}

async function stageFabric(
  db: ScopedDatabase,
  input: DivisionInput,
  rows: FabricRows,
  onProgress: (share: number) => void,
): Promise<fabrics.FabricHead> {
  const { county } = db.scope;
  if (input.storedFabric !== undefined) {
    const head = await fabrics.readFabricHead(db, county, input.storedFabric);
    if (!head) throw new RangeError(`County ${county} has no fabric ${input.storedFabric}`);
    return head;
  }
  const head = await fabrics.insertFabric(db, county, input.fabric.crs, input.stagedBy ?? null);
  try {
    const total = rows.blocks.length + rows.arcs.length;
    await inChunks(rows.blocks, async (chunk, done) => {
      await db.transaction((tx) => fabrics.copyBlocks(tx, county, head.id, chunk));
      onProgress(done / total);
    });
    await inChunks(rows.arcs, async (chunk, done) => {
      await db.transaction((tx) => fabrics.copyArcs(tx, county, head.id, chunk));
      onProgress((rows.blocks.length + done) / total);
    });
    return head;
  } catch (error) {
    await discardStaged(db, -1, head.id);
    throw error;
  }
}

/** An identity for every region: the one given, the one its code belongs to, or a new one. */
async function identify(
  db: ScopedDatabase,
  division: number,
  { regions, codes, known }: Pick<DescribedDivision, 'regions' | 'codes' | 'known'>,
): Promise<Map<string, number>> {
  const { county } = db.scope;
  const ids = new Map<string, number>();
  for (const region of regions) {
    const id = region.region ?? known.get(codes.get(region.key) ?? '');
    if (id !== undefined) ids.set(region.key, id);
  }
  const fresh = regions.filter((region) => !ids.has(region.key));
  const newIds = await divisions.insertRegions(
    db,
    county,
    division,
    fresh.map((region) => region.kind),
  );
  for (const [i, region] of fresh.entries()) ids.set(region.key, newIds[i]!);
  try {
    await divisions.insertCodes(db, county, division, new Map([...codes].map(([key, code]) => [code, ids.get(key)!])));
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    throw new ProblemError('conflict', 'Another division of this county is being written; try again in a moment.', {
      reason: 'being-published',
    });
  }
  return ids;
}

async function stageRegions(
  db: ScopedDatabase,
  division: number,
  regions: readonly RegionInput[],
  shapes: ReadonlyMap<string, RegionShape>,
  ids: ReadonlyMap<string, number>,
  codes: ReadonlyMap<string, string>,
): Promise<void> {
  // Parents stand in an earlier chunk or the same one, which the deferred foreign key needs.
  const ordered = regions.toSorted((a, b) => LEVEL[a.kind] - LEVEL[b.kind]);
  const rows = ordered.map((region) => ({
    ...shapes.get(region.key)!,
    ...{ region: ids.get(region.key)!, kind: region.kind },
    ...namesOf(region, codes.get(region.key)),
    parent: region.parent === null ? null : ids.get(region.parent)!,
    code: codes.get(region.key) ?? null,
  }));
  await inChunks(rows, (chunk) =>
    db.transaction((tx) => divisions.copyRegionVersions(tx, db.scope.county, division, chunk)),
  );
}

const LEVEL = { county: 0, street: 1, community: 2, grid: 3, network: 4, union: 4 } as const;

async function stageAssignment(
  db: ScopedDatabase,
  { division, fabric }: { division: number; fabric: number },
  blocks: readonly { id: number }[],
  assignment: readonly (string | null)[],
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  const rows = blocks.flatMap(({ id }, i) => {
    const key = assignment[i];
    return key == null ? [] : [{ block: id, region: ids.get(key)! }];
  });
  await inChunks(rows, (chunk) =>
    db.transaction((tx) => divisions.copyDivisionBlocks(tx, db.scope.county, division, fabric, chunk)),
  );
}

async function inChunks<T>(rows: readonly T[], write: (chunk: T[], done: number) => Promise<void>): Promise<void> {
  for (let start = 0; start < rows.length; start += CHUNK_ROWS)
    await write(rows.slice(start, start + CHUNK_ROWS), Math.min(start + CHUNK_ROWS, rows.length));
}
