import { describe, expect, inject, test } from 'vitest';
import { LAYER_KEYS } from '../../web/state/layer-keys.ts';
import { COUNTY } from './support/people.ts';
import { useScreens } from './support/screen.ts';

/** Pixels by which a place may stand beside its cross. */
const CLOSE_PX = 2;

describe('a raster base map', () => {
  const screen = useScreens();
  const [lng, lat] = inject('markedPlace');
  const nothingElse = LAYER_KEYS.map((key) => `-${key}`).join(',');
  const at = `/?county=${COUNTY}&at=${lat},${lng},16z&layers=${nothingElse}`;

  test.each(['天地图', '天地图影像', '高德地图', '高德影像'])('%s shows a place where it is', async (name) => {
    const { shell, map } = await screen({ as: 'viewer', at });
    await shell.legend.getByRole('radio', { name, exact: true }).check();
    await expect.poll(() => map.fromMiddle(inject('crossColour')), { timeout: 15_000 }).toBeLessThan(CLOSE_PX);
  });

  test('is remembered by the browser, named in the bar, and goes again', async () => {
    const { page, shell, map } = await screen({ as: 'viewer', at });
    await shell.legend.getByRole('radio', { name: '高德地图', exact: true }).check();
    await page.getByText('底图 © 高德地图').waitFor();
    await page.reload();
    await expect.poll(() => map.fromMiddle(inject('crossColour')), { timeout: 15_000 }).toBeLessThan(CLOSE_PX);
    await shell.legend.getByRole('radio', { name: '不用' }).check();
    await expect.poll(() => map.shareOf(inject('crossColour'))).toBe(0);
    expect(await shell.faults()).toEqual([]);
  });
});
