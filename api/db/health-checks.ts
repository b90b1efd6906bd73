import type { Session } from './engine.ts';
import { APPLICATION_ROLE } from './scope.ts';

/** Names that a check found at fault; none = all is well. */
type Found = string[];

const namesOf = async (session: Session, text: string, values: unknown[] = []): Promise<Found> =>
  (await session.run<{ name: string }>({ text, values })).rows.map(({ name }) => name);

/** Tables with a county whose rows the application could see without a policy. */
export const findUnprotected = (session: Session): Promise<Found> =>
  namesOf(
    session,
    `select c.relname as name from pg_class c
      where c.relnamespace = 'tongxin'::regnamespace and c.relkind = 'r' and not c.relrowsecurity
        and (c.relname = 'county' or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'county' and not a.attisdropped))
      order by 1`,
  );

/** What the application's role may do that would lead past the policies. */
export const findExcessRights = (session: Session): Promise<Found> =>
  namesOf(
    session,
    `select 'superuser' as name from pg_roles where rolname = $1 and rolsuper
     union all select 'bypassrls' from pg_roles where rolname = $1 and rolbypassrls
     union all select 'schema auth' where has_schema_privilege($1, 'auth', 'usage')
     union all select 'tongxin.migration' where has_table_privilege($1, 'tongxin.migration', 'select')
     union all select 'owner of ' || c.relname from pg_class c join pg_roles r on r.oid = c.relowner
                where c.relnamespace = 'tongxin'::regnamespace and r.rolname = $1`,
    [APPLICATION_ROLE],
  );

/** Triggers that were switched off and constraints that were never looked at. */
export const findSuspended = (session: Session): Promise<Found> =>
  namesOf(
    session,
    `select tgrelid::regclass || '.' || tgname as name from pg_trigger t join pg_class c on c.oid = tgrelid
      where c.relnamespace in ('tongxin'::regnamespace, 'auth'::regnamespace) and tgenabled = 'D'
     union all
     select conrelid::regclass || '.' || conname from pg_constraint k join pg_class c on c.oid = conrelid
      where c.relnamespace in ('tongxin'::regnamespace, 'auth'::regnamespace) and not convalidated
      order by 1`,
  );

/** Imports that have been reading or switching for longer than any does. */
export const findStuckImports = (session: Session): Promise<Found> =>
  namesOf(
    session,
    `select county || ' ' || file_name as name from tongxin.import_batch
      where status in ('reading', 'switching') and created_at < now() - interval '1 day' order by created_at`,
  );

/** Divisions whose county does not hold the buildings, households and residents of its blocks. */
export const findMiscounted = (session: Session): Promise<Found> =>
  namesOf(
    session,
    `select d.county || ' ' || d.name as name
       from tongxin.division d
       join lateral (select sum(households) as households, sum(residents) as residents, sum(buildings) as buildings
                       from tongxin.division_block b
                       join tongxin.block on block.county = b.county and block.fabric = b.fabric and block.id = b.block
                      where b.county = d.county and b.division = d.id) blocks on true
       join tongxin.region_version r on r.county = d.county and r.division = d.id and r.kind = 'county'
      where d.valid is not null
        and (r.households, r.residents, r.buildings) is distinct from
            (coalesce(blocks.households, 0), coalesce(blocks.residents, 0), coalesce(blocks.buildings, 0))
      order by 1`,
  );

/** Outlines that PostGIS would refuse today; what wrote them was an older one. */
export const findInvalidOutlines = (session: Session): Promise<Found> =>
  namesOf(
    session,
    ['block', 'region_version', 'compound', 'building', 'landuse']
      .map(
        (table) =>
          `select county || ' ${table}' as name from tongxin.${table} where not st_isvalid(geom) group by county`,
      )
      .join(' union all '),
  );

/** Tables with many rows of which the planner knows nothing. */
export const findUnanalyzed = (session: Session): Promise<Found> =>
  namesOf(
    session,
    `select relname as name from pg_class
      where relnamespace = 'tongxin'::regnamespace and relkind = 'r' and reltuples < 0 and pg_relation_size(oid) > 1000000
      order by 1`,
  );

/** Photographs that rows name. */
export const listPhotos = (session: Session): Promise<Found> =>
  namesOf(session, 'select distinct id as name from tongxin.photo');

/** Bytes of the whole database. */
export async function databaseBytes(session: Session): Promise<number> {
  const { rows } = await session.run<{ bytes: number }>({
    text: 'select pg_database_size(current_database())::float8 as bytes',
  });
  return rows[0]!.bytes;
}
