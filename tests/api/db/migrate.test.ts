import { expect, test } from 'vitest';
import type { Session } from '../../../api/db/engine.ts';
import { type Migration, migrate, readMigrations } from '../../../api/db/migrate.ts';
import type { OwnerClient } from '../../../api/db/owner-pool.ts';
import { eachDatabase } from '../../support/databases.ts';

/** The owner's client as the runner wants it. */
const sessionOf = (client: OwnerClient): Session => ({
  run: ({ text, values }) => client.query(text, values),
  script: async (text) => {
    await client.query(text);
  },
  copy: () => Promise.reject(new Error('migrations do not copy')),
  copyOut: () => Promise.reject(new Error('migrations do not copy')),
  release: () => client.release(),
});

eachDatabase('migrating', (get) => {
  const migration = (name: string, text: string, sha256 = text): Migration => ({ name, text, sha256 });

  /** Runs the known files and some more, then takes the traces of those away. */
  async function withMore<T>(
    fn: (run: (more: Migration[]) => Promise<string[]>, session: Session) => Promise<T>,
  ): Promise<T> {
    const client = await get().owner.pool('tongxin').connect();
    const session = sessionOf(client);
    try {
      return await fn((more) => migrate(session, [...readMigrations(), ...more]), session);
    } finally {
      await client.query(`delete from migration where name like '99%'; drop table if exists test_later`);
      client.release();
    }
  }

  test('applies what is new, once, in order', async () => {
    await withMore(async (run) => {
      const more = [
        migration('9901_a.sql', 'create table test_later (x int)'),
        migration('9902_b.sql', 'insert into test_later values (1)'),
      ];
      expect(await run(more)).toEqual(['9901_a.sql', '9902_b.sql']);
      expect(await run(more)).toEqual([]);
    });
  });

  test('refuses when a file that was applied has been changed', async () => {
    await withMore(async (run) => {
      await run([migration('9901_a.sql', 'select 1')]);
      await expect(run([migration('9901_a.sql', 'select 2')])).rejects.toThrow(
        /9901_a.sql was changed after this database applied it/,
      );
    });
  });

  test('undoes a file that fails, as a whole, and tells why', async () => {
    await withMore(async (run, session) => {
      const failing = migration('9901_a.sql', 'create table test_later (x int); insert into nowhere values (1)');
      await expect(run([failing])).rejects.toMatchObject({
        name: 'SetupError',
        message: expect.stringMatching(/^Migration 9901_a.sql could not be applied and was undone: .*nowhere/),
      });
      const { rows } = await session.run({
        text: `select to_regclass('test_later')::text as made, (select count(*)::int from migration where name like '99%') as noted`,
      });
      expect(rows).toEqual([{ made: null, noted: 0 }]);
    });
  });

  test('refuses a database that a newer program has migrated', async () => {
    await withMore(async (run) => {
      await run([migration('9901_a.sql', 'select 1')]);
      await expect(run([])).rejects.toThrow(/newer version of this program \(9901_a.sql\)/);
    });
  });
});
