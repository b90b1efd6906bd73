import { access, constants, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import type { Topology } from 'topojson-specification';
import type { DbfLosses } from '../formats/dbf-bytes.ts';
import { type Layer, UnwritableLayer } from '../formats/layer.ts';
import { writeGeojson } from '../formats/write-geojson.ts';
import { InputError } from './command.ts';

const FORMATS = {
  '.geojson': 'geojson',
  '.json': 'geojson',
  '.topojson': 'topojson',
  '.zip': 'shapefile',
  '.gpkg': 'geopackage',
} as const;

/** Where features go: checked before any work is done. */
export interface Out {
  readonly path: string;
  readonly format: (typeof FORMATS)[keyof typeof FORMATS];
  /** of the texts of a Shapefile */
  readonly encoding: 'utf-8' | 'gbk';
}

/** What is written: features, and for TopoJSON the arcs that they share (null where there are none). */
export interface Written {
  readonly layer: Omit<Layer, 'name'>;
  readonly topology: ((name: string) => Topology) | null;
  readonly attribution: string;
}

/**
 * @param inputs  files that are read and may not be overwritten
 * @throws InputError when the ending is not known, or nothing can be written there
 */
export async function checkOut(path: string, encoding: Out['encoding'], inputs: readonly string[]): Promise<Out> {
  const ending = extname(path).toLowerCase();
  if (!(ending in FORMATS))
    throw new InputError(
      `${basename(path)} cannot be written: "${ending}" is no ending of a format; take .geojson, .topojson, .zip (Shapefile) or .gpkg.`,
    );
  if (inputs.some((input) => resolve(input) === resolve(path)))
    throw new InputError(`${path} is the file that is read; name another one with --out.`);
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw unwritable(path, error);
    return null;
  });
  if (info?.isDirectory()) throw new InputError(`${path} is a directory; name a file with --out.`);
  for (const place of [dirname(path), ...(info ? [path] : [])])
    await access(place, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
      throw unwritable(path, error);
    });
  return { path, format: FORMATS[ending as keyof typeof FORMATS], encoding };
}

function unwritable(path: string, { code, message }: NodeJS.ErrnoException): InputError {
  const why = code === 'ENOENT' ? `the folder ${dirname(path)} does not exist; make it first` : (code ?? message);
  return new InputError(`${path} cannot be written: ${why}.`);
}

/**
 * Writes the file as a whole or not at all.
 *
 * @param now     date in the file
 * @returns       sentences about what the format could not hold
 * @throws InputError when the format cannot hold the features, or the disk does not take them
 */
export async function writePlaces({ path, format, encoding }: Out, written: Written, now: Date): Promise<string[]> {
  const notes: string[] = [];
  const making = `${path}.making-${process.pid}`;
  try {
    await writeFile(making, await contentOf(format, encoding, basename(path, extname(path)), written, now, notes));
    await rename(making, path);
    return notes;
  } catch (error) {
    await rm(making, { force: true });
    if (error instanceof UnwritableLayer) throw new InputError(`${path} cannot be written: ${error.message}.`);
    if ((error as NodeJS.ErrnoException).syscall) throw unwritable(path, error as NodeJS.ErrnoException);
    throw error;
  }
}

type Content = Uint8Array | string | Iterable<string>;

async function contentOf(
  format: Out['format'],
  encoding: Out['encoding'],
  name: string,
  { layer, topology, attribution }: Written,
  writtenAt: Date,
  notes: string[],
): Promise<Content> {
  const named: Layer = { name, ...layer };
  switch (format) {
    case 'geojson':
      return writeGeojson(named, attribution);
    case 'topojson':
      if (!topology) throw new UnwritableLayer('these are no areas that share borders; take .geojson');
      return `${JSON.stringify({ ...topology(name), ...(attribution && { attribution }) })}\n`;
    case 'geopackage': {
      const { writeGeopackage } = await import('../formats/write-geopackage.ts');
      return writeGeopackage([named], { attribution, writtenAt });
    }
    case 'shapefile': {
      const { writeShapefile } = await import('../formats/write-shapefile.ts');
      const { zip, losses } = await writeShapefile([named], { encoding, attribution, writtenAt });
      notes.push(...losses.flatMap(sentencesOf));
      return zip;
    }
  }
}

function sentencesOf({ renamed, cut, unencodable }: DbfLosses): string[] {
  const list = (entries: Iterable<[string, string | number]>): string =>
    [...entries].map(([from, to]) => `${from} → ${to}`).join(', ');
  return [
    ...(renamed.size > 0 ? [`A Shapefile has names of at most 10 bytes: ${list(renamed)}.`] : []),
    ...(cut.size > 0 ? [`A Shapefile has texts of at most 254 bytes; so many were cut: ${list(cut)}.`] : []),
    ...(unencodable > 0 ? [`${unencodable} characters are not in GBK and stand as "?"; take --encoding utf-8.`] : []),
  ];
}
