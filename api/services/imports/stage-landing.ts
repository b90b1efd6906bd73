import { EDIT_LAYERS, type EditLayer } from '../../contract/thing-edits.ts';
import type { ScopedDatabase } from '../../db/database.ts';
import { type DivisionHead, listDivisions, readAssignment, updateRegionCounts } from '../../db/divisions.ts';
import { countReplaced } from '../../db/imports.ts';
import { copyDueChanges, copyDueFigures, insertStagedLoad } from '../../db/loads.ts';
import { type Counts, copyLocated, updateBlockCounts } from '../../db/located.ts';
import { paceOf } from '../../db/pace.ts';
import { listPopulations, type PopulationRow, readDwellingPage } from '../../db/populations.ts';
import { listRegions } from '../../db/regions.ts';
import { copyThingLines, reserveIds, takeInNames } from '../../db/things.ts';
import type { InstalledDivision } from '../install-division.ts';
import { loadFabric } from '../load-fabric.ts';
import { locateThings } from '../locate-things.ts';
import { countRegions } from '../recount.ts';
import type { Evaluation } from './evaluate-import.ts';
import type { ImportWorker } from './import-worker.ts';
import type { DivisionPlan } from './plan-division.ts';
import { DWELLINGS_A_PAGE, type SharedOut } from './share-out.ts';
import { isPlaced, type StageInput, type StageQuestion } from './stage-things.ts';
import type { ImportTable } from './things-from-rows.ts';

/** What an import is about to put in force. */
export interface Planned {
  batch: string;
  evaluation: Evaluation;
  /** null = the county's blocks and regions stay */
  plan: DivisionPlan | null;
  /** of the plan */
  staged: InstalledDivision | null;
  /** first day of the plan */
  validFrom: string;
  /** which has collected the things */
  worker: ImportWorker;
}

/** Everything that the one transaction which lands an import has to name; the rest is there as rows that nobody sees. */
export interface Landing extends Omit<Planned, 'worker'> {
  /** tables whose rows go out of sight */
  replaced: readonly ImportTable[];
  /** loads that come into sight */
  loads: number[];
  populations: PopulationRow[];
  /** what standing blocks and regions hold then */
  blockCounts: { fabric: number; rows: ({ block: number } & Counts)[] }[];
  regionCounts: { division: number; rows: ({ region: number } & Counts)[] }[];
  /** what the report tells besides what the evaluation found */
  outcome: Record<string, number>;
}

type Ground = NonNullable<StageInput['ground']>;
type StandingFabric = StageInput['others'][number];

/**
 * Writes what an import brings as rows that nobody sees, in chunks of their own transactions, and counts what the
 * county will hold then. When it fails or is killed, `settle` clears away what it wrote.
 */
export async function stageLanding(db: ScopedDatabase, planned: Planned): Promise<Landing> {
  const { county } = db.scope;
  const { worker, ...toLand } = planned;
  const { evaluation, plan, staged, validFrom, batch } = toLand;
  const { settings } = evaluation;
  const stored = await listPopulations(db, county);
  const populations = staged ? newPopulations(evaluation, staged) : givenPopulations(evaluation, stored);
  const ground = await groundOf(db, evaluation.current, plan, staged, populations);
  if (ground && staged) await locateThings(db, { ...staged, graph: ground.fabric });

  const ids = await reserveAll(db, evaluation);
  const replaced = evaluation.kind === 'things' && settings.mode === 'replace' ? tablesOf(settings.target) : [];
  // A division that begins on the same day goes when the staged one comes into force.
  const standing = (await listDivisions(db, county)).filter((head) => !staged || head.validFrom !== validFrom);
  const figuresChange = ground !== null && (staged !== null || populations.length > 0 || ids.has('building'));
  const others =
    figuresChange || [...ids.keys()].some(isPlaced) ? await fabricsUnder(db, standing, ground?.head.id ?? null) : [];
  const { loads, counts, residents } = await worker.stage(
    {
      ...{ county, batch, ids, ground, others, sharesOut: figuresChange },
      keepsBuildings: !replaced.includes('building'),
      changing: evaluation.kind === 'things' ? changedLayer(settings) : null,
      ...{ collectedIn: evaluation.current?.fabric ?? null, pace: paceOf(db) },
    },
    (question) => answer(db, batch, question),
  );
  for (const table of ids.keys()) await takeInNames(db, table);
  const counted = counts ? await stageFigures(db, counts, standing, staged) : NOTHING_COUNTED;
  const outcome: Record<string, number> = { ...plan?.outcome };
  for (const table of replaced) {
    const { rows, references } = await countReplaced(db, county, table);
    if (rows > 0) outcome[`${table}Replaced`] = rows;
    if (references > 0) outcome[`${table}Unlinked`] = references;
  }
  if (residents > 0) outcome.residentsSharedOut = residents;
  return { ...toLand, replaced, loads, populations, ...counted, outcome };
}

const NOTHING_COUNTED: Pick<Landing, 'blockCounts' | 'regionCounts'> = { blockCounts: [], regionCounts: [] };

async function reserveAll(db: ScopedDatabase, evaluation: Evaluation): Promise<Map<ImportTable, number[]>> {
  const ids = new Map<ImportTable, number[]>();
  if (evaluation.kind !== 'things') return ids;
  for (const [table, count] of Object.entries(evaluation.collected.counts))
    ids.set(table as ImportTable, await reserveIds(db, table as ImportTable, count));
  return ids;
}

