import { beforeAll, describe, expect, test } from 'vitest';
import type { Region } from '../../api/contract/counties.ts';
import { useScreens } from './support/screen.ts';

describe('searching', () => {
  const screen = useScreens();
  let community: Region;

  beforeAll(async () => {
    const { shell } = await screen({ as: 'viewer' });
    community = (await shell.regions()).find(({ kind }) => kind === 'community')!;
  });

  test('finds a community by its name, opens it and flies there', async () => {
    const { shell, map } = await screen({ as: 'viewer' });
    await map.drawn();
    const before = await map.camera();
    await shell.search.fill(community.name);
    await shell.results.filter({ hasText: community.name }).first().click();
    await shell.inspector.waitFor();
    expect(await shell.inspected()).toBe(community.name);
    await expect.poll(map.camera).not.toEqual(before);
    const { lng, lat } = await map.camera();
    const [west, south, east, north] = community.bounds;
    expect(lng > west && lng < east && lat > south && lat < north).toBe(true);
  });

  test('finds a community by its official code', async () => {
    const { shell } = await screen({ as: 'viewer' });
    await shell.search.fill(community.code!);
    await shell.results.filter({ hasText: community.name }).first().waitFor();
  });

  test('finds it by pinyin, by initials and with a slip, and marks what fits', async () => {
    const { page, shell } = await screen({ as: 'viewer' });
    for (const typed of ['xingfushequ', 'xfsq', 'xing福社区', '幸福设区']) {
      await shell.search.fill(typed);
      const first = shell.results.first();
      await first.filter({ hasText: '幸福社区' }).waitFor();
      await page.waitForFunction(
        () => document.querySelector('[role="option"] mark')?.textContent === '幸福社区',
        undefined,
        { timeout: 5000 },
      );
    }
  });

  test('says what to try when there is nothing', async () => {
    const { page, shell } = await screen({ as: 'viewer' });
    await shell.search.fill('没有这样的地方');
    await page.getByText('没有找到“没有这样的地方”').waitFor();
    expect(await shell.results.count()).toBe(0);
  });
});
