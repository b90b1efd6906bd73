import { isDeepStrictEqual } from 'node:util';
import type { Fabric } from '../../../geo/fabric/fabric.ts';
import type { ImportJoin, JoinedThing } from '../../contract/import-matches.ts';
import type { Fault, ImportSettings } from '../../contract/imports.ts';
import { EDIT_LAYERS } from '../../contract/thing-edits.ts';
import { today } from '../../contract/today.ts';
import type { RegionKind } from '../../contract/words.ts';
import { readAnchorPage } from '../../db/anchors.ts';
import { readCounty } from '../../db/counties.ts';
import type { ScopedDatabase } from '../../db/database.ts';
import { type DivisionHead, divisionInForce, listDivisions } from '../../db/divisions.ts';
import { endMatchRound, readDecisions, readMemory, upsertMatches } from '../../db/import-matches.ts';
import { forgetMapping, type ImportMemory, readMapping } from '../../db/import-memory.ts';
import { readAreaChecks, readCountyState, readRowPage, type StoredReport } from '../../db/imports.ts';
import { readCorrected } from '../../db/loads.ts';
import { hasDrawnBlocks, type PartingTable, wasMadeByImport } from '../../db/region-areas.ts';
import { ProblemError } from '../../problems.ts';
import { loadFabric } from '../load-fabric.ts';
import { effectiveMapping, guessMapping } from './attributes.ts';
import type { CountyPlace } from './check-place.ts';
import type { CollectedAreas } from './collect-areas.ts';
import type { FaultList, LngLatBounds } from './fault-list.ts';
import type { CollectedThings, ImportWorker } from './import-worker.ts';
import { canUpdate, joinOf } from './join/join-of.ts';
import type { JoinInput } from './join/load-joiner.ts';
import { regionNamesOfBlocks } from './join/region-names.ts';
import { type DivisionPlan, planBlocks, planNewBlocks, planRegions } from './plan-division.ts';
import type { AskRows } from './row-pages.ts';

/** What an import would do under its settings. */
export type Evaluation = {
  settings: ImportSettings;
  current: DivisionHead | null;
  faults: FaultList;
  rows: number;
  ready: number;
  bounds: LngLatBounds | null;
  outcome: Record<string, number | string>;
  /** the mapping is that of an earlier file with the same fields */
  remembered: boolean;
  /** the division that a switch installs; null = the one in force stays */
  plan: DivisionPlan | null;
} & ({ kind: 'things'; collected: CollectedThings } | { kind: 'division'; areas: CollectedAreas });

export interface EvaluationRequest {
  db: ScopedDatabase;
  batch: string;
  settings: ImportSettings;
  read: Pick<StoredReport, 'fields' | 'fileFaults'>;
  worker: ImportWorker;
}

const LEVELS: readonly RegionKind[] = ['county', 'street', 'community', 'grid'];
/** Targets that part the county's ground into blocks. */
const PARTING_TABLES: Partial<Record<ImportSettings['target'], readonly PartingTable[]>> = {
  roads: ['road', 'railway'],
  water: ['water'],
  compounds: ['compound'],
};

/**
 * Checks every staged row under the settings, and plans the division that follows from them: that finds the faults
 * between regions and blocks, and tells what becomes of the blocks that a file's lines part.
 *
 * @throws ProblemError 'invalid-request' for a mapping or level that cannot be
 */
export async function evaluateImport(request: EvaluationRequest): Promise<Evaluation> {
  const { db, read } = request;
  const { county } = db.scope;
  const fields = read.fields.map((field) => field.name);
  const { settings, remembered } = await settingsThatHold(db, request.settings, fields);
  const current = (await divisionInForce(db, county, today())) ?? (await listDivisions(db, county)).at(-1) ?? null;
  const evaluation =
    settings.mode !== 'update' && (settings.target === 'regions' || settings.target === 'blocks')
      ? await evaluateAreas({ ...request, settings }, current)
      : await evaluateThings({ ...request, settings }, current);
  const state = await readCountyState(db, county);
  // Rows that wait for a decision say what is wrong themselves; what follows from their absence would hide it.
  const undecided = settings.faults === 'refuse-file' && evaluation.outcome.refused === evaluation.rows;
  evaluation.faults.add([
    ...fileFaultsOf(read, settings),
    ...(state || undecided || nameOfNewCounty(evaluation, settings) ? [] : [noCountyName(county)]),
  ]);
  if (evaluation.ready === 0 && evaluation.faults.errorCount === 0)
    evaluation.faults.add([nothingReady(settings, evaluation)]);
  return { ...evaluation, remembered };
}

/**
 * The settings with the mapping that holds: where nothing was said of it, as the last file with the same fields was taken.
 *
 * @throws ProblemError 'invalid-request' for a mapping that cannot be
 */
