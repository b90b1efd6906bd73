import type { County } from '../contract/counties.ts';
import type { Layer, SiteKind } from '../contract/words.ts';
import type { Db } from './database.ts';
import { sql } from './sql.ts';

export type CountyRow = Pick<County, 'code' | 'name' | 'nameEn' | 'demo' | 'bounds' | 'attribution' | 'attributionEn'>;

/** Null when there is no such county, or the scope is another one's. */
export async function readCounty(db: Db, code: string): Promise<CountyRow | null> {
  const { rows } = await db.query<CountyRow>(sql`
    select code, name, name_en as "nameEn", demo, attribution, attribution_en as "attributionEn",
           case when bounds is not null
                then array[st_xmin(bounds), st_ymin(bounds), st_xmax(bounds), st_ymax(bounds)] end as bounds
      from county where code = ${code}`);
  return rows[0] ?? null;
}

/** Features by layer; those of regions and blocks in the division given. Layers with none are left out. */
export async function countFeatures(
  db: Db,
  county: string,
  division: { id: number; fabric: number } | null,
): Promise<Partial<Record<Layer, number>>> {
  const { rows } = await db.query<{ layer: Layer; n: number }>(sql`
    select layer, n from (
      select kind as layer, count(*)::int as n from region_version
       where county = ${county} and division = ${division?.id ?? null}::bigint group by kind
      union all
      select 'block', count(*)::int from block where county = ${county} and fabric = ${division?.fabric ?? null}::bigint
      union all select 'compound', count(*)::int from compound where county = ${county}
      union all select 'wall', count(walls)::int from compound where county = ${county}
      union all select 'gate', count(gates)::int from compound where county = ${county}
      union all select 'building', count(*)::int from building where county = ${county}
      union all select 'road', count(*)::int from road where county = ${county}
      union all select 'railway', count(*)::int from railway where county = ${county}
      union all select 'water', count(*)::int from water where county = ${county}
      union all select 'landuse', count(*)::int from landuse where county = ${county}
      union all select 'site', count(*)::int from site where county = ${county}
      union all select 'site_area', count(outline)::int from site where county = ${county}
      union all select 'organization', count(*)::int from organization where county = ${county}
    ) counted where n > 0`);
  return Object.fromEntries(rows.map(({ layer, n }) => [layer, n]));
}

export async function countSites(db: Db, county: string): Promise<Partial<Record<SiteKind, number>>> {
  const { rows } = await db.query<{ kind: SiteKind; n: number }>(sql`
    select kind, count(*)::int as n from site where county = ${county} group by kind`);
  return Object.fromEntries(rows.map(({ kind, n }) => [kind, n]));
}

/** Things that lie in no block of fabric number `seq`, by layer. */
export async function countUnlocated(db: Db, county: string, seq: number): Promise<Record<string, number>> {
  const { rows } = await db.query<{ thing: string; n: number }>(sql`
    select thing, count(*)::int as n
      from located
     cross join lateral things_at(located, ${seq}) things
     where county = ${county} and block is null and from_seq <= ${seq}
       and case thing -- only what is seen: see loads.ts
           when 'building' then exists (select from building where building.county = ${county} and building.id = things.id)
           when 'compound' then exists (select from compound where compound.county = ${county} and compound.id = things.id)
           when 'site' then exists (select from site where site.county = ${county} and site.id = things.id)
           else exists (select from organization where organization.county = ${county} and organization.id = things.id) end
     group by thing`);
  return Object.fromEntries(rows.map(({ thing, n }) => [thing, n]));
}
