import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type ByteSource, type FeatureStream, MAX_FILE_BYTES, MB, UnreadableFile } from './file-features.ts';
import { readGeojson } from './geojson.ts';

/**
 * Opens a file of any format that is read here; the first bytes decide, not the name.
 *
 * @throws UnreadableFile when it is not there, not a file, or too large
 */
export async function openFile(path: string): Promise<() => FeatureStream> {
  const source = await openBytes(path);
  if (!(await isZip(source))) return () => readGeojson(source);
  const { readShapefile } = await import('./shapefile.ts'); // its libraries take a while to load
  return () => readShapefile(source);
}

/**
 * The bytes of a file, which is checked to be there.
 *
 * @throws UnreadableFile when it is not there, not a file, or too large
 */
export async function openBytes(path: string): Promise<ByteSource> {
  // The folder is the server's own matter.
  const name = basename(path);
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    const gone = error.code === 'ENOENT' ? '; there is no such file, or not any more: send it again' : '';
    throw new UnreadableFile(`${name} cannot be opened (${error.code ?? 'unknown reason'})${gone}`, {
      cause: error,
      ...(gone ? { reason: 'file-gone' } : {}),
    });
  });
  if (!info.isFile()) throw new UnreadableFile(`${name} is not a file`);
  if (info.size > MAX_FILE_BYTES)
    throw new UnreadableFile(
      `The file has ${Math.ceil(info.size / MB)} MB, the limit is ${MAX_FILE_BYTES / MB} MB; gzip it, or split it and import the parts with --mode add`,
      { tooLarge: true, reason: 'file-limit', values: { mb: MAX_FILE_BYTES / MB } },
    );
  return () => createReadStream(path, { highWaterMark: 1 << 18 });
}

/** Whether it is a file of features, or else a table: the first bytes of a zip, a gzip, or JSON. */
export async function holdsFeatures(path: string): Promise<boolean> {
  const source = await openBytes(path);
  if (await isZip(source)) return true;
  for await (const bytes of source()) {
    const gzipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return (
      gzipped || /^\ufeff?\s*[{[]/.test(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, 256)))
    );
  }
  return false;
}

async function isZip(source: ByteSource): Promise<boolean> {
  for await (const bytes of source()) return bytes[0] === 0x50 && bytes[1] === 0x4b;
  throw new UnreadableFile('The file is empty', { reason: 'file-empty' });
}
