import { beforeAll, describe, expect, test } from 'vitest';
import type { Scope } from '../../../api/db/database.ts';
import type { OpenedDatabase } from '../../../api/db/open.ts';
import { sql } from '../../../api/db/sql.ts';
import { eachDatabase } from '../../support/databases.ts';
import { addUser, insertTinyCounty } from '../../support/tiny-county.ts';

const COUNTY = '990801';
const OTHER = '990802';
const PERMISSION_DENIED = '42501';
const MEMBERS = ['tally', 'cell', 'cell_block'];
const ROLES = ['viewer', 'grid_staff', 'desk', 'planner', 'approver', 'leader', 'admin'] as const;

/** Tables of schema tongxin whose rows belong to a county, from the catalogue, so that a new one cannot be forgotten. */
async function countyTables(database: OpenedDatabase): Promise<{ name: string; column: string }[]> {
  const { rows } = await database.owner.pool('tongxin').query<{ name: string; column: string }>(`
    select c.relname as name, a.attname as column
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and (a.attname = 'county' or (c.relname = 'county' and a.attname = 'code'))
     where c.relnamespace = 'tongxin'::regnamespace and c.relkind in ('r', 'p') and not a.attisdropped
     order by 1`);
  return rows;
}

eachDatabase('a scope', (get) => {
  let tables: { name: string; column: string }[] = [];
  const scope = (role: Scope['role'], county = COUNTY, account: string | null = null): Scope => ({
    county,
    role,
    account,
  });

  /** Rows of a table that a scope sees; the SQLSTATE when it may not look at all. */
  async function seen(name: string, by?: Scope): Promise<number | string> {
    try {
      const { rows } = await get().query<{ n: number }>({ text: `select count(*)::int as n from "${name}"` }, by);
      return rows[0]!.n;
    } catch (error) {
      return String((error as { code?: string }).code);
    }
  }

  beforeAll(async () => {
    await insertTinyCounty(get(), COUNTY);
    await insertTinyCounty(get(), OTHER);
    tables = await countyTables(get());
  });

  test('every table with a county holds rows here, so that what follows has something to hide', async () => {
    const owner = get().owner.pool('tongxin');
    const empty: string[] = [];
    for (const { name, column } of tables) {
      const { rows } = await owner.query<{ n: number }>(
        `select count(*)::int as n from "${name}" where "${column}" = '${COUNTY}'`,
      );
      if (rows[0]?.n === 0) empty.push(name);
    }
    expect(empty).toEqual([]);
    expect(tables.length).toBeGreaterThan(25);
  });

  test('every table with a county has row-level security and a policy', async () => {
    const { rows } = await get()
      .owner.pool('tongxin')
      .query<{ name: string }>(`
      select c.relname as name from pg_class c
       where c.relnamespace = 'tongxin'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'migration'
         and (not c.relrowsecurity or not exists (select from pg_policy p where p.polrelid = c.oid))`);
    expect(rows).toEqual([]);
  });

  test('without a scope no table gives a row', async () => {
    for (const { name } of tables) {
      expect.soft([name, await seen(name)]).toEqual([name, MEMBERS.includes(name) ? PERMISSION_DENIED : 0]);
    }
  });

  test('a scope sees rows of its county alone, whatever the role', async () => {
    for (const role of ROLES) {
      for (const { name, column } of tables) {
        if (MEMBERS.includes(name)) continue;
        const { rows } = await get().query(
          { text: `select 1 from "${name}" where "${column}" <> '${COUNTY}'` },
          scope(role),
        );
        expect.soft([role, name, rows.length]).toEqual([role, name, 0]);
      }
    }
    expect(await seen('building', scope('viewer'))).toBe(1);
  });

  test('no role reads a tally or a cell, the admin included', async () => {
    for (const role of ROLES) {
      for (const name of MEMBERS)
        expect.soft([role, name, await seen(name, scope(role))]).toEqual([role, name, PERMISSION_DENIED]);
    }
  });

  test('the sign-in schema and the table of migrations refuse the application', async () => {
    for (const name of ['migration', 'auth.user', 'auth.session', 'auth.account', 'auth.verification']) {
      const table = name
        .split('.')
        .map((part) => `"${part}"`)
        .join('.');
      const asked = get().query({ text: `select * from ${table}` }, scope('admin'));
      await expect.soft(asked, name).rejects.toMatchObject({ code: PERMISSION_DENIED });
    }
  });

  test("what the application may read without a scope is PostGIS's catalogue", async () => {
    const { rows } = await get().query<{ name: string }>({
      text: `select n.nspname || '.' || c.relname as name
               from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where c.relkind in ('r', 'v', 'm', 'p', 'f') and n.nspname not in ('pg_catalog', 'information_schema', 'tongxin')
                and n.nspname not like 'pg_temp%' and n.nspname not like 'pg_toast%'
                and has_schema_privilege(n.oid, 'usage') and has_any_column_privilege(c.oid, 'select')
              order by 1`,
    });
    expect(rows.map(({ name }) => name)).toEqual([
      'public.geography_columns',
      'public.geometry_columns',
      'public.spatial_ref_sys',
    ]);
  });

  test('functions that run as the owner fix their search path and are not for everybody', async () => {
    const { rows } = await get()
      .owner.pool('tongxin')
      .query<{ name: string }>(`
      select p.oid::regprocedure::text as name from pg_proc p
       where p.pronamespace in ('tongxin'::regnamespace, 'auth'::regnamespace) and p.prosecdef
         and (coalesce(p.proconfig::text, '') not like '%search_path%'
              or exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0))`);
    expect(rows).toEqual([]);
  });

  describe('writing', () => {
    const addRoad = (by: Scope, county = COUNTY) =>
      get().query(
        sql`insert into road (county, class, geom)
            values (${county}, 'path', st_geomfromtext('LINESTRING(110 23, 110.1 23)', 4326))`,
        by,
      );

    test('is for the admin; others are refused by the policy', async () => {
      for (const role of ROLES.filter((each) => each !== 'admin')) {
        await expect.soft(addRoad(scope(role)), role).rejects.toMatchObject({ code: PERMISSION_DENIED });
      }
      await expect(addRoad(scope('admin'))).resolves.toMatchObject({ rowCount: 1 });
    });

    test('never reaches another county', async () => {
      await expect(addRoad(scope('admin', COUNTY), OTHER)).rejects.toMatchObject({ code: PERMISSION_DENIED });
      const moved = get().query(sql`update road set county = ${OTHER}`, scope('admin'));
      await expect(moved).rejects.toMatchObject({ code: PERMISSION_DENIED });
      const { rowCount } = await get().query(sql`delete from road where county = ${OTHER}`, scope('admin'));
      expect(rowCount).toBe(0);
    });

    test('by copy obeys the same policies, also into a table that nobody reads', async () => {
      const csv = `${COUNTY},check_in,2024,1,1,3\n`;
      const columns = ['county', 'subject', 'period', 'fabric', 'block', 'n'];
      const copied = (by: Scope) => get().transaction((tx) => tx.copyIn('tally', columns, csv), by);
      expect(await copied(scope('admin'))).toBe(1);
      await expect(copied(scope('desk'))).rejects.toMatchObject({ code: PERMISSION_DENIED });
      await expect(copied(scope('admin', OTHER))).rejects.toMatchObject({ code: PERMISSION_DENIED });
    });

    test('the approver publishes a division, the planner does not', async () => {
      const stage = (by: Scope) =>
        get().query(sql`insert into division (county, fabric, name) values (${COUNTY}, 1, '草案') returning id`, by);
      await expect(stage(scope('planner'))).rejects.toMatchObject({ code: PERMISSION_DENIED });
      await expect(stage(scope('approver'))).resolves.toMatchObject({ rowCount: 1 });
    });

    test('a division without dates is seen by those who publish only', async () => {
      expect(await seen('division', scope('viewer'))).toBe(1);
      expect(await seen('division', scope('approver'))).toBe(2);
    });
  });

  describe('accounts', () => {
    test("everybody reads their own row and grants, the admin reads the county's", async () => {
      await addUser(get(), 'wang');
      await get().query(
        sql`insert into account (county, id, name, username) values (${COUNTY}, 'wang', '王', 'wang')`,
        scope('admin'),
      );
      const ids = async (by: Scope) =>
        (await get().query<{ id: string }>(sql`select id from account order by id`, by)).rows;
      expect(await ids(scope('desk', COUNTY, 'wang'))).toEqual([{ id: 'wang' }]);
      expect(await ids(scope('desk', COUNTY, 'nobody'))).toEqual([]);
      expect(await ids(scope('admin'))).toHaveLength(2);
      const renamed = await get().query(
        sql`update account set name = '李' where id = 'wang'`,
        scope('desk', COUNTY, 'wang'),
      );
      expect(renamed.rowCount).toBe(0);
    });
  });

  describe('the audit', () => {
    const add = (by: Scope, account: string | null, role: string) =>
      get().query(
        sql`insert into audit (county, account, role, action) values (${by.county}, ${account}, ${role}, 'x')`,
        by,
      );

    test('takes lines from everybody in their own name alone, and shows them to the admin alone', async () => {
      await add(scope('viewer', COUNTY, 'wang'), 'wang', 'viewer');
      await expect(add(scope('viewer', COUNTY, 'wang'), 'li', 'viewer')).rejects.toMatchObject({
        code: PERMISSION_DENIED,
      });
      await expect(add(scope('viewer', COUNTY, 'wang'), 'wang', 'admin')).rejects.toMatchObject({
        code: PERMISSION_DENIED,
      });
      expect(await seen('audit', scope('leader'))).toBe(0);
      expect(await seen('audit', scope('admin'))).toBeGreaterThan(1);
    });

    test('is append-only, for the owner of the table too', async () => {
      const owner = get().owner.pool('tongxin');
      for (const text of [`update audit set action = 'y'`, 'delete from audit', 'truncate audit']) {
        await expect.soft(owner.query(text), text).rejects.toThrow(/append-only/);
        await expect
          .soft(get().query({ text }, scope('admin')), text)
          .rejects.toMatchObject({ code: PERMISSION_DENIED });
      }
    });
  });
});
