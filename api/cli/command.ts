import type { Config } from '../config.ts';
import type { OpenedDatabase } from '../db/open.ts';

/** Where a command runs and what it may say. The same command runs in its own process or inside the server. */
export interface CommandIo {
  /** where the person stands: FILE arguments start from here */
  cwd: string;
  out(line: string): void;
  err(line: string): void;
  /** aborted by Ctrl-C */
  signal: AbortSignal;
  /** a line that is not shown, as read-secret.ts has it; absent where nobody can be asked */
  secret?(prompt: string | null): Promise<string | null>;
}

/**
 * Gives the database; opened with the first call, closed by the caller.
 *
 * @param options `asItIs`: with its schema as it stands, where this process is the one that opens it
 */
export type OpenStore = (options?: { asItIs?: boolean }) => Promise<OpenedDatabase>;

/** The settings, read when they are asked for; inside the server its own. */
export type ReadSettings = () => Pick<Config, 'dataDir' | 'databaseUrl'>;

/** One command of `npm run -s tongxin --`, in a file of its own. */
export interface Command {
  name: string;
  /** the line behind the name: `FILE --as KIND --county CODE` */
  usage: string;
  /** of a command that does several things: the usage of each, for those who ask about one */
  usageOf?: Readonly<Record<string, string>>;
  /** one line for the list of commands */
  summary: string;
  /**
   * @param argv words behind the command's name
   * @returns the exit code
   */
  run(argv: string[], io: CommandIo, open: OpenStore, settings: ReadSettings): Promise<number>;
}

/** The words do not make a command: said in one line with the usage, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What was given cannot be worked on: one sentence that says what, where and what to do; exit code 2. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
