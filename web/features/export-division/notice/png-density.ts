/** Where the chunk goes: after the signature (8 bytes) and IHDR (25), before the picture itself. */
const AT = 33;
const INCH_M = 0.0254;

/** A PNG that says how many dots an inch has, so that it is printed at its size. */
export function withDensity(png: Uint8Array, dpi: number): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(21);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, 9);
  chunk.set(
    [...'pHYs'].map((letter) => letter.charCodeAt(0)),
    4,
  );
  view.setUint32(8, Math.round(dpi / INCH_M));
  view.setUint32(12, Math.round(dpi / INCH_M));
  chunk[16] = 1; // dots a metre
  view.setUint32(17, crc32(chunk.subarray(4, 17)));
  const dense = new Uint8Array(png.length + chunk.length);
  dense.set(png.subarray(0, AT));
  dense.set(chunk, AT);
  dense.set(png.subarray(AT), AT + chunk.length);
  return dense;
}

/** As the format asks for (ISO 3309). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
