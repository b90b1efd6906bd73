import type { SearchResult } from '../contract/things.ts';
import type { Db } from './database.ts';
import { sql } from './sql.ts';

/** Of what a name is one, and as what: the name of a compound, the street of a building … */
export type NamedThing = Exclude<SearchResult['layer'], 'block'>;
export type NameField = 'name' | 'name_en' | 'code' | 'street' | 'address';
export interface EnteredName {
  thing: NamedThing;
  field: NameField;
  text: string;
}

/**
 * The county's names, or those that were entered since the last time (a few of them perhaps once more). All of them are
 * read in parts, so that nobody waits for seventy thousand.
 *
 * @param since  what the last call gave, where one stood among all transactions; null the first time
 * @param take   is given each part
 */
export async function readNames(
  db: Db,
  since: string | null,
  take: (names: readonly EnteredName[]) => Promise<void>,
): Promise<string> {
  // Whoever has not ended at that moment may still enter names, which count as new the next time.
  const { rows: found } = await db.query<{ ended: string } & Nullable<EnteredName>>(sql`
    select ended::text, thing, field, text
      from (select pg_snapshot_xmin(pg_current_snapshot()) as ended) moment
      left join search_name on county = app_county() and entered_by >= ${since}::text::xid8`);
  const { ended } = found[0]!;
  if (since !== null) {
    await take(found.filter((row): row is { ended: string } & EnteredName => row.text !== null));
    return ended;
  }
  const most = 10_000;
  let after: Record<keyof EnteredName, string> = { thing: '', field: '', text: '' };
  for (;;) {
    const { rows }: { rows: EnteredName[] } = await db.query<EnteredName>(sql`
      select thing, field, text from search_name
       where county = app_county() and (thing, field, text) > (${after.thing}, ${after.field}, ${after.text})
       order by thing, field, text limit ${most}::int`);
    await take(rows);
    if (rows.length < most) return ended;
    after = rows.at(-1)!;
  }
}
type Nullable<T> = { [K in keyof T]: T[K] | null };

/** Where and when to look. */
export interface SearchPlace {
  /** in which regions are looked for; null before the first */
  division: number | null;
  /** degrees; among equals the nearest to it come first */
  near: readonly [lng: number, lat: number] | null;
}

/** A thing by the text it was found by. */
export interface FoundThing extends Pick<SearchResult, 'layer' | 'id' | 'kind' | 'name' | 'detail' | 'at'> {
  thing: NamedThing;
  field: NameField;
  text: string;
  /** degrees of latitude from the place; 0 where none is given */
  far: number;
}

const point = (near: SearchPlace['near']) => [near?.[0] ?? null, near?.[1] ?? null] as const;

/** Names of one kind, the best first. */
export interface NameGroup extends Pick<EnteredName, 'thing' | 'field'> {
  texts: readonly string[];
}

/** Things of the county that bear one of these names: the nearest `most` of each name. */
export async function thingsNamed(
  db: Db,
  groups: readonly NameGroup[],
  { division, near }: SearchPlace,
  most: number,
): Promise<FoundThing[]> {
  const [lng, lat] = point(near);
  const { rows } = await db.query<Omit<FoundThing, 'at'> & { lng: number; lat: number }>(sql`
    select asked.thing, asked.field, layer, id, kind, name, detail, st_x(at) as lng, st_y(at) as lat, far, found.text
      from jsonb_to_recordset(${JSON.stringify(groups)}::jsonb) as asked (thing text, field text, texts text[])
     cross join lateral things_named(asked.thing, asked.field, asked.texts, ${division}::bigint,
                                     st_setsrid(st_makepoint(${lng}::float8, ${lat}::float8), 4326), ${most}::int) found`);
  return rows.map(({ lng, lat, ...row }) => ({ ...row, at: [lng, lat] }));
}

export interface HouseQuestion {
  /** names of streets, compounds and regions */
  streets: readonly string[];
  compounds: readonly string[];
  regions: readonly string[];
  /** digits, perhaps with a second number behind a hyphen */
  number: string;
  /** only this number, not also those that begin with it */
  exact: boolean;
}

export type FoundHouse = Omit<FoundThing, 'thing' | 'field'> & {
  /** what the text is the name of */
  place: 'street' | 'compound' | 'region';
  /** of this very number */
  same: boolean;
};

/** Buildings of a number in streets, compounds and regions. */
export async function housesNumbered(
  db: Db,
  { streets, compounds, regions, number, exact }: HouseQuestion,
  { division, near }: SearchPlace,
  most: number,
): Promise<FoundHouse[]> {
  const [lng, lat] = point(near);
  const { rows } = await db.query<Omit<FoundHouse, 'at'> & { lng: number; lat: number }>(sql`
    select layer, id, kind, name, detail, st_x(at) as lng, st_y(at) as lat, far, field as place, text, same
      from houses_numbered(${streets}::text[], ${compounds}::text[], ${regions}::text[], ${number}, ${exact},
                           ${division}::bigint, st_setsrid(st_makepoint(${lng}::float8, ${lat}::float8), 4326),
                           ${most}::int)`);
  return rows.map(({ lng, lat, ...row }) => ({ ...row, at: [lng, lat] }));
}
