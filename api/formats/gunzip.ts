import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type ByteSource, refuseBomb, UnreadableFile } from './file-features.ts';

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** The bytes of the file, or what a gzipped one holds. */
export async function* unpack(source: ByteSource): AsyncGenerator<Uint8Array> {
  const bytes = source()[Symbol.asyncIterator]();
  const first = await bytes.next();
  if (first.done) return;
  const chunks = resume(first.value, bytes);
  if (isGzip(first.value)) yield* gunzip(chunks);
  else yield* chunks;
}

async function* resume(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

async function* gunzip(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let packedBytes = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of packed) {
      packedBytes += chunk.byteLength;
      yield chunk;
    }
  };
  // The callback may stay empty: pipeline ends the unzipping stream with the same error, and the loop below meets it.
  const unzip = pipeline(Readable.from(counted()), createGunzip(), () => {});
  let expandedBytes = 0;
  try {
    for await (const chunk of unzip as AsyncIterable<Uint8Array>) {
      expandedBytes += chunk.byteLength;
      refuseBomb(expandedBytes, packedBytes);
      yield chunk;
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'Z_BUF_ERROR')
      throw new UnreadableFile('The gzipped file ends too early: it was cut off; copy or export it again', {
        cause: error,
        reason: 'cut-off',
      });
    if (code?.startsWith('Z_'))
      throw new UnreadableFile('The gzipped file is damaged; copy or export it again', {
        cause: error,
        reason: 'gzip-damaged',
      });
    throw error;
  }
}
