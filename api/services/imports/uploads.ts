import { randomUUID } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDirectory } from '../../db/make-directory.ts';
import { MAX_FILE_BYTES, MB } from '../../formats/file-features.ts';
import { ProblemError } from '../../problems.ts';

/** Files that are being imported: each under the id of its batch, until that has landed or was thrown away. */
export const uploadPath = (folder: string, batch: string): string => join(folder, batch);

const tooLarge = (): ProblemError =>
  new ProblemError(
    'file-too-large',
    `The file has more than ${MAX_FILE_BYTES / MB} MB, the limit; gzip it, or split it and import the parts one after another`,
    { reason: 'file-limit', values: { mb: MAX_FILE_BYTES / MB } },
  );

/** @throws ProblemError 'file-too-large' before a byte is read, from what the sender announces */
export function refuseAnnounced(contentLength: string | undefined): void {
  if (contentLength !== undefined && Number(contentLength) > MAX_FILE_BYTES) throw tooLarge();
}

/**
 * Writes a body to a file of its own, as it arrives.
 *
 * @returns its path; the caller moves or removes it
 * @throws ProblemError 'file-too-large' at the first byte too many, 'unreadable-file' for an empty body; no file is left
 */
export async function receiveUpload(folder: string, body: ReadableStream<Uint8Array> | null): Promise<string> {
  if (!body)
    throw new ProblemError('unreadable-file', 'The request has no body; send the file itself', {
      reason: 'file-empty',
    });
  makeDirectory(folder);
  const path = join(folder, `${randomUUID()}${PART}`);
  const file = await open(path, 'wx', 0o600);
  let bytes = 0;
  try {
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > MAX_FILE_BYTES) throw tooLarge();
      await file.write(chunk);
    }
    if (bytes === 0) throw new ProblemError('unreadable-file', 'The file is empty', { reason: 'file-empty' });
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
  await file.close();
  return path;
}
const PART = '.part';

/**
 * Opens the batch of a file that was received and keeps the file under the batch's id.
 *
 * @throws what `openBatch` throws; the file is gone then
 */
export async function keepUpload(folder: string, path: string, openBatch: () => Promise<string>): Promise<string> {
  try {
    const batch = await openBatch();
    await rename(path, uploadPath(folder, batch));
    return batch;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

export const dropUpload = (folder: string, batch: string): Promise<void> =>
  rm(uploadPath(folder, batch), { force: true });

/** Previews are kept so long; their files too. */
const KEPT_MS = 7 * 24 * 3600 * 1000;
/** An upload that has not grown for so long is dead; a younger one may be another process's, just arriving. */
const ARRIVING_MS = 3600 * 1000;

/** Removes halves of uploads that no longer grow, and files that nobody came back to for a week. */
export async function sweepUploads(folder: string, now = Date.now()): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  for (const name of names) {
    const path = join(folder, name);
    const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    const keptMs = name.endsWith(PART) ? ARRIVING_MS : KEPT_MS;
    if (info && now - info.mtimeMs > keptMs) await rm(path, { force: true });
  }
}
