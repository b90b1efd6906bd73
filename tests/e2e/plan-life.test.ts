import { describe, expect, test } from 'vitest';
import { regionList } from '../../api/contract/counties.ts';
import { dayBefore } from '../../api/contract/today.ts';
import { mapDriver } from './drivers/map.ts';
import { type Move, planDriver, possibleMoves } from './drivers/plans.ts';
import { COUNTY } from './support/people.ts';
import { type Screen, useScreens } from './support/screen.ts';

type Plans = ReturnType<typeof planDriver>;

describe('the life of a plan', () => {
  const screen = useScreens();

  /** A planner's new plan, and what can be done in it. */
  async function begin(title: string): Promise<Screen & { plans: Plans; moves: Move[] }> {
    const opened = await screen({ as: 'planner' });
    const plans = planDriver(opened.page);
    await plans.open();
    await plans.create(title);
    return { ...opened, plans, moves: await possibleMoves(opened.page, await plans.document()) };
  }

  /** Draws a stroke of the brush from the neighbour over the block that goes to it. */
  async function paint({ map, plans }: Pick<Screen, 'map'> & { plans: Plans }, move: Move): Promise<void> {
    await plans.goTo(move.at);
    await map.drawn();
    await plans.tool('画笔').click();
    await map.drag(move.across, move.at);
  }

  /** An approver reviews what was submitted, approves and publishes it; @returns the day it begins. */
  async function decide(title: string): Promise<Screen & { plans: Plans; effective: string }> {
    const opened = await screen({ as: 'approver' });
    const plans = planDriver(opened.page);
    await plans.open();
    await plans.choose(title);
    await plans.review();
    await plans.approve();
    const effective = await plans.preparePublication();
    await plans.publish();
    return { ...opened, plans, effective };
  }

  /** Area of each region by name on a day, m². */
  async function areas({ page }: Screen, date: string): Promise<Map<string, number>> {
    const answer = await page.request.get(`/api/counties/${COUNTY}/regions?date=${date}`);
    return new Map(regionList.parse(await answer.json()).regions.map(({ name, areaM2 }) => [name, areaM2]));
  }

  test('a planner draws it, an approver publishes it, and the map follows from its day on', async () => {
    const drawn = await begin('城东调整');
    const { plans } = drawn;
    const [move] = drawn.moves;
    await paint(drawn, move!);
    await expect.poll(plans.steps).toEqual([expect.stringContaining(`划入${move!.to}`)]);
    await plans.saved();

    await plans.tab('改动');
    await plans.panel.getByText('从哪里到哪里').waitFor();
    await plans.submit();
    await plans.tab('绘制');
    await expect.poll(() => plans.tool('画笔').isDisabled()).toBe(true);

    const decided = await decide('城东调整');
    const [before, after] = [
      await areas(decided, dayBefore(decided.effective)),
      await areas(decided, decided.effective),
    ];
    expect(after.get(move!.from)).toBeLessThan(before.get(move!.from)!);
    expect(after.get(move!.to)).toBeGreaterThan(before.get(move!.to)!);

    await decided.plans.dialog
      .getByRole('button', { name: /的地图$/ })
      .first()
      .click();
    await expect.poll(() => new URL(decided.page.url()).searchParams.get('date')).toBe(decided.effective);
    await decided.map.drawn();
  });
  test('two plans of different communities are published one after the other, the second brought onto the first', async () => {
    const second = await begin('后发布的');
    const [ours] = second.moves;
    await paint(second, ours!);
    await second.plans.saved();
    const first = await begin('先发布的');
    const theirs = apartFrom(ours!, first.moves);
    await paint(first, theirs);
    await first.plans.saved();
    await first.plans.submit();
    const { effective } = await decide('先发布的');

    await second.page.reload();
    await second.plans.next.getByRole('button', { name: '迁移到新区划' }).click();
    await second.plans.next.getByText('1 步重做完毕').waitFor();
    await second.plans.submit();
    const decided = await decide('后发布的');
    expect(decided.effective > effective).toBe(true);
    const [between, after] = [await areas(decided, effective), await areas(decided, decided.effective)];
    expect(after.get(theirs.to)).toBe(between.get(theirs.to));
    expect(after.get(ours!.to)).toBeGreaterThan(between.get(ours!.to)!);
  });

  test('a plan that is not there is told once, in the panel', async () => {
    const { page, map } = await screen({ as: 'planner', at: `/?county=${COUNTY}&mode=plan&plan=987654` });
    await page.getByText('没有编号 987654 的方案').first().waitFor();
    await map.drawn();
    expect(await page.getByText('没有编号 987654 的方案').count()).toBe(1);
  });

  test('two windows draw on one plan, and each sees what the other does', async () => {
    const one = await begin('两人同画');
    const two = await screen({ as: 'planner', at: one.page.url().slice(new URL(one.page.url()).origin.length) });
    const other = planDriver(two.page);
    const [move] = one.moves;
    await paint(one, move!);
    await expect.poll(other.steps).toEqual([expect.stringContaining(`划入${move!.to}`)]);
    const apart = apartFrom(move!, one.moves);
    await paint({ map: two.map, plans: other }, apart);
    await expect.poll(one.plans.steps).toHaveLength(2);
    await other.strip.getByRole('button', { name: /^撤销：/ }).click();
    await expect.poll(async () => (await one.plans.steps()).at(-1)).toContain('已撤销');
  });

  test('without a line steps wait and are sent when it is back; a page closed meanwhile, and once more in mid-stroke, comes back with every finished step', async () => {
    const { page, map, plans, moves } = await begin('掉线与关页');
    const address = page.url();
    await plans.goTo(moves[0]!.at);
    await map.drawn();
    await page.context().setOffline(true);
    await plans.tool('画笔').click();
    await map.drag(moves[0]!.across, moves[0]!.at);
    await plans.strip.getByText('离线，1 步待发').waitFor();
    expect((await plans.document()).steps).toEqual([]);
    await page.context().setOffline(false);
    await plans.saved();
    expect((await plans.document()).steps).toHaveLength(1);

    await page.context().setOffline(true);
    const apart = apartFrom(moves[0]!, moves);
    await plans.strip.getByRole('button', { name: /^撤销：/ }).click();
    await plans.strip.getByText('离线，1 步待发').waitFor();
    await page.close();
    await page.context().setOffline(false);

    const again = await page.context().newPage();
    const mended = { map: mapDriver(again), plans: planDriver(again) };
    await again.goto(address);
    await mended.plans.saved();
    expect(await mended.plans.steps()).toEqual([expect.stringContaining('已撤销')]);
    await mended.plans.goTo(apart.at);
    await mended.map.drawn();
    await mended.plans.tool('画笔').click();
    await mended.map.press(apart.across, apart.at);
    await again.close();

    const last = await page.context().newPage();
    await last.goto(address);
    await planDriver(last).saved();
    expect(await planDriver(last).steps()).toHaveLength(1);
  });
});

/** The first move that has nothing to do with the regions of another one. */
function apartFrom({ from, to }: Move, moves: readonly Move[]): Move {
  const found = moves.find((move) => ![move.from, move.to].some((name) => name === from || name === to));
  if (!found) throw new Error('every move concerns the same communities');
  return found;
}
