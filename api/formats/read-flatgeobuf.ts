import type { Geometry as GeoJson } from 'geojson';
import { checkFeature, heightFaults, type Notices } from './check-feature.ts';
import { storableText } from './check-values.ts';
import { type ByteSource, type CrsStatement, type FeatureStream, UnreadableFile } from './file-features.ts';
import { gatherBytes } from './gather-bytes.ts';

type Header = import('flatgeobuf/lib/mjs/header-meta.js').HeaderMeta;
type Geometry = import('flatgeobuf/lib/mjs/flat-geobuf/geometry.js').Geometry;

/** "fgb", version, "fgb", patch. */
const MAGIC_BYTES = 8;
const PREFIX_BYTES = 4;
/** A node of the index: a box and an offset. */
const NODE_BYTES = 40;
const MAX_DEPTH = 10;

/**
 * Reads a FlatGeobuf in its own coordinates. Heights and measures are dropped.
 *
 * The library believes every length that stands in the file, and goes round for hours in one that is damaged: so each
 * is compared with the bytes that are there before it is used, and a feature is a buffer of its own.
 *
 * @throws UnreadableFile when it is damaged or was cut off
 */
export async function* readFlatgeobuf(source: ByteSource): FeatureStream {
  const bytes = await gatherBytes(source);
  const library = await loadLibrary();
  const notices: Notices = { droppedHeights: 0 };
  let row = 0;
  const whole = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      if (error instanceof UnreadableFile) throw error;
      throw damaged(row, (error as Error).message, error);
    }
  };
  const { header, end } = whole(() => readHeader(library, bytes));
  for (let at = end; at < bytes.length; ) {
    const own = whole(() => prefixed(bytes, at, row));
    yield whole(() => {
      const feature = library.Feature.getSizePrefixedRootAsFeature(new library.ByteBuffer(own));
      const shape = feature.geometry();
      if (shape) checkVectors(shape, own.length, 0);
      if (feature.propertiesLength() > own.length) throw new Error('a length is too large');
      const geometry = shape && (library.fromGeometry(shape, header.geometryType) as GeoJson);
      const properties = library.parseProperties(feature, header.columns);
      return checkFeature({ type: 'Feature', geometry, properties }, row + 1, notices);
    });
    row += 1;
    at += own.length;
  }
  if (row < header.featuresCount)
    throw new UnreadableFile(
      `The FlatGeobuf should hold ${header.featuresCount} features and ends after ${row}: it was cut off`,
      { reason: 'cut-off' },
    );
  return {
    format: 'flatgeobuf',
    crs: crsOf(header.crs),
    attribution: storableText(header.description ?? header.title ?? '').trim(),
    faults: heightFaults(notices),
  };
}

/** Its parts are taken one by one: the whole of it loads a map. */
async function loadLibrary() {
  const { ByteBuffer } = await import('flatbuffers');
  const { Feature } = await import('flatgeobuf/lib/mjs/flat-geobuf/feature.js');
  const { Header } = await import('flatgeobuf/lib/mjs/flat-geobuf/header.js');
  const { fromByteBuffer } = await import('flatgeobuf/lib/mjs/header-meta.js');
  const { parseProperties } = await import('flatgeobuf/lib/mjs/generic/feature.js');
  const { fromGeometry } = await import('flatgeobuf/lib/mjs/geojson/geometry.js');
  const { calcTreeSize } = await import('flatgeobuf/lib/mjs/packedrtree.js');
  return { ByteBuffer, Feature, Header, fromByteBuffer, parseProperties, fromGeometry, calcTreeSize };
}

type Library = Awaited<ReturnType<typeof loadLibrary>>;

const damaged = (row: number, why: string, cause?: unknown): UnreadableFile =>
  new UnreadableFile(`The FlatGeobuf is damaged after row ${row} (${why}); copy or export it again`, {
    cause,
    reason: 'database-damaged',
  });

/** What stands behind its own length, with that, as bytes of their own. */
function prefixed(bytes: Uint8Array, at: number, row: number): Uint8Array {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
  if (length === 0) throw damaged(row, 'a part of it is empty');
  const end = at + PREFIX_BYTES + length;
  if (end > bytes.length)
    throw new UnreadableFile(`The FlatGeobuf ends in row ${row + 1}: it was cut off; copy or export it again`, {
      reason: 'cut-off',
    });
  return new Uint8Array(bytes.subarray(at, end));
}

/** @returns end  where the features begin, behind the index */
function readHeader(library: Library, bytes: Uint8Array): { header: Header; end: number } {
  const own = prefixed(bytes, MAGIC_BYTES, 0);
  const table = library.Header.getSizePrefixedRootAsHeader(new library.ByteBuffer(own));
  if (table.columnsLength() * PREFIX_BYTES > own.length)
    throw damaged(0, 'it should have more columns than it has bytes');
  const header = library.fromByteBuffer(new library.ByteBuffer(own));
  const { featuresCount, indexNodeSize } = header;
  const start = MAGIC_BYTES + own.length;
  if (indexNodeSize === 0) return { header, end: start };
  if (!(featuresCount > 0 && featuresCount * NODE_BYTES <= bytes.length && indexNodeSize > 1))
    throw damaged(0, 'its index makes no sense');
  return { header, end: start + library.calcTreeSize(featuresCount, indexNodeSize) };
}

/**
 * Bytes that the lists of a geometry and of its parts take.
 *
 * @param most  of them
 * @throws Error when there are more, or parts hold each other
 */
function checkVectors(geometry: Geometry, most: number, depth: number): number {
  let bytes = 8 * geometry.xyLength() + 8 * geometry.zLength() + 4 * geometry.endsLength() + 4 * geometry.partsLength();
  if (!(bytes <= most) || depth > MAX_DEPTH) throw new Error('a length in it is too large');
  for (let i = 0; i < geometry.partsLength(); i += 1) {
    const part = geometry.parts(i);
    if (part) bytes += checkVectors(part, most - bytes, depth + 1);
  }
  return bytes;
}

function crsOf(crs: Header['crs']): CrsStatement | null {
  if (!crs) return null;
  const organization = (crs.org ?? 'EPSG').toUpperCase();
  if (crs.code > 0 && (organization === 'EPSG' || organization === 'ESRI'))
    return { kind: 'code', code: `${organization}:${crs.code}` };
  if (crs.wkt) return { kind: 'wkt', wkt: crs.wkt, name: crs.name ?? '', code: null };
  return crs.name ? { kind: 'unknown', text: crs.name } : null;
}
