import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCounties } from './backup-tables.ts';
import { lockDirectory } from './embedded-lock.ts';
import type { Engine, Session } from './engine.ts';
import { makeDirectory } from './make-directory.ts';
import { appliedMigrations } from './migrate.ts';
import { openEngine } from './open.ts';
import { SetupError } from './setup-error.ts';
import { completeMark, restoringFolder } from './unfinished-restore.ts';

export interface EmptyOptions {
  databaseUrl?: string | undefined;
  dataDir: string;
  /** put aside what is there, instead of refusing */
  replace: boolean;
  onNotice: (line: string) => void;
}

/** An empty store that nobody sees until `take`. */
export interface EmptyStore {
  readonly kind: 'pg' | 'pglite';
  /** on PostgreSQL within a transaction that has begun with `begin` */
  readonly session: Session;
  /** Puts the filled store in its place. @returns where that lies now which was there before, if there was any */
  take(): Promise<string | null>;
  /** Gives up; what was there before stands as it stood. Harmless after `take`. */
  close(): Promise<void>;
}

/** The time as a part of a name: `20260302_140509`. */
const stamp = (): string => new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '_');

/**
 * Opens an empty store in place of the one that the settings name. On the embedded database it is made beside it and
 * changes places with it; on PostgreSQL everything is one transaction. What was there is put aside, never deleted.
 *
 * @param begin  statements that begin the transaction
 * @throws SetupError when a store with counties is there and is not to be replaced, or somebody uses it
 */
export function openEmptyStore(options: EmptyOptions, begin: string): Promise<EmptyStore> {
  return options.databaseUrl ? emptyPostgres(options, begin) : emptyEmbedded(options, begin);
}

async function emptyEmbedded({ dataDir, replace, onNotice }: EmptyOptions, begin: string): Promise<EmptyStore> {
  makeDirectory(dataDir);
  const unlock = lockDirectory(dataDir, onNotice);
  const cluster = join(dataDir, 'postgres');
  const filling = restoringFolder(dataDir);
  let engine: Engine | undefined;
  let session: Session | undefined;
  const close = async (): Promise<void> => {
    session?.release(true); // the embedded engine waits for it
    await engine?.close();
    rmSync(filling, { recursive: true, force: true });
    unlock();
  };
  try {
    const occupied = existsSync(cluster) && readdirSync(cluster).length > 0;
    if (occupied && !replace) {
      throw new SetupError(
        `There is a database in ${cluster} already. Restore into another DATA_DIR, or say --replace: what is there is put aside and can be put back.`,
      );
    }
    rmSync(filling, { recursive: true, force: true }); // left by one that was interrupted
    engine = await openEngine({ dataDir: filling, statementTimeoutMs: 0, onNotice });
    const filled = await engine.checkout({ unlimited: true });
    session = filled;
    await filled.script(begin);
    return {
      kind: 'pglite',
      session: filled,
      async take() {
        await filled.script('commit');
        filled.release();
        await engine?.close();
        writeFileSync(completeMark(dataDir), '', { flush: true });
        const aside = occupied ? `${cluster}.before-${stamp()}` : null;
        if (aside) renameSync(cluster, aside);
        else rmSync(cluster, { recursive: true, force: true });
        renameSync(join(filling, 'postgres'), cluster);
        return aside;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const OURS = ['tongxin', 'auth'];

async function emptyPostgres({ databaseUrl = '', dataDir, replace, onNotice }: EmptyOptions, begin: string) {
  const engine = await openEngine({ databaseUrl, dataDir, statementTimeoutMs: 0, onNotice });
  let session: Session | undefined;
  const close = async (): Promise<void> => {
    session?.release(true); // what was not committed ends with the connection
    session = undefined;
    await engine.close();
  };
  try {
    const filled = await engine.checkout({ unlimited: true });
    session = filled;
    await filled.script(begin);
    const aside = await putAside(filled, replace);
    return {
      kind: 'pg',
      session: filled,
      async take() {
        await filled.script('commit');
        return aside;
      },
      close,
    } satisfies EmptyStore;
  } catch (error) {
    await close();
    throw error;
  }
}

/** Within the transaction: our two schemas get other names; without a county in them they hold nothing and go. */
async function putAside(session: Session, replace: boolean): Promise<string | null> {
  if ((await appliedMigrations(session)).length === 0) return null;
  const others = await session.run<{ n: number }>({
    text: `select count(distinct pid)::int as n from pg_stat_activity
            where datname = current_database() and application_name = 'tongxin' and usename = current_user
              and pid <> pg_backend_pid()`,
  });
  if (others.rows[0]!.n > 0) {
    throw new SetupError('The database is in use by this program; stop every server that uses it, then restore.');
  }
  const counties = await readCounties(session);
  if (counties.length === 0) {
    await session.script(`drop schema ${OURS.join(', ')} cascade`);
    return null;
  }
  const named = counties.map(({ code, name }) => `${code} ${name}`).join(', ');
  if (!replace) {
    throw new SetupError(
      `The database holds ${named} already. Restore into another database, or say --replace: what is there is put aside and can be put back.`,
    );
  }
  const suffix = `before_${stamp()}`;
  for (const name of OURS) await session.script(`alter schema ${name} rename to ${name}_${suffix}`);
  return `the schemas ${OURS.map((name) => `${name}_${suffix}`).join(' and ')}`;
}
