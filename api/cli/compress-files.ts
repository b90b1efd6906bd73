import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

/** What is not compressed already. */
const TEXT = /\.(?:html|js|mjs|css|svg|json|txt)$/;
/** Below this a packet is saved at the most. */
const SMALLEST_BYTES = 1024;
/** The highest level, 11, takes ten times as long for a twentieth of the bytes. */
const BROTLI_QUALITY = 9;

/** Puts a `.br` and a `.gz` beside each text file of a folder and those in it, where that saves bytes. */
export async function compressFiles(folder: string): Promise<void> {
  const files = await readdir(folder, { recursive: true });
  await Promise.all(files.filter((file) => TEXT.test(file)).map((file) => compressFile(join(folder, file))));
}

async function compressFile(path: string): Promise<void> {
  const bytes = await readFile(path);
  if (bytes.byteLength < SMALLEST_BYTES) return;
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
  };
  const [br, gz] = await Promise.all([brotli(bytes, { params }), deflate(bytes, { level: 9 })]);
  if (br.byteLength < bytes.byteLength) await writeFile(`${path}.br`, br);
  if (gz.byteLength < bytes.byteLength) await writeFile(`${path}.gz`, gz);
}
