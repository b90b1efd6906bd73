import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ServerType, serve } from '@hono/node-server';
import { createApp } from './app.ts';
import { openAuth } from './auth/auth.ts';
import { openBackground } from './background.ts';
import type { Config } from './config.ts';
import type { Health } from './contract/health.ts';
import { today } from './contract/today.ts';
import type { OpenedDatabase } from './db/open.ts';
import { openLog } from './log.ts';
import { type Place, portTrouble } from './port.ts';
import { repeat } from './repeat.ts';
import { sweepExports } from './services/exports/export-jobs.ts';
import { endInterrupted, unsettledWords } from './services/imports/imports.ts';
import { sweepUploads } from './services/imports/uploads.ts';
import { sweepPhotos } from './services/photos/photo-files.ts';
import { PlanStreams } from './services/plans/plan-stream.ts';
import { openTileServer } from './tiles/tile-server.ts';

const WEB_ROOT = fileURLToPath(new URL('../dist/web', import.meta.url));
/** How long running requests may take to end after the signal to stop; event streams never end by themselves. */
const GRACE_MS = 3_000;
const SWEEP_MS = 3_600_000;

export interface HttpServer {
  address: AddressInfo;
  /** Makes ready what the first picture of a county needs. */
  warm(county: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Puts the HTTP interface together and listens.
 *
 * @param loading what the health route tells as being loaded
 * @throws SetupError when the port cannot be had
 */
export async function startHttp(
  database: OpenedDatabase,
  config: Config,
  loading: () => Health['loading'],
): Promise<HttpServer> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    while (closers.length > 0) await closers.pop()?.();
  };
  try {
    const auth = await openAuth({
      database,
      settings: { secret: config.secret('session'), host: config.host, trustProxy: config.trustProxy },
    });
    closers.push(() => auth.close());
    const tiles = await openTileServer(database);
    closers.push(() => tiles.close());
    const streams = await PlanStreams.open(database);
    closers.push(() => streams.close());
    const background = openBackground();
    const uploads = join(config.dataDir, 'imports');
    const photos = join(config.dataDir, 'photos');
    const exports = join(config.dataDir, 'exports');
    const log = openLog(config.logLevel);
    await endInterrupted(database, {
      alone: database.kind === 'pglite',
      onUnsettled: (err, counties) => log.error({ counties, err }, unsettledWords(counties)),
    });
    await sweepUploads(uploads);
    await sweepExports(exports, database, { alone: database.kind === 'pglite' });
    const sweep = () =>
      Promise.all([
        ...[sweepUploads(uploads), sweepPhotos(photos, database), sweepExports(exports, database)],
        auth.sweep(),
      ]);
    closers.push(repeat(SWEEP_MS, sweep, (err) => log.error({ err }, 'what is out of date could not be swept away')));
    const parts = { database, config, auth, tiles, streams, background, log, loading };
    const app = createApp({ ...parts, webRoot: WEB_ROOT, uploads, photos, exports });
    const server = await listen(app.fetch, config);
    // Both at once: a landing that is told to stop ends the request that waits for it.
    closers.push(() => Promise.all([closeServer(server), background.close()]));
    closers.push(() => streams.close()); // a stream never ends by itself: nobody need wait for it
    const warm = (county: string): Promise<void> => tiles.warm(county, today());
    return { address: server.address() as AddressInfo, warm, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function listen(fetch: Parameters<typeof serve>[0]['fetch'], place: Place): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port: place.port, hostname: place.host }, () => resolve(server));
    server.once('error', (error) => reject(portTrouble(place, error)));
  });
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
