/**
 * Runs one at a time, in the order of asking.
 *
 * @returns what `fn` returns
 * @throws what `fn` throws; the next one runs all the same
 */
export function takeTurns(): <T>(fn: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (fn) => {
    const mine = last.then(fn);
    last = mine.catch(() => {});
    return mine;
  };
}
