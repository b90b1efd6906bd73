import { afterAll, beforeAll, expect, test } from 'vitest';
import { FACT_KEYS, type Fact, type Inspection, inspection, unlocated } from '../../../api/contract/things.ts';
import { today } from '../../../api/contract/today.ts';
import { THING_LAYERS } from '../../../api/contract/words.ts';
import { divisionInForce } from '../../../api/db/divisions.ts';
import { sql } from '../../../api/db/sql.ts';
import { loadFabric } from '../../../api/services/load-fabric.ts';
import { loadThings } from '../../../api/services/load-things.ts';
import { locateThings } from '../../../api/services/locate-things.ts';
import { eachDatabase } from '../../support/databases.ts';
import { at, type SmallTown, smallTown } from '../../support/small-town.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

eachDatabase('the inspector', (database) => {
  const CODE = '991104';
  const EMPTY = '991109';
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

  test('an id may be any number that is exact; a larger one is refused as no number at all', async () => {
    expect((await ask(`things/block/${Number.MAX_SAFE_INTEGER}`)).status).toBe(404);
    expect((await ask('things/block/9007199254740993')).status).toBe(422);
  });

  test('a grid lists its compounds and buildings; a grouping its communities; the county everything', async () => {
    expect(names((await region('11')).children)).toEqual(['花园小区', '解放大街10号', '解放大街12号', '红色楼']);
    expect(names((await region('n')).children)).toEqual(['城西社区']);
    expect(names((await region('n')).sites)).toHaveLength(3);
    expect(names((await region('county')).sites)).toHaveLength(4);
  });

  test('a list is cut after two hundred, and its total is told in full', async () => {
    const many = await loadThings(
      town.db,
      'site',
      Array.from({ length: 210 }, (_, i) => ({ kind: 'other' as const, name: `点${i}`, point: at(3.5, 1.5) })),
    );
    const head = (await divisionInForce(town.db, CODE, today()))!;
    const fabric = await loadFabric(town.db, CODE, head.fabric);
    await locateThings(town.db, { fabric: head.fabric, seq: head.seq, graph: fabric, things: ['site'] });
    const east = await region('2');
    expect(east.sites).toHaveLength(200);
    expect(east.totals).toMatchObject({ sites: 211, region: 2, compound: 0, building: 0 });
    const block = await inspect(`things/block/${town.blocks[7]}`);
    expect([block.sites.length, block.totals.sites, block.totals.building]).toEqual([200, 210, 1]);
    await town.db.query({ text: 'delete from site where id = any ($1::bigint[])', values: [many] });
    await town.db.query({
      text: `delete from located where thing = 'site' and id = any ($1::bigint[])`,
      values: [many],
    });
  });

  test('members are said to be not evaluated, and no tally shows anywhere', async () => {
    for (const path of [
      ...[...town.regions.values()].map((id) => `regions/${id}`),
      ...[`things/block/${town.blocks[0]}`, `things/compound/${town.compound}`, `things/building/${town.buildings[0]}`],
    ]) {
      const found = await inspect(path);
      expect(fact(found, 'members'), path).toEqual({ key: 'members', value: null });
      // as a number of its own: an id may hold these digits, too
      expect(JSON.stringify(found)).not.toMatch(/(?<![\d.])777(?![\d.])/);
    }
  });

  test('every fact that is made here is one that the page has words for', async () => {
    const known: readonly string[] = FACT_KEYS;
    for (const path of [
      ...[...town.regions.values()].map((id) => `regions/${id}`),
      ...[`things/block/${town.blocks[0]}`, `things/compound/${town.compound}`, `things/building/${town.buildings[0]}`],
      ...town.sites.map((id) => `things/site/${id}`),
      ...town.organizations.map((id) => `things/organization/${id}`),
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

  test('attributes come in the order of their kind, with their unit, and lists in full', async () => {
    const centre = await inspect(`things/site/${town.sites[3]}`);
    expect(centre.facts).toEqual([
      { key: 'level', value: 'city' },
      { key: 'areaM2', value: 1200, unit: 'm2' },
      { key: 'investmentYuan', value: 5_000_000, unit: 'yuan' },
      { key: 'opening_hours', value: '9:00–17:00' },
      { key: 'address', value: '文化路3号' },
    ]);
    const unit = await inspect(`things/organization/${town.organizations[0]}`);
    expect(fact(unit, 'resources')).toEqual({ key: 'resources', value: ['meeting_room', '停车场'] });
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

  test('where nobody counted, figures are unknown, not zero; where somebody did, a zero is a zero', async () => {
    const empty = await smallTown(database(), EMPTY);
    await empty.db.query(sql`update region_version set households = 0, residents = 0 where county = ${EMPTY}`);
    const visitor = await app.somebody(EMPTY);
    const found = inspection.parse(
      await (await visitor.get(`/api/counties/${EMPTY}/regions/${empty.regions.get('1')}`)).json(),
    );
    for (const key of ['households', 'residents', 'density']) expect(fact(found, key)).toEqual({ key, value: null });
    expect(fact(found, 'buildings')?.value).toBe(3);
    expect(fact(await inspect(`things/block/${town.blocks[6]}`), 'residents')?.value).toBe(0);
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
