import type { Db, Statement } from './database.ts';
import { sql } from './sql.ts';

export const LOCATED_THINGS = ['building', 'compound', 'site', 'organization'] as const;
export type LocatedThing = (typeof LOCATED_THINGS)[number];

/** A thing and the point that decides where it belongs. */
export interface ThingPoint {
  id: number;
  lng: number;
  lat: number;
}

type PointPage = (county: string, afterId: number, limit: number) => Statement;
const POINTS: Record<LocatedThing, PointPage> = {
  building: (county, afterId, limit) => sql`
    select id, st_x(inner_point) as lng, st_y(inner_point) as lat
      from building where county = ${county} and id > ${afterId} order by id limit ${limit}`,
  compound: (county, afterId, limit) => sql`
    select id, st_x(at) as lng, st_y(at) as lat
      from (select id, st_pointonsurface(geom) as at
              from compound where county = ${county} and id > ${afterId} order by id limit ${limit}) page
     order by id`,
  site: (county, afterId, limit) => sql`
    select id, st_x(geom) as lng, st_y(geom) as lat
      from site where county = ${county} and id > ${afterId} order by id limit ${limit}`,
  organization: (county, afterId, limit) => sql`
    select id, st_x(geom) as lng, st_y(geom) as lat
      from organization where county = ${county} and id > ${afterId} order by id limit ${limit}`,
};

/** A page of things in the order of their ids. */
export async function readThingPoints(
  db: Db,
  thing: LocatedThing,
  county: string,
  afterId: number,
  limit: number,
): Promise<ThingPoint[]> {
  const { rows } = await db.query<ThingPoint>(POINTS[thing](county, afterId, limit));
  return rows;
}

/** Block (null = in none) of the things `fromId … toId` at fabric number `seq`; things without a row are absent. */
export async function readLocated(
  db: Db,
  thing: LocatedThing,
  county: string,
  seq: number,
  fromId: number,
  toId: number,
): Promise<Map<number, number | null>> {
  const { rows } = await db.query<{ id: number; block: number | null }>(sql`
    select distinct on (id) id, block
      from located
     where county = ${county} and thing = ${thing} and id between ${fromId} and ${toId} and from_seq <= ${seq}
     order by id, from_seq desc`);
  return new Map(rows.map((row) => [row.id, row.block]));
}

/** From fabric number `seq` on these things lie in these blocks (null = in none). */
export async function upsertLocated(
  db: Db,
  thing: LocatedThing,
  county: string,
  fabric: { id: number; seq: number },
  rows: readonly { id: number; block: number | null }[],
): Promise<void> {
  await db.query(sql`
    insert into located (county, thing, id, from_seq, fabric, block)
    select ${county}, ${thing}, id, ${fabric.seq}::int, ${fabric.id}::bigint, block
      from unnest(${rows.map((row) => row.id)}::bigint[], ${rows.map((row) => row.block)}::bigint[]) as given (id, block)
        on conflict (county, thing, id, from_seq) do update set fabric = excluded.fabric, block = excluded.block`);
}

/** Households, residents and buildings of the blocks `afterId < id <= uptoId`, from the buildings that lie in them. */
export async function recountBlocks(
  db: Db,
  county: string,
  fabric: { id: number; seq: number },
  afterId: number,
  uptoId: number,
): Promise<void> {
  await db.query(sql`
    update block
       set households = counted.households, residents = counted.residents,
           buildings = counted.buildings, estimated = counted.estimated
      from (
        select block.id, coalesce(sum(building.households), 0) as households,
               coalesce(sum(building.residents), 0) as residents, count(building.id) as buildings,
               coalesce(bool_or(building.estimated), false) as estimated
          from block
          left join located on located.county = block.county and located.thing = 'building'
                           and located.block = block.id and located.from_seq <= ${fabric.seq}
                           and not exists (
                             select from located newer
                              where newer.county = located.county and newer.thing = 'building' and newer.id = located.id
                                and newer.from_seq > located.from_seq and newer.from_seq <= ${fabric.seq})
          left join building on building.county = located.county and building.id = located.id
         where block.county = ${county} and block.fabric = ${fabric.id}
           and block.id > ${afterId} and block.id <= ${uptoId}
         group by block.id
      ) counted
     where block.county = ${county} and block.fabric = ${fabric.id} and block.id = counted.id
       and (block.households, block.residents, block.buildings, block.estimated)
           is distinct from (counted.households, counted.residents, counted.buildings, counted.estimated)`);
}

/** Sums of the blocks into every region of a division, level by level up to the county, groupings included. */
export async function recountRegions(db: Db, county: string, division: number): Promise<void> {
  await db.query(sql`
    with recursive own as (
      select division_block.region, sum(block.households) as households, sum(block.residents) as residents,
             sum(block.buildings) as buildings, bool_or(block.estimated) as estimated
        from division_block
        join block on block.county = division_block.county and block.fabric = division_block.fabric
                  and block.id = division_block.block
       where division_block.county = ${county} and division_block.division = ${division}
       group by division_block.region
    ), above (region, source) as (
      select region, region from own
      union
      select upper.region, above.source
        from above
        cross join lateral (
          select parent as region from region_version
           where county = ${county} and division = ${division} and region = above.region and parent is not null
          union all
          select grouping_region from grouping_member
           where county = ${county} and division = ${division} and community = above.region) upper
    ), counted as (
      select above.region, sum(households) as households, sum(residents) as residents, sum(buildings) as buildings,
             bool_or(estimated) as estimated
        from above join own on own.region = above.source
       group by above.region
    )
    update region_version
       set households = coalesce(counted.households, 0), residents = coalesce(counted.residents, 0),
           buildings = coalesce(counted.buildings, 0), estimated = coalesce(counted.estimated, false)
      from region_version target
      left join counted on counted.region = target.region
     where target.county = ${county} and target.division = ${division}
       and region_version.county = target.county and region_version.division = target.division
       and region_version.region = target.region`);
}
