import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Background } from '../../background.ts';
import type { ExportJob, LayerExport } from '../../contract/layer-exports.ts';
import { today } from '../../contract/today.ts';
import type { Database, ScopedDatabase } from '../../db/database.ts';
import { divisionInForce } from '../../db/divisions.ts';
import * as jobs from '../../db/export-jobs.ts';
import { makeDirectory } from '../../db/make-directory.ts';
import { listRegions } from '../../db/regions.ts';
import { ProblemError } from '../../problems.ts';
import { auditExport, exportLayer } from './export-layer.ts';
import { requireCounty } from './export-source.ts';
import { targetCrs } from './target-crs.ts';

/** Of one person at a time: a file of a county takes memory and disk. */
const MOST_UNFINISHED = 3;
const MOST_KEPT = 20;
/** A process that has been silent for so long is not at work any more. */
const SILENT_S = 60;
const SIGN_OF_LIFE_MS = 10_000;
/** How often it is told how far a file is. */
const TOLD_MS = 500;
const KEPT_S = 24 * 3600;

export interface ExportDeps {
  /** folder of the files */
  folder: string;
  background: Background;
  log: Logger;
}

/** Files of this process that are being written, so that throwing one away stops it at once. */
const running = new Map<string, AbortController>();

const filePath = (folder: string, id: string): string => join(folder, id);
const PART = '.part';

/**
 * Begins to write a layer; it goes on after the answer.
 *
 * @throws ProblemError 'conflict' when the person has enough of them; 'unknown-crs', 'not-found' for what can be told at once
 */
export async function beginExport(deps: ExportDeps, db: ScopedDatabase, wish: LayerExport): Promise<ExportJob> {
  const { county, account } = db.scope;
  if (!account) throw new RangeError('an export on the server is somebody’s');
  await checkWish(db, wish);
  const id = randomUUID();
  await db.transaction(async (tx) => {
    await jobs.waitForExports(tx, account);
    refuseMore(await jobs.countExports(tx, county));
    await jobs.insertExport(tx, county, { id, account, wish });
    await auditExport({ ...tx, query: tx.query.bind(tx), scope: db.scope }, wish);
  });
  deps.background.run(run(deps, db, id, wish)).catch((error: unknown) => {
    deps.log.error({ export: id, err: error }, 'a layer could not be exported');
  });
  return requireExport(db, id);
}

function refuseMore({ unfinished, all }: { unfinished: number; all: number }): void {
  if (unfinished >= MOST_UNFINISHED)
    throw new ProblemError(
      'conflict',
      `${unfinished} files of yours are still being written; wait for one, or stop it`,
      {
        reason: 'exports-running',
        values: { n: unfinished },
      },
    );
  if (all >= MOST_KEPT)
    throw new ProblemError('conflict', `${all} files of yours are kept here; throw some away first`, {
      reason: 'exports-kept',
      values: { n: all },
    });
}

async function checkWish(db: ScopedDatabase, wish: LayerExport): Promise<void> {
  const { county } = db.scope;
  const { bounds } = await requireCounty(db);
  await targetCrs(db, wish.crs, bounds && [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2]);
  if (wish.region === undefined) return;
  const date = wish.date ?? today();
  const division = await divisionInForce(db, county, date);
  const regions = division ? await listRegions(db, county, division.id) : [];
  if (!regions.some(({ id }) => id === wish.region))
    throw new ProblemError('not-found', `County ${county} has no region ${wish.region} on ${date}.`, {
      reason: 'no-region',
      values: { id: wish.region, date },
    });
}

async function run(
  { folder, background }: ExportDeps,
  db: ScopedDatabase,
  id: string,
  wish: LayerExport,
): Promise<void> {
  const { county } = db.scope;
  const stop = new AbortController();
  running.set(id, stop);
  const signal = AbortSignal.any([stop.signal, background.signal]);
  const path = filePath(folder, id);
  const part = `${path}${PART}`;
  const goOn = async (progress: number | null): Promise<void> => {
    if (!(await jobs.saveExportProgress(db, county, id, progress))) stop.abort();
    signal.throwIfAborted();
  };
  const life = setInterval(() => void goOn(null).catch(() => {}), SIGN_OF_LIFE_MS);
  let told = 0;
  try {
    makeDirectory(folder);
    const written = await exportLayer(db, wish, part, {
      signal,
      onProgress: async (share) => {
        if (performance.now() - told < TOLD_MS) return;
        told = performance.now();
        await goOn(share);
      },
    });
    await rename(part, path);
    if (!(await jobs.saveExportDone(db, county, id, written))) await rm(path, { force: true });
  } catch (error) {
    await rm(part, { force: true }).catch(() => {}); // the sweep removes what cannot be removed now
    if (stop.signal.aborted) return;
    await jobs.saveExportFailed(db, county, id, problemOf(error, background.signal.aborted));
    if (!(error instanceof ProblemError) && !background.signal.aborted) throw error;
  } finally {
    clearInterval(life);
    running.delete(id);
  }
}

function problemOf(error: unknown, serverStops: boolean): NonNullable<ExportJob['problem']> {
  if (serverStops)
    return {
      ...{ type: 'busy', reason: 'export-stopped' },
      detail: 'The program was stopped while it wrote the file; export it again',
    };
  if (error instanceof ProblemError)
    return { type: error.type, detail: error.message, reason: error.extras.reason, values: error.extras.values };
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return {
      ...{ type: 'file-too-large', reason: 'export-memory' },
      detail: 'The file takes more memory than there is; export a region at a time, or as CSV or FlatGeobuf',
    };
  return { type: 'internal', detail: 'Something went wrong on the server; try again' };
}

const noSuchExport = (county: string): ProblemError =>
  new ProblemError('not-found', `You have no such export of county ${county}; files are kept for a day.`, {
    reason: 'no-export',
  });

export async function requireExport(db: ScopedDatabase, id: string): Promise<ExportJob> {
  const [job] = await jobs.listExports(db, db.scope.county, id);
  if (!job) throw noSuchExport(db.scope.county);
  return job;
}

/** Newest first. */
export const listExports = (db: ScopedDatabase): Promise<ExportJob[]> => jobs.listExports(db, db.scope.county);

/** @throws ProblemError 'not-found' for one that is not ready, or whose file is gone */
export async function openExport(folder: string, db: ScopedDatabase, id: string) {
  const file = await jobs.readExportFile(db, db.scope.county, id);
  const path = filePath(folder, id);
  const size = file && (await sizeOf(path));
  if (!file || size === null) throw noSuchExport(db.scope.county);
  return { ...file, path, size };
}

const sizeOf = (path: string): Promise<number | null> =>
  stat(path).then(
    ({ size }) => size,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    },
  );

/** Stops one that is being written, and throws its file away. */
export async function dropExport(folder: string, db: ScopedDatabase, id: string): Promise<void> {
  if (!(await jobs.deleteExport(db, db.scope.county, id))) throw noSuchExport(db.scope.county);
  running.get(id)?.abort();
  await rm(filePath(folder, id), { force: true });
}

/** Ends what killed processes left behind, forgets what is a day old, and removes its files. @param alone  no other process is at work */
export async function sweepExports(folder: string, database: Database, { alone = false } = {}): Promise<void> {
  await jobs.sweepExportJobs(database, alone ? 0 : SILENT_S, KEPT_S);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  for (const name of names) {
    const path = join(folder, name);
    const info = await stat(path).catch(() => null);
    const isDead = alone && name.endsWith(PART);
    if (info && (isDead || Date.now() - info.mtimeMs > KEPT_S * 1000)) await rm(path, { force: true });
  }
}
