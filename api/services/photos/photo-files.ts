import { createHash, randomUUID } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../db/database.ts';
import { makeDirectory } from '../../db/make-directory.ts';
import { forgetLostPhotos, listKnownPhotos } from '../../db/photos.ts';

/** Files lie under their hashes, a folder a county; a name that somebody gave is never part of a path. */
export const photoPath = (folder: string, county: string, id: string): string => join(folder, county, id);

/** Bytes that no row tells of may be just arriving. */
const ARRIVING_MS = 3_600_000;
const PHOTO_ID = /^[0-9a-f]{64}$/;

/**
 * Writes a photo so that it is there, whole, before any row tells of it: also after a loss of power. One that is there is
 * written anew, so that it is too young to be swept.
 *
 * @returns its id, the SHA-256 of the bytes
 */
export async function writePhoto(folder: string, county: string, bytes: Uint8Array): Promise<string> {
  const id = createHash('sha256').update(bytes).digest('hex');
  const home = join(folder, county);
  makeDirectory(home);
  const arriving = join(home, `${id}.${randomUUID()}`);
  try {
    const file = await open(arriving, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(arriving, photoPath(folder, county, id));
  } catch (error) {
    await rm(arriving, { force: true });
    throw error;
  }
  const directory = await open(home, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
  return id;
}

/** Removes photos that no thing shows, and what a kill left between a file and its row. */
export async function sweepPhotos(folder: string, database: Database, now = Date.now()): Promise<void> {
  await forgetLostPhotos(database);
  for (const county of await namesIn(folder)) {
    const home = join(folder, county);
    const old: string[] = [];
    for (const name of await namesIn(home))
      if (now - (await changedAt(join(home, name), now)) > ARRIVING_MS) old.push(name);
    const ids = old.filter((name) => PHOTO_ID.test(name));
    const known = await listKnownPhotos(database.as({ county, role: 'viewer' }), county, ids);
    for (const name of old) if (!known.has(name)) await rm(join(home, name), { force: true });
  }
}

const namesIn = (path: string): Promise<string[]> => orWhenGone(readdir(path), []);
const changedAt = (path: string, whenGone: number): Promise<number> =>
  orWhenGone(
    stat(path).then(({ mtimeMs }) => mtimeMs),
    whenGone,
  );

const orWhenGone = <T>(asked: Promise<T>, whenGone: T): Promise<T> =>
  asked.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return whenGone;
    throw error;
  });
