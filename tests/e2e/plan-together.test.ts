import { describe, expect, test } from 'vitest';
import { type Move, planDriver, possibleMoves } from './drivers/plans.ts';
import { type Screen, useScreens } from './support/screen.ts';

describe('two planners on one plan', () => {
  const screen = useScreens();

  /** Where a page is, without its origin. */
  const addressOf = ({ page }: Screen): string => page.url().slice(new URL(page.url()).origin.length);

  /** Draws a stroke of the brush from the neighbour over the block that goes to it. */
  async function paint(opened: Screen, { at, across }: Move): Promise<void> {
    await opened.map.drawn();
    await planDriver(opened.page).tool('画笔').click();
    await opened.map.drag(across, at);
  }

  test('each sees who is there, where the other points, what the other draws, and every step at once', async () => {
    const one = await screen({ as: 'planner' });
    const mine = planDriver(one.page);
    await mine.open();
    await mine.create('两人同画');
    const moves = await possibleMoves(one.page, await mine.document());
    const move = moves[0]!;
    await mine.goTo(move.at);
    await one.map.drawn();

    const other = await screen({ as: 'colleague', at: addressOf(one) });
    const theirs = planDriver(other.page);
    await theirs.tool('画笔').waitFor();
    await other.map.drawn();
    const people = (page: typeof one.page) => page.getByRole('list', { name: '同在这份方案里的人' });
    await people(one.page).getByText('测试·同事在看').waitFor();
    await people(other.page).getByText('测试·planner在看').waitFor();

    await paint(one, move);
    await expect.poll(mine.steps).toHaveLength(1);
    await expect.poll(theirs.steps).toHaveLength(1);
    await people(other.page).getByText(`测试·planner在画${move.to}`).waitFor();
    const pointer = other.page.locator('.maplibregl-marker', { hasText: '测试·planner' });
    await pointer.waitFor();
    const canvas = await other.map.canvas.boundingBox();
    // Both look at the same place, so the pointer comes to where the stroke ended: to the middle of the map.
    const pxAway = async () => {
      const box = await pointer.boundingBox();
      return Math.max(
        Math.abs(box!.x - (canvas!.x + canvas!.width / 2)),
        Math.abs(box!.y - (canvas!.y + canvas!.height / 2)),
      );
    };
    await expect.poll(pxAway).toBeLessThan(12);

    await other.page.close();
    await people(one.page).getByText('测试·同事').waitFor({ state: 'detached' });
  });

  test('what one drew without a line and the other drew meanwhile is told: kept it is done on top, dropped it is gone', async () => {
    const one = await screen({ as: 'planner' });
    const mine = planDriver(one.page);
    await mine.open();
    await mine.create('相碰');
    const moves = await possibleMoves(one.page, await mine.document());
    const [move, rival] = rivals(moves);
    await mine.goTo(move.at);
    const other = await screen({ as: 'colleague', at: addressOf(one) });
    const theirs = planDriver(other.page);
    await theirs.tool('画笔').waitFor();
    const clash = one.page.getByRole('region', { name: '没有存上的步骤' });

    await one.page.context().setOffline(true);
    await paint(one, move);
    await mine.strip.getByText('离线，1 步待发').waitFor();
    await paint(other, rival);
    await theirs.saved();
    await one.page.context().setOffline(false);
    await clash
      .getByText(/测试·同事先存了：把 \d+ 个街坊划入/)
      .filter({ hasText: `划入${rival.to}` })
      .waitFor();
    expect((await mine.document()).steps).toHaveLength(1);

    await clash.getByRole('button', { name: '用我的' }).click();
    await clash.waitFor({ state: 'detached' });
    await mine.saved();
    await expect
      .poll(theirs.steps)
      .toEqual([expect.stringContaining(`划入${rival.to}`), expect.stringContaining(`划入${move.to}`)]);

    await one.page.context().setOffline(true);
    await mine.strip.getByRole('button', { name: /^撤销：/ }).click();
    await mine.strip.getByText('离线，1 步待发').waitFor();
    await paint(other, rival);
    await theirs.saved();
    await one.page.context().setOffline(false);
    await clash.getByRole('button', { name: '放弃我的' }).click();
    await clash.waitFor({ state: 'detached' });
    await mine.saved();
    expect((await mine.document()).steps).toHaveLength(3);
  });

  test('a copy of a colleague’s plan is one’s own: what the colleague drew can be undone in it, and stays in the first', async () => {
    const one = await screen({ as: 'planner' });
    const mine = planDriver(one.page);
    await mine.open();
    await mine.create('同事的划法');
    const [move] = await possibleMoves(one.page, await mine.document());
    await mine.goTo(move!.at);
    await paint(one, move!);
    await mine.saved();

    const other = await screen({ as: 'colleague', at: addressOf(one) });
    const theirs = planDriver(other.page);
    await other.page.getByRole('button', { name: /“同事的划法”的更多操作/ }).click();
    await other.page.getByRole('menuitem', { name: '复制为新方案' }).click();
    await theirs.dialog.getByLabel('名称').fill('我的划法');
    await theirs.dialog.getByRole('button', { name: '复制并打开' }).click();
    await expect.poll(theirs.idOf).not.toBe(mine.idOf());
    await theirs.strip.getByRole('button', { name: /^撤销：/ }).click();
    await expect.poll(async () => (await theirs.steps()).at(-1)).toContain('已撤销');
    await theirs.saved();
    expect((await theirs.document()).steps).toHaveLength(2);
    expect((await mine.document()).steps).toHaveLength(1);
  });
});

/** Two moves of one block, into different regions. */
function rivals(moves: readonly Move[]): [Move, Move] {
  for (const move of moves) {
    const rival = moves.find(({ at, to }) => `${at}` === `${move.at}` && to !== move.to);
    if (rival) return [move, rival];
  }
  throw new Error('no block of the county lies between three communities');
}
