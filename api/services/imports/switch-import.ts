import type { Fabric } from '../../../geo/fabric/fabric.ts';
import { createLocator, type Locator } from '../../../geo/fabric/locate.ts';
import { writeAudit } from '../../db/audit.ts';
import type { ScopedDatabase, Tx } from '../../db/database.ts';
import {
  type DivisionHead,
  listDivisions,
  readAssignment,
  readDivision,
  updateRegionCounts,
} from '../../db/divisions.ts';
import * as imports from '../../db/imports.ts';
import { type Counts, LOCATED_THINGS, type LocatedThing, updateBlockCounts, upsertLocated } from '../../db/located.ts';
import { listPopulations, type PopulationRow, updateDwellings, upsertPopulations } from '../../db/populations.ts';
import { wasMadeByImport } from '../../db/region-areas.ts';
import { listRegions } from '../../db/regions.ts';
import { refreshStatistics } from '../../db/statistics.ts';
import { copyThings, reserveIds, type ThingRows } from '../../db/things.ts';
import { ProblemError } from '../../problems.ts';
import { today } from '../../today.ts';
import { discardDivision, type InstalledDivision, stageDivision, switchStagedDivision } from '../install-division.ts';
import { loadFabric } from '../load-fabric.ts';
import { locateThings } from '../locate-things.ts';
import { countRegions, recount } from '../recount.ts';
import type { CollectedThing } from './collect-things.ts';
import { divisionPlan, type Evaluation, evaluateImport, nameOfNewCounty } from './evaluate-import.ts';
import type { ImportWorker } from './import-worker.ts';
import type { DivisionPlan } from './plan-division.ts';
import { refusal, reportOf } from './read-import.ts';
import { type Ground, type SharedOut, shareOut } from './share-out.ts';
import type { ImportTable } from './things-from-rows.ts';

export interface SwitchRequest {
  db: ScopedDatabase;
  batch: imports.BatchRow;
  worker: ImportWorker;
  /** gets the grant over a county that the import creates; null on the command line */
  creator: { id: string; username: string; name: string; demo: boolean } | null;
  /** is told why tidying up failed after the landing, which stays a success; the next import tidies up */
  onLeftOver: (error: unknown) => void;
  /** of the same rows and settings, a moment ago; without it they are checked once more */
  evaluation?: Evaluation;
}

type FabricPlace = { id: number; seq: number };

/** Everything that is known before the one transaction that lands it. */
interface Landing {
  evaluation: Evaluation;
  plan: DivisionPlan | null;
  /** new things by table, with ids */
  things: Map<ImportTable, (CollectedThing & { id: number })[]>;
  /** tables that are emptied first */
  replaced: readonly ImportTable[];
  staged: InstalledDivision | null;
  validFrom: string;
  ground: (Ground & { division: number; fabricHead: FabricPlace }) | null;
  /** fabrics under divisions of other days, where the new things lie too */
  otherFabrics: { head: FabricPlace; locator: Locator; blockIds: ArrayLike<number> }[];
  populations: PopulationRow[];
  /** figures of buildings, blocks and regions; null = the import changes none */
  shared: SharedOut | null;
  regionCounts: ({ region: number } & Counts)[];
  createdName: string;
}

/**
 * Lands an import: what takes time (checks, blocks, places, shares) comes first, as rows that nobody sees; then one
 * transaction writes the things, sets the division's dates, recounts, and says so in the batch and the audit log.
 * Killed at any moment, the county is as it was or as it was to be.
 *
 * @throws ProblemError 'import-refused' when faults stand in the way, 'conflict' when the dates do not allow it
 */
export async function switchImport(request: SwitchRequest): Promise<imports.StoredReport> {
  const { db, batch } = request;
  const { county } = db.scope;
  const read = batch.report as imports.StoredReport;
  const { settings } = batch;
  const evaluation = request.evaluation ?? (await evaluateImport({ ...request, batch: batch.id, settings, read }));
  const refused = refusal(evaluation);
  if (refused)
    throw new ProblemError('import-refused', refused, { at: evaluation.faults.firstError()?.at ?? undefined });

  const state = await imports.readCountyState(db, county);
  let staged: InstalledDivision | null = null;
  let landed: Awaited<ReturnType<typeof land>>;
  try {
    const createdName = state ? '' : nameOfNewCounty(evaluation, evaluation.settings);
    if (!state) await db.transaction((tx) => imports.insertStagedCounty(tx, county, createdName, batch.id));
    const validFrom = await firstDay(db, evaluation);
    const plan = await divisionPlan(request, evaluation);
    if (plan) {
      const { fabric, regions, assignment, groupings } = plan;
      const name = `导入：${batch.fileName}`;
      const countyName = createdName || state?.name;
      const stagedBy = batch.id;
      staged = await stageDivision(db, {
        name,
        validFrom,
        fabric,
        regions,
        assignment,
        groupings,
        countyName,
        stagedBy,
      });
    }
    const landing = await prepare(request, evaluation, plan, staged, validFrom, createdName);
    landed = await db.transaction((tx) => land(tx, request, landing, state));
  } catch (error) {
    if (staged) await discardStaged(db, staged);
    if (!state) await db.transaction((tx) => imports.discardStagedCounty(tx, batch.id));
    throw error;
  }
  await tidyUp(request, landed.withdrawn);
  return landed.report;
}

