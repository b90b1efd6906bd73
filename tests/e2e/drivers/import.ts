import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { ImportReport } from '../../../api/contract/imports.ts';

/** A file as a person would choose it. */
export const fileOf = (name: string, content: object | string) => ({
  name,
  mimeType: 'application/geo+json',
  buffer: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
});

/** What a person does in the import wizard, by the names that a screen reader says (in Chinese). */
export function importDriver(page: Page) {
  const panel = page.getByRole('region', { name: '任务面板' });
  const next = panel.getByRole('button', { name: '下一步' });

  /** Chooses from one of antd's lists, which stand outside the panel. */
  const pick = async (label: string, option: string) => {
    await panel.getByLabel(label, { exact: true }).click();
    await page.getByRole('option', { name: option }).first().waitFor({ state: 'attached' });
    await page.locator('.ant-select-dropdown:visible').getByTitle(option, { exact: true }).click();
  };
  const idle = async () => {
    await expect.poll(() => panel.getByRole('progressbar').count()).toBe(0);
  };

  return {
    panel,
    next,
    pick,
    /** nothing is being sent, read, checked or written */
    idle,
    choose: (file: ReturnType<typeof fileOf>) => page.locator('input[type=file]').setInputFiles(file),
    newCounty: async (code: string, name: string) => {
      await pick('导入到', '新建一个县…');
      await panel.getByLabel('县代码').fill(code);
      await panel.getByLabel(/^县名称/).fill(name);
    },
    /** Has the file read; the check is on the screen afterwards. */
    read: async () => {
      await panel.getByRole('button', { name: '读取并检查' }).click();
      await panel.getByRole('heading', { name: '设置' }).waitFor();
    },
    setting: (title: string) => panel.locator('summary').filter({ hasText: title }).click(),
    policy: async (name: string) => {
      await panel.getByRole('radio', { name }).check();
      await idle();
    },
    confirm: async () => {
      await next.click();
      await panel.getByRole('heading', { name: '将要发生的事' }).waitFor();
    },
    /** The lines that say what will happen. */
    willHappen: async () =>
      (await panel.getByRole('list', { name: '将要发生的事' }).getByRole('listitem').allInnerTexts()).map((line) =>
        line.replace(/\s+/g, ' '),
      ),
    write: async () => {
      await panel.getByRole('button', { name: '确认写入' }).click();
      await panel.getByText('导入完成').waitFor();
    },
    /** The report's lines: "写入" → "6 栋楼". */
    report: () =>
      panel
        .locator('dl > div')
        .evaluateAll((lines) =>
          Object.fromEntries(
            lines.map((line) => [line.querySelector('dt')?.textContent, line.querySelector('dd')?.textContent]),
          ),
        ),
    /** What the server keeps of a county's imports, newest first. */
    onServer: async (county: string): Promise<ImportReport[]> =>
      (await page.request.get(`/api/counties/${county}/imports`)).json(),
  };
}
