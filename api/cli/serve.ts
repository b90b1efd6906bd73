import { readConfig } from '../config.ts';
import { startServer } from '../server.ts';
import { buildWeb, webIsStale } from './build-web.ts';
import { type CommandIo, UsageError } from './command.ts';
import { runCommand } from './run-command.ts';

/** `--no-web`: do not build the web app; `--no-demo`: do not load the demo counties into an empty embedded database. */
const OPTIONS = ['--no-web', '--no-demo'];

/**
 * `npm start`: builds the web app where needed, opens the database, loads the demo counties into an empty embedded one,
 * and serves until Ctrl-C or SIGTERM. A PostgreSQL is somebody's own: `tongxin seed` loads a demo county into it.
 */
export async function serve(argv: string[], io: CommandIo): Promise<number> {
  const unknown = argv.find((word) => !OPTIONS.includes(word));
  if (unknown !== undefined)
    throw new UsageError(`serve does not take "${unknown}"; it takes ${OPTIONS.join(' and ')}.`);
  const config = readConfig(process.env, io.cwd);
  const started = performance.now();
  const say = (line: string): void => io.out(`${seconds(performance.now() - started)}  ${line}`);

  const starting = startServer({
    config,
    say,
    prepare: async (signal) => {
      if (argv.includes('--no-web') || !webIsStale()) return;
      say('building the web app (after a change only)');
      await buildWeb(AbortSignal.any([signal, io.signal]));
      say('the web app is built');
    },
    runCommand: (words, commandIo, database) =>
      runCommand(
        words,
        commandIo,
        async () => database,
        () => config,
      ),
  });
  // Loading the demo counties' data takes most of a second of this thread, in which the database opens on its own.
  const loadingDemo = import('./load-demo.ts');
  const server = await starting;
  const { firstCounty, loadDemo } = await loadingDemo;
  const { database, loading } = server;
  const warmUp = (county: string): Promise<void> =>
    server.warm(county).catch((error) => {
      if (!io.signal.aborted) say(`the map is not prepared yet: ${error}`);
    });
  let behind = Promise.resolve();
  try {
    if (database.kind === 'pg') {
      const first = await firstCounty(database);
      if (first) behind = Promise.race([aborted(io.signal), warmUp(first)]);
      else say('no county yet; README.md tells how to load one: tongxin import, or tongxin seed for a demo');
    } else if (!argv.includes('--no-demo')) {
      const { first, loadOthers } = await loadDemo({ database, loading, say, signal: io.signal });
      // The first picture comes before the other counties: they share one database connection.
      const warmed = first ? Promise.race([aborted(io.signal), warmUp(first)]) : null;
      behind = Promise.resolve(warmed).then(loadOthers);
    }
  } catch (error) {
    await server.close();
    throw error;
  }
  say(`ready: ${server.url}`);
  io.out('');
  io.out(`  同心 Tongxin   ${server.url}`);
  io.out('  Ctrl-C stops it.');
  io.out('');
  await aborted(io.signal);
  io.out('stopping …');
  await behind; // the same signal stops it; the database stays open for what it has begun
  await server.close();
  return 0;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1).padStart(5)} s`;

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
