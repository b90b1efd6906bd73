import { readConfig } from '../config.ts';
import { SetupError } from '../db/setup-error.ts';
import { ProblemError } from '../problems.ts';
import { type CommandIo, InputError, type OpenStore, type ReadSettings, UsageError } from './command.ts';
import { COMMANDS } from './commands.ts';

const REFUSED = 2;
const FAILED = 1;
export const CANCELLED = 130;

/** Runs one command of the list. */
export async function runCommand(
  words: string[],
  io: CommandIo,
  open: OpenStore,
  settings: ReadSettings = () => readConfig(process.env, io.cwd),
): Promise<number> {
  const [name = '', ...argv] = words;
  const entry = COMMANDS[name];
  if (!entry) {
    io.err(`There is no command "${name}"; the commands are ${[...Object.keys(COMMANDS), 'serve'].join(', ')}.`);
    return REFUSED;
  }
  const { command } = await entry.load();
  const told = command.usageOf?.[argv[0] ?? ''] ?? command.usage;
  const usage = `Usage: npm run -s tongxin -- ${command.name} ${told}`.trimEnd();
  if (argv.includes('--help')) {
    io.out(`${usage}\n${command.summary}`);
    return 0;
  }
  return settled(io, () => command.run(argv, io, open, settings), usage);
}

/** Turns every failure into a line and an exit code: 2 for what the person can mend, 1 for our own faults. */
export async function settled(io: CommandIo, run: () => Promise<number>, usage = ''): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (io.signal.aborted) return CANCELLED; // whatever was interrupted complains about that
    if (error instanceof UsageError) io.err(`${error.message}\n${usage}`.trimEnd());
    else if (error instanceof InputError || error instanceof SetupError || error instanceof ProblemError)
      io.err(error.message);
    else {
      io.err(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return FAILED;
    }
    return REFUSED;
  }
}
