import { randomInt, randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { createApp } from '../../api/app.ts';
import { type Auth, openAuth } from '../../api/auth/auth.ts';
import { addPerson } from '../../api/auth/people.ts';
import { openBackground } from '../../api/background.ts';
import type { Role } from '../../api/contract/words.ts';
import type { OpenedDatabase } from '../../api/db/open.ts';
import { openLog } from '../../api/log.ts';
import { PlanStreams } from '../../api/services/plans/plan-stream.ts';
import { openTileServer, type TileServer } from '../../api/tiles/tile-server.ts';
import { SETTINGS } from './auth-app.ts';
import { scratchDirectory } from './scratch.ts';
import { type Visitor, visitor } from './visitor.ts';

const PASSWORD = 'a password of the tests';
/** opens /metrics */
export const METRICS_TOKEN = 'a token of the tests';

export interface WholeApp {
  app: Hono;
  auth: Auth;
  tiles: TileServer;
  streams: PlanStreams;
  /** folder of the web app, empty */
  webRoot: string;
  /** folder of files that are being imported */
  uploads: string;
  /** folder of photographs */
  photos: string;
  /** folder of files that are taken away */
  exports: string;
  /** somebody new with one role in a county or a region of it, signed in */
  somebody(county: string, role?: Role, region?: number): Promise<Visitor>;
  /** the same person at another server process on the same database, which has nothing in memory yet */
  elsewhere(somebody: Visitor): Visitor;
  close(): Promise<void>;
}

/** Everything the server mounts, without a socket. */
export async function openApp(database: OpenedDatabase): Promise<WholeApp> {
  const auth = await openAuth({ database, settings: SETTINGS });
  const owner = database.owner.pool('auth');
  const tiles = await openTileServer(database);
  const background = openBackground();
  const webRoot = scratchDirectory('web');
  const uploads = scratchDirectory('uploads');
  const photos = scratchDirectory('photos');
  const exports = scratchDirectory('exports');
  const streams = await PlanStreams.open(database);
  const parts = {
    ...{
      database,
      config: { ...SETTINGS, metricsToken: METRICS_TOKEN },
      auth,
      tiles,
      streams,
      background,
      log: openLog('silent'),
      webRoot,
      uploads,
      photos,
      exports,
    },
    loading: () => [],
  };
  const start = (): Hono => createApp(parts) as unknown as Hono;
  const app = start();
  return {
    app,
    auth,
    tiles,
    streams,
    webRoot,
    uploads,
    photos,
    exports,
    async somebody(county, role = 'viewer', region) {
      const username = `v${randomUUID()}`;
      await addPerson(owner, { username, name: '示例', password: PASSWORD, county, role, regionCode: null });
      if (region !== undefined)
        await owner.query(
          `update tongxin.account_grant set region = $1
            where county = $2 and account = (select id from auth."user" where username = $3)`,
          [region, county, username],
        );
      // sign-ins are counted by address
      const somebody = visitor(app, { address: `10.1.${randomInt(256)}.${randomInt(256)}` });
      const { status } = await somebody.signIn(username, PASSWORD);
      if (status !== 200) throw new Error(`${username} could not sign in: ${status}`);
      return somebody;
    },
    elsewhere: ({ cookie }) => Object.assign(visitor(start()), { cookie }),
    close: async () => {
      await streams.close();
      await background.close();
      await tiles.close();
      await owner.end();
      await auth.close();
    },
  };
}
