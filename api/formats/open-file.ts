import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type ByteSource, type FeatureStream, MAX_FILE_BYTES, MB, UnreadableFile } from './file-features.ts';
import { readGeojson } from './geojson.ts';
import { readShapefile } from './shapefile.ts';

/**
 * Opens a file of any format that is read here; the first bytes decide, not the name.
 *
 * @throws UnreadableFile when it is not there, not a file, or too large
 */
export async function openFile(path: string): Promise<() => FeatureStream> {
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new UnreadableFile(`${path} cannot be opened (${error.code ?? error.message})`, { cause: error });
  });
  if (!info.isFile()) throw new UnreadableFile(`${path} is not a file`);
  if (info.size > MAX_FILE_BYTES)
    throw new UnreadableFile(
      `The file has ${Math.ceil(info.size / MB)} MB, the limit is ${MAX_FILE_BYTES / MB} MB; gzip it, or split it and import the parts with --mode add`,
      { tooLarge: true },
    );
  const source: ByteSource = () => createReadStream(path, { highWaterMark: 1 << 18 });
  return (await isZip(source)) ? () => readShapefile(source) : () => readGeojson(source);
}

async function isZip(source: ByteSource): Promise<boolean> {
  for await (const bytes of source()) return bytes[0] === 0x50 && bytes[1] === 0x4b;
  throw new UnreadableFile('The file is empty');
}