async function settingsThatHold(
  db: ScopedDatabase,
  asked: ImportSettings,
  fields: readonly string[],
): Promise<{ settings: ImportSettings; remembered: boolean }> {
  const { county } = db.scope;
  const { target } = asked;
  if (!asked.memory) await forgetMapping(db, county, target, fields);
  const memory = asked.memory ? fitting(await readMapping(db, county, target, fields), asked) : null;
  const isSilent = Object.keys(asked.mapping).length + Object.keys(asked.constants).length === 0;
  const recalled = memory && isSilent ? withMemory(asked, memory) : asked;
  const mapping = effectiveMapping(recalled, fields);
  const settings: ImportSettings = { ...recalled, mapping };
  return { settings, remembered: memory !== null && isRemembered(settings, memory, fields) };
}

/** Without a join that cannot be: what was remembered of regions of another level changes none of this one. */
function fitting(memory: ImportMemory | null, asked: ImportSettings): ImportMemory | null {
  const fits = !memory?.join || !memory.updates || canUpdate(asked, memory.join.to);
  return fits ? memory : { ...memory, join: null, updates: false };
}

function withMemory(asked: ImportSettings, { mapping, constants, join, updates }: ImportMemory): ImportSettings {
  const joins = asked.join === null && asked.mode === 'replace' && join !== null;
  return { ...asked, mapping, constants, ...(joins && { join, mode: updates ? 'update' : 'replace' }) };
}

/** What anybody would have guessed needs no memory. */
function isRemembered(
  { target, mapping, constants, join }: ImportSettings,
  memory: ImportMemory,
  fields: readonly string[],
): boolean {
  const filled = Object.fromEntries(Object.entries(memory.mapping).filter(([, field]) => field !== ''));
  const same = isDeepStrictEqual([mapping, constants, join], [filled, memory.constants, memory.join]);
  return same && !isDeepStrictEqual([mapping, constants, join], [guessMapping(target, fields), {}, null]);
}

/** That a table has no columns of places is no fault when its rows are joined to what has some. */
const fileFaultsOf = ({ fileFaults }: Pick<StoredReport, 'fileFaults'>, settings: ImportSettings): Fault[] =>
  joinOf(settings) ? fileFaults.filter(({ kind }) => kind !== 'no-places') : fileFaults;

/** Where the county is as it stands. */
export async function placeOf(db: ScopedDatabase): Promise<CountyPlace> {
  const { county } = db.scope;
  const known = await readCounty(db, county);
  return { county, bounds: (known?.bounds as LngLatBounds | null | undefined) ?? null };
}

async function evaluateAreas(
  { db, batch, worker, settings }: EvaluationRequest,
  current: DivisionHead | null,
): Promise<Evaluation> {
  const { county } = db.scope;
  const level = settings.target === 'blocks' ? null : (settings.level ?? 'community');
  if (level !== null && !LEVELS.includes(level))
    throw new ProblemError('invalid-request', `Regions are imported at the level ${LEVELS.join(', ')}, not ${level}`);
  const areas = await worker.collectAreas(rowsOf(db, batch), { settings, level, place: await placeOf(db) });
  if (level === 'county' && areas.areas.length > 1)
    areas.faults.add([severalCounties(areas.areas.map((area) => area.name))]);
  const one = level === 'county' ? areas.areas.slice(0, 1) : areas.areas;
  const ask = { db, county, worker, current, policy: settings.faults };
  const plan =
    one.length === 0
      ? null
      : level === null
        ? await planBlocks(ask, one)
        : await planRegions(
            ask,
            one,
            level as 'county' | 'street' | 'community' | 'grid',
            settings.mode === 'add' ? 'add' : 'replace',
          );
  if (plan) areas.faults.add(plan.faults);
  const { faults, rows, ready, bounds, refused, mended } = areas;
  return {
    kind: 'division',
    ...{ settings, current, areas, plan, faults, rows, ready, bounds, remembered: false },
    outcome: { regions: level === null ? 0 : one.length, ...plan?.outcome, refused, mended },
  };
}

const rowsOf =
  (db: ScopedDatabase, batch: string): AskRows =>
  async (question) => {
    const { county } = db.scope;
    switch (question.kind) {
      case 'rows':
        return readRowPage(db, county, batch, question.afterRow);
      case 'areas':
        return readAreaChecks(db, county, batch, question.fromRow, question.toRow);
      case 'anchors':
        return readAnchorPage(db, county, question);
      case 'corrected':
        return correctedOf(db, question.to);
      case 'matches':
        await upsertMatches(db, county, batch, question.join, question.round, question.rows);
        if (question.last) await endMatchRound(db, county, batch, question.round);
        return '';
    }
  };

/** Figures of a region are an import's own, never a person's. */
const correctedOf = async (db: ScopedDatabase, to: JoinedThing): Promise<string> => {
  const layer = EDIT_LAYERS.find((each) => each === to);
  return layer ? readCorrected(db, layer) : '[]';
};

/**
 * What the rows are joined by.
 *
 * @throws ProblemError 'invalid-request' for a column that the file has not
 */
