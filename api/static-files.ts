import { readFile, stat } from 'node:fs/promises';
import { join, normalize, sep } from 'node:path';
import type { Context, MiddlewareHandler } from 'hono';
import { chooseEncoding } from './tiles/compress.ts';

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  webmanifest: 'application/manifest+json',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  wasm: 'application/wasm',
  txt: 'text/plain; charset=utf-8',
};
const SUFFIX = { br: '.br', gzip: '.gz', identity: '' } as const;
/** Vite puts a hash of the content into the names below. */
const HASHED = /^\/assets\//;

/**
 * The built web app: files of `root`, `index.html` for every page of the app. Files whose name carries a hash are kept
 * by the browser for ever; a `.br` or `.gz` beside a file is sent where the browser takes it.
 */
export const staticFiles =
  (root: string): MiddlewareHandler =>
  async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return next();
    const path = safePath(c.req.path);
    if (path === null) return next();
    const isPage = !/\.[a-z0-9]+$/i.test(path);
    const response = await send(c, root, isPage ? '/index.html' : path);
    return response ?? next();
  };

/** Null for a path that is not one of ours to look for: broken escapes, dots that climb, NUL. */
function safePath(path: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return null;
  }
  const normal = normalize(decoded);
  return decoded.includes('\0') || normal !== decoded || normal.split(sep).includes('..') ? null : normal;
}

async function send(c: Context, root: string, path: string): Promise<Response | null> {
  const wanted = chooseEncoding(c.req.header('accept-encoding'));
  for (const encoding of new Set([wanted, 'identity'] as const)) {
    const file = join(root, path + SUFFIX[encoding]);
    const info = await stat(file).catch(() => null);
    if (!info?.isFile()) continue;
    const etag = `W/"${info.size.toString(36)}-${Math.trunc(info.mtimeMs).toString(36)}"`;
    const headers = new Headers({
      'content-type': TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
      'cache-control': HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'accept-encoding',
      etag,
    });
    if (c.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers });
    headers.set('content-length', String(info.size));
    if (encoding !== 'identity') headers.set('content-encoding', encoding);
    if (c.req.method === 'HEAD') return new Response(null, { headers });
    return new Response(await readFile(file), { headers });
  }
  return null;
}
