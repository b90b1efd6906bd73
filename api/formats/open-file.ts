import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FileFormat } from '../contract/words.ts';
import {
  type ByteSource,
  type FeatureStream,
  type FileWish,
  MAX_FILE_BYTES,
  MB,
  NO_WISH,
  UnreadableFile,
} from './file-features.ts';
import { readGeojson } from './geojson.ts';
import { sniff } from './sniff.ts';

/**
 * Opens a file of any format that is read here; the first bytes decide, not the name.
 *
 * @param wish  which of its layers, and how a table is read
 * @throws UnreadableFile when it is not there, not a file, too large, or of another format
 */
export async function openFile(path: string, wish: FileWish = NO_WISH): Promise<() => FeatureStream> {
  const { format, source } = await sniff(await openBytes(path));
  const read = await READERS[format]();
  return () => read(source, wish);
}

/** Their libraries take a while to load: only that of the file at hand is. */
const READERS: Record<FileFormat, () => Promise<(source: ByteSource, wish: FileWish) => FeatureStream>> = {
  geojson: async () => readGeojson,
  shapefile: async () => (await import('./shapefile.ts')).readShapefile,
  geopackage: async () => (await import('./read-geopackage.ts')).readGeopackage,
  flatgeobuf: async () => (await import('./read-flatgeobuf.ts')).readFlatgeobuf,
  kml: async () => (await import('./read-kml.ts')).readKml,
  csv: async () => (await import('./read-csv.ts')).readCsvFeatures,
  xlsx: async () => (await import('./read-xlsx.ts')).readXlsx,
};

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

/** @throws as `openFile` */
export const formatOf = async (path: string): Promise<FileFormat> => (await sniff(await openBytes(path))).format;
