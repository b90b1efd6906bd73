import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SECURITY_HEADERS } from '../../../api/auth/guards.ts';
import { tileJson } from '../../../api/contract/tiles.ts';
import { LAYERS } from '../../../api/contract/words.ts';
import { sql } from '../../../api/db/sql.ts';
import { loadThings } from '../../../api/services/load-things.ts';
import { eventually } from '../../support/auth-app.ts';
import { eachDatabase } from '../../support/databases.ts';
import { readTileAnswer } from '../../support/read-tile.ts';
import { at, rectangle, type SmallTown, smallTown } from '../../support/small-town.ts';
import { tileAt } from '../../support/tile-at.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

eachDatabase('tiles', (database) => {
  const CODE = '991102';
  let app: WholeApp;
  let town: SmallTown;
  let viewer: Visitor;
  const path = (layers: string, z: number, place = at(1, 1)): string =>
    `/tiles/${CODE}/${layers}/${tileAt(z, place)}.mvt`;
  const layersOf = async (address: string) => readTileAnswer(await viewer.get(address, { 'accept-encoding': 'br' }));

  beforeAll(async () => {
    town = await smallTown(database(), CODE);
    app = await openApp(database());
    viewer = await app.somebody(CODE);
  });
  afterAll(() => app?.close());

  test('one tile carries several layers, with ids and attributes', async () => {
    const layers = await layersOf(path('building+community,site', 15));
    expect([...layers.keys()].sort()).toEqual(['building', 'community', 'site']);
    const red = layers.get('building')!.get(town.buildings[2]!)!;
    expect(red.properties).toEqual({
      ...{ kind: 'residential', name: '红色楼', house_number: '14', floors: 6, height: 18.3 },
      ...{ households: 22, residents: 52, red: true },
    });
    expect(layers.get('community')!.get(town.regions.get('1')!)!.properties).toMatchObject({
      name: '城西社区',
      households: 63,
    });
  });

  test('buildings begin at zoom 14, small roads later than large ones', async () => {
    expect((await layersOf(path('building', 13))).size).toBe(0);
    expect((await layersOf(path('building', 14))).get('building')!.size).toBe(5);
    expect((await layersOf(path('road', 12))).get('road')!.size).toBe(2);
    expect((await layersOf(path('road', 14))).get('road')!.size).toBe(3);
  });

  test('a name is written in one tile, however many tiles the ground that it names touches', async () => {
    const ground = rectangle(100, 100, 20, 2);
    const [compound = -1] = await loadThings(town.db, 'compound', [{ name: '长街小区', geom: ground }]);
    await loadThings(town.db, 'building', [
      { houseNumber: '18', kind: 'residential', geom: ground, innerPoint: at(101, 101), compound },
    ]);
    const [, left, row] = tileAt(16, at(100, 101)).split('/').map(Number) as [number, number, number];
    const [, right] = tileAt(16, at(120, 101)).split('/').map(Number) as [number, number, number];
    const touched = { compound: 0, building: 0 };
    const written: unknown[] = [];
    for (let x = left; x <= right; x++) {
      const tile = `/tiles/${CODE}/compound,building,compound_label,building_label/16/${x}/${row}.mvt`;
      const layers = await layersOf(tile);
      for (const layer of ['compound', 'building'] as const) touched[layer] += layers.get(layer)?.size ?? 0;
      for (const layer of ['compound_label', 'building_label'])
        for (const { properties, geometry } of layers.get(layer)?.values() ?? []) {
          const [px] = geometry[0]![0]!;
          if (px >= 0 && px < 4096) written.push(properties.name); // beyond the edge its own tile writes it
        }
    }
    expect(Math.min(touched.compound, touched.building)).toBeGreaterThan(2);
    expect(written.sort()).toEqual(['18', '长街小区']);
  });

  test('a tile where nothing lies is 204, with an ETag', async () => {
    const answer = await viewer.get(path('building', 14, [10, 10]));
    expect(answer.status).toBe(204);
    expect(answer.headers.get('etag')).toMatch(/^W\//);
  });

  test('every answer carries the security headers, the first and the quick ones after it', async () => {
    const address = path('building', 15);
    const first = await viewer.get(address);
    const etag = first.headers.get('etag')!;
    for (const answer of [first, await viewer.get(address), await viewer.get(address, { 'if-none-match': etag })]) {
      for (const [name, value] of Object.entries(SECURITY_HEADERS))
        expect(answer.headers.get(name), `${name} of ${answer.status}`).toBe(value);
    }
  });

  test('a date before the first division has things and no regions', async () => {
    const layers = await layersOf(`${path('building+community+block+label', 15)}?date=2019-01-01`);
    expect([...layers.keys()]).toEqual(['building']);
  });

  describe('encodings and ETags', () => {
    test('br goes before gzip, and plain bytes where neither is taken; each says so', async () => {
      const encodingFor = async (accept: string) => {
        const answer = await viewer.get(path('road', 15), accept ? { 'accept-encoding': accept } : {});
        expect(answer.headers.get('vary')).toContain('accept-encoding');
        await expect(readTileAnswer(answer.clone())).resolves.toHaveProperty('size', 1);
        return answer.headers.get('content-encoding');
      };
      expect(await encodingFor('gzip, deflate, br')).toBe('br');
      expect(await encodingFor('gzip')).toBe('gzip');
      expect(await encodingFor('br;q=0, gzip;q=0.5')).toBe('gzip');
      expect(await encodingFor('')).toBeNull();
    });

    test('the ETag stays while nothing changes, differs by encoding, and a 304 carries no body', async () => {
      const etag = async (accept: string) =>
        (await viewer.get(path('road', 15), { 'accept-encoding': accept })).headers.get('etag')!;
      const first = await etag('br');
      for (let i = 0; i < 5; i++) expect(await etag('br')).toBe(first);
      expect(await etag('gzip')).not.toBe(first);
      const again = await viewer.get(path('road', 15), { 'accept-encoding': 'br', 'if-none-match': `"x", ${first}` });
      expect(again.status).toBe(304);
      expect(await again.text()).toBe('');
    });

    test('a change bumps the tiles of the old and the new place, and no other', async () => {
      const tiles = {
        old: path('organization', 15, at(3.4, 1.6)),
        next: path('organization', 15, at(60, 60)),
        far: path('organization', 15, at(-90, -90)),
      };
      const etags = async () =>
        Object.fromEntries(
          await Promise.all(
            Object.entries(tiles).map(async ([name, tile]) => [name, (await viewer.get(tile)).headers.get('etag')]),
          ),
        );
      const before = await etags();
      const [lng, lat] = at(60, 60);
      await town.db.query(sql`
        update organization set geom = st_setsrid(st_makepoint(${lng}::float8, ${lat}::float8), 4326)
         where county = ${CODE} and id = ${town.organizations[1]!}`);
      const after = await eventually(etags, (now) => now.next !== before.next);
      expect(after.old).not.toBe(before.old);
      expect(after.next).not.toBe(before.next);
      expect(after.far).toBe(before.far);
      expect((await layersOf(tiles.old)).get('organization')?.has(town.organizations[1]!)).toBeFalsy();
      expect((await layersOf(tiles.next)).get('organization')!.get(town.organizations[1]!)!.properties.name).toBe(
        '农贸市场',
      );
      const [oldLng, oldLat] = at(3.4, 1.6);
      await town.db.query(sql`
        update organization set geom = st_setsrid(st_makepoint(${oldLng}::float8, ${oldLat}::float8), 4326)
         where county = ${CODE} and id = ${town.organizations[1]!}`);
      await eventually(
        () => layersOf(tiles.next),
        (layers) => layers.size === 0,
      );
    });
  });

  test('TileJSON names the layers with their attributes, bounds and credits', async () => {
    const answer = await viewer.get(`/tiles/${CODE}/building+community.json`);
    const found = tileJson.parse(await answer.json());
    expect(found).toMatchObject({ minzoom: 8, maxzoom: 16, attribution: '自编 made up', name: '小县' });
    expect(found.tiles).toEqual([`http://localhost:5174/tiles/${CODE}/community+building/{z}/{x}/{y}.mvt`]);
    expect(found.vector_layers.map(({ id }) => id)).toEqual(['community', 'building']);
  });

  test('TileJSON names every attribute that a tile carries', async () => {
    const { vector_layers } = tileJson.parse(
      await (await viewer.get(`/tiles/${CODE}/${LAYERS.join(',')}.json`)).json(),
    );
    const fields = new Map(vector_layers.map(({ id, fields }) => [id, Object.keys(fields)]));
    const layers = await layersOf(path(LAYERS.join(','), 16, at(0.5, 0.3)));
    expect(layers.size).toBeGreaterThan(9);
    for (const [name, features] of layers) {
      for (const { properties } of features.values()) {
        for (const key of Object.keys(properties)) expect(fields.get(name), name).toContain(key);
      }
    }
  });

  test.each([
    ...[
      'road/17/0/0.mvt',
      'road/30/0/0.mvt',
      'road/-1/0/0.mvt',
      'road/1/2/0.mvt',
      'road/14/NaN/0.mvt',
      'road/14/1e3/1.mvt',
    ],
    ...[
      'road/14/0/0',
      'road/14/0/0.png',
      'roads/14/0/0.mvt',
      'road/14/0/99999999999999999999.mvt',
      'road+member/1/0/0.mvt',
    ],
    ...['road/14/0/0.mvt?date=soon', 'road/14/0/0.mvt?where=1', 'road/14/%00/0.mvt'],
  ])('%s is not a tile and says why', async (wrong) => {
    const answer = await viewer.get(`/tiles/${CODE}/${wrong}`);
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });
});
