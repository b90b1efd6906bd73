/** How long work may keep the program from hearing of Ctrl-C. */
const BREATH_MS = 50;

/** To be awaited between slices of long work; throws when Ctrl-C was heard. */
export function createBreath(signal: AbortSignal): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < BREATH_MS) return undefined;
    return new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      signal.throwIfAborted();
      last = performance.now();
    });
  };
}
