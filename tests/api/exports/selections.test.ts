import { readFileSync } from 'node:fs';
import ExcelJs from 'exceljs';
import type { FeatureCollection } from 'geojson';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Problem } from '../../../api/contract/problems.ts';
import { eachDatabase } from '../../support/databases.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { scratchDirectory } from '../../support/scratch.ts';
import { at, type SmallTown, smallTown } from '../../support/small-town.ts';
import { takeLayer } from '../../support/take-layer.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

const HOME = '990871';

/** Buildings lie in the blocks 0, 0, 1 and 7, the last in none: see small-town.ts. */
eachDatabase('a part of a layer', (get) => {
  let whole: WholeApp;
  let town: SmallTown;
  let viewer: Visitor;
  let admin: Visitor;
  const folder = scratchDirectory('taken');
  const region = (key: string): number => town.regions.get(key)!;
  const ids = async (wish: object, who = viewer): Promise<unknown[]> => {
    const { bytes } = await takeLayer(who, HOME, folder, { format: 'geojson', ...wish });
    return (JSON.parse(bytes.toString()) as FeatureCollection).features.map(({ properties }) => properties!.id);
  };
  const refusal = async (wish: object, who = viewer) => {
    const answer = await who.post(`/api/counties/${HOME}/exports`, { layer: 'building', format: 'geojson', ...wish });
    return [answer.status, ((await answer.json()) as Problem).detail];
  };
  const building = (...which: number[]) => which.map((i) => town.buildings[i]);

  beforeAll(async () => {
    town = await smallTown(get(), HOME);
    whole = await openApp(get());
    viewer = await whole.somebody(HOME);
    admin = await whole.somebody(HOME, 'admin');
  });
  afterAll(() => whole?.close());

  test('what lies in a grid, a community, a street, a network', async () => {
    const of = (key: string) => ids({ layer: 'building', region: region(key) });
    expect(await of('11')).toEqual(building(0, 1, 2));
    expect(await of('2')).toEqual(building(3));
    expect(await of('s')).toEqual(building(0, 1, 2, 3));
    expect(await of('n')).toEqual(building(0, 1, 2));
  });

  test('what crosses it, of lines and areas; and what belongs to it, of regions, blocks and party organizations', async () => {
    expect(await ids({ layer: 'road', region: region('2') })).toEqual([town.roads[1]]);
    expect(await ids({ layer: 'region', region: region('1') })).toEqual(
      expect.arrayContaining([region('1'), region('11'), region('12')]),
    );
    expect(await ids({ layer: 'region', level: 'grid', region: region('1') })).toEqual([region('11'), region('12')]);
    expect(await ids({ layer: 'block', region: region('12') })).toEqual([town.blocks[4], town.blocks[5]]);
    expect(await ids({ layer: 'party_org', region: region('1') })).toHaveLength(2);
    expect(await ids({ layer: 'party_org', region: region('2') })).toHaveLength(0);
  });

  test('what a box touches, and things by their ids', async () => {
    const box = [...at(0.55, 0.1), ...at(1.4, 0.5)];
    expect(await ids({ layer: 'building', box })).toEqual(building(1, 2));
    expect(await ids({ layer: 'building', ids: building(4, 0) })).toEqual(building(0, 4));
    expect(await ids({ layer: 'building', ids: building(0, 4), region: region('1') })).toEqual(building(0));
  });

  test('what stands in a list, for those who keep the data', async () => {
    expect(await ids({ layer: 'building', worklist: 'no-block' }, admin)).toEqual(building(4));
    expect(await ids({ layer: 'building', worklist: 'no-compound' }, admin)).toEqual(building(2, 4));
    expect(await refusal({ worklist: 'no-block' })).toEqual([403, expect.stringContaining('desk')]);
    const desk = await whole.somebody(HOME, 'desk', region('2'));
    expect(await ids({ layer: 'building', worklist: 'no-compound' }, desk)).toEqual([]);
  });

  test('some of its columns, in the layer’s order', async () => {
    const { bytes } = await takeLayer(viewer, HOME, folder, {
      ...{ layer: 'building', format: 'xlsx', columns: ['comm_name', 'id'] },
    });
    const book = await new ExcelJs.Workbook().xlsx.load(bytes as never);
    const sheet = book.worksheets[0]!;
    expect(sheet.getRow(1).values).toEqual([undefined, 'id', 'comm_name', 'lng', 'lat']);
    expect(sheet.rowCount).toBe(6);
  });

  describe('is refused in one sentence', () => {
    test.each([
      [{ columns: ['members'] }, 422, /building has no column "members"; its columns are id, name/],
      [{ columns: [] }, 422, /at least one column/],
      [{ level: 'grid' }, 422, /only regions have a level/],
      [{ box: [2, 0, 1, 1] }, 422, /west, south, east, north/],
      [{ encoding: 'gbk' }, 422, /choice of encoding/],
      [{ region: 99_999_999 }, 404, /no region 99999999/],
      [{ layer: 'tally' }, 422, /In the body, layer/],
    ])('%j', async (wish, status, detail) => {
      expect(await refusal(wish)).toEqual([status, expect.stringMatching(detail)]);
    });

    test('a day on which nothing was in force', async () => {
      expect(await refusal({ layer: 'region', date: '1999-01-01', region: region('1') })).toEqual([
        404,
        expect.stringContaining('1999-01-01'),
      ]);
    });
  });

  describe('on the command line', () => {
    const cwd = folderWith({});
    const command = (...words: string[]) => run(get(), cwd, 'export', ...words, '--county', HOME);

    test('the ending of the file says the format; a region is named by its code', async () => {
      const { rows } = await town.db.query<{ code: string }>({
        text: 'select code from region_version where region = $1',
        values: [region('11')],
      });
      const { code, out, err } = await command('楼栋.geojson', '--layer', 'building', '--region', rows[0]!.code);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(/楼栋\.geojson: 3 rows, 0\.0 MB, EPSG:4326$/);
      const { features } = JSON.parse(readFileSync(`${cwd}/楼栋.geojson`, 'utf8')) as FeatureCollection;
      expect(features.map(({ properties }) => properties!.id)).toEqual(building(0, 1, 2));
    });

    test('a folder gets the name that the server would give', async () => {
      const { out } = await command('.', '--layer', 'site', '--format', 'shapefile', '--encoding', 'gbk', '--json');
      const told = JSON.parse(out) as { file: string; rows: number };
      expect(told).toMatchObject({ rows: 4, file: expect.stringMatching(/小县-阵地-GBK-.*\.zip$/) });
      expect(readFileSync(told.file).subarray(0, 2).toString()).toBe('PK');
    });

    test.each([
      [['a.geojson', '--layer', 'members'], /--layer/],
      [['a.txt', '--layer', 'building'], /Say the format with --format/],
      [['a.kml', '--layer', 'building', '--crs', 'EPSG:4550'], /KML is in WGS84/],
      [['a.csv', '--layer', 'building', '--crs', 'EPSG:999999'], /not in the catalogue/],
      [['a.csv', '--layer', 'building', '--region', '99999999'], /has no region 99999999/],
      [['nowhere/a.csv', '--layer', 'building'], /There is no folder/],
    ])('%j is told in a sentence, exit code 2, and leaves no file', async (words, message) => {
      const { code, err } = await command(...words);
      expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(message) });
    });
  });
});
