/** Work that stops now and then, so that whoever has it done can do other things in between. */
export type Steps<T> = Generator<void, T>;

/** Does it at one go. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The members of a list, with a stop after every so many. */
export function* inPieces<T>(members: Iterable<T>, size: number, work: (member: T) => void): Steps<void> {
  let done = 0;
  for (const member of members) {
    work(member);
    if (++done % size === 0) yield;
  }
}
