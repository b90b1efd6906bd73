import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { createFormat } from '../../../web/i18n/format.ts';
import { startI18n } from '../../../web/i18n/i18n.ts';

beforeAll(() => {
  startI18n('zh', []);
});
const format = (language: 'zh' | 'en') => createFormat(language, i18next.getFixedT(language));

test('an area is told in the unit that a person would use', () => {
  const { area } = format('zh');
  expect(area(86)).toBe('86 m²');
  expect(area(999)).toBe('999 m²');
  expect(area(1_000)).toBe('1,000 m²'); // as the standard of a service centre says it
  expect(area(12_345)).toBe('1.23 公顷');
  expect(area(123_456)).toBe('12.3 公顷');
  expect(area(1_234_567)).toBe('1.23 km²');
  expect(format('en').area(123_456)).toBe('12.3 ha');
});

test('a distance is in metres, and in kilometres from a thousand on', () => {
  expect(format('zh').distance(7.46)).toBe('7.5 米');
  expect(format('zh').distance(486.2)).toBe('486 米');
  expect(format('zh').distance(12_480)).toBe('12.48 公里');
  expect(format('en').distance(486.2)).toBe('486 m');
});

test('thousands are separated, households are 户, dates are the same everywhere', () => {
  expect(format('zh').households(12480)).toBe('12,480 户');
  expect(format('en').households(12480)).toBe('12,480 households');
  expect(format('en').date('2026-11-21')).toBe('2026-11-21');
});

test('a position names its hemispheres', () => {
  expect(format('zh').position(124.33, 43.3)).toBe('43.30000°N 124.33000°E');
  expect(format('zh').position(-71, -33.5)).toBe('33.50000°S 71.00000°W');
});
