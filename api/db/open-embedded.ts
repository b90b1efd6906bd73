import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EmbeddedOptions, openEmbeddedEngine } from './embedded-engine.ts';
import { lockDirectory } from './embedded-lock.ts';
import { postgisBundle } from './embedded-postgis.ts';
import { preparedTemplate } from './embedded-template.ts';
import type { Engine } from './engine.ts';
import { makeDirectory } from './make-directory.ts';
import { SetupError } from './setup-error.ts';
import { finishRestore } from './unfinished-restore.ts';

/** Major version of PostgreSQL inside PGlite; a cluster of another one cannot be read. */
const POSTGRES_MAJOR = '18';

interface StoreOptions {
  dataDir: string;
  statementTimeoutMs: number;
  onStep: (step: string) => void;
  onNotice: (line: string) => void;
}

/**
 * Opens the embedded database under `dataDir`, making it first where there is none. The directory is locked until
 * `close`.
 *
 * @throws SetupError when the directory is locked, damaged, of another version, or cannot be written
 */
export async function openEmbedded({ dataDir, statementTimeoutMs, onStep, onNotice }: StoreOptions): Promise<Engine> {
  const unlock = usable(dataDir, () => {
    makeDirectory(dataDir);
    return lockDirectory(dataDir, onNotice);
  });
  try {
    const cluster = join(dataDir, 'postgres');
    finishRestore(dataDir);
    await prepareCluster(dataDir, cluster, onStep);
    onStep('opening the embedded database');
    const engine = await openCluster({ directory: cluster, postgis: postgisBundle(dataDir), statementTimeoutMs });
    let closing: Promise<void> | undefined;
    return {
      ...engine,
      close() {
        closing ??= engine.close().finally(unlock); // once: the lock may be somebody else's the second time
        return closing;
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** What the file system refuses, told with the setting that changes it. */
function usable<T>(dataDir: string, fn: () => T): T {
  try {
    return fn();
  } catch (error) {
    if (error instanceof SetupError || !(error instanceof Error && 'syscall' in error)) throw error;
    throw new SetupError(
      `The data directory ${dataDir} cannot be used (${error.message}); set DATA_DIR to a directory that you may write and that has room.`,
      { cause: error },
    );
  }
}

/** In a cluster of ours, so that it comes along with a copy of the directory. */
const MARK = 'tongxin';

/**
 * A cluster is prepared under another name and comes into place whole, with our mark in it; what was interrupted lies
 * under that name and held nothing yet. Whatever else is called `postgres` is somebody's data and is not touched.
 */
async function prepareCluster(dataDir: string, cluster: string, onStep: (step: string) => void): Promise<void> {
  if (existsSync(join(cluster, MARK)) || existsSync(join(dataDir, 'postgres.ready'))) return checkCluster(cluster);
  usable(dataDir, () => {
    if (existsSync(cluster) && readdirSync(cluster).length > 0) throw foreign(cluster);
  });
  onStep('preparing the embedded database (only once)');
  const template = await preparedTemplate(dataDir);
  usable(dataDir, () => {
    const preparing = join(dataDir, 'tongxin-preparing');
    rmSync(preparing, { recursive: true, force: true });
    cpSync(template, preparing, { recursive: true });
    writeFileSync(join(preparing, MARK), `${new Date().toISOString()}\n`, { mode: 0o600 });
    renameSync(preparing, cluster);
  });
}

const foreign = (cluster: string): SetupError =>
  new SetupError(
    `${cluster} is there, and nothing marks it as a database of this program; it is left as it is. Set DATA_DIR to another directory or move it away; if it is a backup of this program's, put an empty file named ${MARK} into it.`,
  );

function checkCluster(cluster: string): void {
  const file = join(cluster, 'PG_VERSION');
  if (!existsSync(file)) throw damaged(cluster, 'PG_VERSION is missing');
  const version = readFileSync(file, 'utf8').trim();
  if (version !== POSTGRES_MAJOR) {
    throw new SetupError(
      `The database in ${cluster} was made by PostgreSQL ${version} and this program reads ${POSTGRES_MAJOR}; start the version of the program that made it, or set DATA_DIR to a new directory. To go on with this program, back up with that version and restore here.`,
    );
  }
}

async function openCluster(options: EmbeddedOptions): Promise<Engine> {
  try {
    return await openEmbeddedEngine(options);
  } catch (error) {
    throw damaged(options.directory, error instanceof Error ? error.message : String(error));
  }
}

const damaged = (cluster: string, reason: string): SetupError =>
  new SetupError(
    `The database in ${cluster} is damaged (${reason}); restore the data directory from a backup (tongxin restore FILE --replace), or move it away to start afresh.`,
  );
