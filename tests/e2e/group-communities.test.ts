import { describe, expect, test } from 'vitest';
import { blocksWithin, communitiesIn } from '../../geo/divide/regions.ts';
import { compareDriver } from './drivers/compare.ts';
import { cornersOf, draftOf, placeBetween, possiblePartings, wayThrough } from './drivers/drafts.ts';
import { planDriver } from './drivers/plans.ts';
import { NETWORKS } from './support/people.ts';
import { useScreens } from './support/screen.ts';

describe('communities in networks', () => {
  const screen = useScreens();

  test('twenty communities are dragged whole into four networks; what comes apart is told, and what has moved is compared', async () => {
    const { page, shell, map } = await screen({ as: 'networks', at: `/?county=${NETWORKS}&mode=plan` });
    const plans = planDriver(page);
    await plans.create('四个网络', '片区');
    await map.drawn();
    const draft = await draftOf(page, await plans.document());
    const networks = [...draft.ofKind.get('network')!];
    const nameOf = (region: number) => draft.regions.get(region)!.name;
    const householdsOf = (region: number) =>
      draft.partition(draft.regions.get(region)!.kind).totalsOf(region).households.toLocaleString('en');
    const asBefore = networks.map((id) => `${nameOf(id)} ${householdsOf(id)}`);
    expect(asBefore).toHaveLength(4);
    expect(await plans.regions()).toEqual(asBefore);

    // One rectangle takes all twenty out of their networks.
    await plans.tool('框选').click();
    await plans.aim('不归任何区域');
    await plans.targets.open();
    await map.drag(...cornersOf(draft)); // which also puts the sheet away
    await plans.targets.sheet.waitFor({ state: 'detached' });
    await expect.poll(plans.steps).toEqual(['20 个社区移出']);
    expect(await plans.regions()).toEqual(networks.map((id) => `${nameOf(id)} 0`));

    // Four drags bring them in again.
    await plans.tool('点选').click();
    for (const network of networks) {
      await plans.aim(nameOf(network));
      await map.drag(...wayThrough(draft, communitiesIn(draft, network)));
      await expect.poll(async () => (await plans.steps()).at(-1)).toBe(`把 5 个社区编入${nameOf(network)}`);
    }
    expect(await plans.regions()).toEqual(asBefore);
    const connected = plans.rule('每个片区连成一片');
    await connected.getByText('满足 · 提示').waitFor();

    // One that holds its network together goes to the neighbour and comes back; another one goes and stays.
    const partings = possiblePartings(draft);
    const bring = async (goesLightly: boolean) => {
      const parting = partings.find((one) => one.goesLightly === goesLightly)!;
      await plans.aim(nameOf(parting.to));
      await map.click(wayThrough(draft, [parting.community])[0]!);
      return parting;
    };
    await bring(false);
    await connected.getByText('1 处').waitFor();
    await page.keyboard.press('Control+z');
    await connected.getByText('满足 · 提示').waitFor();
    const { community, from, to } = await bring(true);
    await plans.saved();

    const compare = compareDriver(page);
    await compare.withBase();
    await compare.shows('四个网络');
    const moved = `${blocksWithin(draft, community).length} 个街坊 · ${householdsOf(community)} 户`;
    await expect.poll(compare.moves).toEqual([expect.stringContaining(`${nameOf(from)} ${nameOf(to)} ${moved} · `)]);
    // Networks are on both maps as long as they are compared: the new border on the right one only.
    await shell.openLegend();
    await shell.layer('片区 4').and(page.locator(':checked')).waitFor();
    const border = placeBetween(draft, [community], communitiesIn(draft, from));
    await compare.divider.press('Home');
    await map.drawn();
    const ofPlan = await map.pictureAt(border);
    await compare.divider.press('End');
    await map.drawn();
    expect(await map.pictureAt(border)).not.toBe(ofPlan);
    await compare.end();
    await shell.layer('片区 4').and(page.locator(':not(:checked)')).waitFor();
  });
});
