import { expect, test } from 'vitest';
import type { Region } from '../../../api/contract/counties.ts';
import { areaAt, areaTree, expandArea, toggleArea } from '../../../web/features/manage-plans/plan-area.ts';

//   1 县
//   ├── 10 东街道          99 (a community without a street)
//   │    ├── 11 甲社区
//   │    │    └── 111 甲一网格
//   │    └── 12 乙社区
//   └── 20 西街道
//        └── 21 丙社区
const region = (id: number, kind: Region['kind'], parent: number | null, name: string): Region => ({
  ...{ id, kind, parent, name, nameEn: '', code: null, hue: 0, label: [0, 0], bounds: [0, 0, 1, 1], areaM2: 1 },
  ...{ households: 0, residents: 0, buildings: 0, estimated: false },
});
const REGIONS = [
  region(1, 'county', null, '县'),
  region(10, 'street', 1, '东街道'),
  region(20, 'street', 1, '西街道'),
  region(11, 'community', 10, '甲社区'),
  region(12, 'community', 10, '乙社区'),
  region(21, 'community', 20, '丙社区'),
  region(99, 'community', null, '独社区'),
  region(111, 'grid', 11, '甲一网格'),
];
const nameOf = ({ name }: Region) => name;

test('the tree offers communities under their streets, and those without a street beside them', () => {
  const tree = areaTree(REGIONS, 'grid', nameOf);
  expect(tree.map(({ title }) => title)).toEqual(['东街道', '西街道', '独社区']);
  expect(tree[0]?.children?.map(({ title }) => title)).toEqual(['甲社区', '乙社区']);
});

test('for groupings only streets are offered', () => {
  expect(areaTree(REGIONS, 'network', nameOf)).toEqual([
    { value: 10, title: '东街道' },
    { value: 20, title: '西街道' },
  ]);
});

test('a street that was chosen as a whole stands for its communities', () => {
  expect(expandArea(REGIONS, 'community', [10, 21, 11])).toEqual([11, 12, 21]);
  expect(expandArea(REGIONS, 'union', [10])).toEqual([10]);
  expect(expandArea(REGIONS, 'grid', [])).toEqual([]);
});

test('pointing at a grid means its community, at a street all its communities, at the county nothing less than its streets', () => {
  expect(areaAt(REGIONS, 'grid', 111)).toEqual([11]);
  expect(areaAt(REGIONS, 'community', 10)).toEqual([11, 12]);
  expect(areaAt(REGIONS, 'network', 111)).toEqual([10]);
  expect(areaAt(REGIONS, 'network', 99)).toEqual([]);
});

test('pointing takes in, pointing at what is all in takes out', () => {
  expect(toggleArea([11], [11, 12])).toEqual([11, 12]);
  expect(toggleArea([11, 12, 21], [11, 12])).toEqual([21]);
  expect(toggleArea([11], [])).toEqual([11]);
});
