import { Unzip, UnzipInflate } from 'fflate';
import { type ByteSource, MB, refuseBomb, UnreadableFile } from './file-features.ts';

/** A zipped Shapefile has four to eight files, a workbook with pictures some hundreds. */
const MAX_ENTRIES = 2000;
/** What is held in memory as a whole. */
export const MAX_HELD_BYTES = 400 * MB;

/** The paths of the files in a zip archive, in its order. @throws as `unzip` */
export async function zipEntries(source: ByteSource): Promise<string[]> {
  const paths: string[] = [];
  await unzip(source, (path) => {
    if (!path.endsWith('/')) paths.push(path);
    return false;
  });
  return paths;
}

/**
 * The files of a zip archive whose name is wanted, in memory. Nothing is ever written to a disk, so a name such as
 * ../../x could do no harm; an archive that holds one is refused all the same, for no honest export makes it.
 *
 * Sizes are counted while unpacking, never read from the archive, which may lie.
 *
 * @param wanted  by the path inside the archive
 * @throws UnreadableFile for a bomb, too many entries, a path that leaves the archive, a cut or encrypted archive
 */
export async function unzip(source: ByteSource, wanted: (path: string) => boolean): Promise<Map<string, Uint8Array>> {
  const pieces = new Map<string, Uint8Array[]>();
  const unfinished = new Set<string>();
  let failure: unknown = null;
  let entries = 0;
  let packedBytes = 0;
  let expandedBytes = 0;
  let tail: Uint8Array = new Uint8Array(0);

  const archive = new Unzip((entry) => {
    entries += 1;
    if (entries > MAX_ENTRIES)
      throw new UnreadableFile(
        `The zip archive holds more than ${MAX_ENTRIES} files; put only the file to import into it`,
        {
          tooLarge: true,
        },
      );
    const path = readablePath(entry.name);
    refusePath(path);
    if (!wanted(path)) return;
    const chunks: Uint8Array[] = [];
    pieces.set(path, chunks);
    unfinished.add(path);
    entry.ondata = (error, chunk, final) => {
      if (error) failure ??= error;
      if (error) return;
      expandedBytes += chunk.byteLength;
      refuseBomb(expandedBytes, packedBytes);
      if (expandedBytes > MAX_HELD_BYTES)
        throw new UnreadableFile(
          `Unpacked, the file is larger than ${MAX_HELD_BYTES / MB} MB; split it and import the parts with --mode add`,
          { tooLarge: true, reason: 'too-large-unpacked', values: { mb: MAX_HELD_BYTES / MB } },
        );
      chunks.push(chunk);
      if (final) unfinished.delete(path);
    };
    entry.start();
  });
  archive.register(UnzipInflate);

  try {
    for await (const chunk of source()) {
      packedBytes += chunk.byteLength;
      archive.push(chunk);
      if (failure) throw failure;
      tail = Buffer.concat([tail, chunk]).subarray(-MAX_TAIL_BYTES);
    }
    archive.push(new Uint8Array(0), true);
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile('The zip archive is damaged or encrypted; zip the files anew, without a password', {
      cause: error,
      reason: 'zip-damaged',
    });
  }
  if (failure || unfinished.size > 0 || !Buffer.from(tail).includes(END_OF_DIRECTORY))
    throw new UnreadableFile('The zip archive is damaged or was cut off; copy or zip it again', {
      cause: failure,
      reason: 'zip-damaged',
    });
  return new Map([...pieces].map(([name, chunks]) => [name, Buffer.concat(chunks)]));
}

const END_OF_DIRECTORY = Buffer.from('PK\x05\x06', 'latin1');
/** The end record has 22 bytes and a comment of up to 64 kB. */
const MAX_TAIL_BYTES = 22 + 65_535;

/** Archivers of Chinese Windows write names in GBK without saying so; the library takes each byte for a character. */
function readablePath(path: string): string {
  if (!/[\x80-\xff]/.test(path) || /[^\0-\xff]/.test(path)) return path;
  const bytes = Buffer.from(path, 'latin1');
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // the next one
    }
  return path;
}

function refusePath(path: string): void {
  if (/^([/\\]|[a-z]:)|(^|[/\\])\.\.([/\\]|$)|\0/i.test(path))
    throw new UnreadableFile(
      `The zip archive holds a file named ${JSON.stringify(path.slice(0, 80))}, outside of itself; zip the files anew`,
    );
}
