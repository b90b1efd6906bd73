import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';
import { type OpenedDatabase, openDatabase } from '../../api/db/open.ts';
import { scratchDirectory } from './scratch.ts';

/**
 * Runs a suite on the embedded database and, where TEST_DATABASE_URL names a server (with the right to create
 * databases), on PostgreSQL. Suites of one run share the embedded database, so each takes a county code of its own.
 * TEST_EMBEDDED=off leaves the embedded one out, where it has just been tested.
 */
export function eachDatabase(name: string, suite: (get: () => OpenedDatabase) => void): void {
  describe.skipIf(process.env.TEST_EMBEDDED === 'off')(`${name} on the embedded database`, () => {
    let database: OpenedDatabase;
    beforeAll(async () => {
      database = await embedded();
    });
    suite(() => database);
  });

  const adminUrl = process.env.TEST_DATABASE_URL;
  describe.skipIf(!adminUrl)(`${name} on PostgreSQL`, () => {
    let database: OpenedDatabase;
    let drop = async (): Promise<void> => {};
    beforeAll(async () => {
      const made = await createPostgres(adminUrl ?? '');
      drop = made.drop;
      database = await openDatabase({ databaseUrl: made.url, dataDir: '' });
    });
    afterAll(async () => {
      await database?.close();
      await drop();
    });
    suite(() => database);
  });
}

/** One PGlite takes 3 s and 900 MB: the files of a run, which share a process, share it. */
const shared = globalThis as typeof globalThis & { tongxinEmbedded?: Promise<OpenedDatabase> };

function embedded(): Promise<OpenedDatabase> {
  shared.tongxinEmbedded ??= openDatabase({ dataDir: scratchDirectory('shared') });
  return shared.tongxinEmbedded;
}

/** An empty database on the server of an admin URL. */
export async function createPostgres(adminUrl: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `tongxin_test_${randomUUID().replaceAll('-', '')}`;
  const run = async (text: string): Promise<void> => {
    const admin = new pg.Client(adminUrl);
    await admin.connect();
    try {
      await admin.query(text);
    } finally {
      await admin.end();
    }
  };
  await run(`create database ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(`drop database ${name} with (force)`) };
}
