import { type ByteSource, MB, UnreadableFile } from './file-features.ts';
import { MAX_HELD_BYTES } from './unzip.ts';

/**
 * All bytes of a file, for formats that cannot be read as they come.
 *
 * @throws UnreadableFile  `tooLarge` when there are more of them than `most`: as a rule, than are held in memory
 */
export async function gatherBytes(
  source: ByteSource,
  most = MAX_HELD_BYTES,
  tooLarge = unpackedTooLarge,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source()) {
    chunks.push(chunk);
    length += chunk.byteLength;
    if (length > most) throw tooLarge(most);
  }
  return Buffer.concat(chunks, length);
}

const unpackedTooLarge = (most: number): UnreadableFile =>
  new UnreadableFile(
    `Unpacked, the file is larger than ${most / MB} MB; split it and import the parts with --mode add`,
    { tooLarge: true, reason: 'too-large-unpacked', values: { mb: most / MB } },
  );

/** Bytes in memory, as a file that can be read as often as wanted. */
export const sourceOf = (bytes: Uint8Array): ByteSource =>
  async function* () {
    yield bytes;
  };
