import { describe, expect, inject, test } from 'vitest';
import { gdal } from '../support/gdal.ts';
import { COUNTY } from './support/people.ts';
import { PHONE, useScreens } from './support/screen.ts';

const AT = `/?county=${COUNTY}&mode=data&tab=interface`;

describe('the open interface', () => {
  const open = useScreens();

  test('somebody makes a token, reads the county with it from outside, and revokes it', async () => {
    const { page, shell } = await open({ as: 'planner', at: AT });
    const panel = page.getByRole('region', { name: '开放接口' });
    await panel.getByLabel('用在哪里').fill('规划科的 QGIS');
    await panel.getByRole('button', { name: '生成令牌' }).click();
    const made = panel.getByRole('status').locator('code');
    await made.waitFor();
    const token = (await made.textContent())!;
    await expect.poll(() => panel.getByRole('list', { name: '访问令牌' }).textContent()).toContain('规划科的 QGIS');
    // the ready lines carry it
    expect(await panel.getByText(/^ogrinfo/).textContent()).toContain(token);
    await panel.scrollIntoViewIfNeeded();
    expect(await shell.faults()).toEqual([]);

    const address = new URL(`/ogc/${COUNTY}`, inject('appUrl')).href;
    // not as the visitor of the demo on this machine
    const outside = { authorization: `Bearer ${token}`, 'x-forwarded-for': '192.0.2.1' };
    const read = (): Promise<Response> => fetch(`${address}/collections/communities/items`, { headers: outside });
    const communities = await (await read()).json();
    expect(communities).toMatchObject({ numberMatched: 15 });
    if (gdal.isThere) {
      const way = ['--config', 'GDAL_HTTP_HEADERS', `X-Forwarded-For: 192.0.2.1,Authorization: Bearer ${token}`];
      expect(await gdal.ask('ogrinfo', ...way, `OAPIF:${address}`, 'communities', '-so')).toContain(
        'Feature Count: 15',
      );
    }

    await panel.getByRole('button', { name: '存好了' }).click();
    expect(await page.getByText(token).count()).toBe(0);
    await panel.getByRole('button', { name: /^撤\s?销$/ }).click();
    await panel.getByText('还没有令牌').waitFor();
    await expect.poll(async () => (await read()).status).toBe(401);
  });

  test('on a phone, in English and the dark, everything of it fits', async () => {
    const { page, shell } = await open({ as: 'planner', at: AT, size: PHONE });
    await shell.toEnglishAndDark();
    const panel = page.getByRole('region', { name: 'Open interface' });
    await panel.scrollIntoViewIfNeeded();
    await panel.getByText(/^ogr2ogr/).waitFor();
    const { scrollWidth, clientWidth } = await panel.evaluate((element) => ({
      scrollWidth: element.scrollWidth,
      clientWidth: element.clientWidth,
    }));
    expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
  });
});
