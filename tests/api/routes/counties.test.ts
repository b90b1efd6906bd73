import { afterAll, beforeAll, expect, test } from 'vitest';
import { county, countySummary, regionList } from '../../../api/contract/counties.ts';
import { eachDatabase } from '../../support/databases.ts';
import { type SmallTown, smallTown } from '../../support/small-town.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

eachDatabase('counties and regions', (database) => {
  const CODE = '991101';
  let app: WholeApp;
  let tiny: SmallTown;
  let viewer: Visitor;

  beforeAll(async () => {
    tiny = await smallTown(database(), CODE);
    app = await openApp(database());
    viewer = await app.somebody(CODE);
  });
  afterAll(() => app?.close());

  const json = async (path: string) => (await viewer.get(path)).json();

  test('the list names the counties that the account has a grant for, with its roles', async () => {
    const listed = countySummary.array().parse(await json('/api/counties'));
    expect(listed).toEqual([expect.objectContaining({ code: CODE, name: '小县', roles: ['viewer'] })]);
    expect((await json('/api/session')).counties).toEqual(listed); // so that the page need not ask twice
  });

  test('a county tells the division in force, its features by layer and its sites by kind', async () => {
    const found = county.parse(await json(`/api/counties/${CODE}`));
    expect(found.division).toMatchObject({ id: tiny.division, validFrom: '2020-01-01', validTo: null });
    expect(found.counts).toMatchObject({
      community: 2,
      grid: 4,
      network: 1,
      block: 8,
      building: 5,
      road: 3,
      site_area: 1,
    });
    expect(found.siteCounts).toEqual({ red_building: 1, red_district: 1, red_property: 1, service_centre: 1 });
    expect(found.unlocated).toEqual({ building: 1 });
    expect(found.dataVersion).toBeGreaterThan(0);
  });

  test('before the first division a county has no regions, and says so', async () => {
    const found = county.parse(await json(`/api/counties/${CODE}?date=2019-12-31`));
    expect(found.division).toBeNull();
    expect(found.counts.community).toBeUndefined();
    expect(regionList.parse(await json(`/api/counties/${CODE}/regions?date=2019-12-31`))).toEqual({
      division: null,
      regions: [],
    });
  });

  test('regions come from the top level down, with figures, place and groupings', async () => {
    const { regions } = regionList.parse(await json(`/api/counties/${CODE}/regions`));
    expect(regions.map(({ kind }) => kind)).toEqual([
      ...['county', 'street', 'community', 'community', 'grid', 'grid', 'grid', 'grid', 'network'],
    ]);
    const west = regions.find(({ name }) => name === '城西社区')!;
    expect(west).toMatchObject({ buildings: 3, households: 63, groupings: [tiny.regions.get('n')] });
    expect(west.parent).toBe(tiny.regions.get('s'));
    expect(west.areaM2).toBeCloseTo(40_000, -2);
  });

  test('nobody signed in is told to sign in; an account of elsewhere may not look', async () => {
    const nobody = await app.app.request(`/api/counties/${CODE}`);
    expect(nobody.status).toBe(401);
    expect(nobody.headers.get('content-type')).toBe('application/problem+json');
    expect(await (await viewer.get('/api/counties/991199')).json()).toMatchObject({ status: 403 });
  });

  test.each([
    ['a date that is none', '?date=2024-02-30'],
    ['two dates', '?date=2024-01-01&date=2024-01-02'],
    ['a parameter that is not documented', '?when=2024-01-01'],
  ])('%s is an invalid request that names the field', async (_, query) => {
    for (const path of [`/api/counties/${CODE}`, `/api/counties/${CODE}/regions`]) {
      const answer = await viewer.get(path + query);
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ detail: expect.stringMatching(/query.*(date|when)/) });
    }
  });
});
