import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ImportPreview, ImportReport, ImportSettings } from '../../contract/imports.ts';
import type { ScopedDatabase } from '../../db/database.ts';
import { deleteMatches, listMatches } from '../../db/import-matches.ts';
import * as imports from '../../db/imports.ts';
import { settleSome } from '../../db/loads.ts';
import { paceOf } from '../../db/pace.ts';
import { refreshStatistics } from '../../db/statistics.ts';
import { stoppable } from '../../db/stoppable.ts';
import { NO_WISH } from '../../formats/file-features.ts';
import { ProblemError } from '../../problems.ts';
import type { Evaluation } from './evaluate-import.ts';
import { ImportWorker } from './import-worker.ts';
import { readImport, saveEvaluation } from './read-import.ts';
import { type SwitchRequest, switchImport } from './switch-import.ts';

/** A process that has been silent for so long is not at work any more. */
const SILENT_S = 60;
const SIGN_OF_LIFE_MS = 10_000;
const MAX_PREVIEW = 5000;
const MAX_LISTED = 1000;

/** Opens a batch; `readIntoBatch` fills it. @returns its id */
export async function openBatch(db: ScopedDatabase, fileName: string, settings: ImportSettings): Promise<string> {
  const { county, account = null } = db.scope;
  const id = randomUUID();
  await db.transaction((tx) => imports.insertBatch(tx, county, { id, fileName, settings, account }));
  return id;
}

/**
 * Reads the file into an open batch, which is a preview afterwards. When that fails the batch is marked failed, with
 * the reason as its problem, and nothing of it stays; but a preview that other settings were not good for is one again,
 * under the settings it had.
 *
 * @param signal  stops the reading, which has failed then
 * @throws ProblemError 'unreadable-file', 'file-too-large', 'unknown-crs', 'invalid-request', 'busy' when it was stopped
 */
export async function readIntoBatch(
  db: ScopedDatabase,
  id: string,
  path: string,
  signal?: AbortSignal,
): Promise<ImportReport> {
  await withWorker((worker) => fillBatch(db, id, path, worker, signal), signal);
  return readReport(db, id);
}

async function fillBatch(
  db: ScopedDatabase,
  id: string,
  path: string,
  worker: ImportWorker,
  signal?: AbortSignal,
): Promise<Evaluation> {
  const batch = await requireBatch(db, id, ['reading']);
  const { county } = db.scope;
  const { former, ...report } = batch.report;
  let staging = false;
  const onStaging = (): void => {
    staging = true;
  };
  try {
    const read = { db: stoppable(db, signal), batch: id, path, settings: batch.settings, onStaging, worker };
    const evaluation = await alive(db, id, () => readImport(read));
    if (!(await imports.moveBatch(db, county, id, ['reading'], 'preview'))) throw gone(id);
    await imports.saveProgress(db, county, id, 1);
    return evaluation;
  } catch (thrown) {
    const error = signal?.aborted ? stopped('reading the file') : thrown;
    const problem = problemOf(error);
    if (former && !staging) {
      await imports.saveReport(db, county, id, former, { ...report, problem }, ['reading']);
      await imports.moveBatch(db, county, id, ['reading'], 'preview');
    } else {
      const failed = { ...report, message: problem.detail, problem };
      await imports.saveReport(db, county, id, batch.settings, failed, ['reading']);
      await imports.moveBatch(db, county, id, ['reading'], 'failed');
      await dropRows(db, id);
    }
    throw error;
  }
}

/** Nothing of an import that is over is needed any more but its report. */
async function dropRows(db: ScopedDatabase, id: string): Promise<void> {
  await imports.deleteRows(db, db.scope.county, id);
  await deleteMatches(db, db.scope.county, id);
}

const stopped = (what: string): ProblemError =>
  new ProblemError('busy', `The program was stopped while it was ${what}; nothing was changed, try again`);

const problemOf = (error: unknown): NonNullable<ImportReport['problem']> =>
  error instanceof ProblemError
    ? { type: error.type, detail: error.message, reason: error.extras.reason, values: error.extras.values }
    : { type: 'internal', detail: 'Something went wrong on the server; try again' };

/**
 * Changes the settings of a preview and checks its rows anew.
 *
 * @returns rereads: the layer, the table's columns, the CRS or the filter changed, so the batch is 'reading' again and the caller must read the file
 *          into it
 */
