import type { Page } from 'playwright-core';

/** What a person does with the guide of the practice county, by the names that a screen reader says (in Chinese). */
export function guideDriver(page: Page) {
  const guide = page.getByRole('region', { name: '练习：十一个社区改划为十九个' });
  return {
    guide,
    /** Waits until the guide has come to a step. */
    at: (step: string) => guide.getByRole('status').getByText(step, { exact: true }).waitFor(),
    /** Has the guide do for the step what it can. */
    help: (button: string) => guide.getByRole('button', { name: button }).click(),
    close: async () => {
      await guide.getByRole('button', { name: '关闭练习引导' }).click();
      await guide.waitFor({ state: 'hidden' });
    },
    open: () => page.getByRole('button', { name: '打开练习引导' }).click(),
  };
}
