import { type Context, Hono } from 'hono';
import { describeRoute, resolver, validator } from 'hono-openapi';
import { z } from 'zod';
import { NOBODY, scopeFor } from '../auth/actor.ts';
import type { Auth, Entered } from '../auth/auth.ts';
import { isSentByOwnPage } from '../auth/guards.ts';
import type { AuthEnv } from '../auth/middleware.ts';
import { changeOwnPassword, endOwnSessions, ownSessions, type Self } from '../auth/own-account.ts';
import { endedCookie } from '../auth/session-cookie.ts';
import { makeToken, ownTokens, revokeToken } from '../auth/tokens.ts';
import { passwordChange, sessionList } from '../contract/people.ts';
import { credentials, demoSignIn, session } from '../contract/session.ts';
import { madeToken, newToken, tokenList } from '../contract/tokens.ts';
import type { OpenedDatabase } from '../db/open.ts';
import { ProblemError } from '../problems.ts';
import { listCounties } from '../services/list-counties.ts';
import { answers, valid } from './validate.ts';

const described = (summary: string) =>
  describeRoute({
    tags: ['session'],
    summary,
    responses: {
      200: { description: 'Who is signed in now', content: { 'application/json': { schema: resolver(session) } } },
    },
  });

const SESSION = { tags: ['session'] };

const listed = (summary: string) =>
  describeRoute({ tags: ['session'], summary, responses: answers(sessionList, 'Latest first') });

const refuseForm = (result: { success: boolean }) => {
  if (!result.success) {
    throw new ProblemError(
      'invalid-request',
      'This takes a JSON object as documented in /api/openapi.json: the user name and the password, or both passwords.',
    );
  }
};

/** Mounted at /api/session: who am I, sign in, sign out. */
export const sessionRoutes = ({ auth, database }: { auth: Auth; database: OpenedDatabase }) => {
  const owner = database.owner.pool('auth');
  const reply = async (c: Context<AuthEnv>, { actor, setCookie }: Entered) => {
    if (setCookie) c.header('set-cookie', setCookie);
    c.header('cache-control', 'no-store');
    const [described, counties] = await Promise.all([
      auth.describe(actor, c.get('client')),
      listCounties(database, actor),
    ]);
    return c.json({ ...described, counties });
  };
  const selfOf = (c: Context<AuthEnv>): Self => {
    const { account } = c.get('actor');
    const client = c.get('client');
    const token = auth.tokenOf(c.req.header('cookie'), client);
    if (account && token) return { account, token, client };
    throw new ProblemError('not-signed-in', 'Nobody is signed in; sign in and ask again.');
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
    .put(
      '/password',
      described('Set the own password; all other sessions and the tokens of programs end'),
      validator('json', passwordChange, refuseForm),
      async (c) => {
        const self = selfOf(c);
        await changeOwnPassword(owner, self, c.req.valid('json'));
        auth.forgetAccount(self.account.id);
        return reply(c, await auth.enter(c.req.header('cookie'), c.get('client')));
      },
    )
    .get('/sessions', listed('Where the own account is signed in'), async (c) => {
      c.header('cache-control', 'no-store');
      return c.json({ sessions: await ownSessions(owner, selfOf(c)) });
    })
    .delete(
      '/sessions',
      listed('Sign the own account out elsewhere: of `session`, or of all others and the tokens of programs'),
      valid('query', z.strictObject({ session: z.string().min(1).max(64).optional() })),
      async (c) => {
        c.header('cache-control', 'no-store');
        const self = selfOf(c);
        await endOwnSessions(owner, self, c.req.valid('query').session ?? null);
        return c.json({ sessions: await ownSessions(owner, self) });
      },
    )
    .get(
      '/tokens',
      describeRoute({
        ...SESSION,
        summary: 'Tokens of the own programs',
        responses: answers(tokenList, 'Newest first'),
      }),
      async (c) => {
        c.header('cache-control', 'no-store');
        return c.json({ tokens: await ownTokens(owner, selfOf(c).account) });
      },
    )
    .post(
      '/tokens',
      describeRoute({
        ...SESSION,
        summary: 'A token for a program that reads a county under /ogc and /tiles',
        responses: answers(madeToken, 'The token, told this once'),
      }),
      valid('json', newToken),
      async (c) => {
        c.header('cache-control', 'no-store');
        const asked = c.req.valid('json');
        scopeFor(c.get('actor'), asked.county);
        return c.json(await makeToken(owner, selfOf(c).account, asked));
      },
    )
    .delete(
      '/tokens/:id',
      describeRoute({ ...SESSION, summary: 'Revoke a token', responses: answers(tokenList, 'Those that are left') }),
      valid('param', z.object({ id: z.uuid() })),
      async (c) => {
        c.header('cache-control', 'no-store');
        return c.json({ tokens: await revokeToken(owner, selfOf(c).account, c.req.valid('param').id) });
      },
    )
    .delete('/', described('Sign out'), async (c) => {
      await auth.signOut(c.req.header('cookie'), c.get('client'));
      return reply(c, { actor: NOBODY, setCookie: endedCookie(c.get('client').secure) });
    });
};
