/**
 * Something outside the program stands in the way of starting: a locked or damaged data directory, a wrong URL, a
 * port in use. The message is one sentence that says what, where, and what to do; the command line prints it alone
 * and exits with 2.
 */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}
