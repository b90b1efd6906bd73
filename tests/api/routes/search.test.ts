import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SearchResult, searchResults } from '../../../api/contract/things.ts';
import { tidyPhrase } from '../../../api/routes/search.ts';
import { loadThings } from '../../../api/services/load-things.ts';
import { regionsFirst } from '../../../api/services/search/search.ts';
import { eachDatabase } from '../../support/databases.ts';
import { at, rectangle, type SmallTown, smallTown } from '../../support/small-town.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

eachDatabase('search', (database) => {
  const CODE = '991105';
  let app: WholeApp;
  let viewer: Visitor;
  let town: SmallTown;

  beforeAll(async () => {
    town = await smallTown(database(), CODE);
    const third = {
      compound: town.compound,
      name: '3号楼',
      geom: rectangle(0.4, 0.6, 0.2, 0.1),
      innerPoint: at(0.5, 0.65),
    };
    await loadThings(town.db, 'building', [{ ...third, kind: 'residential' }]);
    app = await openApp(database());
    viewer = await app.somebody(CODE);
  });
  afterAll(() => app?.close());

  const ask = (q: string, more = '') => viewer.get(`/api/counties/${CODE}/search?q=${encodeURIComponent(q)}${more}`);
  const find = async (q: string, more = ''): Promise<SearchResult[]> =>
    searchResults.parse(await (await ask(q, more)).json()).results;
  const names = async (q: string, more = ''): Promise<string[]> => (await find(q, more)).map(({ name }) => name);

  test('by part of a Chinese name: regions first, then the rest', async () => {
    expect(await names('城东')).toEqual(['城东社区']);
    expect(await names('红色')).toEqual(expect.arrayContaining(['红色楼宇', '红色商圈', '红色物业', '红色楼']));
  });

  test('what is called the same comes before what begins with it, and that before what contains it', async () => {
    expect((await names('红色楼')).slice(0, 2)).toEqual(['红色楼', '红色楼宇']);
    expect((await names('社区'))[0]).toMatch(/社区$/);
  });

  test('by address, with and without 号, with full-width digits and spaces', async () => {
    for (const q of ['解放大街12号', '解放大街12', '解放大街１２ 号']) {
      expect((await find(q))[0]).toMatchObject({ layer: 'building', detail: '解放大街12号', matched: 'address' });
    }
  });

  test.each([
    ['a region', '东街道16号', ['解放大街16号']],
    ['a region within another', '东街道城东社区16', ['解放大街16号']],
    ['another region', '城西社区16号', []],
    ['a number that only ends with it', '东街道6号', []],
    ['a full address', '小县东街道城西社区解放大街12号', ['解放大街12号']],
    ['a full address down to the door', '东街道解放大街12号3单元501', ['解放大街12号']],
    ['the beginning of a street', '解放12号', ['解放大街12号']],
    ['a compound', '花园小区12号', ['解放大街12号']],
    ["a compound, its building's number", '城西社区花园小区3号楼', ['3号楼']],
    ['no such place', '和平街道12号', []],
  ])('by a number in %s: %s', async (_, q, expected) => {
    expect(await names(q)).toEqual(expected);
  });

  test('half a name and a number mean the house of that street before one of that region', async () => {
    const house = (streetName: string, east: number, north: number) => ({
      ...{ streetName, houseNumber: '31', kind: 'residential' as const },
      geom: rectangle(east, north, 0.2, 0.1),
      innerPoint: at(east + 0.1, north + 0.05),
    });
    await loadThings(town.db, 'building', [house('城东大街', 0.4, 1.5), house('解放大街', 3.4, 0.5)]);
    const [lng, lat] = at(3.5, 0.55);
    expect(await names('城东31号', `&lng=${lng}&lat=${lat}`)).toEqual(['城东大街31号', '解放大街31号']);
  });

  test('a region or thing is found behind the regions that it lies in', async () => {
    expect(await names('小县东街道城东社区')).toEqual(['城东社区']);
    expect(await names('城西社区12网格')).toEqual(['12网格']);
    expect(await names('东街道花园小区')).toEqual(['花园小区']);
  });

  test('by code, by English name without regard to case', async () => {
    expect((await find(`${CODE}001001`))[0]).toMatchObject({
      name: '城西社区',
      matched: 'code',
      detail: `${CODE}001001000`.slice(0, 12),
    });
    expect(await names('east str')).toEqual(['东街道']);
  });

  test('a road of several pieces is one result', async () => {
    expect((await find('解放大街')).filter(({ layer }) => layer === 'road')).toHaveLength(1);
  });

  test('among equals the nearest comes first', async () => {
    const [lng, lat] = at(3.5, 1.5);
    const near = (east: number, north: number) => `&lng=${at(east, north)[0]}&lat=${at(east, north)[1]}`;
    expect((await names('网格', `&lng=${lng}&lat=${lat}`))[0]).toBe('22网格');
    expect((await names('网格', near(0.5, 0.5)))[0]).toBe('11网格');
  });

  test('the nearest is so on the ground, not in degrees', async () => {
    const place = (name: string, lng: number, lat: number) => ({ kind: 'other' as const, name, point: [lng, lat] });
    const [lng, lat] = at(1, 1); // 43° north: 100 m are 0.00124° to the east and 0.0009° to the north
    await loadThings(town.db, 'site', [place('凉亭甲', lng, lat + 0.0011), place('凉亭乙', lng + 0.0012, lat)]);
    expect(await names('凉亭', `&lng=${lng}&lat=${lat}`)).toEqual(['凉亭乙', '凉亭甲']);
  });

  test('percent, underscore and backslash are letters like others', async () => {
    for (const q of ['%', '_', '\\', '%社区', "'; drop table county; --"]) expect(await names(q)).toEqual([]);
  });

  test('before the first division no region is found, things are', async () => {
    expect(await names('东街道', '&date=2019-12-31')).toEqual([]);
    expect(await names('花园', '&date=2019-12-31')).toEqual(['花园小区']);
  });

  test.each([
    '',
    '&lng=1',
    '&lng=200&lat=1',
    '&lng=NaN&lat=1',
    '&limit=0',
    '&limit=51',
    '&limit=1.5',
    '&date=x',
    '&page=2',
  ])('an empty phrase or "%s" is an invalid request', async (more) => {
    expect((await ask(more ? '楼' : '   ', more)).status).toBe(422);
  });

  test('any phrase is answered or refused, never an error of the server', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (q) => {
        expect([200, 422]).toContain((await ask(q)).status);
      }),
      { seed: 7, numRuns: 150 },
    );
  });
});

test('regions that begin with the phrase come first, larger levels before smaller ones; the rest keeps its order', () => {
  const found = (layer: SearchResult['layer'], kind: string, name: string): SearchResult => ({
    ...{ layer, kind, name, id: 1, detail: '', at: [0, 0], matched: 'name', mark: [name.indexOf('幸福'), name.length] },
  });
  const order = regionsFirst([
    found('site', 'deputies_station', '幸福代表联络站'),
    found('region', 'grid', '幸福社区第1网格'),
    found('building', 'residential', '新幸福楼'),
    found('region', 'community', '幸福社区'),
    found('region', 'community', '新幸福社区'),
    found('region', 'street', '幸福街道'),
  ]).map(({ name }) => name);
  expect(order).toEqual(['幸福街道', '幸福社区', '幸福社区第1网格', '幸福代表联络站', '新幸福楼', '新幸福社区']);
});

test('a phrase loses spaces between Chinese letters and keeps them between words', () => {
  expect(tidyPhrase(' 解放大街 １２ 号 ')).toBe('解放大街12号');
  expect(tidyPhrase(' rue  de la  Gare ')).toBe('rue de la Gare');
});
