import { expect, test } from 'vitest';
import type { County } from '../../../api/contract/counties.ts';
import { legendGroups } from '../../../web/features/switch-layers/groups.ts';

const COUNTY: County = {
  code: '220322',
  name: '梨树县',
  nameEn: 'Lishu',
  demo: true,
  bounds: null,
  roles: ['viewer'],
  attribution: '',
  attributionEn: '',
  division: null,
  divisions: [],
  counts: { street: 3, community: 15, grid: 0, building: 12_000 },
  siteCounts: { red_building: 5, clinic: 0 },
  unlocated: {},
  dataVersion: 1,
};

test('the legend lists what the county has, with counts, and nothing else', () => {
  const rows = legendGroups(COUNTY).flatMap((group) => group.rows.map((row) => [row.key, row.count]));
  expect(rows).toEqual([
    ['street', 3],
    ['community', 15],
    ['site.red_building', 5],
    ['building', 12_000],
    ['building3d', null],
  ]);
});

test('while a draft is on the map, the legend counts the draft’s regions', () => {
  const rows = legendGroups(COUNTY, { street: 3, community: 19 }).flatMap((group) => group.rows);
  expect(rows.slice(0, 2).map(({ key, count }) => [key, count])).toEqual([
    ['street', 3],
    ['community', 19],
  ]);
  expect(rows.find(({ key }) => key === 'building')?.count).toBe(12_000);
});
