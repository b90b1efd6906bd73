import { beforeAll, describe, expect, test } from 'vitest';
import type { Scope } from '../../../api/db/database.ts';
import { sql } from '../../../api/db/sql.ts';
import { eachDatabase } from '../../support/databases.ts';

const COUNTY = '990803';
const admin: Scope = { county: COUNTY, role: 'admin' };

eachDatabase('a transaction', (get) => {
  const names = async (): Promise<string[]> => {
    const { rows } = await get().query<{ name: string }>(sql`select name from railway order by name`, admin);
    return rows.map(({ name }) => name);
  };
  const add = (name: string) => sql`
    insert into railway (county, name, geom)
    values (${COUNTY}, ${name}, st_geomfromtext('LINESTRING(110 23, 110.1 23)', 4326))`;

  beforeAll(async () => {
    await get().query(sql`insert into county (code, name) values (${COUNTY}, '乙县')`, admin);
  });

  test('keeps its rows when the function ends well, and none when it throws', async () => {
    await get().transaction(async (tx) => tx.query(add('平齐线')), admin);
    const failed = get().transaction(async (tx) => {
      await tx.query(add('不要'));
      throw new Error('changed my mind');
    }, admin);
    await expect(failed).rejects.toThrow('changed my mind');
    expect(await names()).toEqual(['平齐线']);
  });

  test('that swallowed a refused statement is not reported as done', async () => {
    const failed = get().transaction(async (tx) => {
      await tx.query(add('丢失'));
      await tx.query(sql`select 1 / 0`).catch(() => undefined);
    }, admin);
    await expect(failed).rejects.toMatchObject({ code: '25P02' });
    expect(await names()).not.toContain('丢失');
  });

  test('tells a refused statement by its SQLSTATE, constraint and message', async () => {
    const failed = get().query(sql`insert into county (code, name) values (${COUNTY}, '乙县')`, admin);
    await expect(failed).rejects.toMatchObject({
      code: '23505',
      constraint: 'county_pkey',
      message: expect.stringContaining('duplicate key'),
    });
  });

  test('does not let a statement end it: one text is one statement', async () => {
    const failed = get().query({ text: 'select 1; reset role' }, admin);
    await expect(failed).rejects.toMatchObject({ code: '42601' });
  });

  test('refuses to ask its own database from inside, where the embedded one would wait for ever', async () => {
    const inside = get().transaction(async () => get().query(sql`select 1`, admin), admin);
    await expect(inside).rejects.toThrow(/inside its own transaction/);
    const nested = get().transaction(async () => get().transaction(async () => 1, admin), admin);
    await expect(nested).rejects.toThrow(/inside its own transaction/);
  });

  test('leaves no scope behind for the next one', async () => {
    await get().transaction(async (tx) => tx.query(sql`select 1`), admin);
    const { rows } = await get().query(sql`
      select app_county() as county, app_role() as role, app_account() as account, app_regions() as regions,
             current_user::text as "user"`);
    expect(rows).toEqual([{ county: null, role: null, account: null, regions: null, user: 'tongxin_app' }]);
  });

  test('carries the whole scope, quotes and all', async () => {
    const by: Scope = { county: COUNTY, role: 'desk', account: "o'neil\\", regions: [7, 12] };
    const { rows } = await get().query(
      sql`select app_county() as county, app_role() as role, app_account() as account, to_json(app_regions()) as regions`,
      by,
    );
    expect(rows).toEqual([by]);
  });

  describe('beside others', () => {
    test('thirty at a time, a third of them undone, leave exactly the rows that were kept', async () => {
      await get().query(sql`delete from railway`, admin);
      const run = (i: number) =>
        get().transaction(async (tx) => {
          await tx.query(add(`线${i}`));
          await tx.query(sql`select pg_sleep(0.002)`);
          if (i % 3 === 0) throw new Error('undone');
        }, admin);
      const settled = await Promise.allSettled(Array.from({ length: 30 }, (_, i) => run(i)));
      expect(settled.filter(({ status }) => status === 'rejected')).toHaveLength(10);
      expect(await names()).toHaveLength(20);
    });

    test("the owner's pool and transactions do not undo, nor keep, one another's rows", async () => {
      await get().query(sql`delete from railway`, admin);
      const client = await get().owner.pool('tongxin').connect();
      await client.query('begin');
      await client.query(
        `insert into railway (county, name, geom)
         values ('${COUNTY}', '池中', st_geomfromtext('LINESTRING(110 23, 110.1 23)', 4326))`,
      );
      const beside = get().transaction(async (tx) => tx.query(add('旁边')), admin);
      await new Promise((resolve) => setTimeout(resolve, 20));
      await client.query('rollback');
      client.release();
      await beside;
      expect(await names()).toEqual(['旁边']);
    });

    test('a client that is released in the middle of its transaction leaves nothing behind', async () => {
      const client = await get().owner.pool('auth').connect();
      await client.query('begin');
      await client.query('create table left_behind (x int)');
      client.release(true);
      const left = await get().owner.pool('auth').query(`select to_regclass('auth.left_behind')::text as name`);
      expect(left.rows).toEqual([{ name: null }]);
      const { rows } = await get().query(sql`select current_schemas(false)::text as path`);
      expect(rows).toEqual([{ path: '{tongxin,public}' }]);
    });

    test('counters increased by many at once come out exact', async () => {
      const bump = () =>
        get().transaction(async (tx) => {
          const { rows } = await tx.query<{ version: number }>(
            sql`select version from county where code = ${COUNTY} for update`,
          );
          await tx.query(sql`update county set version = ${rows[0]!.version + 1} where code = ${COUNTY}`);
        }, admin);
      await Promise.all(Array.from({ length: 12 }, bump));
      const { rows } = await get().query(sql`select version from county`, admin);
      expect(rows).toEqual([{ version: 13 }]);
    });
  });

  test("the owner's pool finds bare names in its schema and tells what was done", async () => {
    const pool = get().owner.pool('auth');
    expect(await pool.query('select current_schema() as schema')).toMatchObject({
      rows: [{ schema: 'auth' }],
      command: 'SELECT',
    });
    const deleted = await pool.query('delete from verification where id = $1', ['none']);
    expect(deleted).toMatchObject({ command: 'DELETE', rowCount: 0 });
    const failed = pool.query('select * from nowhere');
    await expect(failed).rejects.toMatchObject({ code: '42P01' });
  });
});
