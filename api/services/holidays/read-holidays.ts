import { type DayFault, type DayKind, type HolidayReading, specialDay } from '../../contract/holidays.ts';
import { ProblemError } from '../../problems.ts';
import { runTask } from '../../worker/run-task.ts';
import { columnNamed } from '../tables/read-table.ts';

const COLUMNS = {
  day: ['日期', 'date', 'day'],
  kind: ['类型', 'kind', 'type', '安排'],
  name: ['名称', '节日', 'name', 'occasion', 'holiday'],
} as const;
const KIND_WORDS: Readonly<Record<DayKind, RegExp>> = {
  holiday: /^(holiday|off|放假|休|休息|节假日|假日)$/i,
  workday: /^(workday|work|上班|班|工作日|调休上班|补班)$/i,
};
const MOST_ROWS = 1000;
const MAX_NAME = 40;

/**
 * Reads a table of the special days of a year: date, kind (放假 or 上班) and the occasion. Nothing is changed.
 *
 * @throws ProblemError 'unreadable-file' when it is no table or a column is missing
 */
export async function readHolidays(path: string, year: number): Promise<HolidayReading> {
  const rows = await runTask('tables/read', { path, most: MOST_ROWS });
  const [day, kind, name] = Object.values(COLUMNS).map((names) => columnNamed(rows, names));
  if (day === undefined || kind === undefined || name === undefined) {
    const detail = 'The table needs the columns 日期 (date), 类型 (kind: 放假 or 上班) and 名称 (name).';
    throw new ProblemError('unreadable-file', detail, { reason: 'holiday-columns' });
  }
  const reading: HolidayReading = { days: [], faults: [] };
  const seen = new Set<string>();
  for (const { row, cells } of rows) {
    const faults: [DayFault, string][] = [];
    const date = dateOf(cells[day] ?? '');
    if (!date) faults.push(['day-unreadable', cells[day] ?? '']);
    else if (!date.startsWith(`${year}-`)) faults.push(['day-other-year', date]);
    else if (seen.has(date)) faults.push(['day-twice', date]);
    const known = kindOf(cells[kind] ?? '');
    if (!known) faults.push(['kind-unknown', cells[kind] ?? '']);
    const called = (cells[name] ?? '').slice(0, MAX_NAME);
    if (called === '') faults.push(['occasion-missing', '']);
    for (const [fault, value] of faults) reading.faults.push({ row, fault, value });
    if (faults.length > 0 || !date || !known) continue;
    seen.add(date);
    reading.days.push({ day: date, kind: known, name: called });
  }
  reading.days.sort((a, b) => a.day.localeCompare(b.day));
  return reading;
}

/** 2026-02-15, 2026/2/15, 2026.2.15 or 2026年2月15日; undefined for what is no date. */
function dateOf(text: string): string | undefined {
  const [, year, month, day] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text.normalize('NFKC').trim()) ?? [];
  if (!year || !month || !day) return undefined;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return specialDay.shape.day.safeParse(date).success ? date : undefined;
}

const kindOf = (text: string): DayKind | undefined =>
  (Object.keys(KIND_WORDS) as DayKind[]).find((kind) => KIND_WORDS[kind].test(text.trim()));
