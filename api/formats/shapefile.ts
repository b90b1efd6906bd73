import { parseDbf, parseShp } from 'shpjs';
import { firstPosition } from './check-feature.ts';
import { storableProperties } from './check-values.ts';
import { type DbfLayout, dbfLayout, decodeField, detectEncoding, type Encoding } from './dbf-text.ts';
import {
  type ByteSource,
  type CrsStatement,
  type FeatureStream,
  type FileFault,
  type FileFeature,
  type FileWish,
  NO_WISH,
  nameOf,
  pickLayer,
  type ReadRow,
  UnreadableFile,
} from './file-features.ts';
import { unzip, zipEntries } from './unzip.ts';

type FileGeometry = NonNullable<FileFeature['geometry']>;
const PARTS = ['shp', 'shx', 'dbf', 'prj', 'cpg'] as const;
/** Rows that are turned into objects at a time. */
const BATCH = 500;

/**
 * Reads a zipped Shapefile in the coordinates of its .prj, which is handed on, not applied.
 *
 * Texts: .cpg, then the header's language byte, then what the bytes allow (UTF-8, GBK). Dates become yyyy-mm-dd,
 * empty numbers null. Deleted records are left out with their shapes. Heights and measures are dropped. Of several
 * Shapefiles in the archive the one asked for, else the first.
 *
 * @throws UnreadableFile when a part is missing (by name) or damaged
 */
export async function* readShapefile(source: ByteSource, wish: FileWish = NO_WISH): FeatureStream {
  const paths = (await zipEntries(source)).filter(isPart);
  const stems = [...new Set(paths.filter((path) => extensionOf(path) === 'shp').map(stemOf))];
  if (stems.length === 0)
    throw new UnreadableFile(`The zip archive holds no Shapefile: ${missing(paths)}`, { reason: 'shapefile-parts' });
  const layers = stems.map((stem) => ({ name: stem, rows: null }));
  const { name } = pickLayer(layers, wish.layer);
  const { shp, dbf, prj, cpg } = partsOf(name, await unzip(source, (path) => isPart(path) && stemOf(path) === name));
  const offsets = shapeOffsets(shp, `${name}.shp`);
  const layout = dbfLayout(dbf, `${name}.dbf`);
  const encoding = detectEncoding(dbf, layout, cpg);
  const faults: FileFault[] = [];
  const warn = (kind: string, detail: string): void => {
    faults.push({ kind, severity: 'warning', row: null, at: null, detail, mendable: false });
  };
  if (encoding.guess) warn('encoding', encoding.guess);
  const shapeType = new DataView(shp.buffer, shp.byteOffset).getInt32(32, true);
  if (shapeType > 10) warn('heights-dropped', 'The shapes have heights or measures; they are left out');

  const mixed: MixedTexts = { rows: [], count: 0 };
  let row = 0;
  for (const batch of batches(offsets)) {
    const geometries = parseShapes(shp, batch, `${name}.shp`);
    if (row + geometries.length > layout.records)
      throw new UnreadableFile(
        `${name}.dbf has ${layout.records} records, fewer than ${name}.shp has shapes; export again`,
      );
    const records = parseRecords(dbf, layout, row, geometries.length, encoding, mixed);
    for (const [i, geometry] of geometries.entries()) {
      row += 1;
      if (!isDeleted(dbf, layout, row - 1)) yield readRow(row, geometry, records[i]!);
    }
  }
  if (row < layout.records)
    throw new UnreadableFile(`${name}.shp has ${row} shapes, fewer than ${name}.dbf has records; export again`);
  if (mixed.count > 0)
    warn(
      'mixed-encoding',
      `${mixed.count} rows hold texts in another encoding than the others (${mixed.rows.join(', ')}${mixed.count > mixed.rows.length ? ', …' : ''}) and were read as such; check their names`,
    );
  return {
    format: 'shapefile',
    ...(layers.length > 1 && { layers, layer: name }),
    ...{ crs: prj === null ? null : crsOf(prj), attribution: '', faults },
  };
}

const extensionOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1).toLowerCase();
const isPart = (path: string): boolean =>
  !path.includes('__MACOSX') && (PARTS as readonly string[]).includes(extensionOf(path));

const stemOf = (path: string): string => path.slice(0, path.lastIndexOf('.'));

interface Parts {
  shp: Uint8Array;
  dbf: Uint8Array;
  prj: string | null;
  cpg: string | null;
}

function partsOf(stem: string, files: Map<string, Uint8Array>): Parts {
  const parts = new Map([...files].map(([path, bytes]) => [extensionOf(path), bytes]));
  const dbf = parts.get('dbf');
  if (!dbf)
    throw new UnreadableFile(
      `${stem}.dbf is missing from the zip archive; a Shapefile needs its .shp and .dbf together`,
      { reason: 'shapefile-parts' },
    );
  const text = (part: string): string | null => {
    const bytes = parts.get(part);
    return bytes ? new TextDecoder().decode(bytes).trim() || null : null;
  };
  return { shp: parts.get('shp')!, dbf, prj: text('prj'), cpg: text('cpg') };
}

function missing([first]: readonly string[]): string {
  return first === undefined ? 'no .shp, no .dbf; zip all parts of it together' : `${stemOf(first)}.shp is missing`;
}

