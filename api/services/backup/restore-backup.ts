import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  analyzeTables,
  type BackupTable,
  BEGIN_FILLING,
  fillFollowing,
  fillTable,
  readTables,
  setSequences,
  suspendRules,
} from '../../db/backup-tables.ts';
import type { Session } from '../../db/engine.ts';
import { makeDirectory } from '../../db/make-directory.ts';
import { type Migration, migrate, readMigrations, WITHIN } from '../../db/migrate.ts';
import { type EmptyStore, openEmptyStore } from '../../db/open-empty.ts';
import { SetupError } from '../../db/setup-error.ts';
import { type FilePart, MANIFEST, type Manifest, type TablePart } from './manifest.ts';
import type { OpenBackup } from './open-backup.ts';
import { RowsDigest } from './rows-digest.ts';
import { KEPT_FOLDERS } from './write-backup.ts';

export interface RestoreOptions {
  backup: OpenBackup;
  databaseUrl?: string | undefined;
  dataDir: string;
  /** put aside the store that is there */
  replace: boolean;
  onStep?: (step: string) => void;
  onNotice?: (line: string) => void;
  signal?: AbortSignal;
}

export interface RestoredBackup {
  rows: number;
  /** migrations that the program has beyond the backup's, applied to the restored rows */
  migrated: string[];
  /** where what was there before lies now */
  aside: string | null;
}

/**
 * Makes a store of a backup, on either database whichever it came from: the tables as the backup's version had them, its
 * rows, a comparison of every table with what was backed up, then the migrations that are newer, and at last the
 * photographs and secrets. Nobody sees anything of it before it is complete; what fails leaves everything as it was.
 *
 * @throws SetupError when a store is in the way or in use, the backup is of a newer version, or a row does not fit
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoredBackup> {
  const { backup, databaseUrl, dataDir, replace, onStep = () => {}, onNotice = () => {} } = options;
  const migrations = readMigrations();
  const before = migrationsOf(backup.manifest, migrations);
  onStep('making an empty database');
  const store = await openEmptyStore({ databaseUrl, dataDir, replace, onNotice }, BEGIN_FILLING);
  try {
    await migrate(store.session, before, undefined, WITHIN);
    const rows = await fill(store, options);
    const migrated = await migrate(store.session, migrations, undefined, WITHIN);
    onStep('refreshing statistics');
    await analyzeTables(store.session);
    onStep('photographs and secrets');
    for (const part of backup.manifest.parts) if (part.kind === 'file') await putFile(part, options);
    return { rows, migrated, aside: await store.take() };
  } finally {
    await store.close();
  }
}

/** The migrations that made the backup's tables; each must be one of ours, as it is. */
function migrationsOf(manifest: Manifest, ours: Migration[]): Migration[] {
  const known = new Map(ours.map((migration) => [migration.name, migration]));
  return manifest.migrations.map(({ name, sha256 }) => {
    const migration = known.get(name);
    if (!migration) {
      throw new SetupError(
        `The backup is of a newer version of this program (${manifest.program}, with ${name}); restore it with that version.`,
      );
    }
    if (migration.sha256 !== sha256) {
      throw new SetupError(
        `Migration ${name} is not the one that the backup was made with; restore it with the program ${manifest.program} that made it.`,
      );
    }
    return migration;
  });
}

async function fill({ session, kind }: EmptyStore, { backup, onStep = () => {}, signal }: RestoreOptions) {
  const { parts, sequences } = backup.manifest;
  const tables = parts.filter((part): part is TablePart => part.kind === 'table');
  const rules = await suspendRules(session);
  for (const part of tables) {
    signal?.throwIfAborted();
    if (part.rows > 0) onStep(`filling ${part.table}: ${part.rows} rows`);
    await fillOne(session, part, await backup.read(part));
  }
  onStep('comparing every table with the backup');
  await compareTables(session, kind, tables);
  onStep('checking what belongs together');
  for (const statement of rules.restore) await session.script(statement);
  await setSequences(session, sequences);
  await fillFollowing(session);
  return tables.reduce((sum, { rows }) => sum + rows, 0);
}

/** How much of a table travels at a time. */
const PIECE_BYTES = 8 * 1024 * 1024;
const LINE_FEED = 10;

async function fillOne(session: Session, part: TablePart, text: Readable): Promise<void> {
  const table: BackupTable = { name: part.table, columns: part.columns };
  let held: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of text as AsyncIterable<Buffer>) {
      held.push(piece);
      bytes += piece.length;
      const end = bytes >= PIECE_BYTES ? piece.lastIndexOf(LINE_FEED) + 1 : 0;
      if (end === 0) continue;
      const whole = Buffer.concat([...held.slice(0, -1), piece.subarray(0, end)]);
      await fillTable(session, table, whole);
      held = [piece.subarray(end)];
      bytes = piece.length - end;
    }
    if (bytes > 0) await fillTable(session, table, Buffer.concat(held));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SetupError(`The rows of ${part.table} do not fit (${reason}). Nothing was changed.`, { cause: error });
  }
}

/** Reads back what was written and compares it with what was backed up, row by row in whatever order. */
async function compareTables(session: Session, kind: 'pg' | 'pglite', tables: TablePart[]): Promise<void> {
  const found = new Map<string, RowsDigest>();
  await readTables(session, kind, async ({ name }) => {
    const digest = new RowsDigest();
    found.set(name, digest);
    return { write: async (bytes) => digest.update(bytes), end: async () => {} };
  });
  for (const { table, rows, content } of tables) {
    const digest = found.get(table);
    if (digest?.rows === rows && digest.content === content) continue;
    throw new SetupError(
      `${table} is not what was backed up (${digest?.rows ?? 'no'} rows of ${rows}); nothing was changed. Please report this.`,
    );
  }
}

/**
 * A photograph goes to its place, where the same one may be already. A secret takes the place of another one, which is
 * put aside: what the tables hold may be readable with the backup's alone.
 */
async function putFile(part: FilePart, { backup, dataDir }: RestoreOptions): Promise<void> {
  if (!KEPT_FOLDERS.some((folder) => part.path.startsWith(`${folder}/`))) {
    throw new SetupError(`${MANIFEST} names ${part.path}, which is no photograph and no secret. Nothing was changed.`);
  }
  const path = join(dataDir, part.path);
  const isSecret = part.path.startsWith('secrets/');
  if (!isSecret && existsSync(path)) return;
  makeDirectory(dirname(path));
  const arriving = `${path}.restoring`;
  await pipeline(await backup.read(part), createWriteStream(arriving, { mode: 0o600, flush: true }));
  if (isSecret && existsSync(path)) {
    if ((await readFile(path)).equals(await readFile(arriving))) return void (await rename(arriving, path));
    await mkdir(join(dataDir, 'secrets-before'), { recursive: true, mode: 0o700 });
    await rename(path, join(dataDir, 'secrets-before', `${basename(path)}-${Date.now()}`));
  }
  await rename(arriving, path);
  const folder = await open(dirname(path), 'r');
  await folder.sync().finally(() => folder.close());
}
