/** One line of the table that `npm run bench` prints. */
export interface BenchRow {
  readonly what: string;
  readonly value: number;
  /** 'ms', '×', 'blocks/s' … ; a ratio ('×') compares two things of the same run and holds on any machine */
  readonly unit: string;
  /** what has to hold, on a 2-core machine for absolute figures; rows without a bar inform only */
  readonly bar?: { readonly at: 'least' | 'most'; readonly value: number };
}

/** A bench file of this folder exports one as `bench`. */
export interface Bench {
  readonly name: string;
  /**
   * Prints nothing itself.
   *
   * @param quick  the same with fewer repetitions, where there are many
   */
  run(how: { readonly quick: boolean }): Promise<BenchRow[]>;
}

/** Median time of a function in ms, after one call that does not count. */
export async function medianMs(times: number, fn: () => unknown): Promise<number> {
  await fn();
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    await fn();
    taken.push(performance.now() - start);
  }
  return taken.sort((a, b) => a - b)[times >> 1]!;
}

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** CPU time, collection of garbage included: the tail of wall time tells how busy the machine is with something else. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export function percentile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))]!;
}
