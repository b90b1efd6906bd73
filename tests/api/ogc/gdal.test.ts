import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COLLECTIONS } from '../../../api/db/ogc-collections.ts';
import { sql } from '../../../api/db/sql.ts';
import { eachDatabase } from '../../support/databases.ts';
import { gdal } from '../../support/gdal.ts';
import { listen, type OgcPage, type OgcTown, ogcTown } from '../../support/ogc-town.ts';
import { scratchDirectory } from '../../support/scratch.ts';
import { at } from '../../support/small-town.ts';

const TITLE = 'what GDAL sees through OGC API';

describe.skipIf(!gdal.isThere)(gdal.isThere ? TITLE : `${TITLE}: left out, ${gdal.absent}`, () => {
  eachDatabase('it', (database) => {
    const CODE = '993305';
    const folder = scratchDirectory('gdal');
    let ogc: OgcTown;
    let server: Awaited<ReturnType<typeof listen>>;
    let source: string;
    /** how the client shows who it is */
    let signed: string[];

    beforeAll(async () => {
      ogc = await ogcTown(database(), CODE);
      server = await listen(ogc.app);
      source = `OAPIF:${server.origin}/ogc/${CODE}`;
      signed = ['--config', 'GDAL_HTTP_HEADERS', `Cookie: ${ogc.viewer.cookie}`];
    });
    afterAll(async () => {
      await server?.close();
      await ogc?.close();
    });

    const info = (...args: string[]): Promise<string> => gdal.ask('ogrinfo', ...signed, source, ...args);
    const countIn = (text: string): number => Number(/Feature Count: (\d+)/.exec(text)?.[1]);
    const fidsIn = (text: string): number[] =>
      [...text.matchAll(/^OGRFeature\(\w+\):(\d+)/gm)].map(([, id]) => Number(id));

    /** A layer as GeoJSON that ogr2ogr writes from it. */
    async function written(layer: string, ...args: string[]): Promise<OgcPage> {
      const file = join(folder, `${layer}-${Math.random()}.geojson`);
      await gdal.ask(
        'ogr2ogr',
        ...signed,
        '-f',
        'GeoJSON',
        '-lco',
        'COORDINATE_PRECISION=15',
        file,
        source,
        layer,
        ...args,
      );
      return JSON.parse(await readFile(file, 'utf8')) as OgcPage;
    }

    test('every collection is a layer', async () => {
      const listed = await info();
      for (const { id, title } of COLLECTIONS) expect(listed).toContain(`${id} (title: ${title})`);
    });

    test('each has as many features as the database', async () => {
      const counts = Object.fromEntries(
        await Promise.all(COLLECTIONS.map(async ({ id }) => [id, countIn(await info('-so', id))] as const)),
      );
      expect(counts).toMatchObject({ communities: 2, grids: 4, blocks: 8, buildings: 5, sites: 4, roads: 3, water: 2 });
      const { rows } = await ogc.town.db.query<{ n: number }>(
        sql`select count(*)::int as n from building where county = ${CODE}`,
      );
      expect(counts.buildings).toBe(rows[0]!.n);
    });

    test.each([
      'buildings',
      'communities',
      'blocks',
      'compounds',
      'sites',
      'organizations',
      'roads',
      'landuse',
      'gates',
    ])('%s are read page by page, feature for feature as they are', async (layer) => {
      const { features } = await ogc.json(`/collections/${layer}/items`);
      const read = await written(layer, '-oo', 'PAGE_SIZE=2');
      // GDAL writes GeoJSON with fifteen digits, of which the last may be rounded
      const rounded = (page: Pick<OgcPage, 'features'>): unknown =>
        JSON.parse(JSON.stringify(page.features.map(({ geometry }) => geometry)), (_, value) =>
          typeof value === 'number' ? Number(value.toFixed(11)) : value,
        );
      expect(rounded(read)).toEqual(rounded({ features }));
      for (const [i, { properties }] of read.features.entries()) {
        // whatever begins like a time, such as 9:00–17:00, GDAL takes for one
        const { opening_hours, ...rest } = features[i]!.properties;
        expect(properties).toMatchObject(rest);
      }
    });

    test('a page size above the largest is no error', async () => {
      expect((await written('buildings', '-oo', 'PAGE_SIZE=100000')).features).toHaveLength(5);
    });

    test('a box finds what touches it', async () => {
      const [west, south] = at(0, 0);
      const [east, north] = at(1.35, 0.5);
      const found = await info('buildings', '-spat', ...[west, south, east, north].map(String));
      const { rows } = await ogc.town.db.query<{ id: number }>(sql`
        select id from building where county = ${CODE}
           and geom && st_makeenvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326) order by id`);
      expect(fidsIn(found)).toEqual(rows.map(({ id }) => id));
      expect(rows).toHaveLength(3);
    });

    test.each([
      ['grids', "name='12网格'", 1],
      ['grids', "name='没有'", 0],
      ['grids', "name='%'", 0],
      ['grids', "name='12''网格'", 0],
      ['buildings', "households > 20 AND street_name LIKE '解放%'", 4],
      ['buildings', 'households = 21', 1],
      ['buildings', 'households >= 21 AND households <= 23 AND NOT (floors > 6)', 3],
      ['buildings', "house_number IN ('10', '12') OR kind = 'commercial'", 3],
      ['buildings', 'name IS NOT NULL', 1],
      ['buildings', 'name IS NULL', 4],
      ['buildings', 'estimated = 0', 5],
      ['buildings', 'height_m BETWEEN 18 AND 19', 5],
      ['sites', "kind = 'service_centre' AND area_m2 > 1000.5", 1],
      ['compounds', "expected_on >= '2027/01/01'", 0],
      ['compounds', "expected_on >= '2027/01/01' AND expected_on <= '2027/12/31'", 0],
      ['compounds', "name = '花园小区'", 1],
      ['compounds', 'expected_households IS NULL', 1],
      ['compounds', 'built_year > 1990', 0],
    ])('of %s, "%s" finds %i', async (layer, where, n) => {
      const asked = await info(layer, '-where', where);
      expect(fidsIn(asked)).toHaveLength(n);
      expect(countIn(await info('-so', layer, '-where', where))).toBe(n);
    });

    test('a feature by its id; one that is not there is none', async () => {
      const building = ogc.town.buildings[2]!;
      expect(await info('buildings', '-fid', String(building))).toContain('红色楼');
      expect(fidsIn(await info('buildings', '-fid', '99999999').catch(String))).toEqual([]);
    });

    test('what is asked for in another system is what GDAL itself makes of it', async () => {
      for (const code of [3857, 4550]) {
        const [own, theirs] = await Promise.all([
          ogc.json(`/collections/sites/items?crs=http://www.opengis.net/def/crs/EPSG/0/${code}`),
          gdal
            .ask(
              'ogr2ogr',
              ...signed,
              '-f',
              'CSV',
              '-lco',
              'GEOMETRY=AS_XY',
              '-t_srs',
              `EPSG:${code}`,
              '/vsistdout/',
              source,
              'sites',
            )
            .then((csv) =>
              csv
                .trim()
                .split('\n')
                .slice(1)
                .map((line) => line.split(',').slice(0, 2).map(Number)),
            ),
        ]);
        expect(theirs).toHaveLength(4);
        for (const [i, { geometry }] of own.features.entries()) {
          const [a, b] = geometry.coordinates as [number, number];
          // GDAL writes easting first
          const [x, y] = code === 3857 ? [a, b] : [b, a];
          expect(x).toBeCloseTo(theirs[i]![0]!, 2);
          expect(y).toBeCloseTo(theirs[i]![1]!, 2);
        }
      }
    });
  });
});
