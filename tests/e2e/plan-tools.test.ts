import { describe, expect, test } from 'vitest';
import { PALETTES } from '../../web/map/palette.ts';
import { draftOf, type LngLat } from './drivers/drafts.ts';
import { possibleNodeMove } from './drivers/lines.ts';
import { planDriver, possibleMoves } from './drivers/plans.ts';
import { PHONE, useScreens } from './support/screen.ts';

/** As far beyond `to` as a share of the way from `from`. */
const beyond = (from: LngLat, to: LngLat, share: number): LngLat => [
  to[0] + share * (to[0] - from[0]),
  to[1] + share * (to[1] - from[1]),
];

describe('the tools', () => {
  const screen = useScreens();

  test('each brings a block over in one step, which one press takes back and another does again', async () => {
    const { page, map } = await screen({ as: 'planner' });
    const plans = planDriver(page);
    await plans.open();
    await plans.create('每样工具一次');
    const document = await plans.document();
    const [move] = await possibleMoves(page, document);
    const { at, across, to } = move!;
    await plans.goTo(at);

    /** Takes hold of the border where the pointer shows that it can, and pushes it over the block. */
    const push = async (): Promise<void> => {
      const places = Array.from({ length: 20 }, (_, i) => beyond(at, across, -i / 20));
      for (const place of places) {
        await map.hover(place);
        if ((await map.cursor()) === 'grab') return map.drag(place, at);
      }
      throw new Error('no border can be taken hold of');
    };
    const corner = beyond(across, at, 0.9);
    const lasso = [across, [corner[0], across[1]], corner, [across[0], corner[1]]] as const;
    const strokes: readonly [tool: string, draw: () => Promise<void>][] = [
      ['画笔', () => map.drag(across, at)],
      ['推边界', push],
      ['点选', () => map.drag(across, at)],
      ['框选', () => map.drag(across, corner)],
      ['套索', () => map.drag(...(lasso as unknown as LngLat[]))],
    ];
    /** Steps that are not undone. */
    const kept = async () => (await plans.steps()).filter((step) => !step.includes('已撤销'));
    for (const [tool, draw] of strokes) {
      await plans.tool(tool).click();
      await draw();
      await expect.poll(kept, { message: tool }).toEqual([expect.stringContaining(`划入${to}`)]);
      await page.keyboard.press('Control+z');
      await expect.poll(kept, { message: tool }).toEqual([]);
    }
    await map.leave();
    await map.drawn();
    const picture = () => map.pictureAt(at);
    const without = await picture();
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(kept).toHaveLength(1);
    await expect.poll(picture).not.toBe(without);
    await page.keyboard.press('Control+z');
    await expect.poll(kept).toEqual([]);
    await expect.poll(picture).toBe(without);

    // A gesture that is left leaves nothing.
    await plans.tool('画笔').click();
    await map.press(across, at);
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await map.leave();
    await expect.poll(picture).toBe(without);
    expect(await kept()).toEqual([]);

    // What is locked is not taken.
    await plans.tool('选择').click();
    await map.click(at);
    await plans.panel.getByRole('button', { name: '锁定' }).click();
    const locked = [expect.stringContaining('锁定')];
    await expect.poll(kept).toEqual(locked);
    await plans.tool('画笔').click();
    await map.drag(across, at);
    expect(await kept()).toEqual(locked);
    await page.keyboard.press('Control+z');
    await expect.poll(kept).toEqual([]);

    const [from, aside] = possibleNodeMove(await draftOf(page, document), at);
    await plans.goTo(from);
    await map.drawn();
    await plans.tool('界点').click();
    await map.press(from, aside);
    const figures = plans.panel.getByRole('heading', { name: '边界改到这里，两侧变为' });
    await figures.waitFor();
    await page.mouse.up();
    await figures.waitFor({ state: 'hidden' });
    await expect.poll(kept).toEqual(['移动界点']);
    await plans.saved();
    const { steps } = await plans.document();
    const last = steps.at(-1)!.step;
    expect('edits' in last && last.edits.map(({ kind }) => kind)).toEqual(['move-node']);
    // Of the borders that were drawn while they moved, nothing stays.
    await map.leave();
    await expect.poll(() => plans.lines()).toEqual([]);
  });

  test('an open plan lies beneath roads and houses from the first, and its names stay when a layer is switched', async () => {
    const { page, shell, map } = await screen({ as: 'planner' });
    const plans = planDriver(page);
    await plans.open();
    await plans.create('看得清的底图');
    const [move] = await possibleMoves(page, await plans.document());
    await plans.goTo(move!.at, 17);
    await map.drawn();
    const { building, road } = PALETTES.light;
    expect(await map.shareOf(road.minor.fill)).toBeGreaterThan(0.01);
    expect(await map.shareOf(building)).toBeGreaterThan(0.002);

    await plans.goTo(move!.at, 13);
    await page.getByRole('button', { name: '图例' }).click();
    const raised = shell.layer('立体楼栋');
    await raised.focus();
    // as whoever uses the keyboard comes to it, so that the focus is seen in both pictures
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    await map.drawn();
    const named = await map.canvas.screenshot();
    // the switch of the houses' height changes nothing here but the style
    await page.keyboard.press('Space');
    await page.keyboard.press('Space');
    await map.drawn();
    expect((await map.canvas.screenshot()).equals(named)).toBe(true);
  });

  test('b takes the brush; a stroke that meets only a locked region says why it took nothing, and is forgotten with the next tool', async () => {
    const { page, map } = await screen({ as: 'planner' });
    const plans = planDriver(page);
    await plans.open();
    await plans.create('锁着的');
    const [move] = await possibleMoves(page, await plans.document());
    await plans.goTo(move!.at);
    await map.drawn();
    await map.click(move!.at);
    await plans.panel.getByRole('button', { name: '锁定', exact: true }).click();
    await expect.poll(plans.steps).toEqual([`锁定${move!.from}`]);
    await page.keyboard.press('b');
    await expect.poll(() => plans.tool('画笔').getAttribute('aria-pressed')).toBe('true');
    await map.drag(move!.across, move!.at);
    const why = page.getByText(`没有改动：${move!.from}已锁定，先解锁`);
    await why.first().waitFor();
    expect(await plans.steps()).toHaveLength(1);
    await page.keyboard.press('c');
    await page.getByRole('main').getByText(`没有改动：${move!.from}已锁定，先解锁`).waitFor({ state: 'detached' });
  });

  test('a region is merged into its neighbour, and part of it split off, as a step each', async () => {
    const { page, map } = await screen({ as: 'planner' });
    const plans = planDriver(page);
    await plans.open();
    await plans.create('并和拆');
    const [move] = await possibleMoves(page, await plans.document());
    await plans.goTo(move!.at);
    await map.drawn();
    await map.click(move!.at);
    await plans.panel.getByRole('button', { name: '并入…' }).click();
    await page.getByRole('region', { name: '并入…' }).getByRole('button', { name: move!.to }).click();
    await expect.poll(plans.steps).toEqual([`${move!.from}并入${move!.to}`]);

    await plans.panel.getByRole('button', { name: '拆分…' }).click();
    await expect.poll(() => plans.tool('套索').getAttribute('aria-pressed')).toBe('true');
    await plans.tool('点选').click();
    await map.click(move!.at);
    await plans.panel.getByRole('button', { name: `从${move!.to}拆出新社区` }).click();
    await expect.poll(plans.steps).toHaveLength(2);
    await plans.saved();
  });

  test('on a phone a finger paints, and a second finger lets the first one’s stroke go', async () => {
    const { page, shell, map } = await screen({ as: 'planner', size: PHONE });
    const plans = planDriver(page);
    await plans.open();
    await plans.create('手指画');
    const [move] = await possibleMoves(page, await plans.document());
    await plans.goTo(move!.at);
    await map.drawn();
    await plans.tool('画笔').click();
    const first = await map.touch(move!.across, move!.at);
    await first.lift();
    await expect.poll(plans.steps).toEqual([expect.stringContaining(`划入${move!.to}`)]);
    await expect.poll(async () => (await plans.document()).steps).toHaveLength(1);
    const second = await map.touch(move!.at, move!.across);
    await second.another();
    await second.lift();
    expect(await plans.steps()).toHaveLength(1);
    expect(await shell.fitsWidth()).toBe(true);

    // That the line is down, and what waits for it, is told in words also here.
    await page.context().setOffline(true);
    await plans.strip.getByRole('button', { name: /^撤销：/ }).click();
    await plans.strip.getByText('离线，1 步待发').waitFor();
  });
});
