import { expect, test } from 'vitest';
import { clockTime, dayBefore, today } from '../../../api/contract/today.ts';

test('a day begins when it does in China, eight hours before Greenwich', () => {
  expect(today(Date.parse('2026-11-30T15:59:59Z'))).toBe('2026-11-30');
  expect(today(Date.parse('2026-11-30T16:00:00Z'))).toBe('2026-12-01');
  expect(clockTime('2026-11-30T16:05:00Z')).toBe('2026-12-01 00:05');
});

test('what is valid until a date ends the day before, across months, years and leap days', () => {
  expect(dayBefore('2027-01-01')).toBe('2026-12-31');
  expect(dayBefore('2028-03-01')).toBe('2028-02-29');
  expect(dayBefore('2026-11-15')).toBe('2026-11-14');
});
