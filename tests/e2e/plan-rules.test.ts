import { describe, expect, test } from 'vitest';
import { planDriver, possibleMoves } from './drivers/plans.ts';
import { useScreens } from './support/screen.ts';

describe('rules of a plan that people answer for', () => {
  const screen = useScreens();

  test('a community that has to lie in pieces is exempted with a reason, which the changes show; taken back, the rule is broken again', async () => {
    const { page, map } = await screen({ as: 'planner' });
    const plans = planDriver(page);
    await plans.open();
    await plans.create('飞地');
    const document = await plans.document();
    const moves = await possibleMoves(page, document);
    const [first] = moves;
    const beside = new Set(moves.filter(({ at }) => `${at}` === `${first!.at}`).flatMap(({ from, to }) => [from, to]));
    const far = document.base.regions.find(({ kind, name }) => kind === 'community' && !beside.has(name))!.name;
    await plans.goTo(first!.at);
    await map.drawn();
    await plans.tool('选择').click();
    await page.keyboard.down('Shift');
    await map.click(first!.at);
    await page.keyboard.up('Shift');
    await plans.panel.getByRole('button', { name: '划入…' }).click();
    await page.getByRole('dialog', { name: '划入…' }).getByRole('button', { name: far, exact: true }).click();
    const rule = plans.rule('每个社区连成一片');
    await rule.getByText('1 处不满足').waitFor();

    await rule.getByText('每个社区连成一片').click();
    await rule.getByRole('button', { name: `豁免${far}` }).click();
    const reason = page.getByRole('textbox', { name: `${far}为何可以不连成一片` });
    await page.getByRole('button', { name: '豁免', exact: true }).click();
    expect(await plans.steps()).toHaveLength(1); // not without a reason
    await reason.fill('2019 年批复的飞地');
    await page.getByRole('button', { name: '豁免', exact: true }).click();
    await rule.getByText(/满足 · 硬性 · 1 处豁免/).waitFor();
    await plans.saved();

    await plans.tab('改动');
    const row = plans.panel.getByRole('listitem').filter({ hasText: '2019 年批复的飞地' });
    await row.getByText(far).waitFor();

    await plans.tab('绘制');
    await rule.getByText('每个社区连成一片').click();
    await rule.getByRole('button', { name: '取消豁免' }).click();
    await rule.getByText('1 处不满足').waitFor();
  });

  test('communities join a union with their consent: who has not agreed is told, recorded, and can be taken back', async () => {
    const { page, map } = await screen({ as: 'planner' });
    const plans = planDriver(page);
    await plans.open();
    await plans.create('区域党委试点', '区域党委');
    const [first] = await possibleMoves(page, await plans.document());
    await plans.goTo(first!.at);
    await map.drawn();
    await plans.tool('选择').click();
    await page.keyboard.down('Shift');
    await map.click(first!.at);
    await map.click(first!.across);
    await page.keyboard.up('Shift');
    await plans.panel.getByRole('button', { name: '新建区域党委' }).click();
    const rule = plans.rule('区域党委的每个成员都已同意加入');
    await rule.getByText('1 处不满足').waitFor();
    const members = plans.panel.getByRole('region', { name: '成员社区（2）' });
    await members.getByRole('button', { name: `记为${first!.from}已同意` }).click();
    await page.getByLabel('同意的日期（可不填）').fill('2026-01-28');
    await page.getByLabel('谁、哪次会议同意的（可不填）').fill('居民代表会议');
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await members.getByText(/已同意 · 2026-01-28 · 居民代表会议 · /).waitFor();
    await rule.getByText('1 处不满足').waitFor();
    await members.getByRole('button', { name: `记为${first!.to}已同意` }).click();
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await rule.getByText(/满足 · 硬性/).waitFor();
    await expect.poll(() => members.getByText(/已同意 · .*测试·planner .* 登记/).count()).toBe(2);

    await plans.tab('改动');
    await plans.panel
      .getByRole('listitem')
      .filter({ hasText: first!.from })
      .getByText(/已同意/)
      .waitFor();
    await plans.tab('绘制');
    await members.getByRole('button', { name: `取消${first!.to}的同意` }).click();
    await rule.getByText('1 处不满足').waitFor();
  });

  test('an administrator sets the county’s own band with where it comes from; plans are judged by it, and a planner only reads it', async () => {
    const own = await screen({ as: 'admin' });
    await planDriver(own.page).open();
    const section = own.page.getByRole('region', { name: '划分规则' });
    await section.getByRole('button', { name: '修改规则' }).click();
    const dialog = own.page.getByRole('dialog', { name: '划分规则' });
    const workers = dialog.getByRole('listitem').filter({ hasText: '社区：工作人员数在范围内' });
    await workers.getByLabel('最少人数').fill('14');
    await workers.getByText('填两个整数，前一个不大于后一个。').waitFor();
    expect(await dialog.getByRole('button', { name: /^保\s?存$/ }).isDisabled()).toBe(true);
    await workers.getByLabel('最多人数').fill('18');
    await workers.getByLabel('依据').fill('本县编办 2026 年通知（示例）');
    await dialog.getByRole('button', { name: /^保\s?存$/ }).click();
    await dialog.waitFor({ state: 'detached' });
    await section.getByText(/方案按本县自己的规则评判/).waitFor();

    const { page } = await screen({ as: 'planner' });
    const plans = planDriver(page);
    await plans.open();
    await page.getByRole('region', { name: '划分规则' }).getByRole('button', { name: '查看规则' }).click();
    expect(await page.getByRole('dialog').getByLabel('最少人数').isDisabled()).toBe(true);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^关\s?闭$/ })
      .last()
      .click();
    await plans.create('按本县的规则');
    await plans.rule('每个社区有 14–18 名工作人员').waitFor();
    await plans.rule('每个社区有 14–18 名工作人员').locator('summary').click();
    await plans.panel.getByText('本县编办 2026 年通知（示例）').waitFor();

    await section.getByRole('button', { name: '修改规则' }).click();
    await dialog.getByRole('button', { name: '填入通行做法' }).click();
    await dialog.getByRole('button', { name: /^保\s?存$/ }).click();
    await dialog.waitFor({ state: 'detached' });
  });
});
