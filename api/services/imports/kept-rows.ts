import type { ReadRow } from '../../formats/file-features.ts';
import { eachPosition } from './look-at-file.ts';

/** What the rows of a file may take of the thread's memory: about 500,000 points with a few short properties. */
const MOST_BYTES = 256 * 2 ** 20;
const ROW_BYTES = 300;
const POSITION_BYTES = 64;
const PROPERTY_BYTES = 48;

/** Keeps the rows of a file for as long as they fit; a file that does not fit is read again from its beginning. */
export class KeptRows {
  #rows: ReadRow[] | null = [];
  #bytes = 0;

  /** null = they did not fit */
  get rows(): readonly ReadRow[] | null {
    return this.#rows;
  }

  add(row: ReadRow): void {
    if (this.#rows === null) return;
    const { geometry, properties } = row.feature;
    this.#bytes += ROW_BYTES + bytesOf(properties);
    if (geometry)
      eachPosition(geometry.coordinates, () => {
        this.#bytes += POSITION_BYTES;
      });
    if (this.#bytes > MOST_BYTES) this.#rows = null;
    else this.#rows.push(row);
  }
}

function bytesOf(properties: Record<string, unknown>): number {
  let bytes = 0;
  for (const value of Object.values(properties)) {
    bytes += PROPERTY_BYTES;
    if (typeof value === 'string') bytes += 2 * value.length;
    else if (typeof value === 'object' && value !== null) bytes += 10 * JSON.stringify(value).length;
  }
  return bytes;
}
