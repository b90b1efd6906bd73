/**
 * Does something again and again, the first time after one interval. A failure is told and does not end it; it keeps
 * no process alive.
 *
 * @returns the function that stops it and waits for what runs
 */
export function repeat(
  everyMs: number,
  work: () => Promise<unknown>,
  onFailure: (error: unknown) => void,
): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  let idle = true;
  const timer = setInterval(() => {
    if (!idle) return; // the last time is not over
    idle = false;
    running = work()
      .catch(onFailure)
      .finally(() => {
        idle = true;
      });
  }, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
