import { crc32 } from 'node:zlib';

/**
 * Photographs without what cameras and phones write into them: place, time, device, thumbnails, hidden films. The picture
 * itself is copied byte by byte, never decoded; how it is to be turned is kept, since it looks wrong without.
 *
 * JPEG: ITU-T T.81 annex B; PNG: third edition, chunks; WebP: RFC 9649; orientation: Exif 2.32, tag 0x0112.
 */
export type CleanImage =
  | {
      ok: true;
      mediaType: 'image/jpeg' | 'image/png' | 'image/webp';
      /** pixels, as it is shown */
      width: number;
      height: number;
      bytes: Uint8Array<ArrayBuffer>;
    }
  /** `kind`: none of the three, or one that moves; `damaged`: cut off, or its parts do not fit; `heic`: of an iPhone */
  | { ok: false; reason: 'kind' | 'heic' | 'damaged' };

/** @param bytes  a file as it was sent */
export function cleanImage(bytes: Uint8Array): CleanImage {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (file.readUInt16BE(0) === 0xffd8) return cleanJpeg(file);
    if (file.subarray(0, 8).equals(PNG_HEAD)) return cleanPng(file);
    if (ascii(file, 0, 4) === 'RIFF' && ascii(file, 8, 12) === 'WEBP') return cleanWebp(file);
    return { ok: false, reason: ascii(file, 4, 8) === 'ftyp' ? 'heic' : 'kind' };
  } catch (error) {
    if (error instanceof RangeError) return { ok: false, reason: 'damaged' }; // read beyond the end
    throw error;
  }
}

const ascii = (file: Buffer, from: number, to: number): string => file.toString('latin1', from, to);
const damaged = { ok: false, reason: 'damaged' } as const;
const LARGEST_SIDE = 65_535;

function shown(
  mediaType: 'image/jpeg' | 'image/png' | 'image/webp',
  [width, height]: readonly [number, number],
  orientation: number,
  parts: readonly Uint8Array[],
): CleanImage {
  if (width < 1 || height < 1 || width > LARGEST_SIDE || height > LARGEST_SIDE) return damaged;
  const isTurned = orientation >= 5;
  const bytes = new Uint8Array(Buffer.concat(parts));
  return { ok: true, mediaType, width: isTurned ? height : width, height: isTurned ? width : height, bytes };
}

// ---------------------------------------------------------------- how it is to be turned
const ORIENTATION = 0x0112;

