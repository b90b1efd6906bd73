import { describe, expect, test } from 'vitest';
import { lineDriver, possibleLines } from './drivers/lines.ts';
import { planDriver } from './drivers/plans.ts';
import { useScreens } from './support/screen.ts';

describe('the lines themselves', () => {
  const screen = useScreens();

  test('a border is redrawn past a junction, a block is cut, two are merged, one step is taken back; all of it is there again', async () => {
    const { page, map } = await screen({ as: 'planner' });
    const plans = planDriver(page);
    const lines = lineDriver(page, map);
    await plans.open();
    await plans.create('改线与切分');
    const { reshape, cut, middle, merge } = await possibleLines(page, await plans.document());

    await plans.goTo(reshape[0]!);
    await map.drawn();
    await lines.draw('改线', reshape);
    await expect.poll(plans.steps).toEqual(['改画边界线']);

    await plans.goTo(middle);
    await map.drawn();
    await lines.draw('切分', cut);
    await expect.poll(plans.steps).toEqual(['改画边界线', '切开街坊']);

    await plans.goTo(merge[0]!);
    await map.drawn();
    await lines.choose(merge);
    await plans.panel.getByRole('button', { name: '合成一个街坊…' }).click();
    await plans.panel.getByRole('button', { name: '合成一个街坊', exact: true }).click();
    await expect.poll(plans.steps).toEqual(['改画边界线', '切开街坊', '把 2 个街坊合并为一个']);

    await plans.strip.getByRole('button', { name: /^撤销：切开|^撤销：把/ }).click();
    const kept = ['改画边界线', '切开街坊', expect.stringMatching(/^把 2 个街坊合并为一个[\s\S]*已撤销/)];
    await expect.poll(plans.steps).toEqual(kept);
    await plans.saved();
    await page.reload();
    await plans.saved();
    expect(await plans.steps()).toEqual(kept);
    const { steps } = await plans.document();
    expect(steps).toHaveLength(4);
  });

  test('a line that cannot be a border says why, and changes nothing', async () => {
    const { page, map } = await screen({ as: 'planner' });
    const plans = planDriver(page);
    const lines = lineDriver(page, map);
    await plans.open();
    await plans.create('画不成的线');
    const { reshape } = await possibleLines(page, await plans.document());
    await plans.goTo(reshape[0]!);
    await map.drawn();
    await lines.draw('改线', reshape.slice(0, -1));
    await page.getByText('没有改动：线要从边界画到边界，不能停在街坊里面').first().waitFor();
    expect(await plans.steps()).toEqual([]);
  });
});
