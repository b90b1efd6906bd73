import { distance, pointOnFeature } from '@turf/turf';
import { describe, expect, test } from 'vitest';
import { REAL_DATA_ABSENT, readRealGeoJson, realData } from '../support/real-data.ts';
import { importDriver } from './drivers/import.ts';
import { useScreens } from './support/screen.ts';

const MONACO = '990001';
const [wards, roads, buildings] = ['boundaries', 'roads', 'buildings'].map((name) =>
  realData(`monaco/${name}.geojson`),
);

describe.skipIf(!(wards && roads && buildings))(wards ? 'Monaco' : REAL_DATA_ABSENT, () => {
  const screen = useScreens();

  test('its wards, roads and buildings come in through the wizard, and are on the map', async () => {
    const { page, shell, map } = await screen({ as: 'admin', at: '/?county=220322&mode=data' });
    const importing = importDriver(page);

    await importing.choose(wards!);
    await importing.newCounty(MONACO, '摩纳哥');
    await importing.read();
    await importing.confirm();
    await importing.write();
    expect(await importing.report()).toMatchObject({ 写入: '9 个社区' });

    await importing.again();
    await importing.choose(roads!);
    await importing.read();
    await importing.confirm();
    await importing.write();
    expect(await importing.report()).toMatchObject({ 写入: '2,361 条道路' });

    await importing.again();
    await importing.choose(buildings!);
    await importing.read();
    expect(await importing.next.isDisabled()).toBe(true);
    await importing.setting('边界自相交');
    const faulty = importing.panel.getByRole('button', { name: /第 \d+ 行/ }).first();
    const row = Number(/第 (\d+) 行/.exec((await faulty.textContent()) ?? '')?.[1]);
    const inside = pointOnFeature(readRealGeoJson(buildings!).features[row - 1]!).geometry.coordinates;
    await faulty.click();
    const kmAway = async () => {
      const { lng, lat } = await map.camera();
      return distance([lng, lat], inside);
    };
    await expect.poll(kmAway).toBeLessThan(0.3);
    await importing.policy('能修补的修补');
    await importing.panel.getByText('1,207 行可导入').waitFor();
    await importing.confirm();
    await importing.write();
    expect(await importing.report()).toMatchObject({ 写入: '1,207 栋楼', 修补的行: '1', 不在任何街坊内: '64' });

    // The map: counts, the credit, and each ward by its name.
    await page.getByRole('button', { name: /在地图上.*摩纳哥/ }).click();
    await map.drawn();
    for (const count of ['社区 9', '楼栋 1,207']) {
      await shell.legend.getByRole('checkbox', { name: count, exact: true }).waitFor();
    }
    for (const { properties } of readRealGeoJson(wards!).features) {
      await shell.tree.getByText(String(properties?.name), { exact: true }).waitFor();
    }
    expect(await shell.dataNote.textContent()).toBe('© OpenStreetMap contributors');

    // A building by its name, in its ward.
    await shell.search.fill('Palais Princier');
    await shell.results.first().click();
    await expect.poll(shell.inspected).toBe('Palais Princier de Monaco');
    await shell.inspector.getByRole('button', { name: 'Monaco-Ville' }).waitFor();
    expect(await shell.faults()).toEqual([]);
    await page.keyboard.press('Escape');

    // The 64 that lie in no ward: all listed, each opens and says so.
    await page.getByRole('button', { name: '楼栋 64' }).click();
    const outside = page.getByRole('region', { name: '未落入街坊' }).getByRole('listitem');
    await expect.poll(() => outside.count()).toBe(64);
    await outside.first().getByRole('button').click();
    await shell.inspector.getByText('未落入任何街坊').waitFor();

    // The one whose outline crosses itself stands where the file has it.
    const [lng, lat] = inside as [number, number];
    await page.goto(`/?county=${MONACO}&at=${lat},${lng},19z&layers=-label,-building3d`);
    await map.drawn();
    await map.click([lng, lat]);
    await expect.poll(() => new URL(page.url()).searchParams.get('select')).toMatch(/^building:/);
  });
});
