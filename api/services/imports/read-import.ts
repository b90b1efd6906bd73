import type { ImportSettings } from '../../contract/imports.ts';
import type { ScopedDatabase } from '../../db/database.ts';
import { deleteRows, insertPage, type StoredReport, saveProgress, saveReport } from '../../db/imports.ts';
import { paceOf } from '../../db/pace.ts';
import { storableText } from '../../formats/check-values.ts';
import type { FileWish } from '../../formats/file-features.ts';
import { ProblemError } from '../../problems.ts';
import { takeTurns } from '../../worker/take-turns.ts';
import { chooseCrs } from './choose-crs.ts';
import { type Evaluation, evaluateImport, placeOf } from './evaluate-import.ts';
import type { ImportWorker } from './import-worker.ts';

export interface ReadRequest {
  db: ScopedDatabase;
  batch: string;
  /** of the file, on this machine */
  path: string;
  settings: ImportSettings;
  worker: ImportWorker;
  /** called before the rows of an earlier reading go; what fails until then has changed nothing */
  onStaging(): void;
}

/** Share of the progress at which the rows are staged. */
const LOOKED = 0.3;
const STAGED = 0.8;

/**
 * Reads a file into the staging table and checks it: a look at the whole file, the choice of its CRS, rows in chunks
 * of their own transactions, checks. Several in one process take turns; those that wait stay 'reading'.
 *
 * @throws ProblemError 'unreadable-file', 'file-too-large', 'unknown-crs', 'invalid-request'
 */
export const readImport = (request: ReadRequest): Promise<Evaluation> =>
  inTurn(() => refusing(() => readAndCheck(request)));

/** Each import may fill much of the memory that the process has. */
const inTurn = takeTurns();

async function readAndCheck(request: ReadRequest): Promise<Evaluation> {
  const { db, batch, path, settings, worker } = request;
  const { county } = db.scope;
  const file = { path, wish: wishOf(settings), where: settings.where };
  const look = await worker.look(file);
  if (look.fileRows === 0)
    throw new ProblemError('unreadable-file', 'The file has no features', { reason: 'no-features' });
  if (look.rows === 0)
    throw new ProblemError(
      'unreadable-file',
      `None of the ${look.fileRows} rows has ${settings.where}; check the filter`,
      { reason: 'no-row' },
    );
  const { crs, transform, faults } = await chooseCrs(db, look, settings.crs, (await placeOf(db)).bounds);
  await saveProgress(db, county, batch, LOOKED);

  request.onStaging();
  await deleteRows(db, county, batch);
  let staged = 0;
  await worker.take({ ...file, transform, pace: paceOf(db) }, async (page) => {
    await insertPage(db, county, batch, page);
    staged += page.count;
    await saveProgress(db, county, batch, LOOKED + (STAGED - LOOKED) * (staged / look.rows));
  });
  const { format, layers, layer, table, fields, attribution } = look;
  const own = { format, layers: [...layers], layer, table, fields, attribution };
  const read = { ...own, crs, fileFaults: [...look.faults, ...faults] };
  return checkAndSave(request, read);
}

export const wishOf = ({ layer, table }: ImportSettings): FileWish => ({ layer, table });

/** A value that the database refuses (SQL states 22… and 23…) is a fault of the file, whichever check let it through. */
async function refusing<T>(fn: () => Promise<T>): Promise<T> {
  try {
    return await fn();
  } catch (error) {
    const state = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!/^2[23][0-9A-Z]{3}$/.test(state)) throw error;
    const refused = new ProblemError(
      'unreadable-file',
      `The file holds a value that the database refuses (${storableText((error as Error).message)}); correct the file and send it again`,
    );
    refused.cause = error;
    throw refused;
  }
}

type Read = Pick<
  StoredReport,
  'format' | 'layers' | 'layer' | 'table' | 'crs' | 'fields' | 'attribution' | 'fileFaults'
>;

type CheckRequest = Omit<ReadRequest, 'path' | 'onStaging'>;

/** Checks the staged rows under the settings, saves what came out as the batch's report, and gives it back. */
export const saveEvaluation = (request: CheckRequest, read: Read): Promise<Evaluation> =>
  inTurn(() => refusing(() => checkAndSave(request, read)));

async function checkAndSave(request: CheckRequest, read: Read): Promise<Evaluation> {
  const { db, batch } = request;
  const evaluation = await evaluateImport({ ...request, read });
  await saveReport(db, db.scope.county, batch, evaluation.settings, reportOf(read, evaluation));
  return evaluation;
}

export function reportOf(read: Read, evaluation: Evaluation): StoredReport {
  const { rows, ready, bounds, faults, outcome, remembered } = evaluation;
  const { format, layers, layer, table, crs, fields, attribution, fileFaults } = read;
  return {
    ...{ format, layers, layer, table, crs, fields, attribution, fileFaults },
    ...{ rows, ready, bounds, outcome, remembered },
    faults: faults.listed(),
    faultTotal: faults.total,
    message: refusal(evaluation) ?? '',
    problem: null,
  };
}

/** Why a switch would be refused, in one sentence; null when it would not. */
export function refusal({ faults, settings, ready, rows }: Evaluation): string | null {
  const listed = faults.listed();
  const ofFile = listed.find((fault) => fault.severity === 'error' && fault.row === null);
  if (ofFile) return ofFile.detail;
  const first = faults.firstError();
  const together = listed.find((fault) => fault.severity === 'error' && BORDER_FAULTS.has(fault.kind));
  const rowsMayGo = settings.faults !== 'refuse-file' && ready > 0;
  if (rowsMayGo && !together) return null;
  const told = together ?? first;
  if (!told) return null;
  const where = told.at ? ` at ${told.at[0].toFixed(6)}, ${told.at[1].toFixed(6)}` : '';
  const more = faults.errorCount > 1 ? ` (and ${faults.errorCount - 1} more)` : '';
  const way = told.mendable
    ? 'mend it with --faults mend'
    : `leave such rows out with --faults refuse-rows (${ready} of ${rows} would be imported)`;
  const named = told.name ? ` (${told.name})` : '';
  return `Row ${told.row}${named}${where}: ${told.detail}${more}. Correct the file, or ${way}`;
}

/** Between areas, not of one row: leaving a row out would tear a hole. */
const BORDER_FAULTS = new Set(['gap', 'overlap', 'sliver', 'too-wide', 'collapsed', 'unreadable']);
