import { expect, test } from 'vitest';
import { levelOf, levelsOf, shareAfterKey } from '../../../web/features/compare-divisions/compare-store.ts';
import { movesCsv } from '../../../web/features/compare-divisions/moves-csv.ts';

const HEAD = ['从', '到', '街坊', '户', '人', '楼栋'];
const move = (fromName: string, toName: string) => ({
  ...{ fromName, toName, blocks: 3, households: 120, residents: 300, buildings: 9 },
});

test('the list is a table that spreadsheets read: a mark for its letters, a line for each pair', () => {
  expect(movesCsv([move('城西社区', '城东社区'), move('未划入', '城东社区')], HEAD)).toBe(
    '\uFEFF从,到,街坊,户,人,楼栋\r\n城西社区,城东社区,3,120,300,9\r\n未划入,城东社区,3,120,300,9\r\n',
  );
});

test('a name with a comma or quotes stays one cell, and none becomes a formula', () => {
  const [, row] = movesCsv([move('甲,"乙"', '=1+1')], HEAD).split('\r\n');
  expect(row).toBe(`"甲,""乙""",'=1+1,3,120,300,9`);
});

test('the divider moves by keys and stops at the edges', () => {
  expect(shareAfterKey(0.5, 'ArrowRight')).toBeCloseTo(0.52);
  expect(shareAfterKey(0.01, 'ArrowLeft')).toBe(0);
  expect(shareAfterKey(0.5, 'End')).toBe(1);
  expect(shareAfterKey(0.5, 'a')).toBeNull();
});

test('a plan is compared by what it redraws, two divisions by communities', () => {
  const plans = [
    { id: 1, level: 'union' as const },
    { id: 2, level: 'grid' as const },
  ];
  const [first, second, today] = [
    { kind: 'plan' as const, id: 1 },
    { kind: 'plan' as const, id: 2 },
    { kind: 'division' as const, id: 1 },
  ];
  expect(levelOf({ left: today, right: first }, plans)).toBe('union');
  expect(levelOf({ left: second, right: today }, plans)).toBe('grid');
  expect(levelOf({ left: today, right: today }, plans)).toBe('community');
});

test('groupings are compared where there are any', () => {
  expect(levelsOf(new Set(['county', 'street', 'community']), 'community')).toEqual(['grid', 'community']);
  expect(levelsOf(new Set(['community', 'network']), 'community')).toEqual(['grid', 'community', 'network']);
  expect(levelsOf(new Set(['community']), 'union')).toEqual(['grid', 'community', 'union']);
});
