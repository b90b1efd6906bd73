import type { HolidayYear, PutHolidays, SpecialDay } from '../contract/holidays.ts';
import type { Db, Tx } from './database.ts';
import { sql } from './sql.ts';

/** A county's own days of a year, in order; null when it has none. */
export async function readHolidays(db: Db, county: string, year: number): Promise<HolidayYear | null> {
  const { rows } = await db.query<HolidayYear>(sql`
    select year, version, source,
           array(select jsonb_build_object('day', day::text, 'kind', kind, 'name', name)
                   from holiday where holiday.county = own.county and holiday.year = own.year order by day)
             as days
      from holiday_year own where county = ${county} and year = ${year}`);
  return rows[0] ?? null;
}

/**
 * Puts other days in the place of a year's own.
 *
 * @returns false when they are not of this version any more; the caller's transaction must not be committed then
 */
export async function replaceHolidays(tx: Tx, county: string, year: number, put: PutHolidays): Promise<boolean> {
  const { version, source, days } = put;
  const { rowCount } =
    version === 0
      ? await tx.query(sql`
          insert into holiday_year (county, year, source) values (${county}, ${year}, ${source})
          on conflict do nothing`)
      : await tx.query(sql`
          update holiday_year set source = ${source}, version = version + 1
           where county = ${county} and year = ${year} and version = ${version}`);
  if (rowCount === 0) return false;
  await tx.query(sql`delete from holiday where county = ${county} and year = ${year}`);
  await insertDays(tx, county, year, days);
  return true;
}

const insertDays = (tx: Tx, county: string, year: number, days: readonly SpecialDay[]) =>
  tx.query(sql`
    insert into holiday (county, year, day, kind, name)
    select ${county}, ${year}::int, day, kind, name
      from jsonb_to_recordset(${JSON.stringify(days)}::jsonb) as given(day date, kind text, name text)`);
