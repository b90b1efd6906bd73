import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import type { Auth } from './auth/auth.ts';
import type { Config } from './config.ts';
import type { Health } from './contract/health.ts';
import type { OpenedDatabase } from './db/open.ts';

export interface Deps {
  database: OpenedDatabase;
  config: Config;
  auth: Auth;
  /** what is being loaded in the background now */
  loading: () => Health['loading'];
  /** folder of the built web app */
  webRoot: string;
}

/** The whole HTTP interface, given its parts. */
export function createApp({ database, loading, webRoot }: Deps): Hono {
  return new Hono()
    .get('/api/health', (c) => {
      const { migration, ...versions } = database.versions;
      const body: Health = {
        status: loading().length > 0 ? 'loading' : 'ready',
        version: '0.1.0',
        database: { kind: database.kind, ...versions },
        migration,
        dataVersion: 0,
        loading: loading(),
      };
      return c.json(body);
    })
    .use('*', serveStatic({ root: webRoot }));
}
