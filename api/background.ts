export interface Background {
  /** Aborted when the server stops. */
  readonly signal: AbortSignal;
  /** Takes note of work that the end of the server has to wait for, answered or not. @returns the work */
  run<T>(work: Promise<T>): Promise<T>;
  /** Tells the work to stop and waits for its end. */
  close(): Promise<void>;
}

/** Work that goes on after its request, or longer than a request is waited for, and needs the database to its end. */
export function openBackground(): Background {
  const running = new Set<Promise<unknown>>();
  const stop = new AbortController();
  return {
    signal: stop.signal,
    run(work) {
      running.add(work);
      const forget = (): unknown => running.delete(work);
      work.then(forget, forget);
      return work;
    },
    async close() {
      stop.abort();
      await Promise.allSettled(running);
    },
  };
}
