import { describe, expect, test } from 'vitest';
import { PHONE, useScreens } from './support/screen.ts';

describe('on a phone 390 px wide', () => {
  const screen = useScreens();

  test('the map comes first, nothing is wider than the window, and what is pressed is large enough', async () => {
    const { page, shell, map } = await screen({ as: 'grid_staff', size: PHONE });
    await map.drawn();
    expect(await shell.fitsWidth()).toBe(true);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('button, [role=button], a[href], input:not([type=hidden]), select')]
        .filter((element) => (element as HTMLElement).checkVisibility({ visibilityProperty: true }))
        .map((element) => ({ element, box: (element.closest('label') ?? element).getBoundingClientRect() }))
        .filter(({ box }) => box.width > 1 && box.top < window.innerHeight && (box.height < 43.5 || box.width < 43.5))
        .map(
          ({ element, box }) =>
            `${element.getAttribute('aria-label') ?? element.textContent}: ${box.width}×${box.height}`,
        ),
    );
    expect(small).toEqual([]);
  });

  test('a tap on a region opens it in the sheet', async () => {
    const { page, shell, map } = await screen({ as: 'grid_staff', size: PHONE });
    await map.drawn();
    const [community] = (await shell.regions()).filter(({ kind }) => kind === 'community');
    const [lng, lat] = community!.label;
    await page.goto(`/?county=220322&at=${lat},${lng},13z&layers=-building,-site.service_centre`);
    await map.drawn();
    await map.tap(community!.label);
    await shell.inspector.waitFor();
    expect(await shell.fitsWidth()).toBe(true);
  });
});
