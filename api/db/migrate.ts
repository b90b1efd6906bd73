import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Session } from './engine.ts';
import { SetupError } from './setup-error.ts';

const DIRECTORY = new URL('./migrations/', import.meta.url);
/**
 * Lets one starting process at a time change the schema, until the end of its transaction; the key is any number of
 * ours. Who has waited still remembers what was missing before; the lock on a table makes it look again.
 */
export const LOCK_SCHEMA = `select pg_advisory_xact_lock(7460220322);
                            lock table pg_catalog.pg_namespace in access share mode`;

export interface Migration {
  name: string;
  sha256: string;
  text: string;
}

/** The numbered files of the folder, in order. */
export function readMigrations(directory: URL = DIRECTORY): Migration[] {
  return readdirSync(directory)
    .filter((name) => /^\d{4}_[a-z_]+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(new URL(name, directory), 'utf8');
      return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
    });
}

/** How one step of the schema is held together. */
interface Bracket {
  begin: string;
  commit: string;
  rollback: string;
}

/** Each step in a transaction of its own, which waits for other starting processes. */
const OWN: Bracket = { begin: `begin; ${LOCK_SCHEMA}`, commit: 'commit', rollback: 'rollback' };

/** Each step within the transaction that the caller has begun, and everything undone with that one. */
export const WITHIN: Bracket = {
  begin: `${LOCK_SCHEMA}; savepoint step`,
  commit: 'release step',
  rollback: 'rollback to step',
};

/**
 * Brings the schema up to date: forward only, each file in one transaction, as the owner.
 *
 * @returns the names of the files that were applied now
 * @throws  SetupError when an applied file has been changed or removed, or a file cannot be applied
 */
export async function migrate(
  session: Session,
  migrations: Migration[],
  onProgress: (name: string, share: number) => void = () => {},
  bracket: Bracket = OWN,
): Promise<string[]> {
  await session.script(`
    ${bracket.begin};
    create schema if not exists tongxin;
    create table if not exists tongxin.migration (
      name text primary key,
      sha256 text not null,
      applied_at timestamptz not null default now()
    );
    ${bracket.commit}`);
  const known = new Map((await appliedMigrations(session)).map(({ name, sha256 }) => [name, sha256]));
  if (migrations.length === known.size && migrations.every(({ name, sha256 }) => known.get(name) === sha256)) return [];
  const applied: string[] = [];
  for (const [at, migration] of migrations.entries()) {
    const onApply = () => onProgress(migration.name, at / migrations.length);
    if (await applyOne(session, migration, onApply, bracket)) applied.push(migration.name);
  }
  await refuseUnknown(session, migrations);
  return applied;
}

async function applyOne(
  session: Session,
  { name, sha256, text }: Migration,
  onApply: () => void,
  { begin, commit, rollback }: Bracket,
): Promise<boolean> {
  await session.script(begin);
  try {
    const { rows } = await session.run<{ sha256: string }>({
      text: 'select sha256 from tongxin.migration where name = $1',
      values: [name],
    });
    if (rows[0] && rows[0].sha256 !== sha256) {
      throw new SetupError(
        `Migration ${name} was changed after this database applied it; put the file back as it was and write a new one.`,
      );
    }
    if (!rows[0]) {
      onApply();
      await session.script(text);
      await session.run({
        text: 'insert into tongxin.migration (name, sha256) values ($1, $2)',
        values: [name, sha256],
      });
    }
    await session.script(commit);
    return !rows[0];
  } catch (error) {
    await session.script(rollback);
    if (error instanceof SetupError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new SetupError(`Migration ${name} could not be applied and was undone: ${reason}.`, { cause: error });
  }
}

/** What a database has applied, in order; nothing where it has no schema of ours. */
export async function appliedMigrations(session: Session): Promise<Pick<Migration, 'name' | 'sha256'>[]> {
  const table = await session.run<{ there: boolean }>({
    text: `select to_regclass('tongxin.migration') is not null as there`,
  });
  if (!table.rows[0]!.there) return [];
  const { rows } = await session.run<Pick<Migration, 'name' | 'sha256'>>({
    text: 'select name, sha256 from tongxin.migration order by name',
  });
  return rows;
}

async function refuseUnknown(session: Session, migrations: Migration[]): Promise<void> {
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = (await appliedMigrations(session)).map(({ name }) => name).filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new SetupError(
      `The database was migrated by a newer version of this program (${unknown.join(', ')}); start that version.`,
    );
  }
}
