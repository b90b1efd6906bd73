import { expect, test } from 'vitest';
import { importedDay, importedTitle } from '../../../api/contract/division-title.ts';

test('the title that an import gives can be told from one that somebody gave', () => {
  expect(importedTitle('2026-11-30')).toBe('导入的区划 2026-11-30');
  expect(importedDay(importedTitle('2026-11-30'))).toBe('2026-11-30');
  for (const title of ['现行区划', '导入的区划 第二稿', '导入：roads.geojson']) expect(importedDay(title)).toBeNull();
});
