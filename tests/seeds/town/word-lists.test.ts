import { expect, test } from 'vitest';
import { chineseNumber } from '../../../seeds/town/word-lists.ts';

test('numbers of schools and lanes are written as they are read', () => {
  const written = [1, 10, 12, 20, 35, 100, 101, 110, 115, 210, 999].map(chineseNumber);
  expect(written.join(' ')).toBe('一 十 十二 二十 三十五 一百 一百零一 一百一十 一百一十五 二百一十 九百九十九');
});