/** Nothing here undoes the landing: what fails is told, and done by the next tidying up. */
async function tidyUp({ db, batch, onLeftOver }: SwitchRequest, withdrawn: number | null): Promise<void> {
  const steps = [
    () => (withdrawn === null ? Promise.resolve() : discardDivision(db, withdrawn)),
    () => imports.deleteRows(db, db.scope.county, batch.id),
    () => refreshStatistics(db),
  ];
  for (const step of steps) await step().catch(onLeftOver);
}

async function discardStaged(db: ScopedDatabase, { division, fabric }: InstalledDivision): Promise<void> {
  await db.transaction((tx) => imports.deleteLocatedAt(tx, db.scope.county, fabric));
  await discardDivision(db, division);
}

/** When the division comes into force: as asked, else in place of one that an import made, else today. */
async function firstDay(db: ScopedDatabase, { settings, current }: Evaluation): Promise<string> {
  if (settings.validFrom) return settings.validFrom;
  if (!current) return today();
  if (await wasMadeByImport(db, db.scope.county, current.id)) return current.validFrom;
  if (current.validFrom < today()) return today();
  throw new ProblemError(
    'conflict',
    `The division "${current.name}" begins on ${current.validFrom} and was not made by an import; give a later first day (--valid-from)`,
  );
}

async function prepare(
  { db }: SwitchRequest,
  evaluation: Evaluation,
  plan: DivisionPlan | null,
  staged: InstalledDivision | null,
  validFrom: string,
  createdName: string,
): Promise<Landing> {
  const { county } = db.scope;
  const { settings } = evaluation;
  const populations = staged ? newPopulations(evaluation, staged) : [];
  const ground = await groundOf(db, evaluation.current, plan, staged, populations);
  if (ground && staged && plan) await locateThings(db, { fabric: staged.fabric, seq: staged.seq, graph: plan.fabric });

  const things = new Map<ImportTable, (CollectedThing & { id: number })[]>();
  const collected = evaluation.kind === 'things' ? evaluation.collected.things : [];
  for (const table of new Set(collected.map((thing) => thing.table))) {
    const ofTable = collected.filter((thing) => thing.table === table);
    const ids = await reserveIds(db, table, ofTable.length);
    things.set(
      table,
      ofTable.map((thing, i) => ({
        ...thing,
        id: ids[i]!,
        block: relocated(thing, staged ? ground?.locator : undefined),
      })),
    );
  }
  const otherFabrics = hasPlaces(things) ? await fabricsBut(db, ground?.fabricHead.id ?? null) : [];
  const replaced = evaluation.kind === 'things' && settings.mode === 'replace' ? tablesOf(settings.target) : [];
  const figuresChange = ground && (staged || settings.target === 'buildings');
  const shared = figuresChange
    ? await shareOut(db, county, ground, dwellingsIn(things), !replaced.includes('building'))
    : null;
  const regionCounts = ground && shared ? await countRegions(db, ground.division, shared.counts) : [];
  return {
    evaluation,
    plan,
    things,
    replaced,
    staged,
    validFrom,
    ground,
    otherFabrics,
    populations,
    shared,
    regionCounts,
    createdName,
  };
}

const isPlaced = (table: ImportTable): table is LocatedThing & ImportTable =>
  (LOCATED_THINGS as readonly string[]).includes(table);

const hasPlaces = (things: Landing['things']): boolean => [...things.keys()].some(isPlaced);

