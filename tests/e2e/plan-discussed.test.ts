import { describe, expect, test } from 'vitest';
import { compareDriver } from './drivers/compare.ts';
import { planDriver, possibleMoves } from './drivers/plans.ts';
import { useScreens } from './support/screen.ts';

describe('a plan that several look at', () => {
  const screen = useScreens();

  test('is copied to try another way: each goes on by itself from what both have, and the two are compared', async () => {
    const { page, map } = await screen({ as: 'planner' });
    const plans = planDriver(page);
    await plans.open();
    await plans.create('甲划法');
    const moves = await possibleMoves(page, await plans.document());
    const [first] = moves;
    const second = moves.find(
      (move) => ![move.from, move.to].some((name) => name === first?.from || name === first?.to),
    );
    const paint = async (move: typeof first) => {
      await plans.goTo(move!.at);
      await map.drawn();
      await plans.tool('画笔').click();
      await map.drag(move!.across, move!.at);
    };
    await paint(first);
    await expect.poll(plans.steps).toHaveLength(1);
    await plans.saved();
    const original = plans.idOf();

    await page.getByRole('button', { name: /“甲划法”的更多操作/ }).click();
    await page.getByRole('menuitem', { name: '复制为新方案' }).click();
    await plans.dialog.getByLabel('名称').fill('乙划法');
    await plans.dialog.getByRole('button', { name: '复制并打开' }).click();
    await expect.poll(plans.idOf).not.toBe(original);
    await expect.poll(plans.steps).toHaveLength(1);
    await paint(second);
    await expect.poll(plans.steps).toHaveLength(2);
    await plans.saved();

    const ofCopy = await plans.document();
    expect(ofCopy.plan.title).toBe('乙划法');
    const answer = await page.request.get(
      page.url().replace(/\/\?.*/, `/api/counties/220322/plans/${original}/document`),
    );
    expect(((await answer.json()) as typeof ofCopy).steps).toHaveLength(1);

    // The two beside each other: what is in the one and not in the other, as a list, by swipe, and side by side.
    const compare = compareDriver(page);
    await compare.withBase();
    await compare.put('左', '甲划法');
    const moved = new RegExp(`^${second!.from} ${second!.to} 1 个街坊 · [\\d,]+ 户 · [\\d,]+ 人$`);
    await expect.poll(compare.moves).toEqual([expect.stringMatching(moved)]);
    await compare.shows('乙划法');
    await map.drawn();
    await compare.divider.press('Home');
    await map.drawn();
    const ofCopyThere = await map.pictureAt(second!.at);
    await compare.divider.press('End');
    await map.drawn();
    expect(await map.pictureAt(second!.at)).not.toBe(ofCopyThere);
    await compare.look('并排');
    await compare.divider.waitFor({ state: 'detached' });
    const move = compare.panel.getByRole('listitem').getByRole('button');
    await move.click();
    await map.drawn();
    const [left, right] = await compare.halves();
    expect(left).not.toBe(right);
    // What moves is marked on both as long as its row is pressed.
    await move.click();
    await map.drawn();
    const [leftAlone, rightAlone] = await compare.halves();
    expect(leftAlone).not.toBe(left);
    expect(rightAlone).not.toBe(right);
    await compare.end();
    await plans.tool('画笔').waitFor();
  });

  test('a comment pinned to a place is answered and resolved by the approver, and the planner sees both at once', async () => {
    const { page, map } = await screen({ as: 'planner' });
    const plans = planDriver(page);
    await plans.open();
    await plans.create('请看这一处');
    const [move] = await possibleMoves(page, await plans.document());
    await plans.goTo(move!.at);
    await map.drawn();
    await plans.tab('批注');
    await plans.panel.getByRole('button', { name: '钉在图上' }).click();
    await map.click(move!.at);
    await plans.panel.getByText(`${move!.from}内一处`).waitFor();
    await plans.panel.getByRole('textbox', { name: '写批注' }).fill('这里划给谁？');
    await plans.panel.getByRole('button', { name: '发出' }).click();
    const thread = (of: typeof plans) => of.panel.getByRole('list', { name: '批注' }).getByRole('listitem');
    await thread(plans).getByText('这里划给谁？').waitFor();
    await thread(plans).getByText(`${move!.from}内一处`).waitFor();

    const at = page.url().slice(new URL(page.url()).origin.length);
    const other = await screen({ as: 'approver', at });
    const theirs = planDriver(other.page);
    await theirs.tab('批注');
    await thread(theirs).getByText('这里划给谁？').waitFor();
    await thread(theirs)
      .getByRole('button', { name: /^回\s?复$/ })
      .click();
    await theirs.panel.getByRole('textbox', { name: '回复' }).fill('留在原社区。');
    await theirs.panel
      .getByRole('form', { name: '回复' })
      .getByRole('button', { name: /^回\s?复$/ })
      .click();
    await thread(plans).getByText('留在原社区。').waitFor();
    await thread(theirs).getByRole('button', { name: '标为已解决' }).click();

    await plans.panel.getByText('批注都已解决').waitFor();
    await plans.panel.getByRole('checkbox', { name: /也显示已解决的/ }).check();
    await thread(plans).getByRole('button', { name: '重新打开' }).waitFor();
  });
});
