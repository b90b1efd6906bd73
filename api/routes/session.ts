import { type Context, Hono } from 'hono';
import { describeRoute, resolver, validator } from 'hono-openapi';
import { NOBODY } from '../auth/actor.ts';
import type { Auth, Entered } from '../auth/auth.ts';
import { isSentByOwnPage } from '../auth/guards.ts';
import type { AuthEnv } from '../auth/middleware.ts';
import { endedCookie } from '../auth/session-cookie.ts';
import { credentials, demoSignIn, session } from '../contract/session.ts';
import type { Database } from '../db/database.ts';
import { ProblemError } from '../problems.ts';
import { listCounties } from '../services/list-counties.ts';

const described = (summary: string) =>
  describeRoute({
    tags: ['session'],
    summary,
    responses: {
      200: { description: 'Who is signed in now', content: { 'application/json': { schema: resolver(session) } } },
    },
  });

const refuseForm = (result: { success: boolean }) => {
  if (!result.success) {
    throw new ProblemError('invalid-request', 'Sign-in takes a JSON object with the user name and the password.');
  }
};

/** Mounted at /api/session: who am I, sign in, sign out. */
export const sessionRoutes = ({ auth, database }: { auth: Auth; database: Database }) => {
  const reply = async (c: Context<AuthEnv>, { actor, setCookie }: Entered) => {
    if (setCookie) c.header('set-cookie', setCookie);
    c.header('cache-control', 'no-store');
    const [described, counties] = await Promise.all([
      auth.describe(actor, c.get('client')),
      listCounties(database, actor),
    ]);
    return c.json({ ...described, counties });
  };
  return new Hono<AuthEnv>()
    .get(
      '/',
      described('Who is signed in; `?visit` makes nobody the visitor of the demo, where there is one'),
      async (c) => {
        const actor = c.get('actor');
        const asked = c.req.query('visit') !== undefined && isSentByOwnPage(c);
        const visits = actor.account === null && asked;
        const visitor = visits ? await auth.visit(c.get('client'), c.req.header('cookie')) : null;
        return reply(c, visitor ?? { actor, setCookie: null });
      },
    )
    .post('/', described('Sign in'), validator('json', credentials, refuseForm), async (c) => {
      const { username, password } = c.req.valid('json');
      return reply(c, await auth.signIn(username, password, c.get('client'), c.req.header('cookie')));
    })
    .post('/demo', described('Open a demo account'), validator('json', demoSignIn, refuseForm), async (c) =>
      reply(c, await auth.signInDemo(c.req.valid('json').username, c.get('client'), c.req.header('cookie'))),
    )
    .delete('/', described('Sign out'), async (c) => {
      await auth.signOut(c.req.header('cookie'), c.get('client'));
      return reply(c, { actor: NOBODY, setCookie: endedCookie(c.get('client').secure) });
    });
};
