import { describe, expect, test } from 'vitest';
import { useScreens } from './support/screen.ts';

//   two squares of about 1 km that share a border: west and east
const square = (west: number, name: string) => ({
  type: 'Feature',
  properties: { name },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [west, 43.0],
        [west + 0.01, 43.0],
        [west + 0.01, 43.01],
        [west, 43.01],
        [west, 43.0],
      ],
    ],
  },
});
const WARDS = {
  type: 'FeatureCollection',
  features: [square(124.5, '西村社区'), square(124.51, '东村社区')],
};
const asFile = (name: string, text: string) => ({ name, mimeType: 'application/geo+json', buffer: Buffer.from(text) });

describe('importing in the browser', () => {
  const screen = useScreens();
  const DATA = '/?county=220322&mode=data&tab=import';

  test('is the administrator’s: anybody else is told so, and whom to ask', async () => {
    const { page } = await screen({ as: 'planner', at: DATA });
    await page.getByText('只有管理员可以导入数据').waitFor();
    await page.getByText(/您在梨树县的身份是规划员/).waitFor();
  });

  test('an administrator creates a county from a file of communities, and looks at it', async () => {
    const { page, shell, map } = await screen({ as: 'admin', at: DATA });
    await page.locator('input[type=file]').setInputFiles(asFile('wards.geojson', JSON.stringify(WARDS)));
    await page.getByLabel('导入到').click();
    await page.getByTitle('新建一个县…').click();
    await page.getByLabel('县代码').fill('990077');
    await page.getByLabel(/^县名称/).fill('东西县');
    await page.getByRole('button', { name: '读取并检查' }).click();
    await page.getByText('2 行可导入', { exact: true }).waitFor();
    // In China, degrees without a named system may be shifted ones.
    await page.getByText('可能是 GCJ-02 坐标').waitFor();
    await page.getByRole('button', { name: /^下一步/ }).click();
    await page.getByRole('button', { name: '确认写入' }).click();
    await page.getByRole('button', { name: /在地图上.*东西县/ }).click();
    await map.drawn();
    for (const name of ['西村社区', '东村社区']) await shell.tree.getByText(name, { exact: true }).waitFor();
  });

  test('a file that is no map is refused with the reason, and nothing is written', async () => {
    const { page } = await screen({ as: 'admin', at: DATA });
    await page
      .locator('input[type=file]')
      .setInputFiles(asFile('wards.geojson', '{"type": "FeatureCollection", "features": ['));
    await page.getByRole('button', { name: '读取并检查' }).click();
    await page.getByRole('alert').first().waitFor();
    expect(await page.getByRole('button', { name: /^下一步/ }).count()).toBe(0);
  });
});