/** The fabrics under these divisions, but one. */
async function fabricsUnder(
  db: ScopedDatabase,
  divisions: readonly DivisionHead[],
  but: number | null,
): Promise<StandingFabric[]> {
  const seqs = new Map(divisions.map(({ fabric, seq }) => [fabric, seq]));
  const found: StandingFabric[] = [];
  for (const [id, seq] of seqs) {
    if (id === but) continue;
    const fabric = await loadFabric(db, db.scope.county, id);
    found.push({ head: { id, seq }, fabric });
  }
  return found;
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

/** What the thread that stages asks for and has written. */
async function answer(db: ScopedDatabase, batch: string, question: StageQuestion): Promise<string | number | null> {
  const { county } = db.scope;
  switch (question.kind) {
    case 'dwellings':
      return readDwellingPage(db, county, question.afterId, DWELLINGS_A_PAGE);
    case 'load':
      return insertStagedLoad(db, county, question.table, batch);
    case 'things': {
      const { table, csv, places } = question;
      await db.transaction(async (tx) => {
        await copyThingLines(tx, table, csv);
        if (places !== '') await copyLocated(tx, places);
      });
      return null;
    }
    case 'changes':
      await db.transaction((tx) => copyDueChanges(tx, question.csv));
      return null;
    case 'figures':
      await db.transaction((tx) => copyDueFigures(tx, question.csv));
      return null;
  }
}

/** Figures that nobody sees yet are written now; those of standing blocks and regions are for the landing. */
async function stageFigures(
  db: ScopedDatabase,
  counts: SharedOut['counts'],
  standing: readonly DivisionHead[],
  staged: InstalledDivision | null,
): Promise<Pick<Landing, 'blockCounts' | 'regionCounts'>> {
  const { county } = db.scope;
  const blockCounts = [...counts].map(([fabric, blocks]) => ({
    fabric,
    rows: [...blocks].map(([block, sums]) => ({ block, ...sums })),
  }));
  const divisions = staged ? [...standing, { id: staged.division, fabric: staged.fabric }] : standing;
  const regionCounts = [];
  for (const { id, fabric } of divisions)
    regionCounts.push({ division: id, rows: await countRegions(db, id, counts.get(fabric)!) });

  const isUnseen = (fabric: number): boolean =>
    fabric === staged?.fabric && standing.every((head) => head.fabric !== fabric);
  for (const { fabric, rows } of blockCounts.filter((each) => isUnseen(each.fabric)))
    await inChunks(rows, paceOf(db).rows, (chunk) => updateBlockCounts(db, county, fabric, chunk));
  for (const { division, rows } of regionCounts.filter((each) => each.division === staged?.division))
    await inChunks(rows, paceOf(db).rows, (chunk) => updateRegionCounts(db, county, division, chunk));
  return {
    blockCounts: blockCounts.filter((each) => !isUnseen(each.fabric)),
    regionCounts: regionCounts.filter((each) => each.division !== staged?.division),
  };
}

async function inChunks<T>(rows: readonly T[], most: number, write: (chunk: T[]) => Promise<void>): Promise<void> {
  for (let start = 0; start < rows.length; start += most) await write(rows.slice(start, start + most));
}

/** Figures that a file gives for regions which are there; what it does not say of one stays as it was. */
function givenPopulations(evaluation: Evaluation, stored: readonly PopulationRow[]): PopulationRow[] {
  if (evaluation.kind !== 'things') return [];
  const before = new Map(stored.map((row) => [row.region, row]));
  return evaluation.collected.populations.flatMap(({ region, residents, households }) => {
    const known = before.get(region);
    const amount = residents ?? known?.residents;
    if (amount === undefined) return [];
    return [{ region, residents: amount, households: households ?? known?.households ?? null, source: 'import' }];
  });
}

/** The layer whose things an update changes; null = it changes none. */
function changedLayer({ target, mode }: Evaluation['settings']): EditLayer | null {
  const [layer = null] = mode === 'update' ? tablesOf(target) : [];
  return EDIT_LAYERS.find((each) => each === layer) ?? null;
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
): Promise<Ground | null> {
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
      ...{ head: { id: staged.fabric, seq: staged.seq }, division: staged.division },
      fabric: plan.fabric,
      ...sharing([...stored, ...given], parents),
      regionOf: plan.assignment.map((key) => (key === null ? null : (staged.regionIds.get(key) ?? null))),
    };
  }
  if (!current) return null;
  const fabric = await loadFabric(db, county, current.fabric);
  const regions = await listRegions(db, county, current.id);
  const assignment = new Map(
    (await readAssignment(db, county, current.id)).map(({ block, region }) => [block, region]),
  );
  return {
    ...{ head: { id: current.fabric, seq: current.seq }, division: current.id, fabric },
    ...sharing([...stored, ...given], new Map(regions.map(({ id, parent }) => [id, parent]))),
    regionOf: Array.from(fabric.blocks.ids, (id) => assignment.get(id) ?? null),
  };
}
const COUNTY_KEY = 'county';

/** Figures of regions that are not in the division any more do not count. */
function sharing(
  populations: readonly PopulationRow[],
  parents: ReadonlyMap<number, number | null>,
): Pick<Ground, 'populations' | 'parents'> {
  const standing = populations.filter(({ region }) => parents.has(region));
  return {
    populations: new Map(standing.map(({ region, residents, households }) => [region, { residents, households }])),
    parents,
  };
}
