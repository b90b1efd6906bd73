/** Rows of 32-bit words, each kept once. */
export interface StateTable {
  readonly size: number;
  /** where a row is written before `enter` */
  readonly row: Uint32Array;
  /** words of all rows, one after the other; another array after `enter` */
  words(): Uint32Array;
  /** Number of the row, a new one when it is not there yet: 0, 1, 2 … */
  enter(): number;
}

const FIRST_ROWS = 256;

/** @param stride  words of a row, at least 1 */
export function createStateTable(stride: number): StateTable {
  const row = new Uint32Array(stride);
  let words = new Uint32Array(stride * FIRST_ROWS);
  let hashes = new Uint32Array(FIRST_ROWS);
  /** number of a row + 1; twice as many places as rows fit */
  let places = new Uint32Array(2 * FIRST_ROWS);
  let size = 0;

  const isAt = (number: number): boolean => {
    for (let i = 0, at = number * stride; i < stride; i++, at++) if (words[at] !== row[i]) return false;
    return true;
  };

  const grow = (): void => {
    const more = new Uint32Array(2 * words.length);
    more.set(words);
    words = more;
    const moreHashes = new Uint32Array(2 * hashes.length);
    moreHashes.set(hashes);
    hashes = moreHashes;
    places = new Uint32Array(2 * hashes.length);
    for (let number = 0; number < size; number++) {
      let at = hashes[number]! & (places.length - 1);
      while (places[at] !== 0) at = (at + 1) & (places.length - 1);
      places[at] = number + 1;
    }
  };

  const enter = (): number => {
    const hash = hashOf(row);
    let at = hash & (places.length - 1);
    for (; places[at] !== 0; at = (at + 1) & (places.length - 1)) {
      const number = places[at]! - 1;
      if (hashes[number] === hash && isAt(number)) return number;
    }
    if (size === hashes.length) {
      grow();
      at = hash & (places.length - 1);
      while (places[at] !== 0) at = (at + 1) & (places.length - 1);
    }
    words.set(row, size * stride);
    hashes[size] = hash;
    size += 1;
    places[at] = size;
    return size - 1;
  };

  return {
    get size() {
      return size;
    },
    row,
    words: () => words,
    enter,
  };
}

/** MurmurHash3 of the words (Appleby, 2008). */
function hashOf(row: Uint32Array): number {
  let hash = 0;
  for (let i = 0; i < row.length; i++) {
    let k = Math.imul(row[i]!, 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    hash ^= Math.imul(k, 0x1b873593);
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
