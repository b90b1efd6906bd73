import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../../api/db/sql.ts';
import { eachDatabase } from '../../support/databases.ts';
import { gdal } from '../../support/gdal.ts';
import { listen, type OgcFeature, type OgcTown, ogcTown, within } from '../../support/ogc-town.ts';
import { at, rectangle } from '../../support/small-town.ts';
import type { Visitor } from '../../support/visitor.ts';

eachDatabase('features changed through OGC API', (database) => {
  const CODE = '993309';
  let ogc: OgcTown;
  let admin: Visitor;
  beforeAll(async () => {
    ogc = await ogcTown(database(), CODE);
    admin = await ogc.app.somebody(CODE, 'admin');
  });
  afterAll(() => ogc?.close());

  const base = `/ogc/${CODE}/collections`;
  const made = (properties: object, geometry: object, more: object = {}) => ({
    type: 'Feature',
    properties,
    geometry,
    ...more,
  });
  const house = rectangle(1.6, 1.6, 0.2, 0.2);
  async function create(collection: string, feature: object): Promise<string> {
    const answer = await admin.post(`${base}/${collection}/items`, feature);
    expect(answer.status, await answer.clone().text()).toBe(201);
    return within(answer.headers.get('location')!, CODE);
  }
  async function readAt(path: string): Promise<{ feature: OgcFeature; etag: string }> {
    const answer = await admin.get(`/ogc/${CODE}${path}`);
    expect(answer.status).toBe(200);
    return { feature: (await answer.json()) as OgcFeature, etag: answer.headers.get('etag')! };
  }
  const change = (method: string, path: string, body: unknown, etag?: string) =>
    admin.send(method, `/ogc/${CODE}${path}`, body, etag ? { 'if-match': etag } : {});

  test('OPTIONS tells those who may what they may, and others that they read', async () => {
    const allow = async (who: Visitor, path: string) =>
      (await who.send('OPTIONS', `${base}/${path}`)).headers.get('allow');
    const one = `buildings/items/${ogc.town.buildings[0]}`;
    expect(await allow(admin, 'buildings/items')).toBe('GET, HEAD, OPTIONS, POST');
    expect(await allow(admin, one)).toBe('GET, HEAD, OPTIONS, PUT, PATCH, DELETE');
    expect(await allow(admin, 'roads/items')).toBe('GET, HEAD, OPTIONS');
    expect(await allow(ogc.viewer, 'buildings/items')).toBe('GET, HEAD, OPTIONS');
    const refused = await ogc.viewer.post(`${base}/buildings/items`, made({}, house));
    expect(refused.status).toBe(403);
    expect((await admin.post(`${base}/roads/items`, made({}, house))).status).toBe(405);
  });

  test.each([
    ['buildings', { name: '新楼', floors: 11, kind: 'office', households: 3 }, house],
    [
      'compounds',
      { name: '新苑', management: 'self', expected_on: '2027-05-01', stage: 'planned' },
      rectangle(3.1, 0.1, 0.3, 0.3),
    ],
    [
      'sites',
      { kind: 'service_centre', name: '新中心', area_m2: 300, level: 'street', phone: '1' },
      { type: 'Point', coordinates: at(2.5, 0.9) },
    ],
    [
      'organizations',
      { kind: 'school', name: '新学校', resources: 'classroom、停车场' },
      { type: 'Point', coordinates: at(2.6, 0.9) },
    ],
  ])(
    '%s: made, changed in part, replaced and removed, each of which is seen at once',
    async (collection, properties, geometry) => {
      const before = (await ogc.json(`/collections/${collection}/items`)).numberMatched!;
      const path = await create(collection, made(properties, geometry));
      const { feature, etag } = await readAt(path);
      expect(feature.properties).toMatchObject(properties);
      expect((await ogc.json(`/collections/${collection}/items`)).numberMatched).toBe(before + 1);

      const patched = await change('PATCH', path, { type: 'Feature', properties: { name: '改名' } }, etag);
      expect(patched.status, await patched.text()).toBe(204);
      const second = await readAt(path);
      expect(second.feature.properties).toEqual({ ...feature.properties, name: '改名' });
      expect(second.feature.geometry).toEqual(feature.geometry);
      expect(second.etag).not.toBe(etag);
      for (const method of ['PATCH', 'PUT']) {
        const late = await change(method, path, feature, etag);
        expect(late.status).toBe(412);
        expect(await late.json()).toMatchObject({ currentVersion: Number(second.etag.replaceAll('"', '')) });
        expect((await change(method, path, feature, '"x"')).status).toBe(412);
      }

      const put = await change(
        'PUT',
        path,
        { ...second.feature, properties: { ...second.feature.properties, ...properties } },
        second.etag,
      );
      expect(put.status, await put.text()).toBe(204);
      const third = await readAt(path);
      expect(third.feature).toEqual(feature);

      expect((await change('DELETE', path, undefined, second.etag)).status).toBe(412);
      expect((await change('DELETE', path, undefined, third.etag)).status).toBe(204);
      expect((await admin.get(`/ogc/${CODE}${path}`)).status).toBe(404);
      expect((await change('DELETE', path, undefined, third.etag)).status).toBe(404);
      expect((await ogc.json(`/collections/${collection}/items`)).numberMatched).toBe(before);
    },
  );

  test('who does not say on which version, as QGIS, changes what stands', async () => {
    const path = await create('buildings', made({ name: '甲' }, house));
    const { feature, etag } = await readAt(path);
    expect((await change('PATCH', path, { type: 'Feature', properties: { name: '乙' } }, etag)).status).toBe(204);
    expect((await change('PATCH', path, { type: 'Feature', properties: { floors: 3 } })).status).toBe(204);
    expect((await readAt(path)).feature.properties).toMatchObject({ name: '乙', floors: 3 });
    expect((await change('PUT', path, feature, '*')).status).toBe(204);
    expect((await readAt(path)).feature).toEqual(feature);
    expect((await change('DELETE', path, undefined)).status).toBe(204);
    expect((await change('DELETE', path, undefined)).status).toBe(404);
  });

  test('what is left out of a whole feature is empty afterwards', async () => {
    const path = await create('buildings', made({ name: '甲', floors: 5, households: 4, house_number: '1' }, house));
    const { feature, etag } = await readAt(path);
    expect((await change('PUT', path, made({ kind: 'other' }, feature.geometry), etag)).status).toBe(204);
    expect((await readAt(path)).feature.properties).toMatchObject({
      kind: 'other',
      name: null,
      floors: null,
      households: 0,
      house_number: null,
    });
  });

  test('a figure that was shared out stays so when the feature comes back as it was read', async () => {
    const [id] = ogc.town.buildings;
    await ogc.town.db.query(sql`update building set estimated = true where county = ${CODE} and id = ${id}`);
    const path = `/collections/buildings/items/${id}`;
    const { feature, etag } = await readAt(path);
    expect(
      (await change('PUT', path, { ...feature, properties: { ...feature.properties, floors: 9 } }, etag)).status,
    ).toBe(204);
    expect((await readAt(path)).feature.properties).toEqual({ ...feature.properties, floors: 9, estimated: true });
  });

  test('a place in another system lands where it is', async () => {
    const answer = await admin.send(
      ...([
        'POST',
        `${base}/sites/items`,
        made({ kind: 'other', name: '亭' }, { type: 'Point', coordinates: at(1, 0.5).toReversed() }),
      ] as const),
      { 'content-crs': '<http://www.opengis.net/def/crs/EPSG/0/4490>' },
    );
    const { feature } = await readAt(within(answer.headers.get('location')!, CODE));
    expect(feature.geometry.coordinates).toEqual(at(1, 0.5));
    const unknown = await admin.send('POST', `${base}/sites/items`, made({}, house), { 'content-crs': '<urn:x>' });
    expect(unknown.status).toBe(400);
  });

  describe('is refused, with the reason, and nothing is changed:', () => {
    const crossed = { type: 'Polygon', coordinates: [[at(1, 1), at(1.2, 1.2), at(1.2, 1), at(1, 1.2), at(1, 1)]] };
    test.each<[string, unknown, number, string]>([
      ['no feature', { type: 'FeatureCollection', features: [] }, 422, 'type'],
      ['no geometry', { type: 'Feature', properties: {} }, 422, 'geometry'],
      ['a property that there is none of', made({ colour: 'red' }, house), 422, 'colour'],
      ['a value that cannot be', made({ floors: 999 }, house), 422, 'floors'],
      ['a kind that there is none of', made({ kind: 'castle' }, house), 422, 'kind'],
      ['a point for a building', made({}, { type: 'Point', coordinates: at(1, 1) }), 422, 'geometry'],
      ['an outline that crosses itself', made({}, crossed), 422, 'cross'],
      ['coordinates that are none', made({}, { type: 'Polygon', coordinates: [['a']] }), 422, 'geometry'],
      [
        'a place far away',
        made(
          {},
          {
            type: 'Polygon',
            coordinates: [
              [
                [1, 1],
                [1.001, 1],
                [1.001, 1.001],
                [1, 1],
              ],
            ],
          },
        ),
        422,
        'longitude',
      ],
      ['a compound that is not there', made({ compound: 987654 }, house), 422, 'compound'],
    ])('%s', async (_, body, status, says) => {
      const before = (await ogc.json('/collections/buildings/items')).numberMatched;
      const answer = await admin.post(`${base}/buildings/items`, body);
      expect(answer.status).toBe(status);
      expect((await answer.json()).detail).toContain(says);
      expect((await ogc.json('/collections/buildings/items')).numberMatched).toBe(before);
    });

    test('what is no JSON', async () => {
      expect((await admin.upload(`${base}/buildings/items`, new TextEncoder().encode('{"type":'))).status).toBe(422);
    });

    test('coordinates that nest without end', async () => {
      const coordinates = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
      const body = `{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":${coordinates}}}`;
      const answer = await admin.upload(`${base}/buildings/items`, new TextEncoder().encode(body));
      expect([answer.status, (await answer.json()).detail]).toEqual([422, expect.stringContaining('geometry')]);
    });

    test('what a page of another site sends with a cookie', async () => {
      const answer = await admin.send('POST', `${base}/buildings/items`, made({}, house), {
        'sec-fetch-site': 'cross-site',
      });
      expect(answer.status).toBe(403);
    });
  });

  test('a token writes only where that was said when it was made; the history says that it came from a GIS', async () => {
    const tokenFor = async (mayWrite: boolean): Promise<string> =>
      (await (await admin.post('/api/session/tokens', { county: CODE, name: 'GIS', mayWrite })).json()).token;
    const post = async (token: string) =>
      ogc.app.app.request(`${base}/sites/items?token=${token}`, {
        method: 'POST',
        body: JSON.stringify(made({ kind: 'plaza', name: '广场' }, { type: 'Point', coordinates: at(0.5, 1.5) })),
      });
    expect((await post(await tokenFor(false))).status).toBe(403);
    const answer = await post(await tokenFor(true));
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).not.toContain('token');
    const id = new URL(answer.headers.get('location')!).pathname.split('/').at(-1);
    const history = await (await admin.get(`/api/counties/${CODE}/things/site/${id}/history`)).json();
    expect(history.changes[0]).toMatchObject({ cause: 'ogc', action: 'create', name: '广场' });
  });

  test.skipIf(!gdal.isThere)(
    gdal.isThere ? 'GDAL sees what was made and what was removed' : `GDAL: left out, ${gdal.absent}`,
    async () => {
      const server = await listen(ogc.app);
      try {
        const seen = () =>
          gdal.ask(
            'ogrinfo',
            '--config',
            'GDAL_HTTP_HEADERS',
            `Cookie: ${ogc.viewer.cookie}`,
            `OAPIF:${server.origin}/ogc/${CODE}`,
            'sites',
            '-where',
            "name = '给 GDAL 看的'",
          );
        const path = await create(
          'sites',
          made({ kind: 'plaza', name: '给 GDAL 看的' }, { type: 'Point', coordinates: at(0.6, 1.6) }),
        );
        expect(await seen()).toContain('Feature Count: 1');
        await change('DELETE', path, undefined, (await readAt(path)).etag);
        expect(await seen()).toContain('Feature Count: 0');
      } finally {
        await server.close();
      }
    },
  );
});
