import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../../api/db/sql.ts';
import { eachDatabase } from '../../support/databases.ts';
import { type OgcFeature, type OgcTown, ogcTown } from '../../support/ogc-town.ts';
import { at } from '../../support/small-town.ts';

const EPSG = 'http://www.opengis.net/def/crs/EPSG/0/';

eachDatabase('systems of coordinates', (database) => {
  const CODE = '993303';
  let ogc: OgcTown;
  beforeAll(async () => {
    ogc = await ogcTown(database(), CODE);
  });
  afterAll(() => ogc?.close());

  test('a county in 124°E has its own zones of CGCS2000', async () => {
    const { crs } = await ogc.json<{ crs: string[] }>('/collections');
    expect(crs).toEqual([
      'http://www.opengis.net/def/crs/OGC/1.3/CRS84',
      ...[4326, 4490, 3857, 4550, 4529, 4510, 4499].map((code) => EPSG + code),
    ]);
  });

  //                    [first, second] as [north, east] but for 3857
  test.each([
    [4326, false],
    [4490, false],
    [3857, true],
    [4550, false],
    [4529, false],
    [4510, false],
    [4499, false],
  ])('EPSG:%i is what PostGIS makes of it, in its own order', async (code, isEastFirst) => {
    const { rows } = await database().query<{ x: number; y: number }>(sql`
      select st_x(p) as x, st_y(p) as y
        from st_transform(st_setsrid(st_makepoint(${at(1.5, 1.5)[0]}::float8, ${at(1.5, 1.5)[1]}::float8), 4326), ${code}::int) p`);
    const { x, y } = rows[0]!;
    const wanted = isEastFirst ? [x, y] : [y, x];
    const path = `/collections/sites/items/${ogc.town.sites[3]}?crs=${EPSG}${code}`;
    const answer = await ogc.get(path);
    expect(answer.headers.get('content-crs')).toBe(`<${EPSG}${code}>`);
    const found = ((await answer.json()) as OgcFeature).geometry.coordinates as [number, number];
    const tolerance = code === 4326 || code === 4490 ? 1e-9 : 1e-3;
    for (const i of [0, 1]) expect(Math.abs(found[i]! - wanted[i]!)).toBeLessThan(tolerance);

    const [a, b] = found;
    const near = code === 4326 || code === 4490 ? 1e-5 : 1;
    const box = [a - near, b - near, a + near, b + near].join(',');
    const page = await ogc.json(`/collections/sites/items?bbox=${box}&bbox-crs=${EPSG}${code}`);
    expect(page.features.map(({ id }) => id)).toEqual([ogc.town.sites[3]]);
    expect(page.features[0]!.geometry.coordinates).toEqual(at(1.5, 1.5));
  });

  test('without a word it is CRS84, and says so', async () => {
    const answer = await ogc.get('/collections/sites/items');
    expect(answer.headers.get('content-crs')).toBe('<http://www.opengis.net/def/crs/OGC/1.3/CRS84>');
  });

  test('a zone of elsewhere is none of the county', async () => {
    const answer = await ogc.get(`/collections/sites/items?crs=${EPSG}4547`);
    expect(answer.status).toBe(400);
    expect((await answer.json()).detail).toContain('4550');
  });

  test('areas with holes and parts keep their shape', async () => {
    const [plain, moved] = await Promise.all(
      ['', `?crs=${EPSG}4326`].map((query) =>
        ogc.json<OgcFeature>(`/collections/compounds/items/${ogc.town.compound}${query}`),
      ),
    );
    const swapped = (part: unknown[]): unknown =>
      typeof part[0] === 'number' ? [part[1], part[0]] : part.map((each) => swapped(each as unknown[]));
    expect(moved!.geometry.coordinates).toEqual(swapped(plain!.geometry.coordinates));
  });
});
