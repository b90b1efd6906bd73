import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { Context } from 'hono';
import { type ExportLosses, LOSSES_HEADER } from '../contract/exports.ts';
import { privately } from './validate.ts';

/** Says that a file follows, under its name twice (RFC 6266): in ASCII for old programs, then as it is; and what it lost. */
export function announceFile(
  c: Context,
  { name, mediaType, losses }: { name: string; mediaType: string; losses: ExportLosses },
): void {
  privately(c);
  const plain = name.replace(/[^\x20-\x7e]+/g, '_').replace(/["\\%]/g, '_');
  c.header('content-disposition', `attachment; filename="${plain}"; filename*=UTF-8''${encodeExtended(name)}`);
  c.header('content-type', mediaType);
  if (losses.length > 0) c.header(LOSSES_HEADER, asciiJson(losses));
}

/** A file as the answer. Who asks with HEAD gets no stream: nobody would read it, or close it. */
export function sendFile(c: Context, { path, size }: { path: string; size: number }): Response {
  c.header('content-length', String(size));
  if (c.req.method === 'HEAD') return c.body(null);
  return c.body(Readable.toWeb(createReadStream(path)) as ReadableStream);
}

/** RFC 8187: percent-encoding, also of what a URI may hold and a header's value may not. */
const encodeExtended = (text: string): string =>
  encodeURIComponent(text).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
