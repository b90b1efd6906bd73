import { crc32, deflateSync } from 'node:zlib';

/** Pictures of a few pixels with all that cameras write into files; `SECRET` stands in every place where it may. */
export const SECRET = 'GPS 43.30 N, 124.33 E; iPhone of somebody';

const base64 = (text: string): Buffer => Buffer.from(text, 'base64');
const PLAIN_WEBP = base64('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA');

/** Exif with an orientation and a description. */
function exif(orientation: number): Buffer {
  const secret = Buffer.from(`${SECRET}\0`, 'latin1');
  const head = Buffer.alloc(8 + 2 + 2 * 12 + 4);
  head.write('II*\0', 0, 'latin1');
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(2, 8);
  const entry = (at: number, tag: number, type: number, count: number, value: number): void => {
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    head.writeUInt32LE(count, at + 4);
    head.writeUInt32LE(value, at + 8);
  };
  entry(10, 0x010e, 2, secret.length, head.length);
  entry(22, 0x0112, 3, 1, orientation);
  return Buffer.concat([head, secret]);
}

const segment = (marker: number, body: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
};
const text = (words: string): Buffer => Buffer.from(words, 'latin1');

/** 5 pixels wide, 3 high; the scan is made up, since nothing here decodes it. */
export function jpeg(orientation = 6): Buffer {
  const frame = Buffer.from([8, 0, 3, 0, 5, 1, 1, 0x11, 0]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.concat([text('JFIF\0'), Buffer.from([1, 2, 0, 0, 1, 0, 1, 0, 0])])),
    segment(0xe1, Buffer.concat([text('Exif\0\0'), exif(orientation)])),
    segment(0xe1, text(`http://ns.adobe.com/xap/1.0/\0${SECRET}`)),
    segment(0xe2, text('ICC_PROFILE\0colours')),
    segment(0xe2, text(`MPF\0${SECRET}`)),
    segment(0xed, text(`Photoshop 3.0\0${SECRET}`)),
    segment(0xfe, text(SECRET)),
    segment(0xdb, Buffer.alloc(65)),
    segment(0xc2, frame),
    segment(0xc4, Buffer.alloc(20)),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([1, 2, 0xff, 0, 3, 0xff, 0xd3, 4]), // a stuffed byte, a restart
    segment(0xc4, Buffer.alloc(20)),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])), // the second pass of a progressive one
    Buffer.from([5, 6, 7]),
    Buffer.from([0xff, 0xd9]),
    text(`ftypmp42 ${SECRET}`), // the film of a live photo
  ]);
}

function pngChunk(kind: string, body: Buffer): Buffer {
  const named = Buffer.concat([text(kind), body]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** 3 pixels wide, 2 high, grey. */
const PNG_PARTS = [
  Buffer.from('89504e470d0a1a0a', 'hex'),
  pngChunk('IHDR', Buffer.from([0, 0, 0, 3, 0, 0, 0, 2, 8, 0, 0, 0, 0])),
  pngChunk('IDAT', deflateSync(Buffer.from([0, 10, 20, 30, 0, 40, 50, 60]))),
  pngChunk('IEND', Buffer.alloc(0)),
];
export const plainPng = Buffer.concat(PNG_PARTS);

/** The same with metadata. */
export function png(orientation = 1): Buffer {
  const [head, header, ...rest] = PNG_PARTS;
  return Buffer.concat([
    ...[head!, header!],
    pngChunk('tEXt', text(`Comment\0${SECRET}`)),
    pngChunk('eXIf', exif(orientation)),
    pngChunk('tIME', Buffer.from([7, 234, 1, 1, 0, 0, 0])),
    ...rest,
    text(SECRET),
  ]);
}

/** 1 pixel; in the extended form that has room for Exif. */
export function webp(orientation = 1): Buffer {
  const chunk = (kind: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.write(kind, 0, 'latin1');
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
  };
  const content = Buffer.concat([
    text('WEBP'),
    chunk('VP8X', Buffer.from([0x0c, 0, 0, 0, 0, 0, 0, 0, 0, 0])),
    PLAIN_WEBP.subarray(12),
    chunk('EXIF', exif(orientation)),
    chunk('XMP ', text(SECRET)),
    chunk('odd ', text(SECRET)),
  ]);
  return chunk('RIFF', content);
}
