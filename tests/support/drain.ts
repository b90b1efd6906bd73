import type { ByteSource, FeatureStream, FileHead, ReadRow } from '../../api/formats/file-features.ts';

/** Everything that a reader gives. */
export async function drain(stream: FeatureStream): Promise<{ rows: ReadRow[]; head: FileHead }> {
  const rows: ReadRow[] = [];
  for (;;) {
    const next = await stream.next();
    if (next.done) return { rows, head: next.value };
    rows.push(next.value);
  }
}

/** Bytes as they arrive from a disk: in pieces. */
export const inPieces = (bytes: Uint8Array, size = 65_536): ByteSource =>
  async function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
