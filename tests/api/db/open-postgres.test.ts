import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { LOCK_SCHEMA } from '../../../api/db/migrate.ts';
import { openDatabase } from '../../../api/db/open.ts';
import { checkPostgis, checkPostgres } from '../../../api/db/open-postgres.ts';
import { createPostgres } from '../../support/databases.ts';

const ADMIN_URL = process.env.TEST_DATABASE_URL;
const open = (databaseUrl: string) => openDatabase({ databaseUrl, dataDir: '' });

describe('a DATABASE_URL', () => {
  test('that is no URL says how one looks', async () => {
    await expect(open('postgres://a:b@:x')).rejects.toMatchObject({
      name: 'SetupError',
      message: expect.stringContaining('postgres://user:password@host:5432/database'),
    });
  });

  test('whose server does not answer is named without its password', async () => {
    const failed = open('postgres://tongxin:hidden@127.0.0.1:9/tongxin');
    await expect(failed).rejects.toMatchObject({
      name: 'SetupError',
      message: expect.stringMatching(
        /^The database postgres:\/\/tongxin@127\.0\.0\.1:9\/tongxin cannot be opened: .*ECONNREFUSED/,
      ),
    });
    await expect(failed).rejects.not.toThrow(/hidden/);
  });

  test.skipIf(!ADMIN_URL)('of a database that does not exist says to create it', async () => {
    const url = new URL(ADMIN_URL!);
    url.pathname = '/tongxin_no_such';
    await expect(open(url.href)).rejects.toThrow(/there is no such database; create it first/);
  });

  test.skipIf(!ADMIN_URL)('opened by three processes at once on an empty database is migrated once', async () => {
    const { url, drop } = await createPostgres(ADMIN_URL!);
    try {
      const opened = await Promise.all([open(url), open(url), open(url)]);
      const { rows } = await opened[0]!.owner
        .pool('tongxin')
        .query<{ n: number }>('select count(*)::int as n from migration');
      expect(rows[0]?.n).toBeGreaterThan(1);
      await Promise.all(opened.map((database) => database.close()));
    } finally {
      await drop();
    }
  });

  test.skipIf(!ADMIN_URL)('whoever has waited for another to migrate sees what that one made', async () => {
    const { url, drop } = await createPostgres(ADMIN_URL!);
    const [quick, slow] = [new pg.Client(url), new pg.Client(url)];
    const make = `begin; ${LOCK_SCHEMA}; create schema if not exists made;`;
    try {
      await Promise.all([quick.connect(), slow.connect()]);
      // A session that has made something before keeps in mind that there is no such schema.
      await slow.query('create temporary table before ()');
      await slow.query(`select to_regnamespace('made')`);
      await quick.query(make);
      const waiting = slow.query(`${make} commit`);
      const isWaiting = async () =>
        (
          await quick.query(`select from pg_locks where locktype = 'advisory' and not granted and database =
                              (select oid from pg_database where datname = current_database())`)
        ).rowCount === 1;
      await expect.poll(isWaiting, { timeout: 10_000 }).toBe(true);
      await quick.query('commit');
      await expect(waiting).resolves.toBeDefined();
    } finally {
      await Promise.all([quick.end(), slow.end()]);
      await drop();
    }
  });
});

describe('PostgreSQL', () => {
  test.each([
    { server: 150_000, name: '15.0' },
    { server: 170_002, name: '17.2' },
  ])('$name is new enough', (version) => {
    expect(() => checkPostgres(version, 'here')).not.toThrow();
  });

  test('14 is too old, and what to do is said', () => {
    expect(() => checkPostgres({ server: 140_011, name: '14.11' }, 'postgres://db')).toThrow(
      /postgres:\/\/db is PostgreSQL 14\.11; Tongxin needs 15 or newer: upgrade it, .* or leave DATABASE_URL out/,
    );
  });
});

describe('PostGIS', () => {
  test.each(['3.3.2', '3.3.0', '3.6.2', '4.0.0'])('%s is new enough', (version) => {
    expect(() => checkPostgis(version, 'here')).not.toThrow();
  });

  test.each(['3.2.9', '2.5.5', '3'])('%s is too old, and the message tells how to upgrade', (version) => {
    expect(() => checkPostgis(version, 'postgres://host/db')).toThrow(
      `PostGIS in postgres://host/db is ${version}; Tongxin needs 3.3 or newer: install it on the server, then run "alter extension postgis update".`,
    );
  });
});
