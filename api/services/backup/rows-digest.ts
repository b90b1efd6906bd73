import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';

const LINE_FEED = 10;

/**
 * What a table holds, whatever the order of its rows: the SHA-256 of every line, added up in eight 32-bit lanes. Two
 * databases never give rows in the same order for long, and sorting a large table takes longer than copying it.
 */
export class RowsDigest {
  rows = 0;
  readonly #sum = new Uint32Array(8);
  #begun: Uint8Array[] = [];

  /** The next bytes of COPY's text format, in which a line feed ends a row and stands nowhere else. */
  update(bytes: Uint8Array): void {
    let from = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
      this.#add(bytes.subarray(from, end));
      from = end + 1;
    }
    if (from < bytes.length) this.#begun.push(bytes.slice(from));
  }

  #add(rest: Uint8Array): void {
    const hash = createHash('sha256');
    for (const begun of this.#begun) hash.update(begun);
    this.#begun = [];
    const digest = hash.update(rest).digest();
    for (let lane = 0; lane < 8; lane++) this.#sum[lane]! += digest.readUInt32LE(lane * 4);
    this.rows++;
  }

  /** 64 hexadecimal digits. */
  get content(): string {
    return [...this.#sum].map((lane) => lane.toString(16).padStart(8, '0')).join('');
  }

  /** Passes bytes on and takes them in. */
  tap(): Transform {
    return tap((bytes) => this.update(bytes));
  }
}

/** Passes bytes on and shows them. */
export const tap = (see: (bytes: Buffer) => void): Transform =>
  new Transform({
    transform(bytes: Buffer, _encoding, done: TransformCallback) {
      see(bytes);
      done(null, bytes);
    },
  });
