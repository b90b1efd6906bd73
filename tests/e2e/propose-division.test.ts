import { describe, expect, test } from 'vitest';
import { proposalsDriver } from './drivers/proposals.ts';
import { PRACTICE } from './support/people.ts';
import { PHONE, useScreens } from './support/screen.ts';

const AT = `/?county=${PRACTICE}&mode=plan`;

describe('proposals', () => {
  const screen = useScreens();

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
