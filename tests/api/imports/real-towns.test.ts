import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Feature, Polygon } from 'geojson';
import { describe, expect, test } from 'vitest';
import type { ImportReport } from '../../../api/contract/imports.ts';
import type { OpenedDatabase } from '../../../api/db/open.ts';
import { eachDatabase } from '../../support/databases.ts';
import { REAL_DATA_ABSENT, readRealGeoJson, realData } from '../../support/real-data.ts';
import { run } from '../../support/run-command.ts';

const monaco = realData('monaco/boundaries.geojson');
const DATA = monaco ? dirname(dirname(monaco)) : '.';

describe.skipIf(!monaco)(monaco ? 'real towns' : REAL_DATA_ABSENT, () => {
  eachDatabase('are imported', (get) => {
    const asked = (county: string, file: string, words: string[]) =>
      run(get(), DATA, 'import', file, '--county', county, '--json', ...words);
    const imported = async (county: string, file: string, ...words: string[]): Promise<ImportReport> => {
      const { code, out, err } = await asked(county, file, words);
      expect(err).toBe('');
      expect(code).toBe(0);
      return JSON.parse(out);
    };
    const rows = async <R>(county: string, text: string): Promise<R[]> =>
      (await (get() as OpenedDatabase).as({ county, role: 'admin' }).query<R>({ text })).rows;

    describe('Monaco as 990001', () => {
      const COUNTY = '990001';

      test('wards become communities', async () => {
        const report = await imported(
          COUNTY,
          'monaco/boundaries.geojson',
          '--as',
          'regions',
          '--level',
          'community',
          '--name',
          '摩纳哥',
        );
        expect(report.faultTotal).toBe(0);
        expect(report.outcome).toMatchObject({ regions: 9 });
        expect(report.attribution).toContain('OpenStreetMap');
      });

      test('roads and wards make blocks, and the wards keep their ground', async () => {
        const report = await imported(COUNTY, 'monaco/roads.geojson', '--as', 'roads');
        expect(report.outcome.road).toBe(2361);
        expect(report.outcome.blocks).toBeGreaterThan(120);
        const [ward] = await rows<{ area: number }>(
          COUNTY,
          `select area_m2 / 1e6 as area from region_version where name = 'Fontvieille'`,
        );
        expect(ward?.area).toBeCloseTo(0.4066, 3);
      });

      test('the one invalid building refuses the file unless it is mended or left out', async () => {
        const { code, err } = await asked(COUNTY, 'monaco/buildings.geojson', ['--as', 'buildings']);
        expect(code).toBe(2);
        expect(err).toMatch(/Row \d+ .* at 7\.427\d+, 43\.731\d+: The outline is not valid/);
        const report = await imported(
          COUNTY,
          'monaco/buildings.geojson',
          '--as',
          'buildings',
          '--faults',
          'refuse-rows',
        );
        expect(report.outcome).toMatchObject({ building: 1206, refused: 1 });
      });

      test('all 1,207 buildings come in mended; the 64 outside any ward are reported, kept and listed', async () => {
        const report = await imported(COUNTY, 'monaco/buildings.geojson', '--as', 'buildings', '--faults', 'mend');
        expect(report.outcome).toMatchObject({ building: 1207, mended: 1, outsideBlocks: 64 });
        expect(report.faults.filter((fault) => fault.kind === 'outside-blocks')).toHaveLength(64);
        expect(
          await rows(
            COUNTY,
            `select sum(more + 1)::int as n, (sum(more + 1) filter (where block is not null))::int as located
               from located where thing = 'building'`,
          ),
        ).toEqual([{ n: 1207, located: 1143 }]);
      });

      test('points of interest become sites and organizations; benches do not', async () => {
        const report = await imported(COUNTY, 'monaco/pois.geojson', '--as', 'pois');
        expect(Number(report.outcome.site)).toBeGreaterThan(40);
        expect(Number(report.outcome.organization)).toBeGreaterThan(300);
        expect(report.outcome.skippedKinds).toMatch(/^bench 120, /);
        expect(report.ready + Number(report.outcome.skipped)).toBe(1351);
      });

      test('land use comes in and leaves the blocks; the same file’s water, asked for as water, parts them', async () => {
        const report = await imported(COUNTY, 'monaco/landuse.geojson', '--as', 'landuse');
        expect(report.ready + Number(report.outcome.skipped)).toBe(188);
        expect(report.outcome.landuse).toBe(160);
        expect(report.outcome).not.toHaveProperty('blocks');
        const water = await imported(COUNTY, 'monaco/landuse.geojson', '--as', 'water');
        expect(water.outcome).toMatchObject({ water: 20, blocks: 179 });
      });
    });

    test('Liechtenstein as 990002: communes of several parts, their population shared out over 8,994 buildings', async () => {
      const county = '990002';
      const communes = await imported(
        county,
        'liechtenstein/boundaries.geojson',
        '--as',
        'regions',
        '--level',
        'community',
        '--name',
        '列支敦士登',
        '--population',
        'population',
      );
      expect(communes.outcome).toMatchObject({ regions: 11, blocks: 30, residentsSharedOut: 36_838 });
      const buildings = await imported(county, 'liechtenstein/buildings.geojson.gz', '--as', 'buildings');
      expect(buildings.outcome).toMatchObject({ building: 8994, outsideBlocks: 33, residentsSharedOut: 36_838 });
      expect(buildings.faults.filter((fault) => fault.kind === 'duplicate')).toHaveLength(1);
      const given = readRealGeoJson(realData('liechtenstein/boundaries.geojson')!).features;
      const counted = await rows<{ name: string; residents: number; estimated: boolean }>(
        county,
        `select name, residents, estimated from region_version where kind = 'community'`,
      );
      expect(new Map(counted.map((row) => [row.name, row.residents]))).toEqual(
        new Map(given.map(({ properties }) => [properties?.name, properties?.population])),
      );
      expect(counted.every((row) => row.estimated)).toBe(true);
      expect(await rows(county, 'select sum(residents)::int as n from building')).toEqual([{ n: 36_838 }]);
      const roads = await imported(county, 'liechtenstein/roads.geojson.gz', '--as', 'roads');
      expect(roads.outcome.road).toBe(4658);
      expect(await rows(county, `select residents from region_version where kind = 'county'`)).toEqual([
        { residents: 36_838 },
      ]);
    });

    test('the ten streets of Huangpu as 990003, with their official codes', async () => {
      const county = '990003';
      const report = await imported(
        county,
        'shanghai-huangpu/streets.geojson',
        '--as',
        'regions',
        '--level',
        'street',
        '--name',
        '黄浦区',
      );
      expect(report.faults.map((fault) => fault.kind)).toEqual(['gcj02-possible']);
      const streets = await rows<{ code: string; name: string }>(
        county,
        `select code, name from region_version where kind = 'street' order by code`,
      );
      expect(streets).toHaveLength(10);
      expect(streets[0]).toEqual({ code: '310101002', name: '南京东路街道' });
    });

    describe.each([
      ['990005', '梨树县'],
      ['990006', '岑溪市'],
      ['990007', '容县'],
    ])('county %s, %s, drawn in GCJ-02 with an outline that touches itself', (county, name) => {
      const words = ['--as', 'regions', '--level', 'county', '--where', `name=${name}`, '--crs', 'GCJ-02'];
      const file = 'counties/three_counties_gcj02.geojson';

      test('is refused unless it is mended', async () => {
        const { code, err } = await asked(county, file, words);
        expect(code).toBe(2);
        expect(err).toContain(`(${name})`);
        expect(err).toMatch(/The outline is not valid.*--faults mend/);
      });

      test('lies where the reference has it, which it would not if it were taken as WGS84', async () => {
        await imported(county, file, ...words, '--faults', 'mend');
        const reference = readRealGeoJson(realData('counties/counties_wgs84.geojson')!).features.find(
          (feature) => feature.properties?.name === name,
        ) as Feature<Polygon>;
        const original = JSON.parse(readFileSync(join(DATA, file), 'utf8')).features.find(
          (feature: Feature) => feature.properties?.name === name,
        ) as Feature<Polygon>;
        const away = `
          with reference as (select st_centroid(st_setsrid(st_geomfromgeojson('${JSON.stringify(reference.geometry)}'), 4326)) as at)
          select st_distance(at::geography, st_centroid(geom)::geography) as imported,
                 st_distance(at::geography, st_centroid(st_makevalid(st_setsrid(st_geomfromgeojson('${JSON.stringify(original.geometry)}'), 4326)))::geography) as raw
            from reference, region_version where kind = 'county'`;
        const [distance] = await rows<{ imported: number; raw: number }>(county, away);
        expect(distance?.imported).toBeLessThan(60);
        expect(distance?.raw).toBeGreaterThan(400);
      });
    });

    test('the ZIP areas of New York, in US survey feet', async () => {
      const county = '990009';
      const report = await imported(
        county,
        'nyc/nyc_zipcodes_shp.zip',
        '--as',
        'regions',
        '--level',
        'community',
        '--name',
        '纽约',
        '--map',
        'name=ZIPCODE',
        '--map',
        'code=',
        '--faults',
        'mend',
      );
      expect(report.crs).toMatchObject({ source: 'file' });
      expect(report.bounds?.map((ordinate) => Number(ordinate.toFixed(2)))).toEqual([-74.26, 40.5, -73.7, 40.92]);
      const first = await rows<{ apart: number }>(
        county,
        `select st_distance(st_transform(st_setsrid(st_point(1038098.2518714815, 188138.38000671566), 2263), 4326)::geography,
                            st_boundary(geom)::geography) as apart from region_version where name = '11436'`,
      );
      expect(first[0]?.apart).toBeLessThan(1.5);
    });
  });
});
