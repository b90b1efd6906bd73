import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { searchResults } from '../../../api/contract/things.ts';
import { type OpenedDatabase, openDatabase } from '../../../api/db/open.ts';
import { createPostgres } from '../../support/databases.ts';
import { readTileAnswer } from '../../support/read-tile.ts';
import { at, smallTown } from '../../support/small-town.ts';
import { tileAt } from '../../support/tile-at.ts';
import { visitor } from '../../support/visitor.ts';
import { openApp } from '../../support/whole-app.ts';

const ADMIN_URL = process.env.TEST_DATABASE_URL;
const CODE = '991207';

describe.skipIf(!ADMIN_URL)('a login that owns its database and may do nothing else on the server', () => {
  let login: string;
  let url: string;
  let drop: () => Promise<void>;
  let opened: OpenedDatabase | undefined;

  /** As the administrator, in the login's database or another of the server. */
  const administer = async (text: string, database = new URL(url).pathname) => {
    const admin = new pg.Client(Object.assign(new URL(ADMIN_URL!), { pathname: database }).href);
    await admin.connect();
    try {
      await admin.query(text);
    } finally {
      await admin.end();
    }
  };
  const open = async () => {
    opened = await openDatabase({ databaseUrl: url, dataDir: '' });
    return opened;
  };
  const refused = () =>
    open().then(
      () => expect.fail('it was let in'),
      (error: Error) => error.message,
    );

  beforeEach(async () => {
    login = `tongxin_login_${randomUUID().replaceAll('-', '')}`;
    const made = await createPostgres(ADMIN_URL!);
    url = Object.assign(new URL(made.url), { username: login, password: 'its own' }).href;
    await administer(`create role ${login} login password 'its own' nosuperuser nocreaterole nocreatedb;
                      alter database ${new URL(url).pathname.slice(1)} owner to ${login}`);
    drop = async () => {
      await made.drop();
      await administer(`drop role ${login}`, new URL(ADMIN_URL!).pathname);
    };
  });
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
    await drop();
  });

  const GIVE_POSTGIS = 'create extension postgis schema public';
  const MAKE_ROLE = `do $$ begin create role tongxin_app nologin;
                     exception when duplicate_object or unique_violation then null; end $$`;

  test('needs PostGIS and membership of tongxin_app from an administrator, and runs the whole program', async () => {
    await administer(`${GIVE_POSTGIS}; ${MAKE_ROLE}; grant tongxin_app to ${login}`);
    const database = await open();
    const { rows } = await database.owner
      .pool('tongxin')
      .query('select rolsuper or rolcreaterole or rolbypassrls as mighty from pg_roles where rolname = current_user');
    expect(rows).toEqual([{ mighty: false }]);

    await smallTown(database, CODE);
    const app = await openApp(database);
    try {
      const viewer = await app.somebody(CODE);
      const get = async (path: string) => (await viewer.get(`/api/counties/${CODE}${path}`)).json();
      expect(await get('/regions')).toMatchObject({ regions: expect.arrayContaining([expect.anything()]) });
      expect(searchResults.parse(await get('/search?q=解放大街12号')).results[0]).toMatchObject({ layer: 'building' });
      const tile = await readTileAnswer(await viewer.get(`/tiles/${CODE}/community/${tileAt(14, at(2, 1))}.mvt`));
      expect(tile.get('community')?.size).toBe(2);
      expect((await visitor(app.app).get(`/api/counties/${CODE}/regions`)).status).toBe(401);
      expect((await database.query({ text: 'select from tongxin.building' })).rows).toEqual([]); // without a scope
    } finally {
      await app.close();
    }
  });

  test('is told which extension an administrator has to make', async () => {
    await administer(`${MAKE_ROLE}; grant tongxin_app to ${login}`);
    expect(await refused()).toMatch(
      /^The extension postgis is missing in postgres:\/\/\S+ and cannot be created \(permission denied .*\); .* as a superuser of that database: create extension postgis schema public\.$/,
    );
  });

  test('is told which role an administrator has to make and give', async () => {
    await administer(GIVE_POSTGIS);
    expect(await refused()).toBe(
      `The login ${login} may neither make nor enter the role tongxin_app, in which every statement runs; have an administrator of the server run: create role tongxin_app nologin; grant tongxin_app to ${login}.`,
    );
  });
});
