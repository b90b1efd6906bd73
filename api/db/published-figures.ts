import type { Db } from './database.ts';
import { sql } from './sql.ts';

/** A total that an institution published itself. */
export interface PublishedFigure {
  id: string;
  value: number;
  unit: string;
  name: string;
  /** where it stands: document and sentence */
  source: string;
}

export async function listPublishedFigures(db: Db, county: string): Promise<PublishedFigure[]> {
  const { rows } = await db.query<PublishedFigure>(sql`
    select id, name, value, unit, source from published_figure where county = ${county} order by id`);
  return rows;
}

/** Writes figures; one that is there already takes the new value. */
export async function upsertPublishedFigures(
  db: Db,
  county: string,
  figures: readonly PublishedFigure[],
): Promise<void> {
  await db.query(sql`
    insert into published_figure (county, id, value, unit, name, source)
    select ${county}, id, value, unit, name, source
      from jsonb_to_recordset(${JSON.stringify(figures)}::jsonb)
           as given (id text, value double precision, unit text, name text, source text)
        on conflict (county, id) do update
           set value = excluded.value, unit = excluded.unit, name = excluded.name, source = excluded.source`);
}
