import { isUtf8 } from 'node:buffer';
import { StringDecoder } from 'node:string_decoder';
import { checkFeature, heightFaults, isBbox, type Notices } from './check-feature.ts';
import { shown, storableText } from './check-values.ts';
import {
  type ByteSource,
  type CrsStatement,
  type FeatureStream,
  type FileFault,
  type FileHead,
  UnreadableFile,
} from './file-features.ts';
import { unpack } from './gunzip.ts';
import { JsonElements, type JsonPart } from './json-elements.ts';

/**
 * Reads GeoJSON (RFC 7946, and the `crs` member of its forerunner), plain or gzipped, as a stream.
 *
 * UTF-8; a file that is GBK instead is read as such and says so. A FeatureCollection gives its features, a single
 * Feature or bare geometry gives one row. Faults of rows come with the rows.
 *
 * @throws UnreadableFile when it is not JSON (with line and column), not GeoJSON, cut off, or a bomb
 */
export async function* readGeojson(source: ByteSource): FeatureStream {
  const encoding = await detectEncoding(source);
  const splitter = new JsonElements('features');
  const members: Record<string, unknown> = {};
  const notices: Notices = { droppedHeights: 0 };
  let row = 0;
  for await (const text of decode(source, encoding))
    for (const part of splitter.push(text)) {
      if (part.kind === 'element') yield checkFeature(part.value, ++row, notices);
      else keepMember(members, part);
    }
  splitter.end();
  const type = checkType(members, row);
  if (type !== 'FeatureCollection') {
    const feature = type === 'Feature' ? members : { type: 'Feature', properties: null, geometry: members };
    yield checkFeature(feature, 1, notices);
  }
  return headOf(members, encoding, notices);
}

function keepMember(members: Record<string, unknown>, part: Extract<JsonPart, { kind: 'member' }>): void {
  Object.defineProperty(members, part.key, { value: part.value, enumerable: true, configurable: true, writable: true });
}

function checkType(members: Record<string, unknown>, rows: number): string {
  const { type } = members;
  if (type === 'Topology')
    throw new UnreadableFile('This is TopoJSON; convert it to GeoJSON first (for example with mapshaper)', {
      reason: 'not-geojson',
    });
  if (typeof type !== 'string')
    throw new UnreadableFile('This is JSON, but not GeoJSON: the object has no "type"; a FeatureCollection is wanted', {
      reason: 'not-geojson',
    });
  if (type === 'FeatureCollection') {
    if ('features' in members) throw new UnreadableFile('"features" must be an array of features');
    return type;
  }
  if (rows > 0) throw new UnreadableFile(`The object has "features", but its type is "${type}", not FeatureCollection`);
  return type;
}

function headOf(members: Record<string, unknown>, encoding: string, notices: Notices): FileHead {
  const faults: FileFault[] = [];
  const warn = (kind: string, detail: string, severity: FileFault['severity'] = 'warning'): void => {
    faults.push({ kind, severity, row: null, at: null, detail, mendable: false });
  };
  if (encoding !== 'utf-8')
    warn('encoding', 'The file is not UTF-8, as GeoJSON must be; it was read as GBK: check the names in the preview');
  faults.push(...heightFaults(notices));
  if (members.bbox !== undefined && !isBbox(members.bbox))
    warn('bad-bbox', 'The "bbox" of the file must be 4 or 6 numbers; it is not used', 'error');
  return { format: 'geojson', crs: crsOf(members.crs), attribution: textOf(members.attribution), faults };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? storableText(value).trim() : '');

const isCode = (code: unknown): code is string | number => typeof code === 'string' || typeof code === 'number';

/** The `crs` member of the 2008 GeoJSON: {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4548"}}. */
function crsOf(crs: unknown): CrsStatement | null {
  if (crs === undefined || crs === null) return null;
  const { properties } = crs as { properties?: { name?: unknown; code?: unknown } | null };
  const name = textOf(properties?.name) || (isCode(properties?.code) ? `EPSG:${properties.code}` : '');
  if (/CRS:?84$/i.test(name)) return { kind: 'code', code: 'EPSG:4326' };
  const code =
    /^(?:urn:(?:x-)?ogc:def:crs:|https?:\/\/www\.opengis\.net\/def\/crs\/)?(EPSG|ESRI)[:/](?:[\w.]*[:/])?(\d+)$/i.exec(
      name,
    );
  if (code) return { kind: 'code', code: `${code[1]!.toUpperCase()}:${code[2]}` };
  if (/^(GCJ-?02|BD-?09)$/i.test(name)) return { kind: 'code', code: name.toUpperCase().replace(/^(GCJ|BD)-?/, '$1-') };
  return { kind: 'unknown', text: name || shown(crs) };
}

const BYTE_ORDER_MARK = '\u{feff}';

/** UTF-8 unless a byte forbids it. One pass over the bytes; unpacks a gzipped file for it. */
async function detectEncoding(source: ByteSource): Promise<'utf-8' | 'gb18030'> {
  let first = true;
  let rest: Uint8Array = new Uint8Array();
  for await (const bytes of unpack(source)) {
    if (first) refuseOtherFiles(bytes);
    first = false;
    const known = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes;
    const whole = wholeCharacters(known);
    if (!isUtf8(known.subarray(0, whole))) return 'gb18030';
    rest = known.slice(whole);
  }
  return rest.length > 0 ? 'gb18030' : 'utf-8';
}

/** How many of these bytes of UTF-8 come before a character that is not there to its end. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) break;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function refuseOtherFiles(bytes: Uint8Array): void {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw new UnreadableFile('The file is UTF-16; save it as UTF-8', { reason: 'encoding' });
  const start = bytes.subarray(0, 512);
  if (start.includes(0))
    throw new UnreadableFile('The file is not GeoJSON: it holds binary data', { reason: 'not-geojson' });
  if (bytes[0] === 0x3c)
    throw new UnreadableFile('The file is not GeoJSON: it looks like XML or HTML', { reason: 'not-geojson' });
}

/** Of bytes that are UTF-8 throughout: several times as fast as a TextDecoder, which looks for mistakes. */
async function* decodeUtf8(source: ByteSource): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let first = true;
  for await (const bytes of unpack(source)) {
    const text = decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    yield first && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
    first &&= text === '';
  }
  yield decoder.end();
}

async function* decode(source: ByteSource, encoding: 'utf-8' | 'gb18030'): AsyncGenerator<string> {
  if (encoding === 'utf-8') {
    yield* decodeUtf8(source);
    return;
  }
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const bytes of unpack(source)) yield decoder.decode(bytes, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UnreadableFile('The text of the file is neither UTF-8 nor GBK; save it as UTF-8', {
      cause: error,
      reason: 'encoding',
    });
  }
}
