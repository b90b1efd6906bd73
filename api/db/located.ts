import { csvLine } from './copy-text.ts';
import type { Db, Statement, Tx } from './database.ts';
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

/**
 * Block (null = in none) of the things `fromId … toId` at fabric number `seq`. Things that nothing is known of are absent;
 * ids between them that are no things may be there.
 */
export async function readLocated(
  db: Db,
  thing: LocatedThing,
  county: string,
  seq: number,
  fromId: number,
  toId: number,
): Promise<Map<number, number | null>> {
  const { rows } = await db.query<{ id: number; more: number; block: number | null }>(sql`
    select id, more, block
      from located
     where county = ${county} and thing = ${thing} and from_seq <= ${seq}
       and (more = 0 and id between ${fromId} and ${toId}
            or more > 0 and int8range(id, id + more, '[]') && int8range(${fromId}, ${toId}, '[]'))
     order by from_seq, more desc`);
  const blockOf = new Map<number, number | null>();
  for (const { id, more, block } of rows)
    for (let each = Math.max(id, fromId); each <= Math.min(id + more, toId); each++) blockOf.set(each, block);
  return blockOf;
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
        on conflict (county, thing, id, more, from_seq) do update set fabric = excluded.fabric, block = excluded.block`);
}

/**
 * Places of things that have none yet, as `copyLocated` takes them: one for those that follow one another in a block.
 *
 * @param rows  in ascending order of their ids, of one load
 */
export function locatedLines(
  county: string,
  thing: LocatedThing,
  fabric: { id: number; seq: number },
  rows: readonly { id: number; block: number | null }[],
): string {
  const lines: string[] = [];
  for (let start = 0; start < rows.length; ) {
    const { id, block } = rows[start]!;
    let more = 0;
    while (rows[start + more + 1]?.id === id + more + 1 && rows[start + more + 1]!.block === block) more += 1;
    lines.push(csvLine([county, thing, id, more, fabric.seq, fabric.id, block]));
    start += more + 1;
  }
  return lines.join('');
}

export async function copyLocated(tx: Tx, csv: string): Promise<void> {
  await tx.copyIn('located', ['county', 'thing', 'id', 'more', 'from_seq', 'fabric', 'block'], csv);
}

/** What is counted of buildings, in a block or in a region. */
export interface Counts {
  households: number;
  residents: number;
  buildings: number;
  /** some of it was shared out, not counted */
  estimated: boolean;
}

/** A page of buildings in the order of their ids, with what is counted of them. */
export async function readBuildingCounts(
  db: Db,
  county: string,
  afterId: number,
  limit: number,
): Promise<({ id: number } & Omit<Counts, 'buildings'>)[]> {
  const { rows } = await db.query<{ id: number } & Omit<Counts, 'buildings'>>(sql`
    select id, households, residents, estimated
      from building where county = ${county} and id > ${afterId} order by id limit ${limit}`);
  return rows;
}

/** Writes the counts of blocks that have others. */
export async function updateBlockCounts(
  db: Db,
  county: string,
  fabric: number,
  rows: readonly ({ block: number } & Counts)[],
): Promise<void> {
  await db.query(sql`
    update block
       set households = given.households, residents = given.residents,
           buildings = given.buildings, estimated = given.estimated
      from unnest(${rows.map((row) => row.block)}::bigint[], ${rows.map((row) => row.households)}::int[],
                  ${rows.map((row) => row.residents)}::int[], ${rows.map((row) => row.buildings)}::int[],
                  ${rows.map((row) => row.estimated)}::boolean[])
           as given (id, households, residents, buildings, estimated)
     where block.county = ${county} and block.fabric = ${fabric} and block.id = given.id
       and (block.households, block.residents, block.buildings, block.estimated)
           is distinct from (given.households, given.residents, given.buildings, given.estimated)`);
}

export async function deleteLocated(db: Db, county: string): Promise<void> {
  await db.query(sql`delete from located where county = ${county}`);
}
