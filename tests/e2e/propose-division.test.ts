import { describe, expect, test } from 'vitest';
import { proposalsDriver } from './drivers/proposals.ts';
import { PRACTICE } from './support/people.ts';
import { PHONE, useScreens } from './support/screen.ts';

const AT = `/?county=${PRACTICE}&mode=plan`;

describe('proposals', () => {
  const screen = useScreens();

  test('a planner has eleven communities divided into nineteen, looks, adopts one, and undoes it with one press', async () => {
    const { page, map } = await screen({ as: 'practice', at: AT });
    const plan = proposalsDriver(page);
    await plan.make('十一改十九');
    await map.drawn();
    expect(await plan.communities()).toBe(11);
    await plan.turnTo('提案');
    await plan.howMany(19);
    await plan.term('网格保持完整', false);
    await plan.start.click();
    await plan.found();

    const before = await map.canvas.screenshot();
    const first = plan.cards.first();
    await first.getByRole('button', { name: '在地图上预览' }).click();
    await expect.poll(() => first.getByRole('button', { name: '结束预览' }).getAttribute('aria-pressed')).toBe('true');
    await map.drawn();
    expect((await map.canvas.screenshot()).equals(before)).toBe(false);
    expect(await plan.stepsOnServer(PRACTICE)).toBe(0);

    await first.getByRole('button', { name: '采用', exact: true }).click();
    await first.getByText('已采用').waitFor();
    await plan.turnTo('绘制');
    expect(await plan.communities()).toBe(19);
    await expect.poll(() => plan.stepsOnServer(PRACTICE)).toBe(1);

    await page.keyboard.press('Control+z');
    await expect.poll(plan.communities).toBe(11);
    await expect.poll(() => plan.stepsOnServer(PRACTICE)).toBe(2);
  });

  test('what cannot be done is said before anything begins, and a search can be left at any moment', async () => {
    const { page, shell } = await screen({ as: 'practice', at: AT, size: PHONE, dark: true });
    const plan = proposalsDriver(page);
    await plan.make('试一试');
    await plan.turnTo('提案');
    await plan.howMany(499);
    await plan.panel
      .getByRole('alert')
      .getByText(/划不出 499 个/)
      .waitFor();
    expect(await plan.start.isDisabled()).toBe(true);
    await plan.howMany(19);
    expect(await shell.faults()).toEqual([]);
    expect(await shell.fitsWidth()).toBe(true);
    await plan.start.click();
    await plan.panel.getByRole('progressbar').waitFor();
    await plan.panel.getByRole('button', { name: '取消' }).click();
    await plan.start.waitFor();
  });
});
