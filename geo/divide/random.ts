/** Seeded random numbers (sfc32): the same seed gives the same numbers on every machine. */
export interface Random {
  /** 32 random bits, 0 … 2^32 − 1 */
  bits(): number;
  /** a whole number, 0 … n − 1; n ≤ 2^32 */
  below(n: number): number;
  /** in [0, 1) */
  unit(): number;
  /** fills an array with random bits, which is several times quicker than one by one */
  fill(words: Uint32Array): void;
}

const ROUNDS = 15;

/** @param seed  any whole number up to 2^53; both halves count */
export function createRandom(seed: number): Random {
  let a = seed | 0;
  let b = Math.floor(seed / 2 ** 32) | 0;
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  const bits = (): number => {
    const mixed = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + mixed) | 0;
    return mixed >>> 0;
  };
  for (let i = 0; i < ROUNDS; i++) bits();
  return {
    bits,
    below: (n) => Math.floor((bits() * n) / 2 ** 32),
    unit: () => bits() / 2 ** 32,
    fill: (words) => {
      let x = a;
      let y = b;
      let z = c;
      let n = counter;
      for (let i = 0; i < words.length; i++) {
        const mixed = (((x + y) | 0) + n) | 0;
        n = (n + 1) | 0;
        x = y ^ (y >>> 9);
        y = (z + (z << 3)) | 0;
        z = (((z << 21) | (z >>> 11)) + mixed) | 0;
        words[i] = mixed;
      }
      a = x;
      b = y;
      c = z;
      counter = n;
    },
  };
}
