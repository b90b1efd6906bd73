import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../../api/db/sql.ts';
import { eventually } from '../../support/auth-app.ts';
import { eachDatabase } from '../../support/databases.ts';
import { gdal } from '../../support/gdal.ts';
import { type OgcLink, type OgcTown, ogcTown, within } from '../../support/ogc-town.ts';
import { readTileAnswer } from '../../support/read-tile.ts';
import { scratchDirectory } from '../../support/scratch.ts';
import { at } from '../../support/small-town.ts';
import { tileAt } from '../../support/tile-at.ts';

eachDatabase('vector tiles through OGC API', (database) => {
  const CODE = '993308';
  let ogc: OgcTown;
  beforeAll(async () => {
    ogc = await ogcTown(database(), CODE);
  });
  afterAll(() => ogc?.close());

  const [z, x, y] = tileAt(15, at(1, 1)).split('/');
  const ofBuildings = `/collections/buildings/tiles/WebMercatorQuad/${z}/${y}/${x}`;
  const ofCounty = `/tiles/WebMercatorQuad/${z}/${y}/${x}`;

  test('the landing page leads to the tilesets, and each to its tiles and its matrix set', async () => {
    const { links } = await ogc.json<{ links: OgcLink[] }>('');
    const tilesets = links.find(({ rel }) => rel.endsWith('/tilesets-vector'))!;
    for (const path of [within(tilesets.href, CODE), '/collections/sites/tiles']) {
      const list = await ogc.json<{ tilesets: { links: OgcLink[] }[] }>(path);
      for (const { href, rel } of list.tilesets[0]!.links) {
        const filled = decodeURI(href).replace('{tileMatrix}', z!).replace('{tileRow}', y!).replace('{tileCol}', x!);
        expect((await ogc.get(within(filled, CODE))).status, rel).toBe(200);
      }
    }
    const { layers } = await ogc.json<{ layers: { id: string }[] }>('/tiles/WebMercatorQuad');
    expect(layers.map(({ id }) => id)).toEqual(expect.arrayContaining(['building', 'community', 'road', 'site']));
    const set = await ogc.json<{ tileMatrices: { scaleDenominator: number }[] }>('/tileMatrixSets/WebMercatorQuad');
    expect(set.tileMatrices).toHaveLength(17);
    expect(set.tileMatrices[0]!.scaleDenominator).toBeCloseTo(559082264.0287178, 3);
  });

  test('row before column: the bytes are those of the tile by x and y, in every encoding', async () => {
    for (const encoding of ['gzip', 'br', 'identity']) {
      const headers = { 'accept-encoding': encoding };
      const [own, xyz] = await Promise.all([
        ogc.viewer.get(`/ogc/${CODE}${ofBuildings}`, headers),
        ogc.viewer.get(`/tiles/${CODE}/building/${z}/${x}/${y}.mvt`, headers),
      ]);
      expect(Buffer.from(await own.arrayBuffer()).equals(Buffer.from(await xyz.arrayBuffer()))).toBe(true);
      for (const name of ['etag', 'vary', 'content-encoding', 'content-type', 'cache-control'])
        expect(own.headers.get(name), name).toBe(xyz.headers.get(name));
      expect(own.headers.get('content-encoding')).toBe(encoding === 'identity' ? null : encoding);
      expect(own.headers.get('vary')).toContain('accept-encoding');
    }
  });

  test('the ETag stays as long as nothing changes, spares the bytes, and differs by encoding', async () => {
    const etags = new Set<string>();
    for (let i = 0; i < 20; i++) etags.add((await ogc.get(ofBuildings)).headers.get('etag')!);
    expect(etags.size).toBe(1);
    const [etag] = etags;
    const path = `/ogc/${CODE}${ofBuildings}`;
    expect((await ogc.viewer.get(path, { 'if-none-match': etag! })).status).toBe(304);
    expect((await ogc.viewer.get(path, { 'accept-encoding': 'gzip' })).headers.get('etag')).not.toBe(etag);
    await ogc.town.db.query(
      sql`update building set floors = 7 where county = ${CODE} and id = ${ogc.town.buildings[0]}`,
    );
    const changed = await eventually(
      async () => (await ogc.get(ofBuildings)).headers.get('etag'),
      (now) => now !== etag,
    );
    expect(changed).not.toBe(etag);
    expect((await ogc.viewer.get(path, { 'if-none-match': etag! })).status).toBe(200);
  });

  test('tiles of the county hold the features of its collections', async () => {
    const layers = await readTileAnswer(await ogc.get(ofCounty));
    expect(layers.get('building')!.size).toBe(3); // two lie in the next tile
    expect(layers.get('community')!.size).toBe(1);
    const before = await readTileAnswer(await ogc.get(`${ofCounty}?datetime=2019-01-01`));
    expect(before.has('community')).toBe(false);
  });

  test.each([
    [`/tiles/WorldCRS84Quad/${z}/${y}/${x}`, 404],
    ['/tiles/WebMercatorQuad/17/0/0', 404],
    ['/tiles/WebMercatorQuad/1/2/0', 404],
    ['/tiles/WebMercatorQuad/1/0/-1', 404],
    ['/tiles/WebMercatorQuad/one/0/0', 404],
    ['/collections/people/tiles/WebMercatorQuad/0/0/0', 404],
    ['/tileMatrixSets/Other', 404],
    ['/collections/buildings/tiles/WebMercatorQuad/0/0/0', 204],
    [`${ofCounty}?colour=red`, 400],
    [`${ofCounty}?datetime=soon`, 400],
    ['/tiles?x=1', 400],
  ])('%s is answered with %i', async (path, status) => {
    expect((await ogc.get(path)).status).toBe(status);
  });

  test('who may not see the county sees no tile of it', async () => {
    expect((await ogc.app.app.request(`/ogc/${CODE}${ofCounty}`)).status).toBe(401);
  });

  test.skipIf(!gdal.isThere)(
    gdal.isThere ? 'GDAL counts in a tile what is there' : `GDAL: left out, ${gdal.absent}`,
    async () => {
      const file = join(scratchDirectory('mvt'), 'tile.mvt');
      const answer = await ogc.viewer.get(`/ogc/${CODE}${ofCounty}`, { 'accept-encoding': 'identity' });
      await writeFile(file, new Uint8Array(await answer.arrayBuffer()));
      const seen = await gdal.ask(
        'ogrinfo',
        `MVT:${file}`,
        ...['X', 'Y', 'Z'].flatMap((name, i) => ['-oo', `${name}=${[x, y, z][i]}`]),
        '-al',
        '-so',
      );
      const counts = Object.fromEntries(
        [...seen.matchAll(/Layer name: (\w+)[\s\S]*?Feature Count: (\d+)/g)].map(([, name, n]) => [name, Number(n)]),
      );
      const layers = await readTileAnswer(await ogc.get(ofCounty));
      expect(counts).toEqual(Object.fromEntries([...layers].map(([name, features]) => [name, features.size])));
    },
  );
});
