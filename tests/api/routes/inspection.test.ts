import { afterAll, beforeAll, expect, test } from 'vitest';
import { FACT_KEYS, type Fact, type Inspection, inspection, unlocated } from '../../../api/contract/things.ts';
import { THING_LAYERS } from '../../../api/contract/words.ts';
import { eachDatabase } from '../../support/databases.ts';
import { type SmallTown, smallTown } from '../../support/small-town.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

eachDatabase('the inspector', (database) => {
  const CODE = '991104';
  let app: WholeApp;
  let town: SmallTown;
  let viewer: Visitor;

  beforeAll(async () => {
    town = await smallTown(database(), CODE);
    app = await openApp(database());
    viewer = await app.somebody(CODE);
  });
  afterAll(() => app?.close());

  const ask = (path: string) => viewer.get(`/api/counties/${CODE}/${path}`);
  const inspect = async (path: string): Promise<Inspection> => inspection.parse(await (await ask(path)).json());
  const fact = ({ facts }: Inspection, key: string): Fact | undefined => facts.find((each) => each.key === key);
  const names = (links: { name: string }[]): string[] => links.map(({ name }) => name);
  const region = (key: string): Promise<Inspection> => inspect(`regions/${town.regions.get(key)}`);

  test('a community: figures, those above, its grids, what lies in it, its organizations and groupings', async () => {
    const west = await region('1');
    expect(west).toMatchObject({
      layer: 'region',
      kind: 'community',
      name: '城西社区',
      code: '991102001001'.replace('991102', CODE),
    });
    expect(names(west.parents)).toEqual(['小县', '东街道']);
    expect(names(west.children)).toEqual(['12网格', '11网格']);
    expect(names(west.sites)).toEqual(['红色楼宇', '红色物业', '党群服务中心']);
    expect(names(west.organizations)).toEqual(['示例公司']);
    expect(names(west.partyOrgs)).toEqual(['城西社区党委']);
    expect(west.links).toEqual([expect.objectContaining({ relation: 'network', name: '片区' })]);
    expect(fact(west, 'households')).toEqual({ key: 'households', value: 63, unit: 'households' });
    expect(fact(west, 'density')).toMatchObject({ value: expect.closeTo(3825, -2), unit: 'per_km2' });
    expect(fact(west, 'grid_count')?.value).toBe(2);
    expect(fact(west, 'site_count')?.value).toBe(3);
  });

  test('a grid lists its compounds and buildings; a grouping its communities; the county everything', async () => {
    expect(names((await region('11')).children)).toEqual(['花园小区', '解放大街10号', '解放大街12号', '红色楼']);
    expect(names((await region('n')).children)).toEqual(['城西社区']);
    expect(names((await region('n')).sites)).toHaveLength(3);
    expect(names((await region('county')).sites)).toHaveLength(4);
  });

  test('members are said to be not evaluated, and no tally shows anywhere', async () => {
    for (const path of [
      ...[...town.regions.values()].map((id) => `regions/${id}`),
      ...[`things/block/${town.blocks[0]}`, `things/compound/${town.compound}`, `things/building/${town.buildings[0]}`],
    ]) {
      const found = await inspect(path);
      expect(fact(found, 'members'), path).toEqual({ key: 'members', value: null });
      expect(JSON.stringify(found)).not.toContain('777');
    }
  });

  test('every fact that is made here is one that the page has words for', async () => {
    const known: readonly string[] = FACT_KEYS;
    for (const path of [
      ...[...town.regions.values()].map((id) => `regions/${id}`),
      ...[`things/block/${town.blocks[0]}`, `things/compound/${town.compound}`, `things/building/${town.buildings[0]}`],
    ]) {
      for (const { key } of (await inspect(path)).facts) expect(known, path).toContain(key);
    }
  });

  test('a building: its facts, place, compound, sites, organizations and party organizations', async () => {
    const home = await inspect(`things/building/${town.buildings[0]}`);
    expect(home).toMatchObject({ name: '解放大街10号', kind: 'residential', block: town.blocks[0], version: 1 });
    expect(names(home.parents)).toEqual(['小县', '东街道', '城西社区', '11网格']);
    expect(fact(home, 'height')).toEqual({ key: 'height', value: 18.3, unit: 'm' });
    expect(home.links).toEqual([expect.objectContaining({ relation: 'compound', id: town.compound })]);
    const red = await inspect(`things/building/${town.buildings[2]}`);
    expect(names(red.sites)).toEqual(['红色楼宇']);
    expect(names(red.organizations)).toEqual(['示例公司']);
    expect(names(red.partyOrgs)).toEqual(['楼宇党支部']);
  });

  test('a building in no block has no parents and is in the list of such things', async () => {
    const outside = town.buildings[4]!;
    expect(await inspect(`things/building/${outside}`)).toMatchObject({ block: null, parents: [] });
    const listed = unlocated.parse(await (await ask('unlocated?layer=building')).json());
    expect(listed).toMatchObject({ total: 1, things: [{ layer: 'building', id: outside, name: '解放大街18号' }] });
  });

  test('a compound lists its buildings and sites, and sums its residents from them', async () => {
    const estate = await inspect(`things/compound/${town.compound}`);
    expect(names(estate.children)).toEqual(['解放大街10号', '解放大街12号']);
    expect(names(estate.sites)).toEqual(['红色物业']);
    expect(fact(estate, 'residents')).toEqual({ key: 'residents', value: 101, unit: 'residents' });
    expect(fact(estate, 'declared_households')?.value).toBe(60);
  });

  test('a site shows its outline, its own attributes and the building it stands in', async () => {
    const district = await inspect(`things/site/${town.sites[1]}`);
    expect(district.geometry.type).toBe('MultiPolygon');
    expect(fact(district, 'shops')?.value).toBe(12);
    const red = await inspect(`things/site/${town.sites[0]}`);
    expect(red.links).toEqual([
      expect.objectContaining({ relation: 'building', id: town.buildings[2], name: '红色楼' }),
    ]);
  });

  test('a block lies in its grid and holds things; a road has a length and no place', async () => {
    const block = await inspect(`things/block/${town.blocks[0]}`);
    expect(names(block.parents).at(-1)).toBe('11网格');
    expect(names(block.children)).toEqual(['花园小区', '解放大街10号', '解放大街12号']);
    const road = await inspect(`things/road/${town.roads[1]}`);
    expect(fact(road, 'length')).toMatchObject({ value: expect.closeTo(200, -1), unit: 'm' });
    expect(fact(road, 'bridge')?.value).toBe('yes');
    expect(road.parents).toEqual([]);
  });

  test('before the first division a thing stands alone, and regions and blocks are not there', async () => {
    expect(await inspect(`things/building/${town.buildings[0]}?date=2019-12-31`)).toMatchObject({ parents: [] });
    for (const path of [`regions/${town.regions.get('1')}`, `things/block/${town.blocks[0]}`]) {
      expect((await ask(`${path}?date=2019-12-31`)).status).toBe(404);
    }
    expect(await (await ask('unlocated?layer=building&date=2019-12-31')).json()).toEqual({ things: [], total: 0 });
  });

  test('what is not there is 404 in every layer', async () => {
    for (const layer of THING_LAYERS) expect((await ask(`things/${layer}/999999999`)).status, layer).toBe(404);
    expect((await ask('regions/999999999')).status).toBe(404);
  });

  test.each([
    ...[
      'things/member/1',
      'things/tally/1',
      'things/building/abc',
      'things/building/-1',
      'things/building/1e3',
      'regions/0x1',
    ],
    ...[
      'things/building/99999999999999999999',
      'unlocated',
      'unlocated?layer=road',
      'things/building/1?date=2024',
      'regions/1?x=',
    ],
  ])('%s is an invalid request', async (path) => {
    expect((await ask(path)).status).toBe(422);
  });
});