export async function changeSettings(
  db: ScopedDatabase,
  id: string,
  settings: ImportSettings,
): Promise<{ rereads: boolean; report: ImportReport }> {
  const batch = await requireBatch(db, id, ['preview']);
  const { county } = db.scope;
  const rereads = !isDeepStrictEqual(readingOf(settings), readingOf(batch.settings));
  if (rereads) {
    if (!(await imports.moveBatch(db, county, id, ['preview'], 'reading'))) throw gone(id);
    await imports.saveReport(db, county, id, settings, { ...batch.report, former: batch.settings }, ['reading']);
  } else {
    const read = batch.report as imports.StoredReport;
    await withWorker((worker) => alive(db, id, () => saveEvaluation({ db, batch: id, settings, worker }, read)));
    await requireBatch(db, id, ['preview']);
  }
  return { rereads, report: await readReport(db, id) };
}

/** The settings that the reading of the file depends on; those of an older version's batch lack the newer ones. */
const readingOf = ({ layer = null, table = null, crs, where }: ImportSettings) => ({ layer, table, crs, where });

/**
 * Lands a preview in the county.
 *
 * @throws ProblemError 'import-refused' with the first fault that stands in the way (the batch stays a preview),
 *   'conflict' when it is no preview, or another import of the county is being switched; whatever it throws, nothing
 *   of the import is in the county
 */
export async function landBatch(
  db: ScopedDatabase,
  id: string,
  { creator, evaluated, onLeftOver, signal }: LandingOptions,
): Promise<ImportReport> {
  const { county } = db.scope;
  await endInterrupted(db, { onUnsettled: () => {} }); // what still cannot be done after the landing is told then
  const batch = await requireBatch(db, id, ['preview']);
  await beginSwitch(db, id);
  try {
    const landing = { db: stoppable(db, signal), batch, creator };
    const land = (by: Pick<SwitchRequest, 'worker' | 'evaluation'>): Promise<void> =>
      alive(db, id, () => switchImport({ ...landing, ...by }));
    if (evaluated) await land(evaluated);
    else await withWorker((worker) => land({ worker }), signal);
  } catch (thrown) {
    const error = signal?.aborted ? stopped('writing the import') : thrown;
    if (await imports.moveBatch(db, county, id, ['switching'], 'preview')) {
      if (!signal?.aborted) await settle(db).catch(onLeftOver);
      throw error;
    }
    if ((await imports.readBatch(db, county, id))?.status !== 'done') throw error;
    onLeftOver(error);
  }
  await tidyUp(stoppable(db, signal), id).catch(onLeftOver);
  return readReport(db, id);
}

export interface LandingOptions extends Pick<SwitchRequest, 'creator'> {
  /** what has just come out of reading, and who has it in memory; absent = the rows are checked once more */
  evaluated?: Required<Pick<SwitchRequest, 'worker' | 'evaluation'>>;
  /** is told why tidying up afterwards failed; the next import, or the next start, tidies up */
  onLeftOver: (error: unknown) => void;
  /** stops the landing before its switch, or the tidying up after it */
  signal?: AbortSignal;
}

/** What a landing leaves to be done; nothing of it undoes the landing. */
async function tidyUp(db: ScopedDatabase, id: string): Promise<void> {
  try {
    await settle(db);
  } finally {
    await dropRows(db, id);
    await refreshStatistics(db);
  }
}

/** Does what imports that have switched, failed or were killed left to be done, in all counties. */
async function settle(db: Pick<ScopedDatabase, 'query' | 'kind'>): Promise<void> {
  while ((await settleSome(db, paceOf(db).rows)) > 0);
}

async function beginSwitch(db: ScopedDatabase, id: string): Promise<void> {
  const { county } = db.scope;
  try {
    if (!(await imports.moveBatch(db, county, id, ['preview'], 'switching'))) throw gone(id);
  } catch (error) {
    if (!imports.isSecondSwitch(error)) throw error;
    throw new ProblemError('conflict', `Another import of county ${county} is being written; try again in a moment`);
  }
}

/**
 * Reads, checks and lands a file in one go, or leaves nothing behind.
 *
 * @param dryRun     stops before landing
 * @param settle     settles what rows are joined to; true = they are checked once more
 * @param onPreview  what the checks found, before anything is written
 * @throws ProblemError as `readIntoBatch` and `landBatch` do
 */
