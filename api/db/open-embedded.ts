import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EmbeddedOptions, openEmbeddedEngine } from './embedded-engine.ts';
import { lockDirectory } from './embedded-lock.ts';
import { postgisBundle } from './embedded-postgis.ts';
import { copyTemplate } from './embedded-template.ts';
import type { Engine } from './engine.ts';
import { SetupError } from './setup-error.ts';

/** Major version of PostgreSQL inside PGlite; a cluster of another one cannot be read. */
const POSTGRES_MAJOR = '18';

/**
 * Opens the embedded database under `dataDir`, making it first where there is none. The directory is locked until
 * `close`.
 *
 * @throws SetupError when the directory is locked, damaged, of another version, or cannot be written
 */
export async function openEmbedded(
  dataDir: string,
  statementTimeoutMs: number,
  onStep: (step: string) => void,
): Promise<Engine> {
  makeDirectory(dataDir);
  const unlock = lockDirectory(dataDir, onStep);
  try {
    const cluster = join(dataDir, 'postgres');
    await prepareCluster(dataDir, cluster, onStep);
    onStep('opening the embedded database');
    const engine = await openCluster({ directory: cluster, postgis: postgisBundle(dataDir), statementTimeoutMs });
    return {
      ...engine,
      async close() {
        try {
          await engine.close();
        } finally {
          unlock();
        }
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

function makeDirectory(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SetupError(
      `The data directory ${dataDir} cannot be made (${reason}); set DATA_DIR to a directory you may write.`,
    );
  }
}

/** A cluster counts from the moment its `ready` file stands beside it; one without was interrupted and held nothing yet. */
async function prepareCluster(dataDir: string, cluster: string, onStep: (step: string) => void): Promise<void> {
  const ready = join(dataDir, 'postgres.ready');
  if (existsSync(ready)) return checkCluster(cluster);
  onStep('preparing the embedded database (only once)');
  rmSync(cluster, { recursive: true, force: true });
  await copyTemplate(cluster, dataDir);
  writeFileSync(ready, `${new Date().toISOString()}\n`, { mode: 0o600 });
}

function checkCluster(cluster: string): void {
  const file = join(cluster, 'PG_VERSION');
  if (!existsSync(file)) throw damaged(cluster, 'PG_VERSION is missing');
  const version = readFileSync(file, 'utf8').trim();
  if (version !== POSTGRES_MAJOR) {
    throw new SetupError(
      `The database in ${cluster} was made by PostgreSQL ${version} and this program reads ${POSTGRES_MAJOR}; start the version of the program that made it, or set DATA_DIR to a new directory.`,
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
    `The database in ${cluster} is damaged (${reason}); restore the data directory from a backup, or move it away to start afresh.`,
  );
