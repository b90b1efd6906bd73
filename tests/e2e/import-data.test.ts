import { describe, expect, inject, test } from 'vitest';
import { buildings, communities, roads } from '../support/small-files.ts';
import { fileOf, importDriver } from './drivers/import.ts';
import { DESK, PHONE, type ScreenOptions, useScreens } from './support/screen.ts';

const DATA = '/?county=220322&mode=data&tab=import';
/** A busy machine takes its time; nothing here says how long something may take. */
const PATIENTLY = { timeout: 30_000 };

describe('importing data', () => {
  const screen = useScreens();
  const wizard = async (options: ScreenOptions = {}) => {
    const opened = await screen({ as: 'admin', at: DATA, ...options });
    return { ...opened, importing: importDriver(opened.page) };
  };

  test('communities, roads, buildings: told before and after; nothing is written before faults are settled', async () => {
    const { page, shell, importing } = await wizard();
    await importing.choose(fileOf('communities.geojson', communities));
    await importing.newCounty('990041', '新县');
    await importing.read();
    await importing.confirm();
    expect(await importing.willHappen()).toEqual([
      expect.stringContaining('新建新县（990041）'),
      expect.stringContaining('写入 2 个社区'),
      expect.stringContaining('按边界划出 2 个街坊'),
      expect.stringContaining('区划自今天起生效'),
    ]);
    await importing.write();
    expect(await importing.report()).toMatchObject({ 写入: '2 个社区', 街坊: '2' });
    await expect.poll(shell.announced, PATIENTLY).toBe('导入完成：2 个社区 已写入新县');

    await importing.again();
    await importing.choose(fileOf('roads.geojson', roads));
    await importing.read();
    await importing.confirm();
    await importing.write();
    expect(await importing.report()).toMatchObject({ 写入: '3 条道路', 街坊: '4' });

    await importing.again();
    await importing.choose(fileOf('buildings.geojson', buildings));
    await importing.read();
    await importing.panel.getByText('边界自相交').waitFor();
    expect(await importing.next.isDisabled()).toBe(true);
    await importing.policy('略过有错的行');
    await importing.panel.getByText('5 行可导入').waitFor();
    await importing.policy('能修补的修补');
    await importing.panel.getByText('6 行可导入').waitFor();
    await importing.confirm();
    expect((await importing.willHappen()).join('\n')).toMatch(/写入 6 栋楼[\s\S]*替换现有 0 栋楼[\s\S]*修补 1 行/);
    await importing.write();
    expect(await importing.report()).toMatchObject({ 写入: '6 栋楼', 修补的行: '1', 不在任何街坊内: '1' });
    await importing.panel.getByRole('button', { name: '在“总览”里看不在街坊内的名单' }).click();
    await page.getByRole('heading', { name: '未落入街坊' }).waitFor();
  });

  test('a fault of the list is shown on the map', async () => {
    const { page, map, importing } = await wizard();
    await importing.choose(fileOf('buildings.geojson', buildings));
    await importing.newCounty('990043', '错县');
    await importing.read();
    await importing.setting('边界自相交');
    const row = importing.panel.getByRole('button', { name: /第 6 行/ });
    await row.focus();
    await map.canvas.waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await map.camera()).zoom, PATIENTLY).toBeGreaterThan(16);
    const { lng, lat } = await map.camera();
    expect(Math.abs(lng - 124.30996)).toBeLessThan(0.004);
    expect(Math.abs(lat - 43.3019)).toBeLessThan(0.004);
  });

  test('settings that fit no row are told; the preview stays, and so does what was set', async () => {
    const { importing } = await wizard();
    await importing.choose(fileOf('communities.geojson', communities));
    await importing.newCounty('990044', '设县');
    await importing.read();
    await importing.setting('只取部分行');
    await importing.panel.getByLabel('等于').fill('南社区');
    await importing.panel.getByRole('button', { name: '只取这些行' }).click();
    await importing.panel.getByRole('alert').getByText('没有一行符合筛选条件').waitFor();
    expect(await importing.panel.getByLabel('等于').inputValue()).toBe('南社区');
    await importing.panel.getByRole('button', { name: '恢复原来的设置' }).click();
    await importing.panel.getByText('2 行可导入').waitFor();
    expect(await importing.next.isEnabled()).toBe(true);
    await importing.panel.getByLabel('等于').fill('西社区');
    await importing.panel.getByRole('button', { name: '只取这些行' }).click();
    await importing.panel.getByText('1 行可导入').waitFor();
  });

  test('taken as GCJ-02, a file moves by half a kilometre', async () => {
    const { importing } = await wizard();
    await importing.choose(fileOf('communities.geojson', communities));
    await importing.newCounty('990045', '偏县');
    await importing.read();
    const [before] = await importing.onServer('990045');
    await importing.panel.getByRole('button', { name: '改为 GCJ-02' }).click();
    await importing.panel.getByText('由您指定为 GCJ-02').waitFor();
    const [after] = await importing.onServer('990045');
    const [west, south] = [0, 1].map((side) => after!.bounds![side]! - before!.bounds![side]!);
    const metres = Math.hypot(west! * 81_000, south! * 111_000);
    expect(metres).toBeGreaterThan(400);
    expect(metres).toBeLessThan(800);
  });

  test('an import is still there after a look at another mode or a reload, and can be thrown away', async () => {
    const { page, importing } = await wizard();
    await importing.choose(fileOf('half-done.geojson', communities));
    await importing.newCounty('990046', '半县');
    await importing.read();
    const modes = page.getByRole('navigation');
    await modes.getByRole('button', { name: '总览' }).click();
    await modes.getByRole('button', { name: '数据' }).click();
    await importing.panel.getByText('2 行可导入').waitFor();
    await page.reload();
    const waiting = importing.panel.getByRole('region', { name: '还没有写入的导入' });
    await waiting.getByRole('button', { name: /half-done\.geojson/ }).click();
    await importing.panel.getByText('2 行可导入').waitFor();
    await importing.panel.getByRole('button', { name: '放弃' }).click();
    await importing.panel.getByRole('button', { name: '读取并检查' }).waitFor();
    expect((await importing.onServer('990046'))[0]).toMatchObject({ status: 'rejected' });
  });

  test('a file of another kind is refused before it is sent; a broken one with the reason, and the choices stay', async () => {
    const { importing } = await wizard();
    await importing.choose(fileOf('table.xls', 'x'));
    await importing.panel.getByRole('alert').getByText('table.xls 不是能读的格式').waitFor();
    await importing.choose(fileOf('broken.geojson', '{"type":"FeatureCollection","features":[{"type":"Feature",}]}'));
    await importing.newCounty('990048', '坏县');
    await importing.panel.getByRole('button', { name: '读取并检查' }).click();
    const alert = importing.panel.getByRole('alert');
    await alert.getByText('文件无法读取').waitFor();
    await alert.getByText(/第 1 行第 59 列/).waitFor();
    expect(await importing.panel.getByLabel('县代码').inputValue()).toBe('990048');
    expect(await importing.panel.getByText('broken.geojson').first().isVisible()).toBe(true);
  });

  test.skipIf(inject('databaseKind') !== 'pglite')('in the demo, one click makes an administrator', async () => {
    const { importing } = await wizard({ as: undefined });
    await importing.panel.getByRole('button', { name: '切换为演示管理员' }).click();
    await importing.panel.getByRole('button', { name: '读取并检查' }).waitFor();
  });

  test('with the keyboard alone, from the county to the confirmation', async () => {
    const { page, importing } = await wizard();
    const keys = page.keyboard;
    await importing.choose(fileOf('communities.geojson', communities));
    await importing.panel.getByLabel('导入到').focus();
    await keys.press('Enter');
    await importing.walkTo('新建一个县…');
    await keys.press('Enter');
    await importing.listsClosed();
    await keys.press('Tab');
    await keys.type('990049');
    await keys.press('Tab');
    await keys.type('键县');
    await keys.press('Tab');
    await keys.press('Enter');
    await importing.panel.getByRole('heading', { name: '设置' }).waitFor();
    // The step that has come has the focus, so Tab goes on from it.
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-current'))).toBe('step');
    for (let stop = 0; stop < 30; stop++) {
      await keys.press('Tab');
      if (await importing.next.evaluate((button) => button === document.activeElement)) break;
    }
    await keys.press('Enter');
    await importing.panel.getByRole('heading', { name: '将要发生的事' }).waitFor();
  });

  test.each([
    ['a desk, light', { size: DESK, dark: false }, '990051'],
    ['a phone, dark', { size: PHONE, dark: true }, '990054'],
  ])('on %s, axe finds nothing in any step, and nothing is wider than the window', async (_what, look, code) => {
    const { shell, importing } = await wizard(look);
    await importing.panel.getByRole('button', { name: '读取并检查' }).waitFor();
    expect(await shell.faults()).toEqual([]);
    await importing.choose(fileOf('buildings.geojson', buildings));
    await importing.newCounty(code, '看县');
    await importing.read();
    for (const title of ['坐标系', '字段对应', '只取部分行']) await importing.setting(title);
    expect(await shell.faults()).toEqual([]);
    expect(await shell.fitsWidth()).toBe(true);
    await importing.policy('能修补的修补');
    await importing.confirm();
    expect(await shell.faults()).toEqual([]);
    await importing.write();
    expect(await shell.faults()).toEqual([]);
    expect(await shell.fitsWidth()).toBe(true);
  });
});
