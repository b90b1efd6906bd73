import { describe, expect, test } from 'vitest';
import { PUBLISHED_HOLIDAYS } from '../../../api/contract/holidays.ts';
import { daysOf, isComplete, rowsOf, withOneMore } from '../../../web/features/manage-holidays/day-rows.ts';

const [published] = PUBLISHED_HOLIDAYS;
const { year, days } = published!;

describe('the days of a year in the form', () => {
  test('those that were published can be saved as they are', () => {
    expect(isComplete(rowsOf(days), year)).toBe(true);
    expect(daysOf(rowsOf(days))).toEqual(days);
  });

  test('one more has to be filled in, and its key is no other’s, whatever was removed', () => {
    const more = withOneMore(rowsOf(days).slice(1));
    expect(new Set(more.map(({ key }) => key)).size).toBe(more.length);
    expect(isComplete(more, year)).toBe(false);
    expect(withOneMore([])).toHaveLength(1);
  });

  test('a day of another year, there twice or without a name cannot be saved', () => {
    const row = (day: string, name = '元旦') => rowsOf([{ day, kind: 'holiday', name }])[0]!;
    expect(isComplete([row('2025-01-01')], year)).toBe(false);
    expect(isComplete([row('2026-01-01'), row('2026-01-01')], year)).toBe(false);
    expect(isComplete([row('2026-01-01', ' ')], year)).toBe(false);
    expect(isComplete([], year)).toBe(true);
  });
});
