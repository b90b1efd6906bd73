import type { SpecialDay } from '../../../api/contract/holidays.ts';

/** A day in the form, under a key of its own: its date may be empty, or that of another, while it is typed. */
export interface DayRow {
  readonly key: number;
  readonly day: SpecialDay;
}

export const rowsOf = (days: readonly SpecialDay[]): DayRow[] => days.map((day, key) => ({ key, day }));

/** One more, below the others. */
export const withOneMore = (rows: readonly DayRow[]): DayRow[] => [
  ...rows,
  { key: Math.max(-1, ...rows.map(({ key }) => key)) + 1, day: { day: '', kind: 'holiday', name: '' } },
];

export const daysOf = (rows: readonly DayRow[]): SpecialDay[] =>
  rows.map(({ day }) => ({ ...day, name: day.name.trim() })).sort((a, b) => a.day.localeCompare(b.day));

/** Every day is of the year, named, and there once. */
export function isComplete(rows: readonly DayRow[], year: number): boolean {
  const days = daysOf(rows);
  return days.every(({ day, name }, i) => day.startsWith(`${year}-`) && name !== '' && day !== days[i - 1]?.day);
}
