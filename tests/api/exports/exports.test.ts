import ExcelJs from 'exceljs';
import { unzipSync } from 'fflate';
import type { FeatureCollection, MultiPolygon } from 'geojson';
import initSqlJs from 'sql.js';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportLosses, LOSSES_HEADER } from '../../../api/contract/exports.ts';
import type { Plan } from '../../../api/contract/plans.ts';
import type { Problem } from '../../../api/contract/problems.ts';
import { today } from '../../../api/contract/today.ts';
import { readAssignment } from '../../../api/formats/assignment-csv.ts';
import { readShapefile } from '../../../api/formats/shapefile.ts';
import { eachDatabase } from '../../support/databases.ts';
import { drain, inPieces } from '../../support/drain.ts';
import { drawer, freshId, stepOf } from '../../support/plan-steps.ts';
import { type SmallTown, smallTown } from '../../support/small-town.ts';
import type { Visitor } from '../../support/visitor.ts';
import { openApp, type WholeApp } from '../../support/whole-app.ts';

const HOME = '990846';
const ELSEWHERE = '990847';

/** In whatever form it comes: its name as people see it, and its bytes. */
async function fileOf(answer: Response) {
  expect(answer.status).toBe(200);
  const disposition = answer.headers.get('content-disposition')!;
  const extended = /^attachment; filename="([\x20-\x7e]+)"; filename\*=UTF-8''([\w.!#$&+^`|~%-]+)$/.exec(disposition);
  expect(extended, disposition).not.toBeNull();
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const mediaType = answer.headers.get('content-type')!;
  return { name: decodeURIComponent(extended![2]!), mediaType, bytes, text: () => Buffer.from(bytes).toString() };
}

/**
 *   ┌──────┬──────╥──────┬──────┐
 *   │ 4  grid 12  ║   grid 22 7 │      20 and 21 households in block 0, 22 in block 1, 23 in block 7
 *   ├──────┼──────╫──────┼──────┤
 *   │ 0  grid 11  ║   grid 21 3 │
 *   └──────┴──────╨──────┴──────┘
 */
eachDatabase('taking a division or a plan away as a file', (get) => {
  let whole: WholeApp;
  let town: SmallTown;
  let planner: Visitor;
  let viewer: Visitor;
  let plan: Plan;
  const fresh = freshId();
  const county = `/api/counties/${HOME}`;
  const region = (key: string): number => town.regions.get(key)!;
  const division = (query: string, who = viewer) => who.get(`${county}/division/export?${query}`);
  const planFile = (query: string, who = planner) => who.get(`${county}/plans/${plan.id}/export?${query}`);
  const collection = async (answer: Response) =>
    JSON.parse((await fileOf(answer)).text()) as FeatureCollection<MultiPolygon>;

  beforeAll(async () => {
    town = await smallTown(get(), HOME);
    await smallTown(get(), ELSEWHERE);
    whole = await openApp(get());
    [planner, viewer] = [await whole.somebody(HOME, 'planner'), await whole.somebody(HOME)];
    const body = { title: '重划 "城/西"', level: 'community' };
    plan = (await (await planner.post(`${county}/plans`, body)).json()) as Plan;
    // the north of the west becomes a community of its own; the east gets another name, which GBK does not have
    await drawer(planner, HOME, plan).draw(
      stepOf(
        {
          kind: 'split-region',
          region: region('1'),
          parts: [{ id: fresh, name: '城北社区', nameEn: 'North', hue: 5, blocks: [town.blocks[4]!, town.blocks[5]!] }],
        },
        { kind: 'rename-region', region: region('2'), name: '城东𠮷社区', nameEn: 'East' },
      ),
    );
  });
  afterAll(() => whole?.close());

  describe('the division in force', () => {
    test('comes as GeoJSON, all levels, with codes and counts, to whoever sees the county', async () => {
      const file = await fileOf(await division('format=geojson'));
      expect(file).toMatchObject({ name: `小县-现行区划-${today()}.geojson`, mediaType: 'application/geo+json' });
      const { features, ...head } = JSON.parse(file.text()) as FeatureCollection<MultiPolygon>;
      expect(head).toMatchObject({ name: '现行区划', attribution: '自编 made up' });
      expect(features.map(({ properties }) => properties!.kind)).toEqual([
        ...['county', 'street', 'community', 'community', 'grid', 'grid', 'grid', 'grid', 'network'],
      ]);
      const west = features.find(({ properties }) => properties!.id === region('1'))!;
      expect(west.properties).toEqual({
        ...{ id: region('1'), kind: 'community', code: expect.stringMatching(/^\d{12}$/), name: '城西社区' },
        ...{ name_en: 'West', parent: region('s'), area_m2: expect.any(Number), estimated: false },
        ...{ households: 63, residents: 153, buildings: 3 },
      });
      expect(west.properties!.area_m2).toBeCloseTo(40_000, -3);
    });

    test('tells nothing of members in any format', async () => {
      for (const format of ['geojson', 'topojson', 'assignment-csv'])
        expect((await fileOf(await division(`format=${format}`))).text()).not.toContain('777');
    });

    test('comes by level, and a level that it does not have is told', async () => {
      const { features } = await collection(await division('format=geojson&level=grid'));
      expect(features.map(({ properties }) => properties!.name)).toEqual(['11网格', '12网格', '21网格', '22网格']);
      const refused = await division('format=geojson&level=union');
      expect([refused.status, ((await refused.json()) as Problem).detail]).toEqual([
        404,
        '"现行区划" has no regions of level union; it has county, street, community, grid, network.',
      ]);
    });

    test('as TopoJSON shares its borders, and draws the same regions', async () => {
      const topology = JSON.parse((await fileOf(await division('format=topojson'))).text()) as Topology<
        Record<string, GeometryCollection>
      >;
      expect(Object.keys(topology.objects)).toEqual(['county', 'street', 'community', 'grid', 'network']);
      const drawn = feature(topology, topology.objects.community!).features;
      const { features } = await collection(await division('format=geojson&level=community'));
      expect(drawn.map(({ properties }) => properties)).toEqual(features.map(({ properties }) => properties));
      expect(
        new Set(drawn[0]!.geometry.type === 'Polygon' ? drawn[0]!.geometry.coordinates[0]!.map(String) : []),
      ).toEqual(new Set(features[0]!.geometry.coordinates[0]![0]!.map(String)));
    });

    test.each(['utf-8', 'gbk'])('as a Shapefile in %s keeps its names', async (encoding) => {
      const answer = await division(`format=shapefile&level=community&encoding=${encoding}`);
      expect(answer.headers.get(LOSSES_HEADER)).toBeNull();
      const file = await fileOf(answer);
      expect(file.mediaType).toBe('application/zip');
      expect(file.name).toBe(`小县-现行区划-社区${encoding === 'gbk' ? '-GBK' : ''}-${today()}.zip`);
      const { rows } = await drain(readShapefile(inPieces(file.bytes)));
      expect(rows.map((row) => row.feature.properties.name)).toEqual(['城西社区', '城东社区']);
      expect(Object.keys(rows[0]!.feature.properties)).toContain('households');
    });

    test('as a Shapefile of all levels has one layer each', async () => {
      const { bytes } = await fileOf(await division('format=shapefile'));
      const shapes = Object.keys(unzipSync(bytes)).filter((name) => name.endsWith('.shp'));
      expect(shapes.sort()).toEqual(['community.shp', 'county.shp', 'grid.shp', 'network.shp', 'street.shp']);
    });

    test('as a GeoPackage has one table a level', async () => {
      const { name, bytes } = await fileOf(await division('format=geopackage'));
      expect(name).toMatch(/\.gpkg$/);
      const { Database } = await initSqlJs();
      const opened = new Database(bytes);
      expect(opened.exec('select name, households from community order by code')[0]!.values).toEqual([
        ['城西社区', 63],
        ['城东社区', 23],
      ]);
      opened.close();
    });

    test('as a table of blocks is read back as an assignment: to the lowest regions, or to those of a level', async () => {
      const read = async (query: string) => {
        const { bytes } = await fileOf(await division(`format=assignment-csv${query}`));
        const { rows, faults } = await readAssignment(inPieces(bytes));
        expect(faults).toEqual([]);
        return rows.map(({ unit, region: into }) => [unit, into]);
      };
      const into = (keys: string[]) => keys.map((key, i) => [`block-${town.blocks[i]}`, `region-${region(key)}`]);
      expect(await read('')).toEqual(into(['11', '11', '21', '21', '12', '12', '22', '22']));
      expect(await read('&level=community')).toEqual(into(['1', '1', '2', '2', '1', '1', '2', '2']));
    });

    test('as a table names each block and its region of every level, in cells that no spreadsheet takes for numbers', async () => {
      const { bytes } = await fileOf(await division('format=assignment-csv'));
      const [header, first] = new TextDecoder().decode(bytes).split('\r\n');
      expect(header).toBe('unit,region,kind,code,name,street,community,grid,network');
      expect(first).toMatch(/^block-\d+,region-\d+,grid,\d+,[^,]+,[^,]+,城西社区,/);
    });

    test('is that of the day asked; before the first there is none', async () => {
      expect((await fileOf(await division('format=geojson&date=2021-05-06'))).name).toContain('2021-05-06');
      const none = await division('format=geojson&date=2019-12-31');
      expect([none.status, ((await none.json()) as Problem).detail]).toEqual([
        404,
        `County ${HOME} has no division in force on 2019-12-31; try another date.`,
      ]);
    });

    test.each([
      ['', 'format'],
      ['format=dwg', 'format'],
      ['format=geojson&level=village', 'level'],
      ['format=geojson&date=2025-02-30', 'date'],
      ['format=shapefile&encoding=latin1', 'encoding'],
      ['format=geojson&encoding=gbk', 'encoding'],
      ['format=geojson&plan=1', ''],
    ])('is refused for "%s", with the place', async (query, field) => {
      const refused = await division(query);
      expect(refused.status).toBe(422);
      const { detail } = (await refused.json()) as Problem;
      expect(detail).toMatch(new RegExp(`^In the query${field ? `, ${field}` : ''}: `));
    });
  });

  describe('a plan', () => {
    test('comes as it is drawn now, under a name that every system takes', async () => {
      const file = await fileOf(await planFile('format=geojson&level=community'));
      expect(file.name).toBe(`小县-重划 城 西-社区-${today()}.geojson`);
      const { features } = JSON.parse(file.text()) as FeatureCollection;
      const told = features.map(({ properties }) => [properties!.name, properties!.households]);
      expect(new Map(told as [string, number][])).toEqual(
        new Map([
          ['城西社区', 63],
          ['城东𠮷社区', 23],
          ['城北社区', 0],
        ]),
      );
    });

    test('as a Shapefile in GBK says which characters it lost', async () => {
      const answer = await planFile('format=shapefile&level=community&encoding=gbk');
      expect(exportLosses.parse(JSON.parse(answer.headers.get(LOSSES_HEADER)!))).toEqual([
        { layer: 'community', renamed: {}, cut: {}, unencodable: 1 },
      ]);
      const utf8 = await planFile('format=shapefile&level=community&encoding=utf-8');
      expect(utf8.headers.get(LOSSES_HEADER)).toBeNull();
    });

    test('that is not there is told', async () => {
      expect((await planner.get(`${county}/plans/987654321/export?format=geojson`)).status).toBe(404);
      expect((await planner.get(`${county}/plans/x/export?format=geojson`)).status).toBe(422);
    });
  });

  describe('the change list of a plan', () => {
    const book = async (query = '') => {
      const file = await fileOf(await planner.get(`${county}/plans/${plan.id}/change-list${query}`));
      const opened = new ExcelJs.Workbook();
      await opened.xlsx.load(file.bytes.buffer as ArrayBuffer);
      return { file, opened };
    };
    const rowsOf = (sheet: ExcelJs.Worksheet | undefined): unknown[][] =>
      sheet?.getRows(1, sheet.rowCount)?.map((row) => (row.values as unknown[]).slice(1)) ?? [];

    test('says what it is, which regions are new or renamed with their codes, and what moved', async () => {
      const { file, opened } = await book();
      expect(file.name).toBe(`小县-重划 城 西-变更清单-${today()}.xlsx`);
      expect(opened.worksheets.map(({ name }) => name)).toEqual(['说明', '区域变化', '划转汇总', '划转街坊']);
      const about = new Map(rowsOf(opened.getWorksheet('说明')) as [string, string][]);
      expect(about.get('方案')).toBe('重划 "城/西"');
      expect(about.get('数据')).toBe('示例数据，不作依据');
      const [head, ...regions] = rowsOf(opened.getWorksheet('区域变化'));
      expect(head).toEqual([...['层级', '变化', '名称', '原名称', '代码', '原代码', '户数', '原户数', '常住人口']]);
      const of = (name: string) => regions.find((row) => row[2] === name)!;
      expect(of('城北社区').slice(0, 2)).toEqual(['社区', '新设']);
      expect(of('城北社区')[4]).toMatch(/^\d{12}$/);
      expect(of('城东𠮷社区').slice(0, 4)).toEqual(['社区', '更名', '城东𠮷社区', '城东社区']);
      expect(of('城东𠮷社区')[4]).toBe(of('城东𠮷社区')[5]);
      expect(of('城西社区')[1]).toBe('调整');
      expect(rowsOf(opened.getWorksheet('划转汇总')).slice(1)).toEqual([['城西社区', '城北社区', 2, 0, 0, 0]]);
      expect(
        rowsOf(opened.getWorksheet('划转街坊'))
          .slice(1)
          .map(([block]) => Number(block)),
      ).toEqual([...[town.blocks[4], town.blocks[5]]]);
    });

    test('comes in English too', async () => {
      const { opened } = await book('?lang=en');
      expect(opened.worksheets.map(({ name }) => name)).toEqual(['About', 'Regions', 'Moves', 'Moved blocks']);
      expect(rowsOf(opened.getWorksheet('Regions')).map((row) => row[1])).toContain('renamed');
    });
  });

  describe('rights', () => {
    const addresses = () => [
      `${county}/division/export?format=geojson`,
      `${county}/plans/${plan.id}/export?format=geojson`,
      `${county}/plans/${plan.id}/change-list`,
    ];

    test('nobody without signing in', async () => {
      for (const address of addresses()) expect((await whole.app.request(address)).status).toBe(401);
    });

    test('an account of another county is refused in the same words as for a county that is not there', async () => {
      const stranger = await whole.somebody(ELSEWHERE, 'admin');
      for (const address of addresses()) {
        const [answer, nowhere] = [await stranger.get(address), await stranger.get(address.replace(HOME, '991998'))];
        expect(answer.status).toBe(403);
        expect((await answer.text()).replaceAll(HOME, '')).toBe((await nowhere.text()).replaceAll('991998', ''));
      }
      const [, ...ofPlan] = addresses().map((address) => address.replace(HOME, ELSEWHERE));
      for (const address of ofPlan) expect((await stranger.get(address)).status, address).toBe(404);
    });

    test('who does not see plans takes the division, and no plan', async () => {
      const leader = await whole.somebody(HOME, 'leader');
      const [first, ...ofPlan] = addresses();
      expect((await leader.get(first!)).status).toBe(200);
      for (const address of ofPlan) expect((await leader.get(address)).status).toBe(403);
    });

    test('a planner of another part of the county gets no plan of this one', async () => {
      const eastern = await whole.somebody(HOME, 'planner', region('2'));
      const body = { title: '西', level: 'community', area: [region('1')] };
      const western = (await (await planner.post(`${county}/plans`, body)).json()) as Plan;
      const seen = await eastern.get(`${county}/plans/${western.id}`);
      for (const what of ['export?format=geojson', 'change-list'])
        expect((await eastern.get(`${county}/plans/${western.id}/${what}`)).status).toBe(seen.status);
    });
  });

  describe('a plan that is published', () => {
    test('is the division of its day, and its list tells the codes that were given', async () => {
      const approver = await whole.somebody(HOME, 'approver');
      const move = (who: Visitor, action: string) =>
        who.post(`${county}/plans/${plan.id}/status`, { action, note: '' });
      await move(planner, 'submit');
      await move(approver, 'review');
      await move(approver, 'approve');
      const published = await approver.post(`${county}/plans/${plan.id}/publication`, {
        ...{ effective: '2999-01-01', name: '新区划' },
      });
      expect(published.status).toBe(200);
      const file = await fileOf(await division('format=geojson&level=community&date=2999-01-01'));
      expect(file.name).toBe('小县-新区划-社区-2999-01-01.geojson');
      const { features } = JSON.parse(file.text()) as FeatureCollection;
      const code = (name: string) => features.find(({ properties }) => properties!.name === name)!.properties!.code;
      const list = await fileOf(await planner.get(`${county}/plans/${plan.id}/change-list`));
      const opened = new ExcelJs.Workbook();
      await opened.xlsx.load(list.bytes.buffer as ArrayBuffer);
      const rows = opened
        .getWorksheet('区域变化')!
        .getRows(2, 3)!
        .map(({ values }) => values as unknown[]);
      expect(rows.find((row) => row[3] === '城北社区')![5]).toBe(code('城北社区'));
      expect((await fileOf(await division('format=geojson'))).name).toContain('现行区划');
    });
  });
});
