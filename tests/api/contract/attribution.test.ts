import { expect, test } from 'vitest';
import { attributionIn, attributionInBoth } from '../../../api/contract/attribution.ts';

const demo = { attribution: '示例数据', attributionEn: 'Demo data' };
const monaco = { attribution: '© OpenStreetMap contributors', attributionEn: '' };

test('a county credits its sources in the reader’s language, and as they stand where nobody translated them', () => {
  expect(attributionIn('zh', demo)).toBe('示例数据');
  expect(attributionIn('en', demo)).toBe('Demo data');
  expect(attributionIn('en', monaco)).toBe('© OpenStreetMap contributors');
});

test('a file credits them in both', () => {
  expect(attributionInBoth(demo)).toBe('示例数据 Demo data');
  expect(attributionInBoth(monaco)).toBe('© OpenStreetMap contributors');
});
