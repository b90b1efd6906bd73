import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar';
import { SetupError } from '../../db/setup-error.ts';
import { decrypted, isSeal, keyOf } from './cipher.ts';
import { FORMAT_VERSION, MANIFEST, type Manifest, manifest, type Part, sealedText } from './manifest.ts';

/** A backup that was unpacked and found whole. */
export interface OpenBackup {
  manifest: Manifest;
  /** the text of a part: lines of a table, bytes of a file */
  read(part: Part): Promise<Readable>;
  /** removes what was unpacked */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** folder to unpack in */
  scratch: string;
  /** asked for only where the backup is encrypted */
  passphrase(): Promise<string | null>;
  signal?: AbortSignal;
}

/**
 * Unpacks a backup and compares every part with its table of contents, so that a damaged one is refused before anything
 * is touched.
 *
 * @throws SetupError when the file is none of this program's backups, is damaged, or the passphrase is another one
 */
export async function openBackup(file: string, options: OpenOptions): Promise<OpenBackup> {
  if (!existsSync(file)) throw new SetupError(`There is no file ${file}.`);
  const folder = await mkdtemp(join(options.scratch, 'unpacked-'));
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await unpack(file, folder);
    const contents = await readManifest(file, folder);
    const key = await keyFor(contents, file, options.passphrase);
    for (const part of contents.parts) {
      options.signal?.throwIfAborted();
      await compare(file, folder, part);
    }
    const read = async (part: Part): Promise<Readable> => {
      const path = join(folder, part.path);
      const text = key ? await decrypted(key, part.path, path) : createReadStream(path);
      return part.kind === 'table' ? unzipped(text) : text;
    };
    return { manifest: contents, read, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A failure of what comes before ends it, so that whoever reads it hears of it. */
const unzipped = (text: Readable): Readable => pipeline(text, createGunzip(), () => {});

async function unpack(file: string, folder: string): Promise<void> {
  try {
    // Files alone: a link or a device in an archive is nobody's backup.
    await extract({ cwd: folder, file, strict: true, filter: (_path, entry) => 'type' in entry && isFile(entry.type) });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC') throw new SetupError(`There is no room to unpack ${file} in ${folder}; make room there.`);
    throw new SetupError(`${file} cannot be read as a backup of this program (${message}); take another one.`, {
      cause: error,
    });
  }
}

const isFile = (type: string): boolean => type === 'File' || type === 'OldFile';

async function readManifest(file: string, folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => null);
  if (text === null) throw new SetupError(`${file} is no backup of this program: it has no ${MANIFEST}.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw damaged(file, MANIFEST);
  }
  const { formatVersion } = (json ?? {}) as { formatVersion?: unknown };
  if (typeof formatVersion === 'number' && formatVersion > FORMAT_VERSION) {
    throw new SetupError(`${file} was written by a newer version of this program; restore it with that version.`);
  }
  const parsed = manifest.safeParse(json);
  if (!parsed.success) throw damaged(file, MANIFEST);
  return parsed.data;
}

async function keyFor(
  contents: Manifest,
  file: string,
  passphrase: () => Promise<string | null>,
): Promise<Buffer | null> {
  if (!contents.encryption) return null;
  const given = await passphrase();
  if (!given) throw new SetupError(`${file} is encrypted; give its passphrase with --passphrase-stdin.`);
  const key = keyOf(given, contents.encryption.salt);
  if (isSeal(key, sealedText(contents), contents.seal)) return key;
  throw new SetupError(`The passphrase does not open ${file}: it is another one, or the file was changed.`);
}

async function compare(file: string, folder: string, { path, bytes, sha256 }: Part): Promise<void> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const piece of createReadStream(join(folder, path))) {
      hash.update(piece);
      size += piece.length;
    }
  } catch {
    throw damaged(file, path);
  }
  if (size !== bytes || hash.digest('hex') !== sha256) throw damaged(file, path);
}

const damaged = (file: string, part: string): SetupError =>
  new SetupError(
    `${file} is damaged: ${part} is missing or not as it was written. Nothing was changed; take another backup.`,
  );
