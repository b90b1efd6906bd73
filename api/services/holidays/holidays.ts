import { type HolidayYear, PUBLISHED_HOLIDAYS, type PutHolidays } from '../../contract/holidays.ts';
import { writeAudit } from '../../db/audit.ts';
import type { Db, ScopedDatabase } from '../../db/database.ts';
import { readHolidays, replaceHolidays } from '../../db/holidays.ts';
import { ProblemError } from '../../problems.ts';

/** The days of a year: the county's own, or those that were published, if they are known. */
export async function holidaysOf(db: Db, county: string, year: number): Promise<HolidayYear> {
  const own = await readHolidays(db, county, year);
  if (own) return own;
  const published = PUBLISHED_HOLIDAYS.find((known) => known.year === year) ?? { year, source: '', days: [] };
  return { ...published, version: 0 };
}

/**
 * @throws ProblemError 'rejected-by-rule' for a day that is there twice or of another year, 'stale-version' when somebody
 *   else changed the year meanwhile
 */
export async function putHolidays(db: ScopedDatabase, year: number, put: PutHolidays): Promise<HolidayYear> {
  const { county, account = null, role } = db.scope;
  const days = put.days.map(({ day }) => day);
  const faulty = days.find((day, i) => !day.startsWith(`${year}-`) || days.indexOf(day) < i);
  if (faulty !== undefined) {
    const reason = faulty.startsWith(`${year}-`) ? 'day-twice' : 'day-other-year';
    const detail = `${faulty} is ${reason === 'day-twice' ? 'there twice' : `no day of ${year}`}; correct the list.`;
    throw new ProblemError('rejected-by-rule', detail, { reason, values: { value: faulty } });
  }
  await db.transaction(async (tx) => {
    if (!(await replaceHolidays(tx, county, year, put))) {
      const currentVersion = (await readHolidays(tx, county, year))?.version ?? 0;
      const detail = `Somebody else changed the holidays of ${year} meanwhile; look at them again.`;
      throw new ProblemError('stale-version', detail, { currentVersion });
    }
    const detail = { year, source: put.source, days: days.length };
    await writeAudit(tx, { county, account, role, action: 'holidays.change', object: String(year), detail });
  });
  return holidaysOf(db, county, year);
}
