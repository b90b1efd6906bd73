import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../api/contract/plans.ts';
import type { OpenedDatabase } from '../../api/db/open.ts';
import { sql } from '../../api/db/sql.ts';
import { drawer, stepOf } from './plan-steps.ts';
import { folderWith, run } from './run-command.ts';
import { buildings, communities } from './small-files.ts';
import { smallTown } from './small-town.ts';
import { openApp } from './whole-app.ts';

/** What a text must survive on its way through a file: quotes, tabs, line feeds, backslashes, COPY's own null and end. */
export const AWKWARD = '“引号"\'\t制表\r\n换行\\反斜杠\\N\\.;,𠮷';

export const FILLED = { town: '990851', imported: '990852' };

/**
 * A little of everything that a store can hold: a town with members, a county that came by import, people with passwords, a plan
 * with steps and a comment, a photograph, a secret.
 *
 * @returns the SHA-256 of the photograph
 */
export async function fillStore(database: OpenedDatabase, dataDir: string): Promise<string> {
  const town = await smallTown(database, FILLED.town);
  await town.db.query(sql`update site set name = ${AWKWARD}, address = '' where id = ${town.sites[0]!}`);
  const folder = folderWith({ 'communities.geojson': communities, 'buildings.geojson': buildings });
  for (const [file, ...as] of [
    ['communities.geojson', 'regions', '--level', 'community', '--name', '西梨'],
    ['buildings.geojson', 'buildings', '--faults', 'mend'],
  ] as const) {
    const { code, err } = await run(database, folder, 'import', file, '--county', FILLED.imported, '--as', ...as);
    if (code !== 0) throw new Error(err);
  }
  const whole = await openApp(database);
  try {
    const planner = await whole.somebody(FILLED.town, 'planner');
    const county = `/api/counties/${FILLED.town}`;
    const begun = await planner.post(`${county}/plans`, { title: AWKWARD, level: 'community' });
    const plan = (await begun.json()) as Plan;
    const moved = stepOf({ kind: 'assign', blocks: [town.blocks[2]!], to: town.regions.get('11')! });
    await drawer(planner, FILLED.town, plan).draw(moved);
    await planner.post(`${county}/plans/${plan.id}/comments`, { text: '看这里' });
  } finally {
    await whole.close();
  }
  const picture = randomBytes(70_000);
  const id = createHash('sha256').update(picture).digest('hex');
  mkdirSync(join(dataDir, 'photos', FILLED.town), { recursive: true });
  writeFileSync(join(dataDir, 'photos', FILLED.town, id), picture);
  await town.db.query(sql`
    insert into photo (county, id, media_type, width, height, bytes)
    values (${FILLED.town}, ${id}, 'image/jpeg', 100, 80, ${picture.length})`);
  await town.db.query(sql`
    insert into thing_photo (county, thing, thing_id, photo) values (${FILLED.town}, 'site', ${town.sites[0]!}, ${id})`);
  mkdirSync(join(dataDir, 'secrets'), { recursive: true, mode: 0o700 });
  writeFileSync(join(dataDir, 'secrets', 'session'), randomBytes(32).toString('base64url'), { mode: 0o600 });
  return id;
}

/** Number of rows and a hash of all of them, by table: every table of ours but who is signed in. */
export async function contentsOf(database: OpenedDatabase): Promise<Record<string, string>> {
  const session = await database.owner.checkout();
  try {
    await session.script(`begin read only; set local timezone = 'UTC'; set local bytea_output = 'hex'`);
    const tables = await session.run<{ name: string; columns: string }>({
      text: `select c.oid::regclass::text as name, string_agg(quote_ident(attname), ', ' order by attnum) as columns
               from pg_class c join pg_attribute on attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = ''
              where relnamespace in ('tongxin'::regnamespace, 'auth'::regnamespace) and relkind = 'r' and relpersistence = 'p'
                and c.oid::regclass::text not in ('auth.session', 'auth.attempt', 'auth.verification', 'search_name')
              group by c.oid order by 1`,
    });
    const contents: Record<string, string> = {};
    for (const { name, columns } of tables.rows) {
      const { rows } = await session.run<{ n: number; hash: string }>({
        text: `select count(*)::int as n, md5(coalesce(string_agg(line, chr(10) order by line collate "C"), '')) as hash
                 from (select (row(${columns}))::text as line from ${name}) lines`,
      });
      contents[name] = `${rows[0]!.n} rows, ${rows[0]!.hash}`;
    }
    return contents;
  } finally {
    await session.script('rollback');
    session.release();
  }
}

/** What holds the rows together: keys, checks, indexes, triggers and whether they fire, policies, rights, counters. */
export async function rulesOf(database: OpenedDatabase): Promise<unknown[]> {
  const session = await database.owner.checkout();
  try {
    const { rows } = await session.run<{ rules: string }>({
      text: `
        with ours as (select oid, oid::regclass::text as name, relrowsecurity, relacl::text as rights, relkind from pg_class
                       where relnamespace in ('tongxin'::regnamespace, 'auth'::regnamespace))
        select json_agg(line order by line collate "C")::text as rules from (
          select name || ' ' || relkind::text || ' ' || relrowsecurity::text || ' ' || coalesce(rights, '') from ours
          union all select name || ': ' || conname || ' ' || pg_get_constraintdef(c.oid) from ours join pg_constraint c on conrelid = ours.oid
          union all select pg_get_indexdef(indexrelid) from ours join pg_index on indrelid = ours.oid
          union all select name || ': ' || tgname || ' ' || tgenabled::text || ' ' || pg_get_triggerdef(t.oid)
                      from ours join pg_trigger t on tgrelid = ours.oid where not tgisinternal
          union all select tablename || ': ' || policyname || ' ' || coalesce(qual, '') || coalesce(with_check, '') from pg_policies
                     where schemaname in ('tongxin', 'auth')
          union all select schemaname || '.' || sequencename || ' ' || coalesce(last_value, -1)::text from pg_sequences
                     where schemaname in ('tongxin', 'auth')
          union all select p.oid::regprocedure::text || ' ' || coalesce(proacl::text, '') from pg_proc p
                     where pronamespace in ('tongxin'::regnamespace, 'auth'::regnamespace)) lines (line)`,
    });
    return JSON.parse(rows[0]!.rules) as unknown[];
  } finally {
    session.release();
  }
}
