import { readConfig } from '../config.ts';
import type { OpenedDatabase } from '../db/open.ts';
import type { CommandIo, OpenStore } from './command.ts';
import { COMMANDS } from './commands.ts';
import { handOver } from './hand-over.ts';
import { readSecret } from './read-secret.ts';
import { CANCELLED, runCommand, settled } from './run-command.ts';

const PARENT_MS = 500;
const SERVE = 'start the server, as npm start does';

function help(): string {
  const listed = [...Object.entries(COMMANDS), ['serve', { summary: SERVE }] as const];
  const width = Math.max(...listed.map(([name]) => name.length));
  const lines = listed.map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'Usage: npm run -s tongxin -- COMMAND [ARGUMENTS]',
    '',
    ...lines,
    '',
    'COMMAND --help tells its arguments.',
  ].join('\n');
}

/** The database of this process, opened when a command asks for it. */
function lazyDatabase(io: CommandIo): { open: OpenStore; close(): Promise<void> } {
  let opened: Promise<OpenedDatabase> | undefined;
  return {
    open: ({ asItIs = false } = {}) => {
      opened ??= openConfigured(io, asItIs);
      return opened;
    },
    close: async () => (await opened?.catch(() => undefined))?.close(),
  };
}

async function openConfigured(io: CommandIo, asItIs: boolean): Promise<OpenedDatabase> {
  const { openDatabase } = await import('../db/open.ts');
  const { dataDir, databaseUrl } = readConfig(process.env, io.cwd);
  return openDatabase({ dataDir, databaseUrl, asItIs, statementTimeoutMs: 0, onNotice: io.err });
}

/** npm runs us under a shell that dies of a signal without passing it on; what it started then stops too. */
function whenParentEnds(stop: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, PARENT_MS);
  watch.unref();
}

async function main(): Promise<number> {
  const [name, ...argv] = process.argv.slice(2);
  if (name === undefined || name === '--help' || name === 'help') {
    console.log(help());
    return name === undefined ? 2 : 0;
  }
  const cancel = new AbortController();
  const io: CommandIo = {
    cwd: process.env.INIT_CWD ?? process.cwd(),
    out: (line) => console.log(line),
    err: (line) => console.error(line),
    signal: cancel.signal,
    secret: readSecret,
  };
  // Whoever reads us may have seen enough (| head): what is being done is finished all the same.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  process.on('SIGINT', () => {
    if (cancel.signal.aborted) process.exit(CANCELLED);
    cancel.abort();
  });
  process.on('SIGTERM', () => cancel.abort());
  if (process.env.npm_lifecycle_event) whenParentEnds(() => cancel.abort());

  return settled(io, async () => {
    if (name === 'serve') {
      const { serve } = await import('./serve.ts');
      return serve(argv, io);
    }
    const entry = COMMANDS[name];
    const handed = entry && !entry.alone ? await handOver(process.env, [name, ...argv], io) : null;
    if (handed !== null) return handed;
    const database = lazyDatabase(io);
    try {
      return await runCommand([name, ...argv], io, database.open);
    } finally {
      await database.close();
    }
  });
}

process.exitCode = await main();
