import type { Page } from 'playwright-core';
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

  const openList = page.locator('.ant-select-dropdown:visible');
  const listsClosed = () => openList.waitFor({ state: 'detached' });

  /** Chooses from one of antd's lists, which stand outside the panel. */
  const pick = async (label: string, option: string) => {
    await panel.getByLabel(label, { exact: true }).click();
    await openList.getByTitle(option, { exact: true }).click();
    await listsClosed();
  };
  const idle = () => panel.getByRole('progressbar').waitFor({ state: 'detached' });

  return {
    panel,
    next,
    pick,
    listsClosed,
    /** Moves to an entry of the open list with the arrow keys. */
    walkTo: async (option: string) => {
      const active = openList.locator('.ant-select-item-option-active');
      await active.waitFor();
      for (let step = 0; step < 20 && (await active.textContent()) !== option; step++) {
        const before = await active.textContent();
        await page.keyboard.press('ArrowUp');
        await openList
          .locator('.ant-select-item-option-active')
          .filter({ hasNotText: before ?? '' })
          .waitFor();
      }
    },
    /** @param file  made by `fileOf`, or the path of a real one */
    choose: (file: ReturnType<typeof fileOf> | string) => page.locator('input[type=file]').setInputFiles(file),
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
    /** On to the next file, from the report. */
    again: () => panel.getByRole('button', { name: '再导入一份' }).click(),
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
