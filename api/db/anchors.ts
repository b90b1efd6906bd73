import type { JoinedThing, MatchCandidate } from '../contract/import-matches.ts';
import type { Db, Statement } from './database.ts';
import { sql } from './sql.ts';

/** A thing as tables may speak of it. */
export interface Anchor {
  id: number;
  code: string | null;
  name: string;
  address: string;
  /** name of the compound it lies in, or of the region above; '' = none is known */
  inside: string;
  /** of a building: its number alone */
  house: string;
  /** of a site or an organization; else '' */
  kind: string;
  lng: number;
  lat: number;
}

/** Where anchors are looked for: `division` in force, null = the county has none. */
export interface AnchorQuestion {
  to: JoinedThing;
  division: number | null;
  afterId: number;
}

type Read = (county: string, question: AnchorQuestion, limit: number) => Statement;

const readRegions: Read = (county, { to, division, afterId }, limit) => sql`
  select own.region as id, own.code, own.name, '' as address, coalesce(upper.name, '') as inside, '' as house,
         '' as kind, st_x(own.label) as lng, st_y(own.label) as lat
    from region_version own
    left join region_version upper
      on upper.county = own.county and upper.division = own.division and upper.region = own.parent and upper.kind <> 'county'
   where own.county = ${county} and own.division = ${division}::bigint and own.kind = ${to} and own.region > ${afterId}
   order by own.region limit ${limit}`;

const READS: Record<JoinedThing, Read> = {
  grid: readRegions,
  community: readRegions,
  street: readRegions,
  building: (county, { afterId }, limit) => sql`
    select id, source_id as code, name, building_address(street_name, house_number) as address,
           coalesce((select compound.name from compound where compound.county = ${county} and compound.id = building.compound), '')
             as inside, house_number as house, '' as kind, st_x(inner_point) as lng, st_y(inner_point) as lat
      from building where county = ${county} and id > ${afterId} order by id limit ${limit}`,
  compound: (county, { afterId }, limit) => sql`
    select id, source_id as code, name, address, '' as inside, '' as house, '' as kind, st_x(label) as lng, st_y(label) as lat
      from compound where county = ${county} and id > ${afterId} order by id limit ${limit}`,
  site: (county, { afterId }, limit) => sql`
    select id, source_id as code, name, address, '' as inside, '' as house, kind, st_x(geom) as lng, st_y(geom) as lat
      from site where county = ${county} and id > ${afterId} order by id limit ${limit}`,
  organization: (county, { afterId }, limit) => sql`
    select id, source_id as code, name, address, '' as inside, '' as house, kind, st_x(geom) as lng, st_y(geom) as lat
      from organization where county = ${county} and id > ${afterId} order by id limit ${limit}`,
};

/** Anchors a statement. */
const A_PAGE = 2000;

/** The things after an id, in its order, as JSON text: who has asked need not be who reads it. '[]' = there are no more */
export async function readAnchorPage(db: Db, county: string, question: AnchorQuestion): Promise<string> {
  const { rows } = await db.query<Anchor>(READS[question.to](county, question, A_PAGE));
  return JSON.stringify(rows);
}

/** One of them; null = there is none that is seen. */
export async function readAnchor(
  db: Db,
  county: string,
  to: JoinedThing,
  division: number | null,
  id: number,
): Promise<Anchor | null> {
  const { rows } = await db.query<Anchor>(READS[to](county, { to, division, afterId: id - 1 }, 1));
  return rows[0]?.id === id ? rows[0] : null;
}

/** As a person sees it. */
export const candidateOf = (anchor: Anchor, score: number, detail = anchor.inside): MatchCandidate => {
  const { id, name, address, code, lng, lat } = anchor;
  const label = name || address || (code ?? String(id));
  return {
    ...{ id, label, at: [lng, lat], score: Math.round(score * 1000) / 1000 },
    detail: [label === name ? address : '', detail].filter((part) => part !== '' && part !== label).join(' · '),
  };
};
