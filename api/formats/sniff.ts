import type { FileFormat } from '../contract/words.ts';
import { type ByteSource, UnreadableFile } from './file-features.ts';
import { sourceOf } from './gather-bytes.ts';
import { isGzip, unpack } from './gunzip.ts';
import { unzip, zipEntries } from './unzip.ts';

/** What a file is, and the bytes of it: of a gzipped file, or one alone in an archive, those that were packed. */
export interface Content {
  format: FileFormat;
  source: ByteSource;
}

/**
 * Tells from the first bytes what a file is, and a zip archive by what it holds; names of files say nothing.
 *
 * @throws UnreadableFile for an empty file, and with its name for a format that is not read here
 */
export async function sniff(source: ByteSource): Promise<Content> {
  const start = await firstBytes(source);
  if (start.length === 0) throw new UnreadableFile('The file is empty', { reason: 'file-empty' });
  if (isGzip(start)) {
    const unpacked: ByteSource = () => unpack(source);
    const format = formatOf(await firstBytes(unpacked));
    return { format: format === 'zip' ? refuse('a zip archive in a gzip file') : format, source: unpacked };
  }
  const format = formatOf(start);
  return format === 'zip' ? inArchive(source) : { format, source };
}

/** A KML may begin with a long comment. */
const START_BYTES = 65_536;

async function firstBytes(source: ByteSource): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source()) {
    chunks.push(chunk);
    length += chunk.byteLength;
    if (length >= START_BYTES) break;
  }
  return Buffer.concat(chunks, length).subarray(0, START_BYTES);
}

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to);

/** Formats that people have and that are not read here: the first bytes of each. */
const FOREIGN: readonly (readonly [string, (start: Uint8Array) => boolean])[] = [
  ['OSM PBF', (start) => ascii(start, 6, 15) === 'OSMHeader'],
  ['RAR', (start) => ascii(start, 0, 4) === 'Rar!'],
  ['7z', (start) => ascii(start, 0, 4) === '7z\xbc\xaf'],
  ['Excel 97 (.xls)', (start) => ascii(start, 0, 4) === '\xd0\xcf\x11\xe0'],
  ['DWG', (start) => /^AC1\d{3}/.test(ascii(start, 0, 6))],
  ['DXF', (start) => /^\s*(999\r?\n.*\r?\n\s*)*0\r?\nSECTION/.test(ascii(start, 0, 2000))],
  ['Access', (start) => /^Standard (Jet|ACE) DB/.test(ascii(start, 4, 19))],
  ['PDF', (start) => ascii(start, 0, 5) === '%PDF-'],
  ['Parquet', (start) => ascii(start, 0, 4) === 'PAR1'],
  ['MapInfo', (start) => /^(!table|Version\s+\d+\s*\r?\n\s*Charset)/i.test(ascii(start, 0, 60))],
  ['.shp without its .dbf', (start) => ascii(start, 0, 4) === '\0\0\x27\x0a'],
  ['PNG', (start) => ascii(start, 1, 4) === 'PNG'],
  ['JPEG', (start) => ascii(start, 0, 3) === '\xff\xd8\xff'],
  ['TIFF', (start) => ascii(start, 0, 4) === 'II*\0' || ascii(start, 0, 4) === 'MM\0*'],
];
/** By the first element that says what an XML file is. */
const XML_KINDS: readonly (readonly [string, RegExp])[] = [
  ['HTML', /<(!doctype\s+html|html|table|body|head|script|div)[\s>]/i],
  ['GML', /<(gml:|wfs:|ogr:)?FeatureCollection[\s>]/],
  ['OSM XML', /<osm[\s>]/],
  ['GPX', /<gpx[\s>]/],
  ['Excel XML', /<(ss:)?Workbook[\s>]/],
];

function formatOf(start: Uint8Array): FileFormat | 'zip' {
  // Every archive has a zero in its first header; a table may begin with a column PK.
  if (ascii(start, 0, 2) === 'PK' && start.includes(0)) return 'zip';
  if (ascii(start, 0, 15) === 'SQLite format 3') return 'geopackage';
  if (ascii(start, 0, 3) === 'fgb') return 'flatgeobuf';
  const foreign = FOREIGN.find(([, matches]) => matches(start));
  if (foreign) return refuse(foreign[0]);
  if (isUtf16(start)) return 'csv';
  const text = new TextDecoder().decode(start).trimStart();
  // What begins with nothing but spaces is no table either; its reader says so, however much of it there is.
  if (text === '' || /^[{[]/.test(text)) return 'geojson';
  if (text.startsWith('<')) {
    if (/<(\w+:)?kml[\s>]/i.test(text)) return 'kml';
    return refuse(XML_KINDS.find(([, pattern]) => pattern.test(text))?.[0] ?? 'XML');
  }
  if (start.includes(0)) return refuse('');
  return 'csv';
}

export const isUtf16 = (start: Uint8Array): boolean =>
  (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff);

const READ =
  'GeoJSON, Shapefile (zipped), GeoPackage, FlatGeobuf, KML, KMZ, CSV and XLSX are read; convert it, for example with QGIS or ogr2ogr';

/** @param what  name of the format; '' = nobody knows */
function refuse(what: string): never {
  if (what === '')
    throw new UnreadableFile(`The file is of a format that is not known here. ${READ}`, { reason: 'unknown-format' });
  const told = what === 'XML' || what === 'HTML' ? `XML or HTML (${what}), but not KML` : what;
  throw new UnreadableFile(`The file is ${told}, which is not read here. ${READ}`, {
    reason: 'other-format',
    values: { what },
  });
}

const DATA_FILE = /\.(geojson|json|gpkg|fgb|csv|tsv|txt|xlsx)(\.gz)?$/i;

/** What a zip archive is: a format of its own, or a packed file. */
async function inArchive(source: ByteSource): Promise<Content> {
  const entries = (await zipEntries(source)).filter((path) => !/(^|\/)(__MACOSX|\.DS_Store)/.test(path));
  const has = (pattern: RegExp): boolean => entries.some((path) => pattern.test(path));
  if (has(/^\[Content_Types\]\.xml$/)) {
    if (has(/^xl\//)) return { format: 'xlsx', source };
    return refuse(has(/^word\//) ? 'Word' : 'an Office document');
  }
  if (has(/\.(shp|dbf|shx)$/i)) return { format: 'shapefile', source };
  if (has(/\.kml$/i)) return { format: 'kml', source };
  if (has(/\.gdbtable$/i)) return refuse('an Esri file geodatabase');
  if (has(/^content\.xml$/) && has(/^mimetype$/)) return refuse('OpenDocument');
  const files = entries.filter((path) => DATA_FILE.test(path));
  const [only, ...more] = files;
  if (only === undefined) throw nothingIn(entries);
  if (more.length > 0) {
    const names = files.slice(0, 8).join(', ');
    throw new UnreadableFile(
      `The zip archive holds ${files.length} files that could be imported (${names}); zip the one to import by itself`,
      { reason: 'several-files', values: { n: files.length, files: names } },
    );
  }
  return sniff(sourceOf((await unzip(source, (path) => path === only)).get(only)!));
}

function nothingIn(entries: readonly string[]): UnreadableFile {
  const held = entries.length === 0 ? 'it is empty' : `it holds ${entries.slice(0, 8).join(', ')}`;
  return new UnreadableFile(
    `The zip archive holds no Shapefile and no other file that is read here (${held}). ${READ}`,
    { reason: 'nothing-in-zip' },
  );
}
