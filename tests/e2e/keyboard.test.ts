import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { useScreens } from './support/screen.ts';

describe('with the keyboard alone', () => {
  const screen = useScreens();

  test('one searches, opens, walks the tree and steps out', async () => {
    const { page, shell } = await screen({ as: 'viewer' });
    await shell.tree.waitFor();
    const keys = page.keyboard;
    const communities = (await shell.regions()).filter(({ kind }) => kind === 'community');
    const { name } = communities[0]!;

    await keys.press('/');
    await expect.poll(() => shell.search.evaluate((field) => field === document.activeElement)).toBe(true);
    await keys.type(name);
    await shell.results.first().waitFor();
    await keys.press('Enter');
    await shell.inspector.waitFor();
    expect(await shell.inspected()).toBe(name);
    await expect.poll(shell.announced).toContain(name);

    await keys.press('Escape');
    await keys.press('Escape');
    await shell.inspector.waitFor({ state: 'hidden' });
  });

  test('the tree is one stop of the Tab key; arrows walk and fold it, Enter opens', async () => {
    const { page, shell } = await screen({ as: 'viewer' });
    const rows = shell.tree.getByRole('treeitem');
    await rows.first().waitFor();
    await rows.first().focus();
    const many = await rows.count();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => rows.count()).toBeLessThan(many);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => rows.count()).toBe(many);
    await page.keyboard.press('ArrowDown');
    const focused = page.locator('[role=treeitem]:focus');
    const second = await focused.textContent();
    await page.keyboard.press('Enter');
    await shell.inspector.waitFor();
    expect(second).toContain((await shell.inspected()) ?? '?');
  });

  test('a question mark shows the keys, Escape puts them away', async () => {
    const { page, shell } = await screen({ as: 'viewer' });
    await shell.tree.waitFor();
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog');
    await sheet.waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'hidden' });
  });

  test('whatever has the focus can be seen to have it', async () => {
    const { page, shell, map } = await screen({ as: 'viewer' });
    await shell.tree.waitFor();
    await map.drawn();
    for (let stop = 0; stop < 20; stop++) {
      await page.keyboard.press('Tab');
      const focus = await focusedBox(page);
      if (!focus) continue; // the focus went to the browser's own bar
      const picture = () => page.screenshot({ clip: focus.clip, animations: 'disabled' });
      const focused = await picture();
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      expect(focused.equals(await picture()), `${focus.what} looks the same without the focus`).toBe(false);
    }
  });
});

/** What has the focus, and where it is with what is drawn round it; null when nothing in the page has it. */
async function focusedBox(page: Page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const ROUND_PX = 5;
    const box = (element.closest('label') ?? element).getBoundingClientRect();
    const x = Math.max(0, box.left - ROUND_PX);
    const y = Math.max(0, box.top - ROUND_PX);
    const width = Math.min(innerWidth, box.right + ROUND_PX) - x;
    const height = Math.min(innerHeight, box.bottom + ROUND_PX) - y;
    return { what: element.outerHTML.slice(0, 160), clip: { x, y, width, height } };
  });
}