/** Where each record of the .shp starts, checked against the file's end. */
function shapeOffsets(shp: Uint8Array, name: string): number[] {
  if (shp.byteLength < 100) throw new UnreadableFile(`${name} is damaged (too short); export the Shapefile again`);
  const view = new DataView(shp.buffer, shp.byteOffset, shp.byteLength);
  if (view.getInt32(0) !== 9994) throw new UnreadableFile(`${name} is not a Shapefile (its first bytes are wrong)`);
  const offsets: number[] = [];
  let at = 100;
  while (at + 8 <= shp.byteLength) {
    offsets.push(at);
    const length = view.getInt32(at + 4) * 2;
    if (length < 0) break;
    at += 8 + length;
  }
  if (at > shp.byteLength)
    throw new UnreadableFile(
      `${name} ends in the middle of shape ${offsets.length}: it was cut off; copy or export it again`,
    );
  offsets.push(at);
  return offsets;
}

/** Ranges of BATCH records: [first offset, …, end offset]. */
function* batches(offsets: number[]): Generator<number[]> {
  for (let i = 0; i < offsets.length - 1; i += BATCH)
    yield offsets.slice(i, Math.min(i + BATCH, offsets.length - 1) + 1);
}

/** A few records behind the file's own header are a Shapefile too: so memory holds a few, not all, as objects. */
function parseShapes(shp: Uint8Array, offsets: number[], name: string): (FileGeometry | null)[] {
  const slice = Buffer.concat([shp.subarray(0, 100), shp.subarray(offsets[0]!, offsets.at(-1)!)]);
  try {
    return parseShp(slice);
  } catch (error) {
    throw new UnreadableFile(`${name} is damaged (${(error as Error).message}); export the Shapefile again`, {
      cause: error,
    });
  }
}

/** Rows with a text that is not in the encoding of the others, the first few. */
interface MixedTexts {
  rows: number[];
  count: number;
}
const LISTED = 8;
const GARBLED = '\ufffd';

function parseRecords(
  dbf: Uint8Array,
  layout: DbfLayout,
  first: number,
  count: number,
  encoding: Encoding,
  mixed: MixedTexts,
): Record<string, unknown>[] {
  const header = Buffer.from(dbf.subarray(0, layout.headerLength));
  header.writeUInt32LE(count, 4);
  const start = layout.headerLength + first * layout.recordLength;
  const slice = Buffer.concat([header, dbf.subarray(start, start + count * layout.recordLength)]);
  const names = layout.fields.map(({ name }) => new TextDecoder(encoding.label).decode(name).trim());
  return parseDbf(slice, encoding.label).map((record, i) => {
    const values = Object.entries(record).map(([field, value]): [string, unknown] => [field, plainValue(value)]);
    const isGarbled = values.some(([, value]) => typeof value === 'string' && value.includes(GARBLED));
    if (!isGarbled || encoding.other === null) return Object.fromEntries(values);
    mixed.count += 1;
    if (mixed.rows.length < LISTED) mixed.rows.push(first + i + 1);
    const at = start + i * layout.recordLength;
    return Object.fromEntries(
      values.map(([field, value]) => [
        field,
        typeof value === 'string' && value.includes(GARBLED)
          ? (decodeField(dbf, layout, at, names.indexOf(field), encoding.other!) ?? value)
          : value,
      ]),
    );
  });
}

const isDeleted = (dbf: Uint8Array, layout: DbfLayout, record: number): boolean =>
  dbf[layout.headerLength + record * layout.recordLength] === 0x2a;

function plainValue(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (!(value instanceof Date)) return value;
  if (Number.isNaN(value.getTime())) return null;
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${value.getFullYear()}-${two(value.getMonth() + 1)}-${two(value.getDate())}`;
}

function readRow(row: number, shape: FileGeometry | null, record: Record<string, unknown>): ReadRow {
  const { properties, faults: unstorable } = storableProperties(record);
  const fault = (kind: string, detail: string): ReadRow => {
    const name = nameOf(properties);
    const faults: FileFault[] = [
      { kind, severity: 'error', row, ...(name ? { name } : {}), at: null, detail, mendable: false },
    ];
    return { feature: { row, geometry: null, properties }, faults };
  };
  if (shape === null) return fault('no-geometry', 'The row has no shape');
  const geometry = { type: shape.type, coordinates: flat(shape.coordinates) } as FileGeometry;
  if (geometry.coordinates.length === 0) return fault('empty-geometry', `The ${shape.type} has no coordinates`);
  if (!allFinite(geometry.coordinates))
    return fault('bad-coordinates', 'A coordinate of the shape is not a finite number');
  const [bad] = unstorable;
  return bad ? fault(bad.kind, bad.detail) : { feature: { row, geometry, properties }, faults: [] };
}

type Nested = number[] | Nested[];
const isPosition = (value: Nested): value is number[] => typeof value[0] === 'number';

/** Without heights and measures. */
function flat(value: Nested): Nested {
  return isPosition(value) ? value.slice(0, 2) : value.map(flat);
}

const allFinite = (value: Nested): boolean =>
  isPosition(value) ? value.every(Number.isFinite) : value.every(allFinite) && firstPosition(value).length === 2;

/** The authority code at the end of the definition, where it has one; Esri's own definitions have none. */
function crsOf(wkt: string): CrsStatement {
  const name = /^\s*\w+\s*\[\s*"([^"]*)"/.exec(wkt)?.[1] ?? '';
  if (!name) return { kind: 'unknown', text: wkt.slice(0, 80) };
  const code = /AUTHORITY\s*\[\s*"(EPSG|ESRI)"\s*,\s*"?(\d+)"?\s*\]\s*\]\s*$/i.exec(wkt);
  return { kind: 'wkt', wkt, name, code: code ? `${code[1]!.toUpperCase()}:${code[2]}` : null };
}