export async function importFile(
  db: ScopedDatabase,
  file: { name: string; path: string; settings: ImportSettings },
  options: {
    dryRun: boolean;
    settle?: (id: string) => Promise<boolean>;
    onPreview: (report: ImportReport) => void;
  } & Pick<LandingOptions, 'onLeftOver' | 'signal'>,
): Promise<ImportReport> {
  const { dryRun, settle, onPreview, onLeftOver, signal } = options;
  const id = await openBatch(db, file.name, file.settings);
  return withWorker(async (worker) => {
    let evaluation = await fillBatch(db, id, file.path, worker, signal);
    try {
      if (await settle?.(id)) evaluation = await checkAgain(db, id, worker);
      const preview = await readReport(db, id);
      onPreview(preview);
      const evaluated = { worker, evaluation };
      if (!dryRun) return await landBatch(db, id, { creator: null, onLeftOver, evaluated, signal });
      await rejectBatch(db, id);
      return preview;
    } catch (error) {
      if ((await readReport(db, id)).status === 'preview') await rejectBatch(db, id);
      throw error;
    }
  }, signal);
}

async function checkAgain(db: ScopedDatabase, id: string, worker: ImportWorker): Promise<Evaluation> {
  const { settings, report } = await requireBatch(db, id, ['preview']);
  const read = report as imports.StoredReport;
  return alive(db, id, () => saveEvaluation({ db, batch: id, settings, worker }, read));
}

/** Throws a preview away. */
export async function rejectBatch(db: ScopedDatabase, id: string): Promise<ImportReport> {
  const { county } = db.scope;
  await requireBatch(db, id, ['preview', 'failed', 'reading']);
  if (!(await imports.moveBatch(db, county, id, ['preview', 'failed', 'reading'], 'rejected'))) throw gone(id);
  await dropRows(db, id);
  return readReport(db, id);
}

/** @throws ProblemError 'not-found' */
export async function readReport(db: ScopedDatabase, id: string): Promise<ImportReport> {
  const exists = await countyExists(db);
  const batch = await imports.readBatch(db, db.scope.county, id);
  if (!batch || !isVisible(batch, db)) throw noBatch(db, id);
  return toReport(batch, db.scope.county, exists);
}

/** What was sent while a county did not stand yet is seen by its author alone, also when somebody else has created it. */
const isVisible = (batch: imports.BatchRow, { scope }: ScopedDatabase): boolean =>
  batch.countyStood || scope.account == null || batch.account === scope.account;

/** Newest first, without their faults and fields: those can be thousands, and come with each report. */
export async function listReports(db: ScopedDatabase): Promise<ImportReport[]> {
  const exists = await countyExists(db);
  const batches = await imports.listBatches(db, db.scope.county, MAX_LISTED);
  return batches.filter((batch) => isVisible(batch, db)).map((batch) => toReport(batch, db.scope.county, exists));
}

/** Features and places of faults for the map. */
export async function readPreview(db: ScopedDatabase, id: string): Promise<ImportPreview> {
  const { county } = db.scope;
  const report = await readReport(db, id);
  const rows = await imports.readPreviewRows(db, county, id, MAX_PREVIEW + 1);
  const places = report.faults.flatMap(({ at, kind, severity, row, detail }) =>
    at
      ? [
          {
            type: 'Feature' as const,
            geometry: { type: 'Point', coordinates: at },
            properties: { fault: kind, severity, row, detail },
          },
        ]
      : [],
  );
  const joined =
    report.settings.join || report.settings.mode === 'update'
      ? (await listMatches(db, county, id, { states: ['matched'], after: 0, limit: MAX_PREVIEW })).map(
          ({ firstRow, words, chosen }) => ({
            type: 'Feature' as const,
            geometry: { type: 'Point' as const, coordinates: chosen!.at },
            properties: { row: firstRow, name: words },
          }),
        )
      : [];
  const features = rows.slice(0, MAX_PREVIEW).map(({ row, geometry, properties }) => ({
    type: 'Feature' as const,
    geometry: geometry as ImportPreview['features'][number]['geometry'],
    properties: { row, name: properties.name ?? null },
  }));
  return {
    type: 'FeatureCollection',
    features: [...features, ...joined, ...places],
    truncated: rows.length > MAX_PREVIEW,
  };
}