async function joinInput(
  { db, batch, read, settings }: EvaluationRequest,
  join: ImportJoin,
  current: DivisionHead | null,
  fabric: Fabric | null,
): Promise<JoinInput> {
  const { county } = db.scope;
  const fields = read.fields.map(({ name }) => name);
  for (const field of [join.field, join.within])
    if (field !== '' && !fields.includes(field))
      throw new ProblemError(
        'invalid-request',
        `The file has no field "${field}"; there are: ${fields.slice(0, 40).join(', ') || 'none'}`,
      );
  const updates = settings.mode === 'update';
  const known = { hand: await readDecisions(db, county, batch, join), memory: await readMemory(db, county, join) };
  const regionsOf = current && fabric ? await regionNamesOfBlocks(db, current.id, fabric) : [];
  return { join, updates, known, division: current?.id ?? null, regionsOf };
}

async function evaluateThings(request: EvaluationRequest, current: DivisionHead | null): Promise<Evaluation> {
  const { db, batch, worker, settings } = request;
  const { county } = db.scope;
  const fabric = current && (await loadFabric(db, county, current.fabric));
  const joined = joinOf(settings);
  const join = joined && (await joinInput(request, joined, current, fabric));
  const collected = await worker.collectThings(rowsOf(db, batch), { settings, fabric, place: await placeOf(db), join });
  const plan = await newBlocks(request, current, collected);
  if (plan) collected.faults.add(plan.faults);
  const { faults, rows, ready, bounds, refused, mended, outside } = collected;
  return {
    kind: 'things',
    ...{ settings, current, collected, plan, faults, rows, ready, bounds, remembered: false },
    outcome: {
      ...collected.counts,
      ...changesOf(collected, settings),
      ...plan?.outcome,
      ...{ refused, mended, outsideBlocks: outside },
      ...skippedOf(collected),
    },
  };
}

/**
 * The county's regions on blocks made anew because the file's roads, water or estates part them otherwise. Null when the
 * blocks stay: the file parts nothing, there are no regions yet, or the blocks were not made by imports of such lines.
 */
async function newBlocks(
  { db, worker, settings }: EvaluationRequest,
  current: DivisionHead | null,
  collected: CollectedThings,
): Promise<DivisionPlan | null> {
  const { county } = db.scope;
  const parting = PARTING_TABLES[settings.target];
  const bringsNew = parting?.some((table) => (collected.counts[table] ?? 0) > 0);
  if (
    !parting ||
    (settings.mode === 'update' && !bringsNew) ||
    !current ||
    !(await wasMadeByImport(db, county, current.id))
  )
    return null;
  if (await hasDrawnBlocks(db, county, current.fabric)) return null;
  const instead = parting.map((table) => ({ table, add: settings.mode !== 'replace' }));
  return planNewBlocks({ db, county, worker, current, policy: settings.faults }, instead);
}

/** What becomes of things that are there, by words for the report. */
function changesOf(
  { changed, keptByHand, populations }: CollectedThings,
  { target }: ImportSettings,
): Record<string, number> {
  const outcome: Record<string, number> = {};
  if (changed > 0) outcome[`${target.replace(/s$/, '')}Changed`] = changed;
  if (populations.length > 0) outcome.populations = populations.length;
  if (keptByHand > 0) outcome.keptByHand = keptByHand;
  return outcome;
}

/** How many rows were of no use, and what they are: "bench 120, parking 59, …". */
function skippedOf({ skipped }: CollectedThings): Record<string, number | string> {
  if (skipped.size === 0) return {};
  const words = [...skipped].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return {
    skipped: words.reduce((sum, [, n]) => sum + n, 0),
    skippedKinds: words.map(([word, n]) => `${word} ${n}`).join(', '),
  };
}

/** '' when nothing names the county that the import would create. */
export function nameOfNewCounty(evaluation: Evaluation, settings: ImportSettings): string {
  if (settings.countyName !== '') return settings.countyName;
  const own = evaluation.kind === 'division' && settings.target === 'regions' && settings.level === 'county';
  return own ? evaluation.areas.firstName : '';
}

const wholeFile = (kind: string, detail: string): Fault => ({
  kind,
  severity: 'error',
  row: null,
  at: null,
  detail,
  mendable: false,
});

const noCountyName = (county: string): Fault =>
  wholeFile('no-county-name', `County ${county} does not exist yet; give it a name (--name) and the import creates it`);

const severalCounties = (names: readonly string[]): Fault =>
  wholeFile(
    'several-counties',
    `A county has one outline, the file has ${names.length} (${names.slice(0, 5).join(', ')}); choose one, for example --where "name=${names[0]}"`,
  );

function nothingReady(settings: ImportSettings, { kind, rows, outcome }: Evaluation): Fault {
  const why = kind === 'things' && outcome.skipped ? `: ${String(outcome.skippedKinds).slice(0, 200)}` : '';
  return wholeFile('nothing-to-import', `None of the ${rows} rows can be imported as ${settings.target}${why}`);
}
