import { describe, expect, test } from 'vitest';
import { useScreens } from './support/screen.ts';

describe('opening the county', () => {
  const screen = useScreens();

  test('shows its name, its streets by name, its layers with counts, and a drawn map', async () => {
    const { page, shell, map } = await screen({ as: 'viewer' });
    await map.drawn();
    expect(await page.title()).toBe('同心 · 梨树县');
    const streets = (await shell.regions()).filter(({ kind }) => kind === 'street');
    expect(streets.length).toBeGreaterThan(0);
    for (const { name } of streets) await shell.tree.getByText(name, { exact: true }).waitFor();
    await shell.legend.getByRole('checkbox', { name: '社区 15', exact: true }).waitFor();
  });

  test('a press on a region opens it beside the map, with its parents, and the address keeps it', async () => {
    const { page, shell, map } = await screen({ as: 'viewer' });
    await map.drawn();
    const [community] = (await shell.regions()).filter(({ kind }) => kind === 'community');
    const [lng, lat] = community!.label;
    await page.goto(`/?county=220322&at=${lat},${lng},13z&layers=-building,-site.service_centre`);
    await map.drawn();
    await map.click(community!.label);
    await shell.inspector.waitFor();
    expect(await shell.inspected()).not.toBe('');
    await expect.poll(() => new URL(page.url()).searchParams.get('select')).toMatch(/^region:\d+$/);
    const opened = await shell.inspected();
    await page.reload();
    await shell.inspector.waitFor();
    expect(await shell.inspected()).toBe(opened);
  });

  test('the back button closes what was opened, the forward button opens it again', async () => {
    const { page, shell } = await screen({ as: 'viewer' });
    await shell.tree.getByRole('treeitem').first().click();
    await shell.inspector.waitFor();
    await page.goBack();
    await shell.inspector.waitFor({ state: 'hidden' });
    await page.goForward();
    await shell.inspector.waitFor();
  });
});
