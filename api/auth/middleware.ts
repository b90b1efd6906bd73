import type { MiddlewareHandler } from 'hono';
import { type Actor, NOBODY } from './actor.ts';
import type { Auth } from './auth.ts';
import { type Client, clientOf } from './client.ts';
import { isToken } from './tokens.ts';

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

/**
 * On the machine that runs the demo, who brings nothing is the demo's viewer: QGIS and GDAL have no page to sign in on.
 */
export const demoReader =
  (auth: Auth): MiddlewareHandler<AuthEnv> =>
  async (c, next) => {
    if (c.get('actor') === NOBODY) c.set('actor', (await auth.demoViewer(c.get('client'))) ?? NOBODY);
    await next();
  };

/**
 * Who brings a token is its owner, whatever cookie comes with it: `Authorization: Bearer`, `Basic` with the token as the
 * password (of any user name, or of none), or `?token=` where a program can send no header. What else stands there is not
 * for us, as the `Basic` of a proxy before the program, and the cookie says who asks.
 */
export const withToken =
  (auth: Auth): MiddlewareHandler<AuthEnv> =>
  async (c, next) => {
    const token = [tokenIn(c.req.header('authorization')), c.req.query('token')].find((text) => text && isToken(text));
    if (token !== undefined) c.set('actor', await auth.enterByToken(token, c.get('client')));
    await next();
  };

function tokenIn(authorization: string | undefined): string | undefined {
  const [, scheme, value] = /^(bearer|basic) +(\S+)$/i.exec(authorization?.trim() ?? '') ?? [];
  if (!scheme || !value) return undefined;
  if (scheme.toLowerCase() === 'bearer') return value;
  const pair = Buffer.from(value, 'base64').toString();
  return pair.slice(pair.indexOf(':') + 1);
}

/** Programs send what they have only when they are asked. */
export const askForToken: MiddlewareHandler = async (c, next) => {
  await next();
  if (c.res.status === 401) c.header('www-authenticate', 'Basic realm="Tongxin", charset="UTF-8"');
};
