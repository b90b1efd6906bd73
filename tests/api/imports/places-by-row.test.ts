import { describe, expect, test } from 'vitest';
import type { ImportReport } from '../../../api/contract/imports.ts';
import { PlaceCheck } from '../../../api/services/imports/check-place.ts';
import { eachDatabase } from '../../support/databases.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { at, collection, communities, feature, rectangle } from '../../support/small-files.ts';

const COUNTY = '992166';
const BARE = '992167';
const site = (coordinates: number[], name: string) => feature({ type: 'Point', coordinates }, { name, address: name });
const good = Array.from({ length: 20 }, (_, i) => site(at(i / 2, 5), `站${i}`));
const swap = ([lng, lat]: [number, number]): [number, number] => [lat, lng];

/** The county's middle in EPSG:4550. */
const METRES: [number, number] = [605_966, 4_797_377];

const FILES = {
  'regions.geojson': communities,
  'zero.geojson': collection([...good, site([0, 0], '零')]),
  'swapped.geojson': collection([...good, site(swap(at(3, 3)), '反')]),
  'far.geojson': collection([...good, site([24.3, 43.3], '远')]),
  'all-far.geojson': collection(good.map(({ properties }, i) => site([24.3 + i / 1000, 43.3], properties!.name))),
  'all-swapped.geojson': collection(good.map(({ properties }, i) => site(swap(at(i / 2, 5)), properties!.name))),
  'metres.geojson': collection([site(METRES, '米')]),
  'northing.geojson': collection([site(swap(METRES), '米')]),
  'swapped-area.geojson': collection([
    feature(rectangle(1, 1, 1.2, 1.2), { name: '正' }),
    feature(rectangle(2, 1, 2.2, 1.2), { name: '正2' }),
    feature({ type: 'Polygon', coordinates: [[at(1, 1), at(2, 1), at(2, 2), at(1, 1)].map(swap)] }, { name: '反' }),
  ]),
};

eachDatabase('rows that do not lie where the county is', (get) => {
  const folder = folderWith(FILES);
  const load = (file: string, as: string, ...more: string[]) =>
    run(get(), folder, 'import', file, '--as', as, '--county', COUNTY, ...more);
  const sites = (file: string, ...more: string[]) =>
    load(file, 'sites', '--set', 'kind=community_station', '--json', ...more);
  const placeOf = async (name: string): Promise<unknown> =>
    (
      await get()
        .as({ county: COUNTY, role: 'admin' })
        .query({ text: 'select st_x(geom) as lng, st_y(geom) as lat from site where name = $1', values: [name] })
    ).rows[0];

  test('(a county to import into)', async () => {
    expect((await load('regions.geojson', 'regions', '--name', '某县')).code).toBe(0);
  });

  test.each([
    ['zero.geojson', 'null-island', /^Row 21 \(零\) at 0\.000000, 0\.000000: Its coordinates are 0, 0/],
    ['swapped.geojson', 'swapped', /^Row 21 \(反\).*look swapped: its first number is a latitude/],
    ['far.geojson', 'far-from-county', /^Row 21 \(远\).*It lies \d+ km beside county 992166/],
  ])('%s: the row is told, the others can be taken', async (file, kind, message) => {
    const refused = await sites(file);
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(message);
    const { code, out } = await sites(file, '--faults', 'refuse-rows');
    expect(code).toBe(0);
    const report = JSON.parse(out) as ImportReport;
    expect(report.outcome).toMatchObject({ site: 20, refused: 1 });
    expect(report.faults).toContainEqual(expect.objectContaining({ kind, row: 21 }));
    expect(report.bounds![2] - report.bounds![0]).toBeLessThan(0.1);
  });

  test('swapped points and areas are turned round with consent', async () => {
    const { code, out } = await sites('swapped.geojson', '--faults', 'mend');
    expect(code).toBe(0);
    expect((JSON.parse(out) as ImportReport).outcome).toMatchObject({ site: 21, mended: 1 });
    const [lng, lat] = at(3, 3);
    expect(await placeOf('反')).toEqual({ lng, lat });
    const area = await load('swapped-area.geojson', 'buildings', '--faults', 'mend', '--json');
    expect((JSON.parse(area.out) as ImportReport).outcome).toMatchObject({ building: 3, refused: 0, mended: 1 });
  });

  test('a file that is swapped throughout is taken with consent, too', async () => {
    const { code, err } = await sites('all-swapped.geojson');
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/^Row 1 .*mend it with --faults mend$/) });
    expect((await sites('all-swapped.geojson', '--faults', 'mend')).code).toBe(0);
    const [lng, lat] = at(0, 5);
    expect(await placeOf('站0')).toEqual({ lng, lat });
  });

  test('metres without a name are guessed from where the county is, and wait for a word', async () => {
    const { code, err } = await sites('metres.geojson');
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringMatching(/in EPSG:4550 .*it lies in the county: .*confirm it with --crs EPSG:4550/),
    });
    expect((await sites('metres.geojson', '--crs', 'EPSG:4550')).code).toBe(0);
    expect((await sites('northing.geojson')).err).toMatch(/first numbers are northings/);
  });

  test('when most rows lie elsewhere it is the file that is told of, once', async () => {
    const { code, out, err } = await sites('all-far.geojson', '--faults', 'refuse-rows', '--dry-run');
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringMatching(/^The file lies around 24\.3.*km beside county 992166/),
    });
    const { faults } = JSON.parse(out) as ImportReport;
    expect(faults.filter(({ kind }) => kind === 'far-from-county')).toHaveLength(1);
  });

  test('the box of a county without a division is made of its good rows alone', async () => {
    const words = ['import', 'zero.geojson', '--as', 'sites', '--set', 'kind=community_station', '--county', BARE];
    expect((await run(get(), folder, ...words, '--name', '空县', '--faults', 'refuse-rows')).code).toBe(0);
    const { rows } = await get()
      .as({ county: BARE, role: 'admin' })
      .query({ text: 'select st_xmin(bounds) > 124 as near from county' });
    expect(rows).toEqual([{ near: true }]);
  });
});

describe('a county that has nothing yet', () => {
  test('lies in China, unless its code is one for places abroad', () => {
    expect(new PlaceCheck({ county: '220322', bounds: null }).look([7.4, 43.7])?.kind).toBe('far-from-county');
    expect(new PlaceCheck({ county: '220322', bounds: null }).look([43.3, 124.3])?.kind).toBe('swapped');
    expect(new PlaceCheck({ county: '990001', bounds: null }).look([7.4, 43.7])).toBeNull();
    expect(new PlaceCheck({ county: '990001', bounds: null }).look([0, 0])?.kind).toBe('null-island');
  });
});
