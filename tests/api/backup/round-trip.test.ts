import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenedDatabase, openDatabase } from '../../../api/db/open.ts';
import { sql } from '../../../api/db/sql.ts';
import { createPostgres } from '../../support/databases.ts';
import { AWKWARD, contentsOf, FILLED, fillStore, rulesOf } from '../../support/filled-store.ts';
import { runWith } from '../../support/run-command.ts';
import { scratchDirectory } from '../../support/scratch.ts';
import { openApp } from '../../support/whole-app.ts';

interface Place {
  dataDir: string;
  databaseUrl: string | undefined;
}

/** What a store holds, as it is compared. */
interface Seen {
  contents: Record<string, string>;
  rules: unknown[];
}

const PASSPHRASE = '正确 马 电池 订书钉 一二三';
const folder = scratchDirectory('backups');
const embedded = (name: string): Place => ({ dataDir: scratchDirectory(name), databaseUrl: undefined });

async function use<T>(place: Place, fn: (database: OpenedDatabase) => Promise<T>): Promise<T> {
  const database = await openDatabase(place as { dataDir: string });
  try {
    return await fn(database);
  } finally {
    await database.close();
  }
}

const see = async (database: OpenedDatabase): Promise<Seen> => ({
  contents: await contentsOf(database),
  rules: await rulesOf(database),
});

const backup = (place: Place, name: string, ...words: string[]) =>
  use(place, async (database) =>
    runWith(folder, ['backup', name, ...words], { open: async () => database, settings: place, line: PASSPHRASE }),
  );

const restore = (place: Place, name: string, ...words: string[]) =>
  runWith(folder, ['restore', name, ...words], {
    open: () => Promise.reject(new Error('restore opens its own')),
    settings: place,
    line: PASSPHRASE,
  });

describe('a store that is backed up, wiped and restored', () => {
  const original = embedded('original');
  let photo: string;
  let before: Seen;
  const drops: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const drop of drops) await drop();
  });

  beforeAll(async () => {
    await use(original, async (database) => {
      photo = await fillStore(database, original.dataDir);
      before = await see(database);
    });
    const { code, out, err } = await backup(original, 'plain.tar');
    expect(err).not.toMatch(/rror/);
    expect(out).toMatch(/plain\.tar: .* MB in .* s, encrypted: no/);
    expect(code).toBe(0);
  });

  test('holds something in every kind of table, so that the comparison means something', () => {
    const empty = Object.entries(before.contents).filter(([, seen]) => seen.startsWith('0 rows'));
    const filled = ['building', 'plan_step', 'import_batch', 'tally', 'photo', 'auth."user"', 'audit'];
    for (const name of filled) expect(empty.map(([table]) => table)).not.toContain(name);
    expect(Object.keys(before.contents).length - empty.length).toBeGreaterThan(35);
  });

  test('is the same on the embedded database: every table, rule, photograph and secret', async () => {
    const again = embedded('again');
    const { code, out, err } = await restore(again, 'plain.tar');
    expect(code, err).toBe(0);
    expect(out).toContain('every table compared with the backup');
    await use(again, async (database) => {
      expect(await see(database)).toEqual(before);
      const { rows } = await database.query<{ name: string }>(sql`select name from site where name like '“%'`, {
        county: FILLED.town,
        role: 'admin',
      });
      expect(rows).toEqual([{ name: AWKWARD }]);
      const whole = await openApp(database);
      const visitor = await whole.somebody(FILLED.town);
      expect((await visitor.get(`/api/counties/${FILLED.town}/regions`)).status).toBe(200);
      const found = await (await visitor.get(`/api/counties/${FILLED.town}/search?q=hyxq`)).json();
      expect(found.results[0]).toMatchObject({ layer: 'compound', name: '花园小区' });
      await whole.close();
    });
    for (const path of [`photos/${FILLED.town}/${photo}`, 'secrets/session']) {
      expect(readFileSync(join(again.dataDir, path)).equals(readFileSync(join(original.dataDir, path)))).toBe(true);
      expect(statSync(join(again.dataDir, path)).mode & 0o777).toBe(0o600);
    }
    expect(readdirSync(again.dataDir).sort()).toEqual(['photos', 'postgres', 'secrets']);
  });

  test('is not overwritten: what stands there is put aside only when that is said', async () => {
    const place = embedded('occupied');
    expect((await restore(place, 'plain.tar')).code).toBe(0);
    const refused = await restore(place, 'plain.tar');
    expect(refused).toMatchObject({ code: 2, err: expect.stringMatching(/database in .*postgres already.*--replace/) });
    const { code, out } = await restore(place, 'plain.tar', '--replace');
    expect(code).toBe(0);
    const aside = /What was there before is in (\S+);/.exec(out)?.[1] ?? '';
    expect(existsSync(join(aside, 'PG_VERSION'))).toBe(true);
    expect((await use(place, see)).contents).toEqual(before.contents);
  });

  test('can be encrypted: the file gives nothing away, and opens with its passphrase alone', async () => {
    expect((await backup(original, 'secret.tar', '--passphrase-stdin')).code).toBe(0);
    const bytes = readFileSync(join(folder, 'secret.tar'));
    const secret = readFileSync(join(original.dataDir, 'secrets/session'));
    const picture = readFileSync(join(original.dataDir, `photos/${FILLED.town}/${photo}`)).subarray(100, 200);
    expect(bytes.includes(secret) || bytes.includes(picture)).toBe(false);
    expect(readFileSync(join(folder, 'plain.tar')).includes(picture)).toBe(true);

    const place = embedded('encrypted');
    expect(await restore(place, 'secret.tar')).toMatchObject({
      code: 2,
      err: expect.stringContaining('is encrypted; give its passphrase with --passphrase-stdin'),
    });
    const settings = place;
    const open = () => Promise.reject(new Error('restore opens its own'));
    const wrong = await runWith(folder, ['restore', 'secret.tar', '--passphrase-stdin'], {
      ...{ open, settings },
      line: 'another passphrase',
    });
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('The passphrase does not open') });
    expect(readdirSync(place.dataDir)).toEqual([]);
    expect((await restore(place, 'secret.tar', '--passphrase-stdin')).code).toBe(0);
    expect((await use(place, see)).contents).toEqual(before.contents);
  });

  const adminUrl = process.env.TEST_DATABASE_URL;
  test.skipIf(!adminUrl)('goes over to PostgreSQL and back, every table the same', async () => {
    const made = await createPostgres(adminUrl ?? '');
    drops.push(made.drop);
    const server: Place = { dataDir: scratchDirectory('pg'), databaseUrl: made.url };
    const over = await restore(server, 'plain.tar');
    expect(over.code, over.err).toBe(0);
    await use(server, async (database) => {
      expect(await contentsOf(database)).toEqual(before.contents);
      await database.listen('grant', () => {}); // as every server does
      const inUse = await restore(server, 'plain.tar', '--replace');
      expect(inUse).toMatchObject({ code: 2, err: expect.stringContaining('stop every server that uses it') });
    });
    const rules = await use(server, rulesOf);
    expect((await restore(server, 'plain.tar')).err).toContain(`holds ${FILLED.town} `);
    const { code, out } = await restore(server, 'plain.tar', '--replace');
    expect(code).toBe(0);
    expect(out).toMatch(/the schemas tongxin_before_\w+ and auth_before_\w+/);
    expect(await use(server, rulesOf)).toEqual(rules);

    expect((await backup(server, 'from-server.tar')).code).toBe(0);
    const home = embedded('home');
    expect((await restore(home, 'from-server.tar')).code).toBe(0);
    expect(await use(home, see)).toEqual(before);
  });
});
