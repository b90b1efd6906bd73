import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type Encoding = 'br' | 'gzip' | 'identity';

const deflate = promisify(gzip);
const brotli = promisify(brotliCompress);

/** Higher levels cost ten times as much for a twentieth of the bytes. */
const BROTLI_QUALITY = 4;
const GZIP_LEVEL = 6;

/** What was found for a header: browsers send a handful of different ones. */
const chosen = new Map<string, Encoding>();
const MOST_CHOSEN = 100;

/** The best encoding that an Accept-Encoding header allows: br, then gzip. */
export function chooseEncoding(header = ''): Encoding {
  const known = chosen.get(header);
  if (known !== undefined) return known;
  const qualities = new Map(header.toLowerCase().split(',').map(quality));
  const encoding = (['br', 'gzip'] as const).find((name) => (qualities.get(name) ?? qualities.get('*') ?? 0) > 0);
  if (chosen.size >= MOST_CHOSEN) chosen.clear();
  chosen.set(header, encoding ?? 'identity');
  return encoding ?? 'identity';
}

/** `gzip;q=0.5` → ['gzip', 0.5] */
function quality(item: string): [name: string, quality: number] {
  const [name = '', ...parameters] = item.trim().split(/\s*;\s*/);
  const given = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return [name, given === undefined ? 1 : Number(given)];
}

export async function compress(bytes: Uint8Array, encoding: Encoding): Promise<Uint8Array> {
  if (encoding === 'identity') return bytes;
  if (encoding === 'gzip') return deflate(bytes, { level: GZIP_LEVEL });
  return brotli(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
    },
  });
}
