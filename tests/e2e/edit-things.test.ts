import { distance } from '@turf/turf';
import { describe, expect, test } from 'vitest';
import { squareAround, thingDriver } from './drivers/things.ts';
import { PHONE, useScreens } from './support/screen.ts';

const idIn = (address: string): number => Number(/select=[a-z_]+:(\d+)/.exec(address)?.[1]);

describe('things by hand', () => {
  const screen = useScreens();

  test('a building is drawn, moved over a border, retired and brought back; the figures of both grids follow', async () => {
    const { page, shell, map } = await screen({ as: 'admin' });
    const things = thingDriver(page);
    const { a, b, here, there } = await things.acrossBorder();
    const before = await things.households(a.id, b.id);
    await things.open([(here[0] + there[0]) / 2, (here[1] + there[1]) / 2], 18, '&mode=data');
    await map.drawn();
    await page.getByRole('button', { name: '新增楼栋' }).click();
    await things.drawing.waitFor();
    for (const corner of squareAround(here, 7)) await map.click(corner);
    await things.drawing.getByRole('button', { name: '闭合轮廓' }).click();
    await things.drawing.getByRole('button', { name: '画好了' }).click();
    await things.fill('名称', '画出来的楼');
    await things.fill('层数', '6');
    await things.fill('户数', '24');
    await things.form.getByRole('button', { name: '新增', exact: true }).click();
    await things.note.getByText('已新增楼栋“画出来的楼”').waitFor();
    expect(await shell.inspected()).toBe('画出来的楼');
    const id = idIn(page.url());
    expect(await things.households(a.id, b.id)).toEqual([before[0]! + 24, before[1]]);

    await shell.inspector.getByRole('button', { name: '修改' }).click();
    await things.form.getByRole('button', { name: '移动或改轮廓' }).click();
    await things.drawing.waitFor();
    await map.drag(here, there);
    await things.drawing.getByRole('button', { name: '画好了' }).click();
    await things.form.getByRole('button', { name: '保存' }).click();
    await things.note.getByText('已移动楼栋“画出来的楼”').waitFor();
    await shell.inspector.getByRole('navigation', { name: '上级区域' }).getByRole('button', { name: b.name }).waitFor();
    expect(await things.households(a.id, b.id)).toEqual([before[0], before[1]! + 24]);

    await shell.inspector.getByRole('button', { name: '修改' }).click();
    await things.form.getByRole('button', { name: '停用' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: '停用' }).click();
    await things.note.getByText(/^已停用楼栋“画出来的楼”/).waitFor();
    expect(await things.households(a.id, b.id)).toEqual(before);

    await things.note.getByRole('button', { name: '撤销' }).click();
    await things.note.getByText('已撤销对楼栋“画出来的楼”的修改').waitFor();
    expect(await things.households(a.id, b.id)).toEqual([before[0], before[1]! + 24]);

    await things.open(there, 18, `&select=building:${id}`);
    const history = shell.inspector.getByRole('region', { name: '修改历史' });
    await history.getByRole('button', { name: '显示' }).click();
    await expect.poll(() => history.getByRole('listitem').count()).toBe(4);
    expect(await history.getByRole('listitem').allTextContents()).toEqual([
      expect.stringMatching(/^撤销.*测试·admin/),
      expect.stringMatching(/^停用.*已撤销/),
      expect.stringMatching(/^移动位置/),
      expect.stringMatching(/^新增/),
    ]);
    await history.getByRole('listitem').nth(2).getByRole('button', { name: '撤销' }).click();
    await shell.inspector.getByRole('navigation', { name: '上级区域' }).getByRole('button', { name: a.name }).waitFor();
    expect(await things.households(a.id, b.id)).toEqual([before[0]! + 24, before[1]]);
    expect(await shell.faults()).toEqual([]);
    await things.clear('building', id);
  });

  test('whoever saves second sees what the first one changed, keeps what was typed, and saves it over', async () => {
    const first = await screen({ as: 'admin' });
    const second = await screen({ as: 'desk' });
    const [one, other] = [thingDriver(first.page), thingDriver(second.page)];
    const { here } = await one.acrossBorder();
    const [, , corner] = squareAround(here, 40);
    const id = await one.make('organization', {
      ...{ kind: 'shop', name: '两人同改的店', address: '旧址' },
      geometry: { type: 'Point', coordinates: corner },
    });
    for (const each of [one, other]) await each.open(corner!, 17, `&select=organization:${id}`);
    for (const { shell } of [first, second]) await shell.inspector.getByRole('button', { name: '修改' }).click();
    await other.fill('名称 *', '后改的名');
    await one.fill('地址', '先改的址');
    await one.form.getByRole('button', { name: '保存' }).click();
    await one.note.waitFor();

    await other.form.getByRole('button', { name: '保存' }).click();
    const alert = other.form.getByRole('alert').filter({ hasText: '有人改过' });
    await alert.getByText('地址：旧址 → 先改的址').waitFor();
    expect(await other.form.getByLabel('名称 *', { exact: true }).inputValue()).toBe('后改的名');
    expect(await other.form.getByLabel('地址', { exact: true }).inputValue()).toBe('先改的址');
    await other.form.getByRole('button', { name: '仍按我填的保存' }).click();
    await other.note.waitFor();
    expect((await one.record('organization', id)).fields).toMatchObject({ name: '后改的名', address: '先改的址' });
    await one.clear('organization', id);
  });

  test('on a phone a site is put where the cross stands, and opens in the sheet', async () => {
    const { page, shell, map } = await screen({ as: 'desk', size: PHONE });
    const things = thingDriver(page);
    const { there } = await things.acrossBorder();
    await things.open(there, 17, '&mode=data');
    await map.drawn();
    await page.getByRole('button', { name: '新增阵地' }).tap();
    await things.drawing.getByRole('button', { name: '放在这里' }).tap();
    await things.pick('类别 *', '党群服务中心');
    await things.fill('名称 *', '拇指服务中心');
    expect(await shell.fitsWidth()).toBe(true);
    expect(await shell.faults()).toEqual([]);
    await things.form.getByRole('button', { name: '新增', exact: true }).tap();
    await shell.inspector.waitFor();
    expect(await shell.inspected()).toBe('拇指服务中心');
    const id = idIn(page.url());
    const { place } = await things.record('site', id);
    expect(Math.abs(place![0] - there[0])).toBeLessThan(0.002);
    await things.clear('site', id);
  });

  test('on a phone an outline is moved with a finger', async () => {
    const { page, shell, map } = await screen({ as: 'admin', size: PHONE });
    const things = thingDriver(page);
    const { here } = await things.acrossBorder();
    const ring = squareAround(here, 8);
    const geometry = { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
    const id = await things.make('building', { name: '手指下的楼', geometry });
    await things.open(here, 18.5, `&select=building:${id}`);
    await map.drawn();
    await shell.inspector.getByRole('button', { name: '修改' }).tap();
    await things.form.getByRole('button', { name: '移动或改轮廓' }).tap();
    await things.drawing.waitFor();
    await map.drawn();
    const [, , to] = squareAround(here, 14);
    const finger = await map.touch(here, to!);
    await finger.lift();
    await things.drawing.getByRole('button', { name: '画好了' }).tap();
    await things.form.getByRole('button', { name: '保存' }).tap();
    await things.note.getByText('已移动楼栋“手指下的楼”').waitFor();
    const { place } = await things.record('building', id);
    expect(distance([...place!], [...to!], { units: 'meters' })).toBeLessThan(2);
    await things.clear('building', id);
  });

  test('with the keyboard alone an organization is put at the cross; a stray Escape loses nothing that was typed', async () => {
    const { page, shell, map } = await screen({ as: 'desk' });
    const things = thingDriver(page);
    const { here } = await things.acrossBorder();
    await things.open(here, 17, '&mode=data');
    await map.drawn();
    const press = async (button: ReturnType<typeof page.getByRole>) => {
      await button.focus();
      await page.keyboard.press('Enter');
    };
    await press(page.getByRole('button', { name: '新增驻区单位' }));
    await press(things.drawing.getByRole('button', { name: '放在这里' }));
    await things.drawing.waitFor({ state: 'detached' });
    await things.form.getByLabel('名称 *', { exact: true }).focus();
    await page.keyboard.insertText('键盘商店');
    await things.form.getByRole('button', { name: '取消' }).focus();
    await page.keyboard.press('Escape');
    expect(await things.form.getByLabel('名称 *', { exact: true }).inputValue()).toBe('键盘商店');
    await press(things.form.getByRole('button', { name: '新增', exact: true }));
    await things.form.getByText('还有必填的没有填').waitFor();
    await things.form.getByLabel('类别 *', { exact: true }).focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await press(things.form.getByRole('button', { name: '新增', exact: true }));
    await things.note.getByText('已新增驻区单位“键盘商店”').waitFor();
    expect(await shell.inspected()).toBe('键盘商店');
    await things.clear('organization', idIn(page.url()));
  });

  test('whoever only looks has no form', async () => {
    const { page, shell } = await screen({ as: 'viewer' });
    const things = thingDriver(page);
    const { here } = await things.acrossBorder();
    const found = await page.request.get('/api/counties/220322/search?q=小区&limit=5');
    const thing = ((await found.json()).results as { layer: string; id: number }[]).find(
      ({ layer }) => layer === 'compound',
    );
    await things.open(here, 17, `&mode=data&select=compound:${thing!.id}`);
    await shell.inspector.waitFor();
    expect(await shell.inspector.getByRole('button', { name: '修改' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: '新增楼栋' }).count()).toBe(0);
  });
});
