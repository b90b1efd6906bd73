import { z } from 'zod';
import { isoDate } from './words.ts';

/** A day off, or a weekend day on which everybody works to make up for one. */
export const DAY_KINDS = ['holiday', 'workday'] as const;
export type DayKind = (typeof DAY_KINDS)[number];

export const specialDay = z.strictObject({
  day: isoDate,
  kind: z.enum(DAY_KINDS),
  /** the occasion: 春节 */
  name: z.string().trim().min(1, 'the name of the occasion').max(40),
});
export type SpecialDay = z.infer<typeof specialDay>;

/** Days of one year that are not as their weekday says. */
export const holidayYear = z.object({
  year: z.number().int(),
  /** of the county's own days; 0 = it has none, and those that were published count */
  version: z.number().int().min(0),
  /** where they come from; '' = nothing is known of the year */
  source: z.string(),
  days: z.array(specialDay),
});
export type HolidayYear = z.infer<typeof holidayYear>;

export const FIRST_YEAR = 2000;
export const LAST_YEAR = 2100;
/** Days of a year. */
const MOST_DAYS = 366;

/** PUT /api/counties/:county/holidays/:year: the days of a year, as a whole. */
export const putHolidays = z.strictObject({
  version: z.number().int().min(0),
  source: z.string().trim().min(1, 'where the days come from').max(300),
  days: z.array(specialDay).max(MOST_DAYS),
});
export type PutHolidays = z.infer<typeof putHolidays>;

export const DAY_FAULTS = [
  'day-unreadable',
  'day-twice',
  'day-other-year',
  'kind-unknown',
  'occasion-missing',
] as const;
export type DayFault = (typeof DAY_FAULTS)[number];

/** POST /api/counties/:county/holidays/:year/reading: a table of days; nothing is changed. */
export const holidayReading = z.object({
  days: z.array(specialDay),
  faults: z.array(z.object({ row: z.number().int(), fault: z.enum(DAY_FAULTS), value: z.string() })),
});
export type HolidayReading = z.infer<typeof holidayReading>;

const span = (kind: DayKind, name: string, first: string, days = 1): SpecialDay[] =>
  Array.from({ length: days }, (_, i) => ({
    ...{ kind, name },
    day: new Date(Date.parse(first) + i * 86_400_000).toISOString().slice(0, 10),
  }));

/** As the State Council has published them, by year; typed from the notice. */
export const PUBLISHED_HOLIDAYS: readonly Omit<HolidayYear, 'version'>[] = [
  {
    year: 2026,
    source: '《国务院办公厅关于2026年部分节假日安排的通知》（国办发明电〔2025〕7号）',
    days: [
      ...span('holiday', '元旦', '2026-01-01', 3),
      ...span('workday', '元旦', '2026-01-04'),
      ...span('workday', '春节', '2026-02-14'),
      ...span('holiday', '春节', '2026-02-15', 9),
      ...span('workday', '春节', '2026-02-28'),
      ...span('holiday', '清明节', '2026-04-04', 3),
      ...span('holiday', '劳动节', '2026-05-01', 5),
      ...span('workday', '劳动节', '2026-05-09'),
      ...span('holiday', '端午节', '2026-06-19', 3),
      ...span('workday', '国庆节', '2026-09-20'),
      ...span('holiday', '中秋节', '2026-09-25', 3),
      ...span('holiday', '国庆节', '2026-10-01', 7),
      ...span('workday', '国庆节', '2026-10-10'),
    ],
  },
];
