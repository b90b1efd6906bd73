import type { Db } from './database.ts';
import { sql } from './sql.ts';

export interface CountyEntry {
  code: string;
  name: string;
  nameEn: string;
  demo: boolean;
  attribution: string;
  attributionEn?: string;
}

/** Enters a county, or renames the one that is there. */
export async function upsertCounty(db: Db, county: CountyEntry): Promise<void> {
  await db.query(sql`
    insert into county (code, name, name_en, demo, attribution, attribution_en)
    values (${county.code}, ${county.name}, ${county.nameEn}, ${county.demo}, ${county.attribution},
            ${county.attributionEn ?? ''})
        on conflict (code) do update
           set name = excluded.name, name_en = excluded.name_en, demo = excluded.demo,
               attribution = excluded.attribution, attribution_en = excluded.attribution_en,
               version = county.version + 1`);
}

/** Whether a county is a demo or somebody's own; null when there is none. */
export async function readCountyKind(db: Db, code: string): Promise<'demo' | 'own' | null> {
  const { rows } = await db.query<{ demo: boolean }>(sql`select demo from county where code = ${code}`);
  return rows[0] ? (rows[0].demo ? 'demo' : 'own') : null;
}

/** Whether there is any county, of whatever scope, that is no demo. */
export async function hasOwnCounty(db: Db): Promise<boolean> {
  const { rows } = await db.query<{ own: boolean }>(sql`select has_own_county() as own`);
  return rows[0]!.own;
}

/** The county's box is that of its own outline in a division. */
export async function setCountyBounds(db: Db, code: string, division: number): Promise<void> {
  await db.query(sql`
    update county
       set bounds = (select st_envelope(geom) from region_version
                      where county = ${code} and division = ${division} and kind = 'county'),
           version = version + 1
     where code = ${code}`);
}
