import { type Context, Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import type { Auth } from '../auth/auth.ts';
import * as keep from '../auth/keep-people.ts';
import {
  askedGrant,
  countyPerson,
  madePassword,
  newPerson,
  people,
  person,
  personPatch,
  sessionList,
} from '../contract/people.ts';
import { role } from '../contract/words.ts';
import type { OpenedDatabase } from '../db/open.ts';
import type { AppEnv } from '../http-env.ts';
import { answers, countyParam, idText, privately, valid } from './validate.ts';

type Responses = NonNullable<Parameters<typeof describeRoute>[0]['responses']>;
const described = (summary: string, responses: Responses) => describeRoute({ tags: ['people'], summary, responses });
const done = (description: string) => ({ 204: { description }, default: answers(person, '').default });

/** Mounted at /api/counties: accounts of a county, for who administers the whole of it. */
export const peopleRoutes = ({ database, auth }: { database: OpenedDatabase; auth: Auth }) => {
  const owner = database.owner.pool('auth');
  const keeper = (c: Context<AppEnv>, county: string) => keep.keeperOf(c.get('actor'), county);
  /** Passwords and addresses are for this one reading. */
  const unkept = (c: Context) => c.header('cache-control', 'no-store');
  const token = (c: Context<AppEnv>) => auth.tokenOf(c.req.header('cookie'), c.get('client'));
  return new Hono<AppEnv>()
    .get(
      '/:county/people',
      described('Who may sign in, and as what', answers(people, 'All accounts, by user name')),
      valid('param', countyParam),
      async (c) => {
        privately(c);
        return c.json({ people: await keep.listPeople(owner, keeper(c, c.req.valid('param').county)) });
      },
    )
    .post(
      '/:county/people',
      described('Make an account', answers(madePassword, 'Its password, told this once')),
      valid('param', countyParam),
      valid('json', newPerson),
      async (c) => {
        const by = keeper(c, c.req.valid('param').county);
        unkept(c);
        const [made] = await keep.addPeople(owner, by, [c.req.valid('json')]);
        return c.json(made!);
      },
    )
    .patch(
      '/:county/people/:id',
      described('Rename, disable or enable an account', answers(person, 'As it is now')),
      valid('param', countyPerson),
      valid('json', personPatch),
      async (c) => {
        const { county, id } = c.req.valid('param');
        return c.json(await keep.changePerson(owner, keeper(c, county), id, c.req.valid('json')));
      },
    )
    .post(
      '/:county/people/:id/grants',
      described('Give an account one more role, or one more region of a role', answers(person, 'As it is now')),
      valid('param', countyPerson),
      valid('json', askedGrant),
      async (c) => {
        const { county, id } = c.req.valid('param');
        return c.json(await keep.giveGrant(owner, keeper(c, county), id, c.req.valid('json')));
      },
    )
    .delete(
      '/:county/people/:id/grants',
      described('Withdraw a role: for the whole county, or for `region`', answers(person, 'As it is now')),
      valid('param', countyPerson),
      valid('query', z.strictObject({ role, region: idText.optional() })),
      async (c) => {
        const { county, id } = c.req.valid('param');
        const { role, region = null } = c.req.valid('query');
        return c.json(await keep.withdrawGrant(owner, keeper(c, county), id, { role, region }));
      },
    )
    .post(
      '/:county/people/:id/password',
      described('Make a new password, which has to be changed', answers(madePassword, 'The password, told this once')),
      valid('param', countyPerson),
      async (c) => {
        const { county, id } = c.req.valid('param');
        unkept(c);
        return c.json(await keep.resetPassword(owner, keeper(c, county), id));
      },
    )
    .get(
      '/:county/people/:id/sessions',
      described('Where an account is signed in', answers(sessionList, 'Latest first')),
      valid('param', countyPerson),
      async (c) => {
        const { county, id } = c.req.valid('param');
        unkept(c);
        return c.json({ sessions: await keep.sessionsOf(owner, keeper(c, county), id, token(c)) });
      },
    )
    .delete(
      '/:county/people/:id/sessions',
      described('Sign an account out: of `session`, or everywhere', done('Signed out')),
      valid('param', countyPerson),
      valid('query', z.strictObject({ session: z.string().min(1).max(64).optional() })),
      async (c) => {
        const { county, id } = c.req.valid('param');
        await keep.endSessionsOf(owner, keeper(c, county), id, c.req.valid('query').session ?? null);
        return c.body(null, 204);
      },
    );
};
