import { describe, expect, test } from 'vitest';
import { geopackageOf, workbookOf } from '../support/format-files.ts';
import { at, buildings, communities, roads } from '../support/small-files.ts';
import { fileOf, importDriver } from './drivers/import.ts';
import { PHONE, type ScreenOptions, useScreens } from './support/screen.ts';

const bytesOf = (name: string, bytes: Uint8Array) => ({ ...fileOf(name, ''), buffer: Buffer.from(bytes) });
const twoLayers = async () =>
  bytesOf(
    'town.gpkg',
    await geopackageOf({ communities: communities.features, roads: roads.features, buildings: buildings.features }),
  );

describe('files of every format in the wizard', () => {
  const screen = useScreens();
  const wizard = async (options: ScreenOptions = {}) => {
    const opened = await screen({ as: 'admin', at: '/?county=220322&mode=data&tab=import', ...options });
    return { ...opened, importing: importDriver(opened.page) };
  };

  test('a GeoPackage with three layers: one is imported, the next one follows from the same file', async () => {
    const { importing } = await wizard();
    await importing.choose(await twoLayers());
    await importing.newCounty('990061', '层县');
    await importing.read();
    await importing.panel.getByText('GeoPackage，图层“communities”，共 3 个').waitFor();
    await importing.confirm();
    await importing.write();
    expect(await importing.report()).toMatchObject({ 写入: '2 个社区' });

    await importing.panel.getByRole('button', { name: '导入这份文件的另一个图层' }).click();
    await importing.read();
    await importing.panel.getByText('图层“roads”').waitFor();
    await importing.setting('图层');
    await importing.pick('图层', 'buildings（6 行）');
    await importing.panel.getByText('图层“buildings”').waitFor();
    await importing.panel.getByText('导入为').first().waitFor();
    await importing.policy('能修补的修补');
    await importing.confirm();
    await importing.write();
    expect(await importing.report()).toMatchObject({ 写入: '6 栋楼' });
  });

  test('a workbook whose columns of places nobody can guess: they are named, and its rows stand on the map', async () => {
    const { importing } = await wizard();
    await importing.choose(bytesOf('town.gpkg', await geopackageOf({ communities: communities.features })));
    await importing.newCounty('990062', '表县');
    await importing.read();
    await importing.confirm();
    await importing.write();

    await importing.again();
    const rows = [1, 2, 3].map((n) => [`第${n}站`, ...at(n, n)]);
    await importing.choose(
      bytesOf('阵地.xlsx', await workbookOf({ 名单: [['单位名单'], ['名称', '甲', '乙'], ...rows] })),
    );
    await importing.read();
    await importing.panel.getByText('没有坐标', { exact: true }).waitFor();
    expect(await importing.next.isDisabled()).toBe(true);
    await importing.pick('经度（或东坐标）列', '甲');
    await importing.pick('纬度（或北坐标）列', '乙');
    await importing.panel.getByRole('button', { name: '按此读取' }).first().click();
    await importing.panel.getByText('经度列“甲”，纬度列“乙”').first().waitFor();
    await importing.panel.getByText('读到 3 行').waitFor();
  });

  test('several files wait their turn', async () => {
    const { page, importing } = await wizard();
    const files = [fileOf('communities.geojson', communities), fileOf('roads.geojson', roads)];
    await page.locator('input[type=file]').setInputFiles(files);
    await importing.panel.getByText('还有 1 份排在后面：roads.geojson').waitFor();
    await importing.newCounty('990063', '队县');
    await importing.read();
    await importing.confirm();
    await importing.write();
    await importing.panel.getByRole('button', { name: '导入下一份：roads.geojson' }).click();
    await importing.read();
    await importing.panel.getByText('道路和铁路').first().waitFor();
  });

  test('on a phone, too, the layer is chosen', async () => {
    const { importing, shell } = await wizard({ size: PHONE });
    await importing.choose(await twoLayers());
    await importing.newCounty('990064', '机县');
    await importing.read();
    await importing.setting('图层');
    await importing.pick('图层', 'roads（3 行）');
    await importing.panel.getByText('图层“roads”').waitFor();
    expect(await shell.fitsWidth()).toBe(true);
  });
});
