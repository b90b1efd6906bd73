import { distance, pointOnFeature } from '@turf/turf';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { regionList } from '../../api/contract/counties.ts';
import { dayBefore } from '../../api/contract/today.ts';
import { REAL_DATA_ABSENT, readRealGeoJson, realData } from '../support/real-data.ts';
import { importDriver } from './drivers/import.ts';
import { lineDriver, possibleLines } from './drivers/lines.ts';
import { planDriver, possibleMoves } from './drivers/plans.ts';
import { type Screen, useScreens } from './support/screen.ts';

const MONACO = '990001';
const [wards, roads, buildings] = ['boundaries', 'roads', 'buildings'].map((name) =>
  realData(`monaco/${name}.geojson`),
);

describe.skipIf(!(wards && roads && buildings))(wards ? 'Monaco' : REAL_DATA_ABSENT, () => {
  const screen = useScreens();

  test('its wards, roads and buildings come in through the wizard and are on the map; its borders are redrawn, and in force', async () => {
    const { page, shell, map } = await screen({ as: 'admin', at: '/?county=220322&mode=data&tab=import' });
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

    await redraw({ page, shell, map });
  });
});

/** The blocks that the roads have made are redrawn: a border by a line, a block by the brush; then both are in force. */
async function redraw({ page, map }: Screen): Promise<void> {
  await page.goto(`/?county=${MONACO}&mode=plan`);
  const plans = planDriver(page);
  await plans.create('摩纳哥调整');
  // In narrow streets lines snap to one near by, unless one is near oneself.
  const { reshape } = await possibleLines(page, await plans.document(), 90);
  await plans.goTo(reshape[0]!, 17);
  await map.drawn();
  await lineDriver(page, map).draw('改线', reshape);
  await expect.poll(plans.steps).toEqual(['改画边界线']);
  await plans.saved();
  const [move] = await possibleMoves(page, await plans.document());
  await plans.goTo(move!.at);
  await map.drawn();
  await plans.tool('画笔').click();
  await map.drag(move!.across, move!.at);
  await expect.poll(async () => (await plans.steps()).at(-1)).toContain(`划入${move!.to}`);
  await plans.saved();
  // Whoever imported the town is all of its people.
  await plans.answer('提交审批', '提交');
  await plans.review();
  await plans.approve();
  const effective = await plans.preparePublication();
  await plans.publish();
  await plans.dialog.getByRole('button', { name: `${effective} 的地图` }).click();
  await map.drawn();
  const [before, after] = [await areasOn(page, dayBefore(effective)), await areasOn(page, effective)];
  expect(after.get(move!.to)).toBeGreaterThan(before.get(move!.to)!);
  expect(sum(after)).toBeCloseTo(sum(before), -1);
}

const sum = (areas: ReadonlyMap<string, number>): number =>
  [...areas.values()].reduce((total, area) => total + area, 0);

/** Area of each ward by name on a day, m². */
async function areasOn(page: Page, date: string): Promise<Map<string, number>> {
  const answer = await page.request.get(`/api/counties/${MONACO}/regions?date=${date}`);
  const { regions } = regionList.parse(await answer.json());
  return new Map(regions.flatMap(({ kind, name, areaM2 }) => (kind === 'community' ? [[name, areaM2]] : [])));
}
