import { zip } from 'fflate';
import { type DbfLosses, dbfBytes } from './dbf-bytes.ts';
import { esriWkt } from './esri-wkt.ts';
import { type Column, type Layer, WGS84 } from './layer.ts';
import { shortNames, utf8Size } from './short-names.ts';
import { shpBytes } from './shp-bytes.ts';
import { textEncoding } from './text-encoding.ts';

export interface ShapefileOptions {
  readonly encoding: 'utf-8' | 'gbk';
  /** who must be named, as attribution.txt in the archive; '' = nobody */
  readonly attribution: string;
  /** date of the tables and of the archive's entries */
  readonly writtenAt: Date;
}

/** A table needs a field. */
const NO_COLUMNS: readonly Column[] = [{ name: 'id', type: 'integer' }];

/**
 * Layers as zipped Shapefiles, one a layer: .shp, .shx, .dbf, .cpg, and .prj where its system has one.
 *
 * Names and texts stand in UTF-8 or GBK, which the .cpg names and, for GBK, the table's header too, so that old
 * programs read it. A layer has one kind of geometry. What did not fit is told, not hidden.
 *
 * @returns losses: by layer, in their order
 * @throws UnwritableLayer when a layer does not fit into the format
 */
export async function writeShapefile(
  layers: readonly Layer[],
  { encoding, attribution, writtenAt }: ShapefileOptions,
): Promise<{ zip: Uint8Array; losses: DbfLosses[] }> {
  const text = await textEncoding(encoding);
  const files: Record<string, Uint8Array> = {};
  const losses: DbfLosses[] = [];
  const names = shortNames(
    layers.map(({ name }) => fileName(name)),
    MAX_FILE_NAME_BYTES,
    utf8Size,
  );
  layers.forEach(({ columns, features, crs = WGS84 }, i) => {
    const { shp, shx } = shpBytes(features.map(({ geometry }) => geometry));
    const rows = features.map(({ properties }) => properties);
    const table = dbfBytes(columns.length > 0 ? columns : NO_COLUMNS, rows, text, writtenAt);
    const prj = crs.wkt && { prj: ascii(esriWkt(crs)) };
    const parts = { shp, shx, dbf: table.dbf, ...prj, cpg: ascii(text.cpg) };
    for (const [part, bytes] of Object.entries(parts)) files[`${names[i]}.${part}`] = bytes;
    losses.push(table.losses);
  });
  if (attribution) files['attribution.txt'] = new TextEncoder().encode(`${attribution}\n`);
  return { zip: await zipped(files, writtenAt), losses };
}

const MAX_FILE_NAME_BYTES = 120;
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Without what a file name may not hold on any system. */
const fileName = (name: string): string => name.replace(/[\p{Cc}\\/:*?"<>|.]+/gu, '_').trim() || 'layer';

const zipped = (files: Record<string, Uint8Array>, mtime: Date): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    zip(files, { mtime }, (error, bytes) => (error ? reject(error) : resolve(bytes)));
  });
