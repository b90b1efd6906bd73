import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Region } from '../../../api/contract/counties.ts';
import {
  amountOf,
  filterRegions,
  indexRegions,
  pathTo,
  visibleRows,
} from '../../../web/features/browse-regions/region-tree.ts';

const region = (id: number, parent: number | null, change: Partial<Region> = {}): Region => ({
  id,
  kind: 'community',
  parent,
  code: null,
  name: `区${id}`,
  nameEn: '',
  hue: 0,
  label: [0, 0],
  bounds: [0, 0, 1, 1],
  areaM2: 1,
  households: 1,
  residents: 1,
  buildings: 1,
  estimated: false,
  ...change,
});

//  1 城东街道 ─ 2 铁东社区 ─ 4 第1网格
//             └ 3 铁西社区
const TOWN = [
  region(4, 2, { kind: 'grid', name: '第1网格', code: '220322001001001' }),
  region(3, 1, { name: '铁西社区', code: '220322001002000' }),
  region(2, 1, { name: '铁东社区', code: '220322001001000' }),
  region(1, null, { kind: 'street', name: '城东街道', code: '220322001000000' }),
];
const names = (rows: ReturnType<typeof visibleRows>) =>
  rows.map((row) => `${'  '.repeat(row.depth - 1)}${row.region.name}`);

describe('the tree of regions', () => {
  test('lists siblings by code and unfolds what is open', () => {
    const index = indexRegions(TOWN);
    expect(names(visibleRows(index, new Set()))).toEqual(['城东街道']);
    expect(names(visibleRows(index, new Set([1, 2])))).toEqual(['城东街道', '  铁东社区', '    第1网格', '  铁西社区']);
  });

  test('lists siblings by name where one has no code, or where names are not Chinese', () => {
    const order = (...siblings: [name: string, code: string | null][]) =>
      indexRegions(siblings.map(([name, code], id) => region(id, null, { name, code }))).roots.map(({ name }) => name);
    expect(order(['第10社区', null], ['第2社区', '220322001001'])).toEqual(['第2社区', '第10社区']);
    expect(order(['Monte-Carlo', '990001001'], ['Fontvieille', '990001002'])).toEqual(['Fontvieille', 'Monte-Carlo']);
  });

  test("a grid's row leaves out its community's name, other names are never cut", () => {
    const labels = (...regions: Region[]) =>
      visibleRows(indexRegions(regions), new Set([1, 2])).map(({ label }) => label);
    const town = region(1, null, { kind: 'street', name: '铁东' });
    const community = region(2, 1, { name: '铁东社区' });
    const grid = (name: string) => region(3, 2, { kind: 'grid', name });
    expect(labels(town, community, grid('铁东社区第3网格'))).toEqual(['铁东', '铁东社区', '第3网格']);
    expect(labels(town, community, grid('铁东社区-3'))[2]).toBe('铁东社区-3');
    const monaco = [
      region(1, null, { kind: 'county', name: 'Monaco' }),
      region(2, 1, { kind: 'street', name: 'Monaco-Ville' }),
    ];
    expect(labels(...monaco)).toEqual(['Monaco', 'Monaco-Ville']);
  });

  test('rows count households, else buildings, else nothing: zero of what nobody counted is no amount', () => {
    const counted = (households: number, buildings: number) =>
      amountOf(indexRegions([region(1, null, { households, buildings })]));
    expect([counted(5, 9), counted(0, 9), counted(0, 0)]).toEqual(['households', 'buildings', null]);
  });

  test('tells a screen reader the place among siblings', () => {
    const rows = visibleRows(indexRegions(TOWN), new Set([1]));
    expect(rows.map(({ position, siblings, depth }) => [depth, position, siblings])).toEqual([
      [1, 1, 1],
      [2, 1, 2],
      [2, 2, 2],
    ]);
  });

  test('the way to a region begins at the top', () => {
    expect(pathTo(indexRegions(TOWN), 4).map(({ name }) => name)).toEqual(['城东街道', '铁东社区', '第1网格']);
  });

  test('a filter keeps what it found and all above it', () => {
    const { matches, kept } = filterRegions(indexRegions(TOWN), '网格');
    expect([...matches]).toEqual([4]);
    expect(names(visibleRows(kept, new Set(kept.byId.keys())))).toEqual(['城东街道', '  铁东社区', '    第1网格']);
    expect([...filterRegions(indexRegions(TOWN), '001002').matches]).toEqual([3]);
  });

  test('no region is ever lost, whatever the server says of parents', () => {
    const forest = fc
      .integer({ min: 1, max: 30 })
      .chain((count) =>
        fc.tuple(
          ...Array.from({ length: count }, (_, i) => fc.option(fc.integer({ min: 0, max: Math.max(0, i - 1) }))),
        ),
      )
      .map((parents) => parents.map((parent, id) => region(id, parent === null || parent === id ? null : parent)));
    fc.assert(
      fc.property(forest, (regions) => {
        const index = indexRegions(regions);
        const rows = visibleRows(index, new Set(index.byId.keys()));
        expect(rows.map((row) => row.region.id).sort((a, b) => a - b)).toEqual(regions.map(({ id }) => id));
      }),
      { seed: 3 },
    );
  });
});
