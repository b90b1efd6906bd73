import type { SearchResult } from '../contract/things.ts';
import type { Db } from './database.ts';
import { sql } from './sql.ts';

export interface SearchQuestion {
  phrase: string;
  /** in which regions are looked for; null before the first */
  division: number | null;
  /** degrees; among equals the nearest to it come first */
  near: readonly [lng: number, lat: number] | null;
  limit: number;
}

type Row = Omit<SearchResult, 'at'> & { lng: number; lat: number };
const toResult = ({ lng, lat, ...row }: Row): SearchResult => ({ ...row, at: [lng, lat] });

/** Named and addressed things that contain the phrase, best first. The county is the scope's. */
export async function searchCounty(db: Db, { phrase, division, near, limit }: SearchQuestion): Promise<SearchResult[]> {
  const { rows } = await db.query<Row>(sql`
    select layer, id, kind, name, detail, lng, lat, matched
      from search_county(${phrase}, ${division}::bigint,
                         st_setsrid(st_makepoint(${near?.[0] ?? null}::float8, ${near?.[1] ?? null}::float8), 4326),
                         ${limit}::int)`);
  return rows.map(toResult);
}

/** The phrase without the names of regions that it begins with. */
export async function withoutRegions(db: Db, phrase: string, division: number): Promise<string> {
  const { rows } = await db.query<{ rest: string }>(
    sql`select without_regions(${phrase}, ${division}::bigint) as rest`,
  );
  return rows[0]!.rest;
}

/** Buildings of a number in the streets, compounds and regions whose name begins with `place`. */
export async function searchHouse(
  db: Db,
  { place, number }: { place: string; number: string },
  { division, near, limit }: SearchQuestion,
): Promise<SearchResult[]> {
  const { rows } = await db.query<Row>(sql`
    select layer, id, kind, name, detail, lng, lat, matched
      from search_house(${place}, ${number}, ${division}::bigint,
                        st_setsrid(st_makepoint(${near?.[0] ?? null}::float8, ${near?.[1] ?? null}::float8), 4326),
                        ${limit}::int)`);
  return rows.map(toResult);
}
