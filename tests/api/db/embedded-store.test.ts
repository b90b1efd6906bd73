import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { type OpenedDatabase, openDatabase } from '../../../api/db/open.ts';
import { sql } from '../../../api/db/sql.ts';
import { scratchDirectory } from '../../support/scratch.ts';

const WRITER = fileURLToPath(new URL('../../support/writer.ts', import.meta.url));
const admin = { county: '990805', role: 'admin' } as const;

describe('the embedded store', () => {
  const dataDir = scratchDirectory('store');
  const acknowledged: number[] = [];
  let refused: unknown;

  /** Starts a writing process, looks in from here, and kills it in the middle of its work. */
  beforeAll(async () => {
    // What a start that was killed in the middle of its preparation leaves behind is prepared anew.
    mkdirSync(join(dataDir, 'tongxin-preparing'));
    writeFileSync(join(dataDir, 'tongxin-preparing/PG_VERSION'), '18\n');
    const writer = spawn(process.execPath, ['--import', 'tsx', WRITER, dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(writer, 'exit');
    for await (const line of createInterface({ input: writer.stdout })) {
      acknowledged.push(Number(line));
      if (acknowledged.length === 50) refused = await openDatabase({ dataDir }).catch((error: unknown) => error);
      if (acknowledged.length === 150) writer.kill('SIGKILL');
    }
    await ended;
    expect(refused).toMatchObject({
      name: 'SetupError',
      message: expect.stringContaining(`in use by process ${writer.pid}`),
    });
  });

  async function use<T>(
    options: { statementTimeoutMs?: number },
    fn: (database: OpenedDatabase) => Promise<T>,
  ): Promise<T> {
    const database = await openDatabase({ dataDir, ...options });
    try {
      return await fn(database);
    } finally {
      await database.close();
    }
  }

  test('refuses a second process while the first one writes', () => {
    expect(refused).toMatchObject({ message: expect.stringContaining('stop it first') });
  });

  test('keeps every acknowledged row of a killed process, and outlives a statement without end', async () => {
    await use({ statementTimeoutMs: 1_500 }, async (database) => {
      const { rows } = await database.query<{ name: string }>(sql`select name from site`, admin);
      const found = new Set(rows.map(({ name }) => name));
      expect(acknowledged.filter((i) => !found.has(`第${i}处`))).toEqual([]);
      // The spatial index agrees with the table.
      const near = sql`select count(*)::int as n from site where geom && st_makeenvelope(109, 22, 112, 24, 4326)`;
      expect((await database.query(near, admin)).rows).toEqual([{ n: rows.length }]);

      const heard: string[] = [];
      await database.listen('test_reopened', (payload) => heard.push(payload));
      const endless = database.query(sql`select count(*) from generate_series(1, 1000000000000)`, admin);
      const queued = database.query(sql`select 1 as one`);
      await expect(endless).rejects.toMatchObject({ code: '57014' });
      expect((await queued).rows).toEqual([{ one: 1 }]);
      expect(heard).toEqual(['']);
      await database.query(sql`select pg_notify('test_reopened', 'again')`);
      await vi.waitFor(() => expect(heard).toEqual(['', 'again']));
    });
    expect(existsSync(join(dataDir, 'lock'))).toBe(false);
  });

  test('refuses everything once it is closed, and leaves the directory to whoever opens it next', async () => {
    const database = await openDatabase({ dataDir });
    const stopListening = await database.listen('test_closed', () => {});
    const closing = database.close();
    const late = database.query(sql`select 1`);
    await expect(late).rejects.toThrow('the embedded database has been closed');
    await closing;
    await use({}, async (next) => {
      await stopListening();
      await database.close();
      await expect(database.query(sql`select 1`)).rejects.toThrow('has been closed');
      await expect(database.transaction(async () => 1)).rejects.toThrow('has been closed');
      await expect(database.listen('test_closed', () => {})).rejects.toThrow('has been closed');
      await expect(database.owner.pool('auth').query('select 1')).rejects.toThrow('has been closed');
      expect(existsSync(join(dataDir, 'lock'))).toBe(true); // the next one's
      expect((await next.query(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
    });
    expect(existsSync(join(dataDir, 'lock'))).toBe(false);
    expect(existsSync(join(dataDir, 'postgres/postmaster.pid'))).toBe(false);
  });

  describe('that is damaged', () => {
    test('says so, where, and what to do, and gives the lock back', async () => {
      const damaged = scratchDirectory('damaged');
      cpSync(dataDir, damaged, { recursive: true });
      truncateSync(join(damaged, 'postgres/global/pg_control'), 0);
      await expect(openDatabase({ dataDir: damaged })).rejects.toMatchObject({
        name: 'SetupError',
        message: expect.stringMatching(/postgres is damaged .*restore the data directory from a backup/),
      });
      rmSync(join(damaged, 'postgres/PG_VERSION'));
      await expect(openDatabase({ dataDir: damaged })).rejects.toThrow(/PG_VERSION is missing/);
      writeFileSync(join(damaged, 'postgres/PG_VERSION'), '16\n');
      await expect(openDatabase({ dataDir: damaged })).rejects.toThrow(
        /made by PostgreSQL 16 and this program reads 18/,
      );
      expect(existsSync(join(damaged, 'lock'))).toBe(false);
    });

    test('or is not marked as ours, is left untouched, and its owner is told what to do', async () => {
      const foreign = scratchDirectory('foreign');
      mkdirSync(join(foreign, 'postgres/base'), { recursive: true });
      writeFileSync(join(foreign, 'postgres/PG_VERSION'), '18\n');
      await expect(openDatabase({ dataDir: foreign })).rejects.toMatchObject({
        name: 'SetupError',
        message: expect.stringMatching(/postgres is there, .*left as it is.* Set DATA_DIR .*backup/),
      });
      expect(readdirSync(join(foreign, 'postgres'))).toEqual(['PG_VERSION', 'base']);
    });

    test('or no directory at all is told too', async () => {
      const file = join(scratchDirectory('file'), 'not-a-directory');
      writeFileSync(file, '');
      await expect(openDatabase({ dataDir: file })).rejects.toMatchObject({
        name: 'SetupError',
        message: expect.stringContaining('set DATA_DIR'),
      });
    });
  });
});
