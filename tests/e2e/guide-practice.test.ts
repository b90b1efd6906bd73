import { describe, expect, test } from 'vitest';
import { guideDriver } from './drivers/guide.ts';
import { proposalsDriver } from './drivers/proposals.ts';
import { COUNTY, PRACTICE } from './support/people.ts';
import { useScreens } from './support/screen.ts';

describe('the guide of the practice county', () => {
  const screen = useScreens();

  test('leads from step to step, checks off what is done, and comes back when it is called', async () => {
    const { page, shell } = await screen({ as: 'practice', at: `/?county=${PRACTICE}&mode=plan` });
    const plan = proposalsDriver(page);
    const guide = guideDriver(page);
    await guide.at('新建一个方案');
    await plan.make('跟着引导');
    await guide.at('请机器提出十九个社区的划法');
    await guide.help('替我填好');
    await expect.poll(plan.parts).toBe('19');
    expect(await shell.faults()).toEqual([]);

    await guide.close();
    await page.reload();
    await plan.start.waitFor();
    expect(await guide.guide.count()).toBe(0);
    await guide.open();
    await guide.at('请机器提出十九个社区的划法');
  });

  test('is nowhere else', async () => {
    const { page } = await screen({ as: 'planner', at: `/?county=${COUNTY}&mode=plan` });
    await proposalsDriver(page).panel.getByRole('button', { name: '新建方案' }).first().waitFor();
    expect(await page.getByRole('button', { name: '打开练习引导' }).count()).toBe(0);
  });
});
