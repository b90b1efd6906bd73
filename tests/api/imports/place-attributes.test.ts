import { expect, test } from 'vitest';
import type { ImportReport } from '../../../api/contract/imports.ts';
import { eachDatabase } from '../../support/databases.ts';
import { folderWith, run } from '../../support/run-command.ts';
import { at, collection, communities, feature } from '../../support/small-files.ts';

const COUNTY = '992141';

eachDatabase('a town’s own attributes of its places', (get) => {
  const place = (i: number, properties: object) => feature({ type: 'Point', coordinates: at(i, 1) }, properties);
  const folder = folderWith({
    'communities.geojson': communities,
    'centres.geojson': collection([
      place(1, {
        名称: '市中心',
        级别: '市级',
        建筑面积: '1,200 平方米',
        投资: '500万元',
        营业时间: '周一至周五 9:00–17:00',
      }),
      place(2, { 名称: '北片', 级别: 'regional', 建筑面积: '很大' }),
      place(3, { 名称: '南片', 级别: '省级' }),
    ]),
    'mixed.geojson': collection([
      place(4, { name: '便民站', kind: '社区服务站', offers: '警务、家政;理发', 级别: '街道级' }),
      place(5, { name: '广场', kind: '广场' }),
    ]),
    'units.geojson': collection([
      place(6, {
        name: '供电所',
        kind: '事业单位',
        核心社区: `${COUNTY}000001`,
        领域: '机关',
        共享资源: '会议室,停车场',
      }),
      place(7, { name: '水厂', kind: '企业', 核心社区: '城北社区' }),
    ]),
    'pois.geojson': collection([
      place(8, {
        name: 'Pharmacie',
        amenity: 'pharmacy',
        opening_hours: 'Mo-Sa 08:00-19:00',
        phone: '+377 93',
        wikidata: 'Q1',
      }),
      place(9, { name: 'Mairie', amenity: 'townhall', operator: 'Commune', level: '0' }),
    ]),
  });
  const imported = async (...words: string[]): Promise<ImportReport> => {
    const { code, out, err } = await run(get(), folder, 'import', ...words, '--county', COUNTY, '--json');
    expect(err).toBe('');
    expect(code).toBe(0);
    return JSON.parse(out);
  };
  const faults = ({ faults: all }: ImportReport) =>
    all.filter(({ row }) => row !== null).map(({ kind, row, values }) => [kind, row, values?.attribute, values?.value]);
  const stored = async (table: 'site' | 'organization') => {
    const { rows } = await get()
      .as({ county: COUNTY, role: 'admin' })
      .query<{ name: string; data: object }>({ text: `select name, data from ${table} order by name` });
    return Object.fromEntries(rows.map(({ name, data }) => [name, data]));
  };

  test('level, area, investment and hours of service centres come in as words and numbers', async () => {
    await imported('communities.geojson', '--as', 'regions', '--level', 'community', '--name', '西梨');
    const report = await imported('centres.geojson', '--as', 'sites', '--set', 'kind=service_centre');
    expect(await stored('site')).toEqual({
      市中心: { level: 'city', areaM2: 1200, investmentYuan: 5_000_000, opening_hours: '周一至周五 9:00–17:00' },
      北片: { level: 'regional' },
      南片: {},
    });
    expect(faults(report)).toEqual([
      ['unfit-value', 2, 'areaM2', '很大'],
      ['unfit-value', 3, 'level', '省级'],
    ]);
    expect(report.faults.find(({ row }) => row === 3)?.detail).toMatch(/none of city 市级, .*left out/);
  });

  test('an attribute that this kind of site has not is told by its row; words of one’s own stand in a list', async () => {
    const report = await imported('mixed.geojson', '--as', 'sites', '--map', 'services=offers');
    expect(await stored('site')).toEqual({ 便民站: { services: ['policing', 'housekeeping', '理发'] }, 广场: {} });
    expect(faults(report)).toEqual([['not-of-this-kind', 1, 'level', '街道级']]);
  });

  test('a unit brings its core community, sector and resources', async () => {
    const report = await imported('units.geojson', '--as', 'organizations');
    expect(await stored('organization')).toEqual({
      供电所: { core: `${COUNTY}000001`, sector: 'government', resources: ['meeting_room', '停车场'] },
      水厂: {},
    });
    expect(faults(report)).toEqual([['unfit-value', 2, 'core', '城北社区']]);
  });

  test('points of interest keep what OpenStreetMap says of any place, and nothing that means something else', async () => {
    expect(faults(await imported('pois.geojson', '--as', 'pois'))).toEqual([]);
    expect({ ...(await stored('site')), ...(await stored('organization')) }).toEqual({
      Pharmacie: { category: 'pharmacy', opening_hours: 'Mo-Sa 08:00-19:00', phone: '+377 93' },
      Mairie: { category: 'townhall', operator: 'Commune' },
    });
  });

  test('a constant that the attribute cannot hold is refused at once', async () => {
    const words = ['import', 'mixed.geojson', '--as', 'sites', '--county', COUNTY, '--set', 'level=highest'];
    const { code, err } = await run(get(), folder, ...words);
    expect(code).toBe(2);
    expect(err).toMatch(/"highest" is no level; there are: city 市级, regional 片区级/);
  });
});
