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
    const { page, shell } = await screen({ as: 'viewer' });
    await shell.tree.waitFor();
    for (let stop = 0; stop < 25; stop++) {
      await page.keyboard.press('Tab');
      const shown = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return true;
        const { width, height } = element.getBoundingClientRect();
        const style = getComputedStyle(element);
        const ring = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0;
        return (width > 0 && height > 0 && (ring || style.boxShadow !== 'none')) || element.outerHTML.slice(0, 120);
      });
      expect(shown).toBe(true);
    }
  });
});
