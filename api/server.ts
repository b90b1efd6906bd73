import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ServerType, serve } from '@hono/node-server';
import { createApp } from './app.ts';
import { openAuth } from './auth/auth.ts';
import type { CommandIo } from './cli/command.ts';
import { acceptCommands } from './cli/hand-over-server.ts';
import type { Config } from './config.ts';
import type { Health } from './contract/health.ts';
import { type OpenedDatabase, openDatabase } from './db/open.ts';
import { SetupError } from './db/setup-error.ts';
import { openLog } from './log.ts';
import { endInterrupted } from './services/imports/imports.ts';
import { sweepUploads } from './services/imports/uploads.ts';
import { openTileServer } from './tiles/tile-server.ts';

const WEB_ROOT = fileURLToPath(new URL('../dist/web', import.meta.url));
/** How long running requests may take to end after the signal to stop; event streams never end by themselves. */
const GRACE_MS = 3_000;

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
  try {
    const database = await openDatabase({
      databaseUrl: config.databaseUrl,
      dataDir: config.dataDir,
      onProgress: ({ step }) => say(step),
      onNotice: say,
    });
    closers.push(() => database.close());
    await prepared;
    say(
      `database: ${database.kind === 'pg' ? 'PostgreSQL' : 'embedded PostgreSQL'} ${database.versions.postgres}, PostGIS ${database.versions.postgis}`,
    );

    const auth = await openAuth({
      database,
      settings: { secret: config.secret('session'), host: config.host, trustProxy: config.trustProxy },
    });
    closers.push(() => auth.close());
    const loading: Health['loading'] = [];
    const tiles = await openTileServer(database);
    closers.push(() => tiles.close());
    const uploads = join(config.dataDir, 'imports');
    await endInterrupted(database, { alone: database.kind === 'pglite' });
    await sweepUploads(uploads);
    const parts = { database, config, auth, tiles, log: openLog(), loading: () => loading };
    const app = createApp({ ...parts, webRoot: WEB_ROOT, uploads });
    const server = await listen(app.fetch, config);
    closers.push(() => closeServer(server));
    if (runCommand && database.kind === 'pglite') {
      closers.push(await acceptCommands(config.dataDir, (words, io) => runCommand(words, io, database)));
    }
    const url = urlOf(config, server.address() as AddressInfo);
    return { url, database, loading, close };
  } catch (error) {
    preparing.abort();
    await close();
    throw error;
  }
}

/** Asks for the port before the long work, so that a taken one is told at once. */
async function probePort(config: Config): Promise<void> {
  if (config.port === 0) return;
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) => reject(portTrouble(config, error)));
    probe.listen(config.port, config.host, () => probe.close(() => resolve()));
  });
}

function listen(fetch: Parameters<typeof serve>[0]['fetch'], config: Config): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port: config.port, hostname: config.host }, () => resolve(server));
    server.once('error', (error) => reject(portTrouble(config, error)));
  });
}

function portTrouble({ host, port }: Config, error: NodeJS.ErrnoException): Error {
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is in use by another program; stop that one, or set PORT to another number.`,
    EACCES: `Port ${port} on ${host} needs rights that this user does not have; set PORT to a number above 1023.`,
    EADDRNOTAVAIL: `HOST ${host} is not an address of this machine; set it to 127.0.0.1, or to 0.0.0.0 for all.`,
    ENOTFOUND: `HOST ${host} is not known; set it to 127.0.0.1, or to 0.0.0.0 for all.`,
  };
  const known = reasons[error.code ?? ''];
  return known ? new SetupError(known, { cause: error }) : error;
}

function closeServer(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), GRACE_MS);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    if ('closeIdleConnections' in server) server.closeIdleConnections();
  });
}

function urlOf({ host }: Config, { port }: AddressInfo): string {
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}/`;
}