/** 1 … 8; 1 = as it is, also when nothing is said or it cannot be read. */
function orientationOf(tiff: Buffer): number {
  try {
    const little = ascii(tiff, 0, 2) === 'II';
    const u16 = (at: number): number => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
    const first = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
    for (let entry = 0; entry < u16(first); entry++) {
      const at = first + 2 + entry * 12;
      if (u16(at) === ORIENTATION) return u16(at + 8) >= 1 && u16(at + 8) <= 8 ? u16(at + 8) : 1;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return 1;
}

/** Exif that says nothing but how to turn it. */
function turnedOnly(orientation: number): Buffer {
  const tiff = Buffer.from('4d4d002a00000008' + '0001' + '0112' + '0003' + '00000001' + '00000000' + '00000000', 'hex');
  tiff.writeUInt16BE(orientation, 18);
  return tiff;
}

// ---------------------------------------------------------------- JPEG
const EXIF_HEAD = Buffer.from('Exif\0\0', 'latin1');
const isStandalone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
/** Start of a frame; 0xc4, 0xc8 and 0xcc among them are tables. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function cleanJpeg(file: Buffer): CleanImage {
  const parts: Buffer[] = [];
  let size: [number, number] | null = null;
  let orientation = 1;
  for (let at = 2; ; ) {
    while (file.readUInt8(at) === 0xff && file.readUInt8(at + 1) === 0xff) at += 1; // fill bytes
    if (file.readUInt8(at) !== 0xff) return damaged;
    const marker = file.readUInt8(at + 1);
    if (marker === 0xd9) break; // what stands behind the end (a film, a second picture) is left out
    if (isStandalone(marker)) {
      parts.push(file.subarray(at, at + 2));
      at += 2;
      continue;
    }
    const end = at + 2 + file.readUInt16BE(at + 2);
    if (end > file.length || end < at + 4) return damaged;
    const body = file.subarray(at + 4, end);
    if (marker === 0xe1 && body.subarray(0, 6).equals(EXIF_HEAD)) orientation = orientationOf(body.subarray(6));
    if (isFrame(marker)) size = [body.readUInt16BE(3), body.readUInt16BE(1)];
    if (isPicture(marker, body)) parts.push(file.subarray(at, end));
    at = end;
    if (marker !== 0xda) continue;
    const scanEnd = endOfScan(file, at);
    parts.push(file.subarray(at, scanEnd));
    at = scanEnd;
  }
  if (!size || parts.length === 0) return damaged;
  const head = [Buffer.from('ffd8', 'hex'), ...(orientation === 1 ? [] : [exifSegment(orientation)])];
  return shown('image/jpeg', size, orientation, [...head, ...parts, Buffer.from('ffd9', 'hex')]);
}

/** Applications' segments are left out but for those that decide how it looks: JFIF, colour profile, colour transform. */
function isPicture(marker: number, body: Buffer): boolean {
  if (marker === 0xfe) return false; // comment
  if (marker < 0xe0 || marker > 0xef) return true;
  return (
    (marker === 0xe0 && ascii(body, 0, 5) === 'JFIF\0') ||
    (marker === 0xe2 && ascii(body, 0, 12) === 'ICC_PROFILE\0') ||
    (marker === 0xee && ascii(body, 0, 5) === 'Adobe' && body.length === 12)
  );
}

function exifSegment(orientation: number): Buffer {
  const body = Buffer.concat([EXIF_HEAD, turnedOnly(orientation)]);
  const head = Buffer.from('ffe10000', 'hex');
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

/** The next marker that is no restart and no stuffed byte. */
function endOfScan(file: Buffer, from: number): number {
  for (let at = from; ; at++) {
    at = file.indexOf(0xff, at);
    if (at === -1) throw new RangeError('the scan does not end');
    const next = file.readUInt8(at + 1);
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
}

// ---------------------------------------------------------------- PNG
const PNG_HEAD = Buffer.from('89504e470d0a1a0a', 'hex');
/** The picture, and what decides how it looks. */
const PNG_CHUNKS = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'iCCP',
  'sBIT',
  'cICP',
  'bKGD',
  'pHYs',
]);

function cleanPng(file: Buffer): CleanImage {
  const parts: Buffer[] = [];
  let orientation = 1;
  for (let at = PNG_HEAD.length, kind = ''; kind !== 'IEND'; ) {
    const end = at + 12 + file.readUInt32BE(at);
    if (end > file.length) return damaged;
    kind = ascii(file, at + 4, at + 8);
    if (kind === 'eXIf') orientation = orientationOf(file.subarray(at + 8, end - 4));
    if (PNG_CHUNKS.has(kind)) parts.push(file.subarray(at, end));
    at = end;
  }
  const [header = Buffer.alloc(0), ...rest] = parts;
  if (ascii(header, 4, 8) !== 'IHDR' || !rest.some((part) => ascii(part, 4, 8) === 'IDAT')) return damaged;
  const turned = orientation === 1 ? [] : [pngChunk('eXIf', turnedOnly(orientation))];
  const size = [header.readUInt32BE(8), header.readUInt32BE(12)] as const;
  return shown('image/png', size, orientation, [PNG_HEAD, header, ...turned, ...rest]);
}

function pngChunk(kind: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), body]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

// ---------------------------------------------------------------- WebP
const WEBP_CHUNKS = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ICCP']);
const HAS_XMP = 0x04;
const HAS_EXIF = 0x08;

function cleanWebp(file: Buffer): CleanImage {
  const chunks: { kind: string; body: Buffer }[] = [];
  let orientation = 1;
  const end = 8 + file.readUInt32LE(4);
  if (end > file.length) return damaged;
  for (let at = 12; at < end; ) {
    const kind = ascii(file, at, at + 4);
    const length = file.readUInt32LE(at + 4);
    if (at + 8 + length > end) return damaged;
    const body = file.subarray(at + 8, at + 8 + length);
    if (kind === 'ANIM' || kind === 'ANMF') return { ok: false, reason: 'kind' };
    if (kind === 'EXIF') orientation = orientationOf(body.subarray(0, 6).equals(EXIF_HEAD) ? body.subarray(6) : body);
    if (WEBP_CHUNKS.has(kind)) chunks.push({ kind, body });
    at += 8 + length + (length % 2);
  }
  const size = webpSize(chunks);
  if (!size) return damaged;
  const extended = chunks.find(({ kind }) => kind === 'VP8X');
  if (!extended) orientation = 1; // nowhere to say it, and nobody did
  const parts = chunks.map(({ kind, body }) => riffChunk(kind, kind === 'VP8X' ? flagged(body, orientation) : body));
  if (orientation !== 1) parts.push(riffChunk('EXIF', turnedOnly(orientation)));
  const content = Buffer.concat([Buffer.from('WEBP', 'latin1'), ...parts]);
  return shown('image/webp', size, orientation, [riffChunk('RIFF', content)]);
}

function flagged(body: Buffer, orientation: number): Buffer {
  const copy = Buffer.from(body);
  copy.writeUInt8((copy.readUInt8(0) & ~(HAS_XMP | HAS_EXIF)) | (orientation === 1 ? 0 : HAS_EXIF), 0);
  return copy;
}

function webpSize(chunks: readonly { kind: string; body: Buffer }[]): [number, number] | null {
  const picture = chunks.find(({ kind }) => kind === 'VP8 ' || kind === 'VP8L');
  if (!picture) return null;
  const { kind, body } = picture;
  if (kind === 'VP8 ') return [body.readUInt16LE(6) & 0x3fff, body.readUInt16LE(8) & 0x3fff];
  const bits = body.readUInt32LE(1);
  return [(bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1];
}

function riffChunk(kind: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(kind, 0, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}