/** Whether the county is there for everybody, not just being created. */
export async function countyExists(db: ScopedDatabase): Promise<boolean> {
  const state = await imports.readCountyState(db, db.scope.county);
  return state !== null && !state.staged;
}

/**
 * Tidies up after processes that were killed: once when the server starts (nobody else can be at work on the embedded
 * store), and before each import for those that have been silent for a minute. What they left to be done and cannot be
 * done in one county keeps no other, and no server, from its work: it is told, and tried again the next time.
 *
 * @param options.onUnsettled  why it could not be done, and the counties in which something waits
 */
export async function endInterrupted(
  db: Pick<ScopedDatabase, 'query' | 'kind'>,
  { alone = false, onUnsettled = warn }: { alone?: boolean; onUnsettled?: OnUnsettled } = {},
): Promise<number> {
  const ended = await imports.endInterruptedImports(db, alone ? 0 : SILENT_S);
  try {
    await settle(db);
  } catch (error) {
    onUnsettled(error, await imports.countiesToSettle(db));
  }
  return ended;
}

export type OnUnsettled = (error: unknown, counties: readonly string[]) => void;

/** Without what the database says of rows. */
const warn: OnUnsettled = (error, counties) => {
  const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
  process.emitWarning(`${unsettledWords(counties)}${code}`);
};

export const unsettledWords = (counties: readonly string[]): string =>
  `What an import left to be done could not be done; something waits in ${counties.join(', ')}, and the next import tries again`;

/** @throws ProblemError 'not-found', 'conflict' when it is in none of the states */
export async function requireBatch(
  db: ScopedDatabase,
  id: string,
  states: readonly imports.ImportStatus[],
): Promise<imports.BatchRow> {
  const batch = await imports.readBatch(db, db.scope.county, id);
  if (!batch || !isVisible(batch, db)) throw noBatch(db, id);
  if (!states.includes(batch.status))
    throw new ProblemError(
      'conflict',
      `Import ${id} is ${batch.status}; this is for an import that is ${states.join(' or ')}`,
    );
  return batch;
}

const noBatch = (db: ScopedDatabase, id: string): ProblemError =>
  new ProblemError(
    'not-found',
    `County ${db.scope.county} has no import ${id}; list its imports to find the one that is meant`,
    { reason: 'no-import' },
  );
const gone = (id: string): ProblemError =>
  new ProblemError('conflict', `Import ${id} has changed its state meanwhile; read it again`);

async function withWorker<T>(fn: (worker: ImportWorker) => Promise<T>, signal?: AbortSignal): Promise<T> {
  const worker = new ImportWorker();
  const stop = (): void => void worker.close();
  signal?.addEventListener('abort', stop);
  try {
    return await fn(worker);
  } finally {
    signal?.removeEventListener('abort', stop);
    await worker.close();
  }
}

/** Gives signs of life while something long runs. */
async function alive<T>(db: ScopedDatabase, id: string, fn: () => Promise<T>): Promise<T> {
  let failure: unknown = null;
  const timer = setInterval(() => {
    imports.saveSignOfLife(db, db.scope.county, id).catch((error: unknown) => {
      failure ??= error;
    });
  }, SIGN_OF_LIFE_MS);
  try {
    const result = await fn();
    if (failure) throw failure;
    return result;
  } finally {
    clearInterval(timer);
  }
}

const NOTHING_READ: imports.StoredReport = {
  ...{ format: null, layers: [], layer: null, table: null },
  crs: { name: 'EPSG:4326', source: 'guessed', why: 'the file has not been read yet' },
  ...{ fields: [], rows: 0, ready: 0, bounds: null, faults: [], faultTotal: 0, fileFaults: [] },
  ...{ attribution: '', remembered: false, outcome: {}, message: '', problem: null },
};

/** Of a batch that an older version has opened. */
const NO_JOIN: Partial<ImportSettings> = { join: null, memory: true };

function toReport(batch: imports.BatchRow, county: string, countyExists: boolean): ImportReport {
  const { fileFaults: _, former: __, ...report } = { ...NOTHING_READ, ...batch.report };
  const { id, fileName, status, progress, accountName } = batch;
  const times = { createdAt: batch.createdAt.toISOString(), finishedAt: batch.finishedAt?.toISOString() ?? null };
  const settings: ImportSettings = { ...NO_WISH, ...NO_JOIN, ...batch.settings };
  return { id, county, countyExists, fileName, status, ...times, accountName, settings, progress, ...report };
}
