import type { ImportSettings } from '../../contract/imports.ts';
import type { ScopedDatabase } from '../../db/database.ts';
import { copyRows, deleteRows, type StoredReport, saveProgress, saveReport } from '../../db/imports.ts';
import { ProblemError } from '../../problems.ts';
import { chooseCrs } from './choose-crs.ts';
import { type Evaluation, evaluateImport } from './evaluate-import.ts';
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
 * of their own transactions, checks.
 *
 * @returns what was saved as the batch's report
 * @throws ProblemError 'unreadable-file', 'file-too-large', 'unknown-crs', 'invalid-request'
 */
export async function readImport(request: ReadRequest): Promise<StoredReport> {
  const { db, batch, path, settings, worker } = request;
  const { county } = db.scope;
  const look = await worker.look(path, settings.where);
  if (look.fileRows === 0) throw new ProblemError('unreadable-file', 'The file has no features');
  if (look.rows === 0)
    throw new ProblemError(
      'unreadable-file',
      `None of the ${look.fileRows} rows has ${settings.where}; check the filter`,
    );
  const { crs, transform, faults } = await chooseCrs(db, look, settings.crs);
  await saveProgress(db, county, batch, LOOKED);

  request.onStaging();
  await deleteRows(db, county, batch);
  let staged = 0;
  await worker.take({ path, where: settings.where, transform, county, batch }, async (csv, rows) => {
    await db.transaction((tx) => copyRows(tx, csv));
    staged += rows;
    await saveProgress(db, county, batch, LOOKED + (STAGED - LOOKED) * (staged / look.rows));
  });
  const read = { crs, fields: look.fields, attribution: look.attribution, fileFaults: [...look.faults, ...faults] };
  return saveEvaluation(request, read);
}

type Read = Pick<StoredReport, 'crs' | 'fields' | 'attribution' | 'fileFaults'>;

/** Checks the staged rows under the settings and saves what came out. */
export async function saveEvaluation(
  request: Omit<ReadRequest, 'path' | 'onStaging'>,
  read: Read,
): Promise<StoredReport> {
  const { db, batch } = request;
  const evaluation = await evaluateImport({ ...request, read, forSwitch: false });
  const report = reportOf(read, evaluation);
  await saveReport(db, db.scope.county, batch, evaluation.settings, report);
  return report;
}

export function reportOf(read: Read, evaluation: Evaluation): StoredReport {
  const { rows, ready, bounds, faults, outcome } = evaluation;
  return {
    crs: read.crs,
    fields: read.fields,
    attribution: read.attribution,
    fileFaults: read.fileFaults,
    ...{ rows, ready, bounds, outcome },
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
