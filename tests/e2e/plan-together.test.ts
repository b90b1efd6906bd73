import { describe, expect, test } from 'vitest';
import { planDriver, possibleMoves } from './drivers/plans.ts';
import { useScreens } from './support/screen.ts';

describe('two windows on one plan', () => {
  const screen = useScreens();

  test('each sees who is there, where the other points, what the other draws, and every step at once', async () => {
    const one = await screen({ as: 'planner' });
    const mine = planDriver(one.page);
    await mine.open();
    await mine.create('两人同画');
    const moves = await possibleMoves(one.page, await mine.document());
    const move = moves[0]!;
    await mine.goTo(move.at);
    await one.map.drawn();

    const at = one.page.url().slice(new URL(one.page.url()).origin.length);
    const other = await screen({ as: 'planner', at });
    const theirs = planDriver(other.page);
    await theirs.tool('画笔').waitFor();
    await other.map.drawn();
    const people = (page: typeof one.page) => page.getByRole('list', { name: '同在这份方案里的人' });
    await people(one.page).getByText('测试·planner在看').waitFor();
    await people(other.page).getByText('测试·planner在看').waitFor();

    await mine.tool('画笔').click();
    await one.map.drag(move.across, move.at);
    await expect.poll(mine.steps).toHaveLength(1);
    await expect.poll(theirs.steps).toHaveLength(1);
    await people(other.page).getByText(`测试·planner在画${move.to}`).waitFor();
    const pointer = other.page.locator('.maplibregl-marker', { hasText: '测试·planner' });
    await pointer.waitFor();
    const [box, canvas] = [await pointer.boundingBox(), await other.map.canvas.boundingBox()];
    // Both look at the same place, so the pointer stands where the stroke ended: in the middle of the map.
    expect(Math.abs(box!.x - (canvas!.x + canvas!.width / 2))).toBeLessThan(12);
    expect(Math.abs(box!.y - (canvas!.y + canvas!.height / 2))).toBeLessThan(12);

    await other.page.close();
    await people(one.page).getByText('测试·planner').waitFor({ state: 'detached' });
  });
});
