import { createDatabase } from './create-database.ts';
import type { Database } from './database.ts';
import type { Engine, Session } from './engine.ts';
import { appliedMigrations, migrate, readMigrations } from './migrate.ts';
import { openEmbedded } from './open-embedded.ts';
import { openPostgres } from './open-postgres.ts';
import type { OwnerPool } from './owner-pool.ts';

export interface OpenOptions {
  /** PostgreSQL to use; without it the embedded database in `dataDir` */
  databaseUrl?: string;
  dataDir: string;
  onProgress?: (progress: { step: string; share: number }) => void;
  /** a line that the person should see: a lock that was left behind and is taken over */
  onNotice?: (line: string) => void;
  /** longest time of one statement, default 60 s; 0 = no limit */
  statementTimeoutMs?: number;
  connections?: number;
  /** leave the schema as it is: nothing is set up and no migration runs */
  asItIs?: boolean;
}

/** What runs as the owner, past every policy: migrations (done at opening), the sign-in library, and backups. */
export interface OwnerAccess {
  /** A connection for whole tables, without a limit of time. On the embedded database everybody waits for its release. */
  checkout(): Promise<Session>;
  /** The pool whose bare table names resolve in `schema`. */
  pool(schema: string): OwnerPool;
}

/** What was opened, for the health route and the log. */
export interface DatabaseVersions {
  postgres: string;
  postgis: string;
  /** the newest migration that was applied; '' where there is no schema yet */
  migration: string;
}

export type OpenedDatabase = Database & { readonly owner: OwnerAccess; readonly versions: DatabaseVersions };

const STATEMENT_TIMEOUT_MS = 60_000;
const CONNECTIONS = 10;

/**
 * Opens the database that the settings name and brings its schema up to date.
 *
 * @throws SetupError, one clear message, for everything that stands in the way
 */
export async function openDatabase(options: OpenOptions): Promise<OpenedDatabase> {
  const engine = await openEngine(options);
  try {
    const session = await engine.checkout({ unlimited: true });
    try {
      if (!options.asItIs) await bringUpToDate(session, options.onProgress);
      const { rows } = await session.run<Pick<DatabaseVersions, 'postgres' | 'postgis'>>({
        text: `select current_setting('server_version') as postgres, postgis_lib_version() as postgis`,
      });
      const versions = { ...rows[0]!, migration: (await appliedMigrations(session)).at(-1)?.name ?? '' };
      const checkout = () => engine.checkout({ unlimited: true });
      return { ...createDatabase(engine), owner: { checkout, pool: remembered(engine.ownerPool) }, versions };
    } finally {
      session.release();
    }
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** The engine that the settings name, its schema untouched. */
export function openEngine(options: Omit<OpenOptions, 'asItIs'>): Promise<Engine> {
  const { databaseUrl, dataDir, onProgress = () => {}, onNotice = () => {} } = options;
  const { statementTimeoutMs = STATEMENT_TIMEOUT_MS, connections = CONNECTIONS } = options;
  return databaseUrl
    ? openPostgres(databaseUrl, { statementTimeoutMs, connections })
    : openEmbedded({ dataDir, statementTimeoutMs, onStep: (step) => onProgress({ step, share: 0 }), onNotice });
}

async function bringUpToDate(session: Session, onProgress: OpenOptions['onProgress'] = () => {}): Promise<void> {
  const migrations = readMigrations();
  await migrate(session, migrations, (name, share) => {
    const step = `setting up tables, ${Math.round(share * migrations.length) + 1} of ${migrations.length}: ${name}`;
    onProgress({ step, share });
  });
}

/** One pool for each schema, however often it is asked for. */
function remembered(make: (schema: string) => OwnerPool): (schema: string) => OwnerPool {
  const pools = new Map<string, OwnerPool>();
  return (schema) => {
    const pool = pools.get(schema) ?? make(schema);
    pools.set(schema, pool);
    return pool;
  };
}