/** Every fabric on which a division with dates stands, but one. */
async function fabricsBut(db: ScopedDatabase, but: number | null): Promise<Landing['otherFabrics']> {
  const { county } = db.scope;
  const heads = new Map((await listDivisions(db, county)).map(({ fabric, seq }) => [fabric, seq]));
  const others: Landing['otherFabrics'] = [];
  for (const [id, seq] of heads) {
    if (id === but) continue;
    const fabric = await loadFabric(db, county, id);
    others.push({ head: { id, seq }, locator: createLocator(fabric), blockIds: fabric.blocks.ids });
  }
  return others;
}

const relocated = (thing: CollectedThing, locator: Locator | undefined): number | null =>
  locator && thing.block !== null ? locator.locate(thing.at[0]!, thing.at[1]!) : thing.block;

function dwellingsIn(things: Landing['things']) {
  return (things.get('building') ?? []).flatMap((thing) =>
    thing.table === 'building' ? [{ row: thing.row, footprintM2: thing.areaM2, block: thing.block ?? -1 }] : [],
  );
}

/** The tables that a target fills, which replacing empties. */
function tablesOf(target: Evaluation['settings']['target']): readonly ImportTable[] {
  switch (target) {
    case 'compounds':
      return ['compound'];
    case 'buildings':
      return ['building'];
    case 'roads':
      return ['road', 'railway'];
    case 'water':
      return ['water'];
    case 'landuse':
      return ['landuse'];
    case 'sites':
      return ['site'];
    case 'organizations':
      return ['organization'];
    case 'pois':
      return ['site', 'organization'];
    default:
      return [];
  }
}

function newPopulations(evaluation: Evaluation, { regionIds }: InstalledDivision): PopulationRow[] {
  if (evaluation.kind !== 'division' || !evaluation.plan) return [];
  const { regions } = evaluation.plan;
  return evaluation.areas.areas.flatMap((area) => {
    const region = regions.find((planned) => evaluation.plan!.keyOfRow.get(area.fileRows[0]!) === planned.key);
    if (!region || area.residents === null) return [];
    return [
      { region: regionIds.get(region.key)!, residents: area.residents, households: area.households, source: 'import' },
    ];
  });
}

/** The blocks and regions that will be in force after the switch. */
async function groundOf(
  db: ScopedDatabase,
  current: DivisionHead | null,
  plan: DivisionPlan | null,
  staged: InstalledDivision | null,
  given: readonly PopulationRow[],
): Promise<Landing['ground']> {
  const { county } = db.scope;
  const stored = await listPopulations(db, county);
  if (plan && staged) {
    const top = staged.regionIds.get(plan.regions.find(({ kind }) => kind === 'county')?.key ?? COUNTY_KEY) ?? null;
    const parents = new Map<number, number | null>(
      plan.regions.map(({ key, kind, parent }) => [
        staged.regionIds.get(key)!,
        kind === 'county' ? null : parent === null ? top : staged.regionIds.get(parent)!,
      ]),
    );
    return {
      ...groundWith(plan.fabric, [...stored, ...given], parents),
      regionOf: plan.assignment.map((key) => (key === null ? null : (staged.regionIds.get(key) ?? null))),
      division: staged.division,
      fabricHead: { id: staged.fabric, seq: staged.seq },
    };
  }
  if (!current) return null;
  const fabric = await loadFabric(db, county, current.fabric);
  const regions = await listRegions(db, county, current.id);
  const assignment = new Map(
    (await readAssignment(db, county, current.id)).map(({ block, region }) => [block, region]),
  );
  return {
    ...groundWith(fabric, stored, new Map(regions.map(({ id, parent }) => [id, parent]))),
    regionOf: Array.from(fabric.blocks.ids, (id) => assignment.get(id) ?? null),
    division: current.id,
    fabricHead: { id: current.fabric, seq: current.seq },
  };
}
const COUNTY_KEY = 'county';

/** Figures of regions that are not in the division any more do not count. */
function groundWith(
  fabric: Fabric,
  populations: readonly PopulationRow[],
  parents: ReadonlyMap<number, number | null>,
) {
  const standing = populations.filter(({ region }) => parents.has(region));
  return {
    fabric,
    locator: createLocator(fabric),
    populations: new Map(standing.map(({ region, residents, households }) => [region, { residents, households }])),
    parentOf: (region: number) => parents.get(region) ?? null,
  };
}

