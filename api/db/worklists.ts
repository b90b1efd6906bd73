import type { CODE_DOUBTS, EditLayer, WorklistKind } from '../contract/thing-edits.ts';
import type { Db } from './database.ts';

type WorklistLayer = EditLayer | 'region';

export interface WorklistRow {
  layer: WorklistLayer;
  id: number;
  kind: string;
  name: string;
  lng: number | null;
  lat: number | null;
  doubt: (typeof CODE_DOUBTS)[number] | null;
  code: string | null;
}

/** The county and its division today; null = it has none. */
export interface WorklistGround {
  county: string;
  division: number | null;
  seq: number | null;
}

/** All things of county $1 that can stand in a list. */
const THINGS = `
  select 'building' as layer, id, kind, coalesce(nullif(name, ''), building_address(street_name, house_number)) as name,
         inner_point as at, street_name = '' or house_number = '' as unaddressed, source_id, '{}'::jsonb as data
    from building where county = $1
   union all
  select 'compound', id, 'compound', name, label, address = '', source_id, '{}' from compound where county = $1
   union all
  select 'site', id, kind, name, geom, address = '', source_id, '{}' from site where county = $1
   union all
  select 'organization', id, kind, name, geom, address = '', source_id, data from organization where county = $1`;

/**
 * What stands in a list, as (layer, id, kind, name, at, doubt, code): $1 is the county, $2 its division, $3 the number of
 * its fabric.
 */
const LISTED: Record<WorklistKind, string> = {
  'no-block': `
    select layer, id, kind, name, at, null as doubt, null as code
      from (${THINGS}) thing
     where (layer, id) in (select located.thing, things.id
                             from located cross join lateral things_at(located, $3::int) things
                            where located.county = $1 and located.block is null and located.from_seq <= $3::int)`,
  'no-address': `
    select layer, id, kind, name, at, null as doubt, null as code from (${THINGS}) thing where unaddressed`,
  'doubtful-code': `
    select 'region' as layer, own.region as id, own.kind, own.name, own.label as at,
           case when own.code is null then 'missing' else 'not-below-parent' end as doubt, own.code
      from region_version own
      left join region_version above on above.county = $1 and above.division = $2::bigint and above.region = own.parent
     where own.county = $1 and own.division = $2::bigint and own.kind in ('county', 'street', 'community', 'grid')
       and (own.code is null or above.code is not null and not starts_with(own.code, rtrim(above.code, '0')))
     union all
    select layer, id, kind, name, at, case when unknown is null then 'used-twice' else 'no-such-region' end,
           coalesce(unknown, source_id)
      from (${THINGS}) thing
     cross join lateral (
       select min(code) as unknown
         from unnest(array[data ->> 'core', data ->> 'alliance', data ->> 'looked_after_by']) as named (code)
        where $2::bigint is not null
          and code not in (select region_version.code from region_version
                            where county = $1 and division = $2::bigint and region_version.code is not null)) doubtful
     where unknown is not null
        or (layer, source_id) in (select layer, source_id from (${THINGS}) again
                                   where source_id is not null group by layer, source_id having count(*) > 1)`,
  'no-compound': `
    select 'building' as layer, id, kind, coalesce(nullif(name, ''), building_address(street_name, house_number)) as name,
           inner_point as at, null as doubt, null as code
      from building where county = $1 and kind = 'residential' and compound is null`,
  'no-households': `
    select 'building' as layer, id, kind, coalesce(nullif(name, ''), building_address(street_name, house_number)) as name,
           inner_point as at, null as doubt, null as code
      from building
     where county = $1 and kind = 'residential' and households = 0 and residents = 0 and not households_counted`,
};

/** A list within the region of the scope; all parameters are named in it, so that their types are known. */
const within = (kind: WorklistKind): string => `
  with given as (select $1::text as county, $2::bigint as division, $3::int as seq), listed as (${LISTED[kind]})
  select listed.* from listed, given where app_region() is null or in_own_region(at)`;

/** How many stand in a list, by layer. */
export async function countWorklist(
  db: Db,
  { county, division, seq }: WorklistGround,
  kind: WorklistKind,
): Promise<{ layer: WorklistLayer; total: number }[]> {
  const { rows } = await db.query<{ layer: WorklistLayer; total: number }>({
    text: `select layer, count(*)::int as total from (${within(kind)}) own group by layer order by layer`,
    values: [county, division, seq],
  });
  return rows;
}

/** A page of a list, of one layer or all, after a row (null = from the first), in the order of layers and ids. */
export async function readWorklist(
  db: Db,
  { county, division, seq }: WorklistGround,
  kind: WorklistKind,
  layer: WorklistLayer | null,
  after: { layer: string; id: number } | null,
  limit: number,
): Promise<WorklistRow[]> {
  const { rows } = await db.query<WorklistRow>({
    text: `
      select layer, id, kind, name, st_x(at) as lng, st_y(at) as lat, doubt, code
        from (${within(kind)}) own
       where layer = coalesce($4, layer) and (layer, id) > ($5, $6::bigint)
       order by layer, id limit $7`,
    values: [county, division, seq, layer, after?.layer ?? '', after?.id ?? 0, limit],
  });
  return rows;
}
