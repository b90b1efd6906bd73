import { describe, expect, test } from 'vitest';
import { planDriver } from './drivers/plans.ts';
import { DESK, PHONE, useScreens } from './support/screen.ts';

describe.each([
  ['a desk, light', { size: DESK, dark: false }],
  ['a desk, dark', { size: DESK, dark: true }],
  ['a phone, light', { size: PHONE, dark: false }],
  ['a phone, dark', { size: PHONE, dark: true }],
])('on %s, axe finds nothing', (_what, look) => {
  const screen = useScreens();

  test('on the map, with a region opened', async () => {
    const { shell, map } = await screen({ as: 'admin', ...look });
    await map.drawn();
    expect(await shell.faults()).toEqual([]);
    const [community] = (await shell.regions()).filter(({ kind }) => kind === 'community');
    const opened = await screen({ as: 'admin', at: `/?county=220322&select=region:${community!.id}`, ...look });
    await opened.shell.inspector.waitFor();
    expect(await opened.shell.faults()).toEqual([]);
  });

  test('with each sheet of the top bar open, and what a search finds', async () => {
    const { page, shell } = await screen({ as: 'admin', ...look });
    await shell.tree.or(shell.search).first().waitFor();
    for (const name of [/^县/, /^截至|^日期/, /账号/]) {
      const button = page.getByRole('banner').getByRole('button', { name });
      if ((await button.count()) === 0) continue; // a phone has fewer
      await button.click();
      await page.getByRole('dialog').waitFor();
      expect(await shell.faults()).toEqual([]);
      await page.keyboard.press('Escape');
    }
    if (!(await shell.search.isVisible())) return;
    await shell.search.fill('社区');
    await shell.results.first().waitFor();
    expect(await shell.faults()).toEqual([]);
  });

  test('in a plan that is drawn', async () => {
    const { page, shell, map } = await screen({ as: 'planner', ...look });
    const plans = planDriver(page);
    await plans.open();
    await plans.create(`无障碍 ${JSON.stringify(look).length}${look.dark}`);
    await map.drawn();
    for (const tab of ['绘制', '改动', '批注']) {
      await plans.tab(tab);
      expect(await shell.faults()).toEqual([]);
    }
  });

  test('at the door', async () => {
    const { shell } = await screen({ as: 'viewer', ...look });
    await shell.account.waitFor();
    await shell.signOut();
    expect(await shell.faults()).toEqual([]);
  });
});