async function land(
  tx: Tx,
  request: SwitchRequest,
  landing: Landing,
  state: imports.CountyState | null,
): Promise<{ report: imports.StoredReport; withdrawn: number | null }> {
  const { db, batch, creator } = request;
  const { county, account = null, role } = db.scope;
  const { evaluation, staged, ground, shared, validFrom } = landing;
  await requireRight(tx, request, state);
  const outcome: Record<string, number | string> = { ...evaluation.outcome, ...landing.plan?.outcome };

  for (const table of landing.replaced) {
    const unlinked = await imports.countReferences(tx, county, table);
    const deleted = await imports.deleteThings(tx, county, table);
    if (deleted > 0) outcome[`${table}Replaced`] = deleted;
    if (unlinked > 0) outcome[`${table}Unlinked`] = unlinked;
  }
  for (const [table, things] of landing.things) await writeThings(tx, county, table, things, landing);

  let withdrawn: number | null = null;
  if (staged) {
    ({ withdrawn } = await switchStagedDivision(tx, county, staged, validFrom));
    outcome.division = staged.division;
    outcome.validFrom = validFrom;
    const former = withdrawn === null ? null : await readDivision(tx, county, withdrawn);
    if (former) await imports.carryLocatedOn(tx, county, { id: former.fabric, seq: former.seq });
  }
  if (landing.populations.length > 0) await upsertPopulations(tx, county, landing.populations);
  if (ground && shared) {
    await updateDwellings(tx, county, shared.updates);
    const counts = [...shared.counts].map(([block, sums]) => ({ block, ...sums }));
    await updateBlockCounts(tx, county, ground.fabricHead.id, counts);
    await updateRegionCounts(tx, county, ground.division, landing.regionCounts);
    if (shared.residents > 0) outcome.residentsSharedOut = shared.residents;
  }

  if (shared || evaluation.settings.target === 'buildings')
    for (const { id } of await listDivisions(tx, county))
      if (id !== ground?.division || !shared) await recount({ query: (text) => tx.query(text), scope: db.scope }, id);

  const attribution = state?.attribution ?? '';
  const credit = (batch.report as imports.StoredReport).attribution;
  await imports.settleCounty(tx, county, {
    name: landing.createdName,
    attribution: attribution.includes(credit) ? attribution : [attribution, credit].filter(Boolean).join('; '),
    division: staged?.division ?? null,
    bounds: evaluation.bounds,
  });
  if (landing.createdName !== '') {
    if (creator) await imports.insertCreatorGrant(tx, county, creator);
    await imports.rejectOthers(tx, county, batch.id);
  }
  const { fileName, settings } = batch;
  await writeAudit(tx, {
    ...{ county, account, role, action: 'import.switch', object: batch.id },
    detail: { fileName, target: settings.target, mode: settings.mode, outcome },
  });
  const report = { ...reportOf(batch.report as imports.StoredReport, evaluation), outcome };
  const saved = await imports.saveReport(tx, county, batch.id, evaluation.settings, report, ['switching']);
  if (!saved || !(await imports.moveBatch(tx, county, batch.id, ['switching'], 'done')))
    throw new ProblemError('conflict', `Import ${batch.id} was ended while it was being written; nothing was changed`);
  return { report, withdrawn };
}

/**
 * Whether the account may still do this: it administers the county, or creates one that nobody has. Asked in the
 * transaction that lands the import, because the county or the grant may have changed since it was sent.
 *
 * @throws ProblemError 'forbidden'
 */
async function requireRight(tx: Tx, { db }: SwitchRequest, state: imports.CountyState | null): Promise<void> {
  const { county, account } = db.scope;
  if (state === null || account == null || (await imports.holdsAdminGrant(tx, county, account))) return;
  throw new ProblemError(
    'forbidden',
    `County ${county} stands, and this account does not administer it; nothing was changed`,
  );
}

async function writeThings(
  tx: Tx,
  county: string,
  table: ImportTable,
  things: readonly (CollectedThing & { id: number })[],
  { ground, otherFabrics, shared }: Landing,
): Promise<void> {
  const rows = things.map(
    (thing, i) =>
      ({ ...thing.row, ...(table === 'building' ? shared?.fresh[i] : {}), id: thing.id }) as ThingRows[ImportTable] & {
        id: number;
      },
  );
  await copyThings(tx, county, table, rows);
  if (!isPlaced(table)) return;
  for (const { head, locator, blockIds } of otherFabrics) {
    const places = things.map(({ id, at }) => {
      const index = locator.locate(at[0]!, at[1]!);
      return { id, block: index === -1 ? null : blockIds[index]! };
    });
    await upsertLocated(tx, table, county, head, places);
  }
  if (!ground) return;
  const located = things.map(({ id, block }) => ({
    id,
    block: block === null || block === -1 ? null : ground.fabric.blocks.ids[block]!,
  }));
  await upsertLocated(tx, table, county, ground.fabricHead, located);
}
