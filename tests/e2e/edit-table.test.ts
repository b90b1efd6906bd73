import { describe, expect, test } from 'vitest';
import { squareAround, thingDriver } from './drivers/things.ts';
import { useScreens } from './support/screen.ts';

describe('many things in a table', () => {
  const screen = useScreens();

  test('a block from Excel is pasted, filled down and saved as one; what cannot be is told by its cell; all of it is undone', async () => {
    const { page, shell } = await screen({ as: 'admin' });
    const things = thingDriver(page);
    const { here } = await things.acrossBorder();
    const ids: number[] = [];
    for (const [i, coordinates] of squareAround(here, 4).entries())
      ids.push(
        await things.make('organization', {
          ...{ kind: 'shop', name: `表中的店${i + 1}` },
          geometry: { type: 'Point', coordinates },
        }),
      );
    await things.open(here, 16, '&mode=data');
    const lists = page.getByRole('region', { name: '待办清单' });
    await lists.getByRole('button', { name: /^没有地址/ }).click();
    await lists
      .getByRole('group', { name: '只看一类' })
      .getByRole('button', { name: /^驻区单位/ })
      .click();
    await lists.getByRole('button', { name: '在表格里一起改' }).click();
    const dialog = page.getByRole('dialog', { name: '表格编辑：驻区单位' });
    await dialog.getByRole('button', { name: '表中的店1', exact: true }).click();
    const line = dialog.getByRole('combobox').or(dialog.getByRole('textbox')).first();
    const paste = (text: string) =>
      line.evaluate((element, block) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', block);
        element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      }, text);

    // kind, name, address
    await page.keyboard.press('ArrowLeft');
    await paste('宫殿\t改名的店1\t一街 1 号\r\n企业\t改名的店2\t一街 2 号\r\n');
    await dialog.getByText('1 格填得不对，改好才能保存：').waitFor();
    expect(await dialog.getByRole('button', { name: /^保存/ }).isDisabled()).toBe(true);
    await dialog.getByRole('button', { name: /^第 \d+ 行 类别：宫殿$/ }).click();
    await page.keyboard.type('市场');
    await page.keyboard.press('Enter');
    await dialog.getByText('1 格填得不对').waitFor({ state: 'detached' });

    await dialog.getByRole('button', { name: '一街 2 号', exact: true }).click();
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Control+d');
    expect(await shell.faults()).toEqual([]);
    await dialog.getByRole('button', { name: '保存 4 行' }).click();
    await dialog.waitFor({ state: 'detached' });
    await things.note.getByText(/^已修改驻区单位“改名的店1”，另有 3 处改变$/).waitFor();
    const fields = async () => Promise.all(ids.map(async (id) => (await things.record('organization', id)).fields));
    expect(await fields()).toMatchObject([
      { kind: 'market', name: '改名的店1', address: '一街 1 号' },
      { kind: 'enterprise', name: '改名的店2', address: '一街 2 号' },
      { kind: 'shop', name: '表中的店3', address: '一街 2 号' },
      { kind: 'shop', name: '表中的店4', address: '一街 2 号' },
    ]);

    await things.note.getByRole('button', { name: '撤销' }).click();
    await things.note.getByText(/^已撤销/).waitFor();
    expect(await fields()).toMatchObject(
      [1, 2, 3, 4].map((i) => ({ kind: 'shop', name: `表中的店${i}`, address: '' })),
    );
    for (const id of ids) await things.clear('organization', id);
  });
});
