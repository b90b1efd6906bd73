import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROBLEM_BASE } from '../../../api/contract/problems.ts';
import { COLLECTIONS } from '../../../api/db/ogc-collections.ts';
import { sql } from '../../../api/db/sql.ts';
import { eachDatabase } from '../../support/databases.ts';
import {
  linkOf,
  type OgcFeature,
  type OgcLink,
  type OgcPage,
  type OgcTown,
  ogcTown,
  within,
} from '../../support/ogc-town.ts';
import { at } from '../../support/small-town.ts';

eachDatabase('features of a county', (database) => {
  const CODE = '993301';
  let ogc: OgcTown;
  beforeAll(async () => {
    ogc = await ogcTown(database(), CODE);
  });
  afterAll(() => ogc?.close());

  /** Every page from the first to the last. */
  async function pagesOf(path: string): Promise<OgcPage[]> {
    const pages: OgcPage[] = [];
    for (let next: string | undefined = path; next; ) {
      const page: OgcPage = await ogc.json(next);
      pages.push(page);
      const href = linkOf(page.links, 'next');
      next = href && within(href, CODE);
    }
    return pages;
  }
  const names = (page: OgcPage): unknown[] => page.features.map(({ properties }) => properties.name);

  test('the landing page leads to the description, to what is kept of the standards, and to the collections', async () => {
    const { links } = await ogc.json<{ links: OgcLink[] }>('');
    expect(links.map(({ rel }) => rel)).toEqual(
      expect.arrayContaining(['self', 'service-desc', 'conformance', 'data']),
    );
    for (const { href } of links) expect((await ogc.get(within(href, CODE))).status, href).toBe(200);
    expect((await ogc.get('/')).status).toBe(200);
    expect((await ogc.get('/collections/')).status).toBe(200);
  });

  test('each collection tells where it lies, its systems, and leads to its features and what they are filtered by', async () => {
    const { collections } = await ogc.json<{
      collections: { id: string; crs: string[]; extent: { spatial: { bbox: number[][] } }; links: OgcLink[] }[];
    }>('/collections');
    expect(collections.map(({ id }) => id)).toEqual(COLLECTIONS.map(({ id }) => id));
    for (const { id, links, crs, extent } of collections) {
      expect(await ogc.json(`/collections/${id}`)).toMatchObject({ id, crs });
      expect(crs).toContain('http://www.opengis.net/def/crs/EPSG/0/4490');
      expect(extent.spatial.bbox[0]).toHaveLength(4);
      for (const { href } of links) expect((await ogc.get(within(href, CODE))).status, href).toBe(200);
    }
  });

  test('every collection has as many features as the county has, each with all properties', async () => {
    const counts: Record<string, number> = {};
    for (const { id, columns } of COLLECTIONS) {
      const page = await ogc.json(`/collections/${id}/items`);
      counts[id] = page.numberMatched!;
      expect(page.features).toHaveLength(page.numberMatched!);
      for (const { properties } of page.features)
        expect(Object.keys(properties)).toEqual(columns.map(({ name }) => name));
    }
    expect(counts).toEqual({
      ...{ counties: 1, streets: 1, communities: 2, grids: 4, networks: 1, unions: 0, blocks: 8, compounds: 1 },
      ...{ buildings: 5, walls: 1, gates: 1, sites: 4, 'site-areas': 1, organizations: 2, roads: 3, railways: 1 },
      ...{ water: 2, landuse: 1 },
    });
  });

  test('a feature says what the database says, with all digits of its place', async () => {
    const [centre] = (await ogc.json(`/collections/sites/items?kind=service_centre`)).features;
    expect(centre).toMatchObject({
      id: ogc.town.sites[3],
      geometry: { type: 'Point', coordinates: at(1.5, 1.5) },
      properties: { name: '党群服务中心', area_m2: 1200, investment_yuan: 5_000_000, level: 'city', building: null },
    });
    const own = await ogc.json<OgcFeature>(`/collections/sites/items/${centre!.id}`);
    expect(own).toMatchObject({ ...centre! });
    expect(own.links!.map(({ rel }) => rel)).toEqual(['self', 'collection']);
    const [company] = (await ogc.json(`/collections/organizations/items?sector=non_public`)).features;
    expect(company!.properties.resources).toBe('meeting_room、停车场');
  });

  test('nothing of members shows, in no collection and no description', async () => {
    for (const path of [
      '/api',
      '/collections',
      ...COLLECTIONS.map(({ id }) => `/collections/${id}/items?limit=5000`),
    ]) {
      const text = await (await ogc.get(path)).text();
      expect(text, path).not.toMatch(/777|tally|member|check_in|党员/);
    }
  });

  describe('pages', () => {
    test.each(COLLECTIONS.map(({ id }) => id))(
      'of %s lead from each to the next: every feature once, in order',
      async (id) => {
        const whole = await ogc.json(`/collections/${id}/items`);
        const pages = await pagesOf(`/collections/${id}/items?limit=1&f=json`);
        expect(pages.flatMap(({ features }) => features)).toEqual(whole.features);
        for (const page of pages.slice(0, -1)) expect(linkOf(page.links, 'next')).toContain('f=json');
      },
    );

    test('keep the filter, the box and the system', async () => {
      const [west, south] = at(0, 0);
      const [east, north] = at(2, 1);
      const box = `${west},${south},${east},${north}`;
      const query = `filter=${encodeURIComponent("kind = 'residential'")}&bbox=${box}&crs=http://www.opengis.net/def/crs/EPSG/0/4326`;
      const pages = await pagesOf(`/collections/buildings/items?limit=1&${query}`);
      expect(pages.map(({ features }) => features[0]!.id)).toEqual(ogc.town.buildings.slice(0, 3));
      for (const page of pages) expect(page.numberMatched).toBe(3);
      const corners: number[][][][] = pages[2]!.features[0]!.geometry.coordinates;
      expect(corners[0]![0]![0]![0]).toBeCloseTo(43.3, 1); // latitude first
    });

    test('a limit above the largest is taken for the largest; 0, words and negative numbers are refused', async () => {
      expect((await ogc.json('/collections/buildings/items?limit=100000')).features).toHaveLength(5);
      for (const limit of ['0', '-1', 'all', '', '1.5']) {
        expect((await ogc.get(`/collections/buildings/items?limit=${limit}`)).status, limit).toBe(400);
      }
    });

    test('later ones tell the number while nothing has changed, and rather none than a wrong one', async () => {
      const first = await ogc.json('/collections/landuse/items?limit=1');
      expect(first.numberMatched).toBe(1);
      const next = `/collections/roads/items?limit=1`;
      const [page] = await pagesOf(next);
      const second = within(linkOf(page!.links, 'next')!, CODE);
      expect((await ogc.json(second)).numberMatched).toBe(3);
      await ogc.town.db.query(sql`update road set name = name where county = ${CODE}`);
      expect((await ogc.json(second)).numberMatched).toBeUndefined();
      expect((await ogc.json(next)).numberMatched).toBe(3);
    });
  });

  describe('a box', () => {
    test('finds what touches it', async () => {
      const [west, south] = at(1.2, 0.3);
      const [east, north] = at(1.6, 0.7);
      const page = await ogc.json(`/collections/buildings/items?bbox=${west},${south},${east},${north}`);
      expect(page.features.map(({ id }) => id)).toEqual([ogc.town.buildings[2]]);
      expect(page.numberMatched).toBe(1);
      for (const { id } of COLLECTIONS) {
        const found = await ogc.json(`/collections/${id}/items?bbox=0,0,1,1`);
        expect(found, id).toMatchObject({ numberMatched: 0, features: [] });
        const all = await ogc.json(`/collections/${id}/items?bbox=-1.8E2,-9.0e1,0,179.99999999999997,90,1000`);
        expect(all.numberMatched, id).toBe((await ogc.json(`/collections/${id}/items`)).numberMatched);
      }
    });

    test('may go across the antimeridian', async () => {
      expect((await ogc.json('/collections/buildings/items?bbox=124,40,-170,50')).numberMatched).toBe(5);
      expect((await ogc.json('/collections/buildings/items?bbox=170,40,-170,50')).numberMatched).toBe(0);
    });

    test.each([
      '1,2,3',
      '1,2,3,4,5',
      'a,b,c,d',
      '',
      '1,2,3,',
      '10,5,20,1',
      '0,0,0x10,1',
      '0,0,NaN,1',
      '-181,0,0,1',
      '0,0,1e999,1',
    ])('of "%s" is refused', async (box) => {
      const answer = await ogc.get(`/collections/buildings/items?bbox=${box}`);
      expect(answer.status).toBe(400);
      expect((await answer.json()).detail).toContain('bbox');
    });
  });

  describe('a time', () => {
    const communities = async (datetime: string): Promise<OgcPage> =>
      ogc.json(`/collections/communities/items?datetime=${datetime}`);

    test('shows the regions that were in force, and things whenever', async () => {
      for (const inForce of [
        '2020-01-01',
        '2024-05-01T12:00:00Z',
        '2019-01-01/2020-01-01',
        '../..',
        '2021-01-01/',
        '/2020-02-01',
      ])
        expect(names(await communities(inForce)), inForce).toEqual(['城西社区', '城东社区']);
      for (const before of ['2019-12-31', '../2019-12-31', '2019-12-31T15:59:59Z'])
        expect(names(await communities(before)), before).toEqual([]);
      expect(names(await communities('2019-12-31T16:00:00Z'))).toHaveLength(2); // midnight in China
      expect((await ogc.json('/collections/blocks/items?datetime=2019-01-01')).numberMatched).toBe(0);
      expect((await ogc.json('/collections/buildings/items?datetime=2019-01-01')).numberMatched).toBe(5);
    });

    test.each([
      'yesterday',
      '',
      '2024-13-01',
      '2024-02-30',
      '2024',
      '2024-01-01/2023-01-01',
      '2024-01-01/2024-02-01/..',
      '2024-01-01T25:00:00Z',
    ])('of "%s" is refused', async (datetime) => {
      const answer = await ogc.get(`/collections/buildings/items?datetime=${datetime}`);
      expect(answer.status).toBe(400);
      expect((await answer.json()).detail).toContain('datetime');
    });
  });

  test.each([
    ['', 'colour=red'],
    ['/collections', 'limit=1'],
    ['/conformance', 'x='],
    ['/collections/buildings', 'q=1'],
    ['/collections/buildings/queryables', 'q=1'],
    ['/collections/buildings/items', 'colour=red'],
    ['/collections/buildings/items', 'limit=1&limit=2'],
    ['/collections/buildings/items', 'f=html'],
    ['/collections/buildings/items', 'after=12'],
    ['/collections/buildings/items', 'crs=EPSG:4326'],
    ['/collections/buildings/items', 'bbox=1,2,3,4&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/2154'],
    ['/collections/buildings/items', 'floors=many'],
    ['/collections/buildings/items', 'estimated=perhaps'],
    ['/collections/compounds/items', 'expected_on=2024-02-30'],
    ['/collections/buildings/items/1', 'limit=1'],
  ])('%s?%s is a bad parameter', async (path, query) => {
    const answer = await ogc.get(`${path}?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ type: `${PROBLEM_BASE}bad-parameter`, status: 400 });
  });

  test.each([
    '/collections/people',
    '/collections/people/items',
    '/collections/buildings/items/999999999',
    '/nothing',
    '/collections/buildings/items/one',
    '/collections/buildings/items/0x1',
  ])('%s is not found', async (path) => {
    const answer = await ogc.get(path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  test('HEAD answers like GET without a body; OPTIONS says what can be done; what cannot be is 405', async () => {
    for (const path of [
      '',
      '/collections',
      '/collections/roads/items',
      `/collections/roads/items/${ogc.town.roads[0]}`,
    ]) {
      const head = await ogc.viewer.send('HEAD', `/ogc/${CODE}${path}`);
      expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([
        ...[200, (await ogc.get(path)).headers.get('content-type'), ''],
      ]);
      const options = await ogc.viewer.send('OPTIONS', `/ogc/${CODE}${path}`);
      expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
      const deleted = await ogc.viewer.send('DELETE', `/ogc/${CODE}${path}`);
      expect([deleted.status, deleted.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    }
  });

  test('who is not signed in is asked to, and who has no grant is refused, in the same words for a county that is not there', async () => {
    const nobody = await ogc.app.app.request(`/ogc/${CODE}`, { headers: { 'x-forwarded-for': '192.0.2.1' } });
    expect(nobody.status).toBe(401);
    expect(nobody.headers.get('www-authenticate')).toContain('Basic');
    const elsewhere = '993398';
    await database()
      .as({ county: elsewhere, role: 'admin' })
      .query(sql`
      insert into county (code, name) values (${elsewhere}, '邻县')`);
    const stranger = await ogc.app.somebody(elsewhere);
    for (const path of [
      '',
      '/api',
      '/conformance',
      '/collections',
      ...COLLECTIONS.map(({ id }) => `/collections/${id}/items`),
    ]) {
      const [here, nowhere] = await Promise.all([CODE, '993397'].map((code) => stranger.get(`/ogc/${code}${path}`)));
      expect([here!.status, nowhere!.status], path).toEqual([403, 403]);
      expect((await here!.text()).replaceAll(CODE, '')).toBe((await nowhere!.text()).replaceAll('993397', ''));
    }
  });
});
