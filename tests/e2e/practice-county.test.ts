import { describe, expect, test } from 'vitest';
import { regionList } from '../../api/contract/counties.ts';
import { dayBefore } from '../../api/contract/today.ts';
import { guideDriver } from './drivers/guide.ts';
import { planDriver, possibleMoves } from './drivers/plans.ts';
import { proposalsDriver } from './drivers/proposals.ts';
import { COUNTY, PRACTICE } from './support/people.ts';
import { type Screen, useScreens } from './support/screen.ts';

const AT = `/?county=${PRACTICE}&mode=plan`;
const TITLE = '十一改十九';

describe('the practice county', () => {
  const screen = useScreens();

  test('the guide leads from step to step, checks off what is done, and comes back when it is called', async () => {
    const { page, shell } = await screen({ as: 'practice', at: AT });
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

  test('the guide is nowhere else', async () => {
    const { page } = await screen({ as: 'planner', at: `/?county=${COUNTY}&mode=plan` });
    await proposalsDriver(page).panel.getByRole('button', { name: '新建方案' }).first().waitFor();
    expect(await page.getByRole('button', { name: '打开练习引导' }).count()).toBe(0);
  });

  test('eleven communities become nineteen: proposed, adopted, touched up, submitted, approved, and in force from a day on', async () => {
    const drawn = await screen({ as: 'practice', at: AT });
    await propose(drawn);
    await touchUp(drawn);
    const decided = await screen({ as: 'practice-approver', at: AT });
    const effective = await decide(decided);
    await guideDriver(drawn.page).at('都做完了');
    await planOnNineteen(drawn, effective);
  });
});

/** A planner follows the guide to nineteen communities; looking changes nothing, and adopting is one step. */
async function propose({ page, map }: Screen): Promise<void> {
  const guide = guideDriver(page);
  const plan = proposalsDriver(page);
  await guide.at('新建一个方案');
  await plan.make(TITLE);
  await map.drawn();
  expect(await plan.communities()).toBe(11);
  await guide.at('请机器提出十九个社区的划法');
  await guide.help('替我填好');
  await expect.poll(plan.parts).toBe('19');
  await plan.term('网格保持完整', false);
  await plan.start.click();
  await plan.found();

  await guide.at('看一看、比一比');
  const before = await map.canvas.screenshot();
  const first = plan.cards.first();
  await first.getByRole('button', { name: '在地图上预览' }).click();
  await expect.poll(() => first.getByRole('button', { name: '结束预览' }).getAttribute('aria-pressed')).toBe('true');
  await map.drawn();
  expect((await map.canvas.screenshot()).equals(before)).toBe(false);
  expect(await plan.stepsOnServer(PRACTICE)).toBe(0);

  await guide.at('采用一种');
  await first.getByRole('button', { name: '采用', exact: true }).click();
  await first.getByText('已采用').waitFor();
  await plan.turnTo('绘制');
  expect(await plan.communities()).toBe(19);
  await expect.poll(() => plan.stepsOnServer(PRACTICE)).toBe(1);
  await page.keyboard.press('Control+z');
  await expect.poll(plan.communities).toBe(11);
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(plan.communities).toBe(19);
  await expect.poll(() => plan.stepsOnServer(PRACTICE)).toBe(3);
}

/** One block goes over by hand; then every hard rule is kept, and the plan is handed in. */
async function touchUp({ page, map }: Screen): Promise<void> {
  const guide = guideDriver(page);
  const plans = planDriver(page);
  await guide.at('用画笔修一修');
  const [move] = await possibleMoves(page, await plans.document());
  await plans.goTo(move!.at);
  await map.drawn();
  await guide.help('拿起画笔');
  await map.drag(move!.across, move!.at);
  await expect.poll(async () => (await plans.steps()).at(-1)).toContain(`把 1 个街坊划入${move!.to}`);
  await plans.mendAll();
  await guide.at('提交审批');
  await plans.saved();
  await plans.next.getByRole('button', { name: '提交审批' }).click();
  const unnamed = plans.dialog.getByRole('region', { name: '还可以先处理（不影响继续）' });
  await unnamed.getByText(/^[1-9] 个区域还是临时名称/).waitFor();
  await unnamed.getByRole('button', { name: '新社区1', exact: true }).click();
  await plans.panel.getByRole('button', { name: '改名' }).waitFor();
  await plans.submit();
  await guide.at('换审批人来审核');
}

/** An approver sees what changes, cannot have it begin in the past, publishes it, and looks at both sides of its day; @returns that day. */
async function decide({ page, shell, map }: Screen): Promise<string> {
  const plans = planDriver(page);
  await plans.choose(TITLE);
  await plans.review();
  await plans.panel.getByText(/^新设 \d+ 个、撤销 \d+ 个、调整 \d+ 个区域；\d+ 个街坊、/).waitFor();
  await plans.approve();
  const effective = await plans.preparePublication();
  await plans.dialog.getByText(/^[1-9] 个区域还是临时名称/).waitFor();
  const date = plans.dialog.getByLabel('生效日期');
  await date.fill('2009-12-31');
  await plans.dialog.getByRole('alert').getByText('这一天不能发布').waitFor();
  expect(await plans.dialog.getByText(/^· 现行区划到/).count()).toBe(0);
  await date.fill(effective);
  await plans.dialog.getByText(`现行区划到 ${dayBefore(effective)} 为止；${effective} 起按新区划`).waitFor();
  await plans.dialog.getByRole('tab', { name: /^变动清单 [1-9]\d*$/ }).click();
  await plans.dialog.locator('.ant-table-row:visible').first().waitFor();
  await plans.publish();
  await plans.dialog.getByText(`到 ${dayBefore(effective)} 为止一切照旧；${effective} 起`).waitFor();

  const communities = (n: number) => shell.legend.getByRole('checkbox', { name: `社区 ${n}`, exact: true }).waitFor();
  await plans.dialog.getByRole('button', { name: `${effective} 的地图` }).click();
  await communities(19);
  await map.drawn();
  const after = await map.canvas.screenshot();
  await plans.open();
  await plans.next.getByRole('button', { name: `${dayBefore(effective)} 的地图` }).click();
  await communities(11);
  await map.drawn();
  expect((await map.canvas.screenshot()).equals(after)).toBe(false);
  return effective;
}

/** The next plan starts from the nineteen, though their day has not come; its part is picked from them on the map. */
async function planOnNineteen({ page, map }: Screen, effective: string): Promise<void> {
  const { panel } = planDriver(page);
  const answer = await page.request.get(`/api/counties/${PRACTICE}/regions?date=${effective}`);
  const fresh = regionList.parse(await answer.json()).regions.find(({ name }) => name.startsWith('新社区'))!;
  await page.goto(`${AT}&at=${fresh.label[1]},${fresh.label[0]},15z`);
  await guideDriver(page).at('都做完了');
  await panel.getByRole('button', { name: '新建方案' }).click();
  await panel.getByText(`${TITLE}（${effective} 起）`).waitFor();
  await panel.getByRole('button', { name: '在图上选' }).click();
  await map.drawn();
  await map.click(fresh.label);
  await panel.getByTitle(fresh.name, { exact: true }).waitFor();
  await panel.getByLabel('名称', { exact: true }).fill('十九之后');
  await panel.getByRole('button', { name: '建立并开始绘制' }).click();
  const plans = planDriver(page);
  await plans.tool('画笔').waitFor();
  expect((await plans.document()).plan.area).toEqual([fresh.id]);
  expect(new URL(page.url()).searchParams.has('date')).toBe(false);
}
