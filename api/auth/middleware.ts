import type { MiddlewareHandler } from 'hono';
import type { Actor } from './actor.ts';
import type { Auth } from './auth.ts';
import { type Client, clientOf } from './client.ts';

/** What every handler can ask of its context: `c.get('actor')`, `c.get('client')`. */
export interface AuthEnv {
  Variables: { actor: Actor; client: Client };
}

/** Finds out who asks, before any handler. A session that was prolonged gets its cookie anew. */
export const withActor =
  (auth: Auth): MiddlewareHandler<AuthEnv> =>
  async (c, next) => {
    const client = clientOf(c, auth.settings.trustProxy);
    const { actor, setCookie } = await auth.enter(c.req.header('cookie'), client);
    c.set('client', client);
    c.set('actor', actor);
    await next();
    if (setCookie && !c.res.headers.has('set-cookie')) c.header('set-cookie', setCookie, { append: true });
  };
