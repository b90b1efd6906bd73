import { open } from 'node:fs/promises';
import type { ExportLosses } from '../../contract/exports.ts';
import type { LayerExport, LayerFormat } from '../../contract/layer-exports.ts';
import { type Layer, type LayerFeature, UnwritableLayer } from '../../formats/layer.ts';
import { textEncoding } from '../../formats/text-encoding.ts';
import { writeCsv } from '../../formats/write-csv.ts';
import { writeFlatgeobuf } from '../../formats/write-flatgeobuf.ts';
import { writeGeojson } from '../../formats/write-geojson.ts';
import { writeGeopackage } from '../../formats/write-geopackage.ts';
import { writeKml, writeKmz } from '../../formats/write-kml.ts';
import { writeShapefile } from '../../formats/write-shapefile.ts';
import { writeXlsx } from '../../formats/write-xlsx.ts';
import { ProblemError } from '../../problems.ts';

export const LAYER_FILES: Readonly<Record<LayerFormat, { mediaType: string; extension: string }>> = {
  geojson: { mediaType: 'application/geo+json', extension: 'geojson' },
  shapefile: { mediaType: 'application/zip', extension: 'zip' },
  geopackage: { mediaType: 'application/geopackage+sqlite3', extension: 'gpkg' },
  flatgeobuf: { mediaType: 'application/vnd.flatgeobuf', extension: 'fgb' },
  kml: { mediaType: 'application/vnd.google-earth.kml+xml', extension: 'kml' },
  kmz: { mediaType: 'application/vnd.google-earth.kmz', extension: 'kmz' },
  csv: { mediaType: 'text/csv', extension: 'csv' },
  xlsx: { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', extension: 'xlsx' },
};

interface Options {
  encoding: LayerExport['encoding'];
  /** who must be named, in both languages; '' = nobody */
  attribution: string;
  title: string;
  writtenAt: Date;
}
interface Content {
  pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;
  losses: ExportLosses;
}
type Write = (layer: Layer, options: Options) => Content | Promise<Content>;

const whole = (bytes: Uint8Array, losses: ExportLosses = []): Content => ({ pieces: [bytes], losses });

/** Features without a place, for a format that cannot hold them. */
function placelessIn({ name, features }: Layer): ExportLosses {
  const placeless = features.filter(({ geometry }) => geometry === null).length;
  return placeless > 0 ? [{ layer: name, renamed: {}, cut: {}, unencodable: 0, placeless }] : [];
}

const CONTENTS: Readonly<Record<LayerFormat, Write>> = {
  geojson: (layer, { attribution }) => ({ pieces: writeGeojson(layer, attribution), losses: [] }),
  shapefile: async (layer, options) => {
    const layers = byKind(layer);
    const { zip, losses } = await writeShapefile(layers, options);
    const told = losses.map(({ renamed, cut, unencodable }, i) => ({
      ...{ layer: layers[i]!.name, unencodable },
      ...{ renamed: Object.fromEntries(renamed), cut: Object.fromEntries(cut) },
    }));
    const isLoss = ({ renamed, cut, unencodable }: ExportLosses[number]): boolean =>
      unencodable > 0 || Object.keys(renamed).length > 0 || Object.keys(cut).length > 0;
    return whole(zip, told.filter(isLoss));
  },
  geopackage: async (layer, options) => whole(await writeGeopackage([layer], options)),
  flatgeobuf: (layer, { attribution }) => ({
    pieces: writeFlatgeobuf(layer, attribution),
    losses: placelessIn(layer),
  }),
  kml: (layer, { attribution }) => ({ pieces: writeKml(layer, attribution), losses: [] }),
  kmz: async (layer, { attribution, writtenAt }) => whole(await writeKmz(layer, attribution, writtenAt)),
  csv: async ({ name, columns, features }, { encoding }) => {
    const rows = features.map(({ properties }) => properties);
    if (encoding === 'utf-8') return { pieces: writeCsv(columns, rows), losses: [] };
    const { encode, missing } = await textEncoding(encoding);
    let unencodable = 0;
    const pieces: Uint8Array[] = [];
    for (const text of writeCsv(columns, rows, false)) {
      unencodable += missing(text);
      pieces.push(encode(text));
    }
    return { pieces, losses: unencodable > 0 ? [{ layer: name, renamed: {}, cut: {}, unencodable }] : [] };
  },
  xlsx: async ({ name, columns, features }, { title, writtenAt }) =>
    whole(
      await writeXlsx([{ name, columns, rows: features.map(({ properties }) => properties) }], { title, writtenAt }),
    ),
};

/**
 * Writes a layer to a file that is not there yet.
 *
 * @returns its size, and what the format could not hold
 * @throws ProblemError 'invalid-request' when the format has no room for it
 */
export async function writeLayerFile(
  path: string,
  layer: Layer,
  format: LayerFormat,
  options: Options,
): Promise<{ bytes: number; losses: ExportLosses }> {
  try {
    const { pieces, losses } = await CONTENTS[format](layer, options);
    const file = await open(path, 'w', 0o600);
    try {
      for await (const piece of inLargePieces(pieces)) await file.appendFile(piece);
      await file.sync();
      return { bytes: (await file.stat()).size, losses };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (!(error instanceof UnwritableLayer)) throw error;
    throw new ProblemError('invalid-request', error.message, { reason: 'unwritable' });
  }
}

const PIECE_BYTES = 1024 * 1024;

/** A feature a call of the system would take longer than making it. */
async function* inLargePieces(pieces: Content['pieces']): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    held.push(bytes);
    size += bytes.length;
    if (size < PIECE_BYTES) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}

const KINDS = [
  { ending: 'point', holds: /Point$/ },
  { ending: 'line', holds: /LineString$/ },
  { ending: 'area', holds: /Polygon$/ },
] as const;

/** A Shapefile holds one kind of shape: water is one of lines and one of areas. */
function byKind(layer: Layer): Layer[] {
  const kindOf = ({ geometry }: LayerFeature): number =>
    geometry === null ? -1 : KINDS.findIndex(({ holds }) => holds.test(geometry.type));
  const kinds = KINDS.map((_, kind) => layer.features.filter((feature) => kindOf(feature) === kind));
  const there = kinds.flatMap((features, kind) => (features.length > 0 ? [{ features, kind }] : []));
  if (there.length < 2) return [layer];
  return there.map(({ features, kind }) => ({ ...layer, name: `${layer.name}_${KINDS[kind]!.ending}`, features }));
}
