import { describe, expect, test } from 'vitest';
import { squareAround, thingDriver } from './drivers/things.ts';
import { COUNTY } from './support/people.ts';
import { useScreens } from './support/screen.ts';

/** A picture that a browser draws: half red, half green, as a camera's file. */
const drawPicture = async (page: import('playwright-core').Page, width: number, height: number): Promise<Buffer> => {
  const base64 = await page.evaluate(
    async ([w, h]) => {
      const canvas = new OffscreenCanvas(w!, h!);
      const pen = canvas.getContext('2d')!;
      pen.fillStyle = '#c41d28';
      pen.fillRect(0, 0, w!, h!);
      pen.fillStyle = '#1c7a3e';
      pen.fillRect(0, 0, w! / 2, h!);
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer());
      return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ''));
    },
    [width, height],
  );
  return Buffer.from(base64, 'base64');
};

describe('daily work on things', () => {
  const screen = useScreens();

  test('a photo is made smaller, shown, captioned and removed; what is no picture is told', async () => {
    const { page, shell } = await screen({ as: 'admin' });
    const things = thingDriver(page);
    const { here } = await things.acrossBorder();
    const id = await things.make('site', {
      kind: 'plaza',
      name: '有照片的广场',
      geometry: { type: 'Point', coordinates: here },
    });
    await things.open(here, 17, `&select=site:${id}`);
    const photos = shell.inspector.getByRole('region', { name: '照片' });
    const input = photos.getByLabel('选择照片文件');
    await input.setInputFiles({ name: '说明.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('不是图片') });
    await photos.getByRole('alert').getByText('“说明.jpg”不是这个浏览器能打开的图片').waitFor();
    await input.setInputFiles({
      name: '手机.jpg',
      mimeType: 'image/jpeg',
      buffer: await drawPicture(page, 4000, 3000),
    });
    await photos.getByRole('button', { name: '放大第 1 张：没有说明' }).click();
    const box = page.getByRole('dialog', { name: '照片' });
    const size = await box.locator('img').evaluate(async (image) => {
      const picture = image as HTMLImageElement;
      await picture.decode();
      return [picture.naturalWidth, picture.naturalHeight];
    });
    expect(size).toEqual([2048, 1536]);
    expect(await shell.faults()).toEqual([]);
    await box.getByLabel('说明').fill('正门，朝南');
    await box.getByRole('button', { name: '保存说明' }).click();
    await box.getByRole('img', { name: '正门，朝南' }).waitFor();
    await page.keyboard.press('Escape');
    await box.waitFor({ state: 'detached' });
    await photos.getByRole('button', { name: '放大第 1 张：正门，朝南' }).click();
    await box.getByRole('button', { name: '移除照片' }).click();
    await box.getByRole('button', { name: '再按一次，移除这张照片' }).click();
    await box.waitFor({ state: 'detached' });
    expect(await photos.getByRole('listitem').count()).toBe(0);
    await things.clear('site', id);
  });

  test('a worklist leads to the thing and its form; what is settled leaves the list', async () => {
    const { page } = await screen({ as: 'desk' });
    const things = thingDriver(page);
    const { here } = await things.acrossBorder();
    const geometry = { type: 'Point', coordinates: here };
    const id = await things.make('organization', { kind: 'shop', name: '没有地址的店', geometry });
    await things.open(here, 15, '&mode=data');
    const lists = page.getByRole('region', { name: '待办清单' });
    await lists.getByRole('button', { name: /^没有地址/ }).click();
    await lists
      .getByRole('group', { name: '只看一类' })
      .getByRole('button', { name: /^驻区单位/ })
      .click();
    const row = lists.getByRole('button', { name: /^没有地址的店/ });
    await row.click();
    await things.fill('地址', '补上的地址 1 号');
    await things.form.getByRole('button', { name: '保存' }).click();
    await things.note.getByText('已修改驻区单位“没有地址的店”').waitFor();
    await row.waitFor({ state: 'detached' });
    await things.clear('organization', id);
  });

  test('a count of a block is recorded and never shown again', async () => {
    const { page, shell } = await screen({ as: 'admin' });
    const things = thingDriver(page);
    const { here } = await things.acrossBorder();
    const [corner] = squareAround(here, 3);
    const id = await things.make('site', {
      kind: 'plaza',
      name: '计数处',
      geometry: { type: 'Point', coordinates: corner },
    });
    await things.open(here, 17, `&select=site:${id}`);
    const tallies = shell.inspector.getByRole('region', { name: '录入计数' });
    await tallies.getByRole('button', { name: '录入' }).click();
    await tallies.getByLabel('数目').fill('七');
    await tallies.getByRole('button', { name: '录入', exact: true }).click();
    await tallies.getByText('填 0 到 100000 的整数').waitFor();
    await tallies.getByLabel('时期').fill('2026-07');
    await tallies.getByLabel('数目').fill('4711');
    const sent = page.waitForResponse((response) => response.url().endsWith(`/api/counties/${COUNTY}/tallies`));
    await tallies.getByRole('button', { name: '录入', exact: true }).click();
    expect((await sent).status()).toBe(204);
    await tallies.getByText('已记录：党员数，2026-07').waitFor();
    expect(await tallies.getByLabel('数目').inputValue()).toBe('');
    expect(await page.content()).not.toContain('4711');
    expect(await shell.faults()).toEqual([]);
    await things.clear('site', id);
  });
});
