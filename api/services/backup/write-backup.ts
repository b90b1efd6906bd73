import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { type FileHandle, mkdir, mkdtemp, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { create } from 'tar';
import project from '../../../package.json' with { type: 'json' };
import { type BackupTable, BEGIN_SNAPSHOT, readCounties, readSequences, readTables } from '../../db/backup-tables.ts';
import { appliedMigrations } from '../../db/migrate.ts';
import type { OpenedDatabase } from '../../db/open.ts';
import { SetupError } from '../../db/setup-error.ts';
import { encrypting, keyOf, newSalt, sealOf } from './cipher.ts';
import { FORMAT_VERSION, MANIFEST, type Manifest, type Part, sealedText } from './manifest.ts';
import { RowsDigest, tap } from './rows-digest.ts';

export interface BackupOptions {
  database: OpenedDatabase;
  /** folder whose photographs and secrets come along */
  dataDir: string;
  /** the file to write, which must not be there */
  file: string;
  /** encrypts everything but the table of contents */
  passphrase?: string | null;
  onStep?: (step: string) => void;
  signal?: AbortSignal;
}

export interface WrittenBackup {
  manifest: Manifest;
  bytes: number;
  /** how long the embedded database served nobody else */
  heldMs: number;
}

/** Folders of DATA_DIR that a backup holds; the others are made anew or hold what is on its way. */
export const KEPT_FOLDERS = ['photos', 'secrets'] as const;

/** Photographs and the like cannot be made smaller, tables can to a sixth. */
const GZIP_LEVEL = 4;

/**
 * Writes a store into one file: every table at one moment, the photographs, the secrets. It has its name only when it is
 * whole and on the disk; until then it lies in a folder beside it, which an interrupted backup leaves behind.
 *
 * The rows are copied first and made small afterwards, so that the embedded database waits as shortly as can be.
 *
 * @throws SetupError when the file is there already or cannot be written; the signal's reason
 */
export function writeBackup(options: BackupOptions): Promise<WrittenBackup> {
  const { database, file, signal } = options;
  if (existsSync(file)) throw new SetupError(`${file} is there already; name another file.`);
  return database.alone(
    'backup',
    async () => {
      let staging: string | undefined;
      try {
        staging = await mkdtemp(`${file}.partial-`);
        return await writeThrough(staging, options);
      } catch (error) {
        throw writable(error, file);
      } finally {
        if (staging) await rm(staging, { recursive: true, force: true });
      }
    },
    { ...(signal && { signal }) },
  );
}

/** What the file system refuses, told with what to do. */
function writable(error: unknown, file: string): unknown {
  if (!(error instanceof Error && 'syscall' in error)) return error;
  const full = 'code' in error && error.code === 'ENOSPC';
  return new SetupError(
    full
      ? `There is no room for the backup in ${dirname(file)}; make room or name a file on another disk. Nothing was left behind.`
      : `The backup ${file} cannot be written (${error.message}); name a file in a folder that you may write.`,
    { cause: error },
  );
}

async function writeThrough(staging: string, options: BackupOptions): Promise<WrittenBackup> {
  const { database, dataDir, file, passphrase, onStep = () => {}, signal } = options;
  const salt = passphrase ? newSalt() : null;
  const key = passphrase && salt ? keyOf(passphrase, salt) : null;
  onStep('reading the tables');
  const { tables, heldMs, ...snapshot } = await takeSnapshot(database, staging, signal);
  const parts: Part[] = [];
  onStep('packing the tables');
  for (const table of tables) {
    signal?.throwIfAborted();
    const raw = rawPath(staging, table);
    const path = `tables/${table.name}.gz`;
    const digest = new RowsDigest();
    const packed = await pack(raw, staging, path, [digest.tap(), createGzip({ level: GZIP_LEVEL })], key);
    const { rows, content } = digest;
    parts.push({ kind: 'table', path, ...packed, table: table.name, columns: table.columns, rows, content });
    await rm(raw);
  }
  onStep('packing the photographs and secrets');
  for (const path of await keptFiles(dataDir)) {
    signal?.throwIfAborted();
    const packed = await pack(join(dataDir, path), staging, path, [], key).catch(ifGone);
    if (packed) parts.push({ kind: 'file', path, ...packed });
  }
  const { postgres, postgis } = database.versions;
  const contents: Omit<Manifest, 'seal'> = {
    format: 'tongxin-backup',
    formatVersion: FORMAT_VERSION,
    program: project.version,
    ...snapshot,
    database: { kind: database.kind, postgres, postgis },
    parts,
    encryption: salt === null ? null : { salt },
  };
  const manifest = { ...contents, seal: key ? sealOf(key, sealedText(contents)) : '' };
  await writeFile(join(staging, MANIFEST), JSON.stringify(manifest, null, 1));
  onStep('writing the file');
  const bytes = await archive(staging, file, [MANIFEST, ...parts.map(({ path }) => path)]);
  return { manifest, bytes, heldMs };
}

const rawPath = (staging: string, { name }: BackupTable): string => join(staging, `${name}.rows`);

/** Everything that one moment of the database shows, its rows as files. */
async function takeSnapshot(database: OpenedDatabase, staging: string, signal: AbortSignal | undefined) {
  const session = await database.owner.checkout();
  const started = performance.now();
  try {
    await session.script(BEGIN_SNAPSHOT);
    const migrations = await appliedMigrations(session);
    if (migrations.length === 0) throw new SetupError('There is nothing to back up: the database has no tables yet.');
    const tables: BackupTable[] = [];
    await readTables(session, database.kind, async (table) => {
      signal?.throwIfAborted();
      tables.push(table);
      const target = await open(rawPath(staging, table), 'wx', 0o600);
      return { write: (bytes) => target.appendFile(bytes), end: () => target.close() };
    });
    const counties = await readCounties(session);
    const sequences = await readSequences(session);
    return {
      at: new Date().toISOString(),
      migrations,
      counties,
      sequences,
      tables,
      heldMs: performance.now() - started,
    };
  } finally {
    await session.script('rollback').catch(() => {});
    session.release();
  }
}

/** Copies a file into the staging folder through what makes it small and unreadable. */
async function pack(
  from: string,
  staging: string,
  path: string,
  through: Transform[],
  key: Buffer | null,
): Promise<{ bytes: number; sha256: string }> {
  const to = join(staging, path);
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const hash = createHash('sha256');
  let bytes = 0;
  const measure = tap((piece) => {
    hash.update(piece);
    bytes += piece.length;
  });
  const cipher = key ? [encrypting(key, path)] : [];
  await pipeline([createReadStream(from), ...through, ...cipher, measure, createWriteStream(to, { mode: 0o600 })]);
  return { bytes, sha256: hash.digest('hex') };
}

/** Files below the kept folders, as paths from DATA_DIR with slashes. */
async function keptFiles(dataDir: string): Promise<string[]> {
  const found: string[] = [];
  for (const folder of KEPT_FOLDERS) {
    const entries = await readdir(join(dataDir, folder), { recursive: true, withFileTypes: true }).catch(ifGone);
    for (const entry of entries ?? []) {
      if (entry.isFile())
        found.push(
          join(entry.parentPath, entry.name)
            .slice(dataDir.length + 1)
            .replaceAll('\\', '/'),
        );
    }
  }
  return found.sort();
}

/** A photograph that nothing names any more may be swept away while it is looked at. */
function ifGone(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw error;
}

/** Puts the staged files into one and gives it its name when it is on the disk; its size. */
async function archive(staging: string, file: string, paths: string[]): Promise<number> {
  const whole = join(staging, basename(file));
  await create({ cwd: staging, file: whole, portable: true, mode: 0o600, noDirRecurse: true }, paths);
  await flushed(await open(whole, 'r'));
  await rename(whole, file);
  await flushed(await open(dirname(file), 'r'));
  return (await stat(file)).size;
}

async function flushed(handle: FileHandle): Promise<void> {
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
