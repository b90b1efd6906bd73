import { describe, expect, test } from 'vitest';
import { proposalsDriver } from './drivers/proposals.ts';
import { COUNTY, PRACTICE } from './support/people.ts';
import { useScreens } from './support/screen.ts';

describe('the guide of the practice county', () => {
  const screen = useScreens();

  test('leads from step to step, checks off what is done, and comes back when it is called', async () => {
    const { page, shell } = await screen({ as: 'practice', at: `/?county=${PRACTICE}&mode=plan` });
    const plan = proposalsDriver(page);
    const guide = page.getByRole('region', { name: '练习：十一个社区改划为十九个' });
    const now = guide.getByRole('status');
    await now.getByText('新建一个方案').waitFor();
    await plan.make('跟着引导');
    await now.getByText('请机器提出十九个社区的划法').waitFor();
    await guide.getByRole('button', { name: '替我填好' }).click();
    await expect.poll(() => plan.panel.getByRole('spinbutton', { name: '划成几个社区' }).inputValue()).toBe('19');
    expect(await shell.faults()).toEqual([]);

    await guide.getByRole('button', { name: '关闭练习引导' }).click();
    await guide.waitFor({ state: 'hidden' });
    await page.reload();
    await plan.start.waitFor();
    expect(await guide.count()).toBe(0);
    await page.getByRole('button', { name: '打开练习引导' }).click();
    await now.getByText('请机器提出十九个社区的划法').waitFor();
  });

  test('is nowhere else', async () => {
    const { page } = await screen({ as: 'planner', at: `/?county=${COUNTY}&mode=plan` });
    await proposalsDriver(page).panel.getByRole('button', { name: '新建方案' }).first().waitFor();
    expect(await page.getByRole('button', { name: '打开练习引导' }).count()).toBe(0);
  });
});
