import { describe, expect, test } from 'vitest';
import { planDriver } from './drivers/plans.ts';
import { useScreens } from './support/screen.ts';

describe('a division from a file', () => {
  const screen = useScreens();

  test('tells its faults by row, and what has none is adopted as one step, undone with one press', async () => {
    const { page } = await screen({ as: 'planner' });
    const plans = planDriver(page);
    await plans.open();
    await plans.create('导入试用');
    const { base } = await plans.document();
    const [first, second, third] = base.assignment.block;
    const rows = [`${first},新设甲社区`, `${second},新设甲社区`, '7,新设甲社区', `${third},`];
    const section = plans.panel.getByRole('region', { name: '导入划分' });
    await section.getByLabel('划分文件').setInputFiles({
      name: '划分.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(['block,region', ...rows].join('\n')),
    });
    await section.getByText('2 个街坊换归属，新设 1 个区域').waitFor();
    expect(await section.getByRole('listitem').allInnerTexts()).toEqual([
      '第 4 行 方案中没有街坊“7”',
      `第 5 行 · 街坊 ${third} 没有写区域`,
    ]);
    await section.getByRole('button', { name: '第 5 行' }).click();
    const adopt = section.getByRole('button', { name: /^采\s?用$/ });
    expect(await adopt.isDisabled()).toBe(true);
    await section.getByRole('checkbox', { name: '只采用没有问题的行' }).check();
    await adopt.click();
    await expect.poll(plans.steps).toEqual([expect.stringContaining('按文件划分.csv划分，2 个街坊换归属')]);
    await plans.saved();
    const taken = await plans.document();
    expect(taken.steps).toHaveLength(1);
    await page.keyboard.press('Control+z');
    await plans.saved();
    await expect.poll(async () => (await plans.document()).steps.length).toBe(2);
  });
});
