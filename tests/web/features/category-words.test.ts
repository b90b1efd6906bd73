import { expect, test } from 'vitest';
import { categoryWords } from '../../../web/features/inspect/category-words.ts';

test('a category of OpenStreetMap is said in the reader’s language', () => {
  expect(categoryWords('estate_agent', 'zh')).toBe('房产中介');
  expect(categoryWords('estate_agent', 'en')).toBe('estate agent');
});

test('several are listed, and one that nobody translated stays in its own words', () => {
  expect(categoryWords('convenience;tool_hire', 'zh')).toBe('便利店、tool hire');
  expect(categoryWords('convenience; kiosk', 'en')).toBe('convenience, kiosk');
  expect(categoryWords('早餐店', 'en')).toBe('早餐店');
});
