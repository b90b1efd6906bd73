import type { SearchResult } from '../contract/things.ts';
import type { Db } from './database.ts';
import { sql } from './sql.ts';

/** Named and addressed things that contain the phrase, best first. The county is the scope's. */
export async function searchCounty(
  db: Db,
  phrase: string,
  division: number | null,
  near: readonly [lng: number, lat: number] | null,
  limit: number,
): Promise<SearchResult[]> {
  const { rows } = await db.query<Omit<SearchResult, 'at'> & { lng: number; lat: number }>(sql`
    select layer, id, kind, name, detail, lng, lat, matched
      from search_county(${phrase}, ${division}::bigint,
                         st_setsrid(st_makepoint(${near?.[0] ?? null}::float8, ${near?.[1] ?? null}::float8), 4326),
                         ${limit}::int)`);
  return rows.map(({ lng, lat, ...row }) => ({ ...row, at: [lng, lat] }));
}
