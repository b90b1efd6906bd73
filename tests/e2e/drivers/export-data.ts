import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

/** What a person does to take layers away, by the names that a screen reader says. */
export function exportDataDriver(page: Page) {
  const panel = page.getByRole('region', { name: '导出数据' });
  const files = panel.getByRole('region', { name: '我的导出' });
  const option = (name: string | RegExp) =>
    page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: name });

  return {
    panel,
    files,
    /** Chooses in a list; what it offers may be long, so that its beginning is typed. */
    choose: async (field: string, name: string | RegExp, typed?: string) => {
      const list = panel.getByLabel(field, { exact: true });
      await list.click();
      if (typed) await list.fill(typed);
      await option(name).first().click();
    },
    begin: () => panel.getByRole('button', { name: /^导\s?出$/ }).click(),
    row: (name: string | RegExp) => files.getByRole('listitem').filter({ hasText: name }),

    /** What the browser saves. */
    saved: async (name: string | RegExp) => {
      const [download] = await Promise.all([page.waitForEvent('download'), files.getByRole('link', { name }).click()]);
      return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
    },
  };
}
