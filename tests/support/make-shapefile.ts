import { zipSync } from 'fflate';

/** A point or a closed ring, in the coordinates of the .prj. */
export type Shape = { point: [number, number] } | { ring: [number, number][] };

export interface ShapefileInput {
  shapes: Shape[];
  /** one text field, encoded by the caller */
  field: Uint8Array;
  texts: Uint8Array[];
  prj?: string;
  cpg?: string;
  /** parts left out of the archive */
  without?: ('shp' | 'dbf' | 'shx')[];
  name?: string;
}

const WIDTH = 40;

/** A zipped Shapefile made byte by byte, so that its encoding and its faults are what a test says. */
export function makeShapefile(input: ShapefileInput): Uint8Array {
  const name = input.name ?? 'layer';
  const parts: Record<string, Uint8Array> = {
    [`${name}.shp`]: makeShp(input.shapes),
    [`${name}.shx`]: new Uint8Array(100),
    [`${name}.dbf`]: makeDbf(input.field, input.texts),
  };
  if (input.prj !== undefined) parts[`${name}.prj`] = new TextEncoder().encode(input.prj);
  if (input.cpg !== undefined) parts[`${name}.cpg`] = new TextEncoder().encode(input.cpg);
  for (const part of input.without ?? []) delete parts[`${name}.${part}`];
  return zipSync(parts);
}

function makeShp(shapes: Shape[]): Uint8Array {
  const records = shapes.map((shape, i) => {
    const content = 'point' in shape ? pointContent(shape.point) : polygonContent(shape.ring);
    const header = Buffer.alloc(8);
    header.writeInt32BE(i + 1, 0);
    header.writeInt32BE(content.length / 2, 4);
    return Buffer.concat([header, content]);
  });
  const body = Buffer.concat(records);
  const header = Buffer.alloc(100);
  header.writeInt32BE(9994, 0);
  header.writeInt32BE((100 + body.length) / 2, 24);
  header.writeInt32LE(1000, 28);
  header.writeInt32LE('point' in shapes[0]! ? 1 : 5, 32);
  return Buffer.concat([header, body]);
}

function pointContent([x, y]: [number, number]): Buffer {
  const content = Buffer.alloc(20);
  content.writeInt32LE(1, 0);
  content.writeDoubleLE(x, 4);
  content.writeDoubleLE(y, 12);
  return content;
}

function polygonContent(ring: [number, number][]): Buffer {
  const content = Buffer.alloc(48 + 16 * ring.length);
  content.writeInt32LE(5, 0);
  content.writeInt32LE(1, 36);
  content.writeInt32LE(ring.length, 40);
  ring.forEach(([x, y], i) => {
    content.writeDoubleLE(x, 48 + 16 * i);
    content.writeDoubleLE(y, 56 + 16 * i);
  });
  return content;
}

function makeDbf(field: Uint8Array, texts: Uint8Array[]): Uint8Array {
  const header = Buffer.alloc(65);
  header[0] = 3;
  header.writeUInt32LE(texts.length, 4);
  header.writeUInt16LE(65, 8);
  header.writeUInt16LE(WIDTH + 1, 10);
  header.set(field.subarray(0, 10), 32);
  header[43] = 'C'.charCodeAt(0);
  header[48] = WIDTH;
  header[64] = 0x0d;
  const rows = texts.map((text) => {
    const row = Buffer.alloc(WIDTH + 1, 0x20);
    row.set(text.subarray(0, WIDTH), 1);
    return row;
  });
  return Buffer.concat([header, ...rows, Buffer.from([0x1a])]);
}
