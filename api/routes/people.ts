import { rm } from 'node:fs/promises';
import { type Context, Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import type { Auth } from '../auth/auth.ts';
import * as keep from '../auth/keep-people.ts';
import {
  askedGrant,
  countyPerson,
  madePassword,
  manyPeople,
  newPerson,
  people,
  peopleReading,
  person,
  personPatch,
  sessionList,
} from '../contract/people.ts';
import { tokenList } from '../contract/tokens.ts';
import { role } from '../contract/words.ts';
import type { OpenedDatabase } from '../db/open.ts';
import type { AppEnv } from '../http-env.ts';
import { receiveUpload } from '../services/imports/uploads.ts';
import { passwordList } from '../services/people/password-list.ts';
import { readPeople } from '../services/people/read-people.ts';
import { TABLE_MEDIA_TYPES } from '../services/tables/write-table.ts';
import { answers, countyParam, idText, privately, valid } from './validate.ts';

type Responses = NonNullable<Parameters<typeof describeRoute>[0]['responses']>;
const described = (summary: string, responses: Responses) => describeRoute({ tags: ['people'], summary, responses });
const done = (description: string) => ({ 204: { description }, default: answers(person, '').default });

const XLSX = TABLE_MEDIA_TYPES.xlsx;

interface PeopleDeps {
  database: OpenedDatabase;
  auth: Auth;
  /** folder for files that are being read */
  uploads: string;
}

/** Mounted at /api/counties: accounts of a county, for who administers the whole of it. */
export const peopleRoutes = ({ database, auth, uploads }: PeopleDeps) => {
  const owner = database.owner.pool('auth');
  const keeper = (c: Context<AppEnv>, county: string) => keep.keeperOf(c.get('actor'), county);
  /** Passwords and addresses are for this one reading. */
  const unkept = (c: Context) => c.header('cache-control', 'no-store');
  const token = (c: Context<AppEnv>) => auth.tokenOf(c.req.header('cookie'), c.get('client'));
  return new Hono<AppEnv>()
    .get(
      '/:county/people',
      described('Who may sign in, and as what', answers(people, 'All accounts, by user name; those of the demo last')),
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
    .post(
      '/:county/people/reading',
      describeRoute({
        tags: ['people'],
        summary: 'Read a table of people who are to be made; nothing is changed',
        requestBody: {
          required: true,
          description: 'The file itself, XLSX or CSV: user name, name, role, and codes of regions',
          content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
        },
        responses: answers(peopleReading, 'The rows, each with what is wrong with it'),
      }),
      valid('param', countyParam),
      async (c) => {
        const { county } = c.req.valid('param');
        keeper(c, county);
        privately(c);
        const path = await receiveUpload(uploads, c.req.raw.body);
        try {
          return c.json(await readPeople(owner, county, path));
        } finally {
          await rm(path, { force: true });
        }
      },
    )
    .post(
      '/:county/people/many',
      described('Make many accounts: all of them, or none', {
        200: { description: 'Their passwords as a workbook, this once', content: { [XLSX]: {} } },
        default: answers(person, '').default,
      }),
      valid('param', countyParam),
      valid('json', manyPeople),
      async (c) => {
        const by = keeper(c, c.req.valid('param').county);
        const { people, language } = c.req.valid('json');
        const file = await passwordList(people, await keep.addPeople(owner, by, people), language);
        unkept(c);
        c.header('content-type', XLSX);
        c.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`);
        return c.body(file.bytes);
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
      described('Sign an account out: of `session`, or everywhere, its tokens included', done('Signed out')),
      valid('param', countyPerson),
      valid('query', z.strictObject({ session: z.string().min(1).max(64).optional() })),
      async (c) => {
        const { county, id } = c.req.valid('param');
        await keep.endSessionsOf(owner, keeper(c, county), id, c.req.valid('query').session ?? null);
        return c.body(null, 204);
      },
    )
    .get(
      '/:county/people/:id/tokens',
      described('Tokens with which programs of an account enter the county', answers(tokenList, 'Newest first')),
      valid('param', countyPerson),
      async (c) => {
        const { county, id } = c.req.valid('param');
        unkept(c);
        return c.json({ tokens: await keep.tokensOf(owner, keeper(c, county), id) });
      },
    )
    .delete(
      '/:county/people/:id/tokens/:token',
      described('Revoke a token of an account', answers(tokenList, 'Those that are left')),
      valid('param', countyPerson.extend({ token: z.uuid() })),
      async (c) => {
        const { county, id, token } = c.req.valid('param');
        unkept(c);
        return c.json({ tokens: await keep.revokeTokenOf(owner, keeper(c, county), id, token) });
      },
    );
};
