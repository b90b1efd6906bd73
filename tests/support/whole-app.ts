import { randomInt, randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { createApp } from '../../api/app.ts';
import { type Auth, openAuth } from '../../api/auth/auth.ts';
import { addPerson } from '../../api/auth/people.ts';
import type { Role } from '../../api/contract/words.ts';
import type { OpenedDatabase } from '../../api/db/open.ts';
import { openLog } from '../../api/log.ts';
import { openTileServer, type TileServer } from '../../api/tiles/tile-server.ts';
import { SETTINGS } from './auth-app.ts';
import { scratchDirectory } from './scratch.ts';
import { type Visitor, visitor } from './visitor.ts';

const PASSWORD = 'a password of the tests';

export interface WholeApp {
  app: Hono;
  auth: Auth;
  tiles: TileServer;
  /** folder of the web app, empty */
  webRoot: string;
  /** folder of files that are being imported */
  uploads: string;
  /** somebody new with one role in a county, signed in */
  somebody(county: string, role?: Role): Promise<Visitor>;
  close(): Promise<void>;
}

/** Everything the server mounts, without a socket. */
export async function openApp(database: OpenedDatabase): Promise<WholeApp> {
  const auth = await openAuth({ database, settings: SETTINGS });
  const owner = database.owner.pool('auth');
  const tiles = await openTileServer(database);
  const webRoot = scratchDirectory('web');
  const uploads = scratchDirectory('uploads');
  const app = createApp({
    database,
    config: SETTINGS,
    auth,
    tiles,
    log: openLog('silent'),
    loading: () => [],
    webRoot,
    uploads,
  }) as unknown as Hono;
  return {
    app,
    auth,
    tiles,
    webRoot,
    uploads,
    async somebody(county, role = 'viewer') {
      const username = `v${randomUUID()}`;
      await addPerson(owner, { username, name: '示例', password: PASSWORD, county, role, regionCode: null });
      // sign-ins are counted by address
      const somebody = visitor(app, { address: `10.1.${randomInt(256)}.${randomInt(256)}` });
      const { status } = await somebody.signIn(username, PASSWORD);
      if (status !== 200) throw new Error(`${username} could not sign in: ${status}`);
      return somebody;
    },
    close: async () => {
      await tiles.close();
      await owner.end();
      await auth.close();
    },
  };
}
