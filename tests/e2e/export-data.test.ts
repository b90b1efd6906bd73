import { unzipSync } from 'fflate';
import type { FeatureCollection, MultiPolygon } from 'geojson';
import { describe, expect, test } from 'vitest';
import { exportDataDriver } from './drivers/export-data.ts';
import { COUNTY } from './support/people.ts';
import { PHONE, useScreens } from './support/screen.ts';

const DATA = `/?county=${COUNTY}&mode=data&tab=export`;
const PATIENTLY = { timeout: 60_000 };

describe('taking data away', () => {
  const screen = useScreens();

  test('the buildings of a community are taken as GeoJSON in CGCS2000, then as a Shapefile in GBK; both wait to be fetched', async () => {
    const { page, shell } = await screen({ as: 'leader', at: DATA });
    const take = exportDataDriver(page);
    await take.panel.getByText('还没有导出过').waitFor();
    await take.choose('范围', '一个区域');
    expect(await take.panel.getByText('先选一个区域').isVisible()).toBe(true);
    await take.choose('区域', /社区$/, '社区');
    await take.choose('坐标系', 'EPSG:4550', '4550');
    await take.begin();
    const first = take.row(/EPSG4550/);
    await first.getByText('已生成').waitFor(PATIENTLY);
    await expect.poll(shell.announced).toMatch(/梨树县-楼栋-.+-EPSG4550-\d{4}-\d\d-\d\d\.geojson 已生成/);
    const { name, bytes } = await take.saved(/^下载 梨树县-楼栋-.+-EPSG4550-/);
    const { features, ...head } = JSON.parse(bytes.toString()) as FeatureCollection<MultiPolygon>;
    expect(head).toMatchObject({ crs: { properties: { name: 'urn:ogc:def:crs:EPSG::4550' } } });
    expect(features.length).toBeGreaterThan(10);
    const [east, north] = features[0]!.geometry.coordinates[0]![0]![0]!;
    expect([Math.round(east! / 1e5), Math.round(north! / 1e6)]).toEqual([6, 5]); // east of 123°, 43° north
    const communities = new Set(features.map(({ properties }) => properties!.comm_name));
    expect([...communities]).toEqual([name.split('-')[2]]);

    await take.choose('格式', 'Shapefile');
    await take.choose('文字编码', 'GBK');
    await take.begin();
    const second = take.row(/GBK/);
    await second.getByText('已生成').waitFor(PATIENTLY);
    expect(await second.textContent()).toContain('字段 house_number 在文件里叫 house_numb');
    const zip = await take.saved(/GBK/);
    expect(Object.keys(unzipSync(zip.bytes))).toContain('building.prj');

    await second.getByRole('button', { name: /^删除/ }).click();
    await second.waitFor({ state: 'detached' });
    await page.reload();
    await take.row(/EPSG4550/).waitFor();
    await take
      .row(/EPSG4550/)
      .getByRole('button', { name: /^删除/ })
      .click();
    await take.panel.getByText('还没有导出过').waitFor();
  });

  test('a number that no system has is refused beside the button', async () => {
    const { page } = await screen({ as: 'viewer', at: DATA });
    const take = exportDataDriver(page);
    await take.choose('坐标系', '其他', '其他');
    await take.panel.getByLabel('EPSG 编号').fill('999999');
    await take.begin();
    await take.panel.getByRole('alert').getByText('没有找到坐标系 EPSG:999999').waitFor();
  });

  test('on a phone it fits the width', async () => {
    const { page, shell } = await screen({ as: 'viewer', at: DATA, size: PHONE });
    const take = exportDataDriver(page);
    await take.panel.getByRole('button', { name: /^导\s?出$/ }).scrollIntoViewIfNeeded();
    expect(await shell.fitsWidth()).toBe(true);
  });
});
