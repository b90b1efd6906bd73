import type { CommandIo } from './cli/command.ts';
import { acceptCommands } from './cli/hand-over-server.ts';
import type { Config } from './config.ts';
import type { Health } from './contract/health.ts';
import { type OpenedDatabase, openDatabase } from './db/open.ts';
import { probePort, urlOf } from './port.ts';

export interface ServerOptions {
  config: Config;
  /** a line of progress */
  say: (line: string) => void;
  /** runs beside the opening of the database: building the web app */
  prepare?: (signal: AbortSignal) => Promise<void>;
  /** runs a command that another process handed over */
  runCommand?: (words: string[], io: CommandIo, database: OpenedDatabase) => Promise<number>;
}

export interface RunningServer {
  url: string;
  database: OpenedDatabase;
  /** what the health route tells as being loaded; whoever loads keeps it up to date */
  loading: Health['loading'];
  /** Makes ready what the first picture of a county needs. */
  warm(county: string): Promise<void>;
  /** Ends requests and handed commands, then closes the database. */
  close(): Promise<void>;
}

/**
 * Starts everything and listens.
 *
 * @throws SetupError when the port or the database cannot be had
 */
export async function startServer({ config, say, prepare, runCommand }: ServerOptions): Promise<RunningServer> {
  await probePort(config);
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    while (closers.length > 0) await closers.pop()?.();
  };
  const preparing = new AbortController();
  const prepared = prepare?.(preparing.signal);
  // Its failure is told where it is awaited, after the database has been opened.
  prepared?.catch(() => {});
  const opening = openDatabase({
    databaseUrl: config.databaseUrl,
    dataDir: config.dataDir,
    onProgress: ({ step }) => say(step),
    onNotice: say,
  });
  // Loading the HTTP interface takes more than a second of this thread, in which the database's opens beside it.
  const loadingHttp = import('./http-server.ts');
  try {
    const database = await opening;
    closers.push(() => database.close());
    await prepared;
    say(
      `database: ${database.kind === 'pg' ? 'PostgreSQL' : 'embedded PostgreSQL'} ${database.versions.postgres}, PostGIS ${database.versions.postgis}`,
    );

    const loading: Health['loading'] = [];
    const { startHttp } = await loadingHttp;
    const http = await startHttp(database, config, () => loading);
    closers.push(() => http.close());
    if (runCommand && database.kind === 'pglite') {
      closers.push(await acceptCommands(config.dataDir, (words, io) => runCommand(words, io, database)));
    }
    return { url: urlOf(config, http.address), database, loading, warm: http.warm, close };
  } catch (error) {
    preparing.abort();
    await close();
    throw error;
  }
}
