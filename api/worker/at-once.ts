/**
 * Lets so many pieces of work run at the same time, so that the next one is made ready meanwhile.
 *
 * @returns start: waits for room, then begins; end: waits for all. Either throws what a piece that has run threw.
 */
export function atOnce(most: number): { start(work: () => Promise<unknown>): Promise<void>; end(): Promise<void> } {
  // One that has failed stays, for whoever waits next.
  const running = new Set<Promise<unknown>>();
  return {
    async start(work) {
      while (running.size >= most) await Promise.race(running);
      const piece: Promise<unknown> = work().then(() => running.delete(piece));
      piece.catch(() => {});
      running.add(piece);
    },
    async end() {
      await Promise.all(running);
    },
  };
}
