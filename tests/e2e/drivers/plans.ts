import { distance, pointOnFeature, polygon } from '@turf/turf';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { type PlanDocument, planDocument } from '../../../api/contract/plans.ts';
import { OUTSIDE } from '../../../geo/fabric/fabric.ts';
import { blockPolygons } from '../../../geo/fabric/polygons.ts';
import { type FabricTopology, fromTopology } from '../../../geo/fabric/topology.ts';
import { COUNTY } from '../support/people.ts';

type LngLat = readonly [lng: number, lat: number];

/** A block on a border that can go over to the neighbour and leaves what it comes from in one piece. */
export interface Move {
  readonly from: string;
  readonly to: string;
  /** inside the block, and inside the one across the border */
  readonly at: LngLat;
  readonly across: LngLat;
}

/** What planners and approvers do with plans, by the names that a screen reader says (in Chinese). */
export function planDriver(page: Page) {
  const panel = page.getByRole('region', { name: '任务面板' });
  const dialog = page.getByRole('dialog');
  const strip = page.getByRole('region', { name: '步骤' });
  const next = page.getByRole('region', { name: '下一步' });
  const tool = (name: string) => page.getByRole('toolbar', { name: '绘制工具' }).getByRole('button', { name });

  const idOf = (): number => Number(new URL(page.url()).searchParams.get('plan'));

  return {
    panel,
    dialog,
    strip,
    next,
    idOf,
    tool,

    open: () => page.getByRole('navigation').getByRole('button', { name: '区划' }).click(),

    /** Makes a plan over the whole county, of communities where nothing is said; its drawing is on the screen afterwards. */
    create: async (title: string, level?: '网格' | '片区' | '区域党委') => {
      await panel.getByRole('button', { name: '新建方案' }).click();
      await panel.getByLabel('名称').fill(title);
      if (level) {
        await panel.getByLabel('划什么').click();
        await page.getByTitle(level, { exact: true }).click();
      }
      await panel.getByRole('button', { name: '建立并开始绘制' }).click();
      await tool('画笔').waitFor();
      await expect.poll(idOf).toBeGreaterThan(0);
    },
    /** Opens a plan from the list of all. */
    choose: (title: string) => panel.getByRole('button', { name: title }).first().click(),
    tab: (name: string) => page.getByRole('tab', { name }).click(),

    /** A rule's row in the panel, by its words. */
    rule: (words: string) => panel.getByRole('listitem').filter({ hasText: words }).first(),

    /** Presses what stands next, and what the dialog says to it. */
    answer: async (button: string, confirm: string) => {
      await next.getByRole('button', { name: button }).click();
      // antd sets two Chinese characters apart.
      await dialog.getByRole('button', { name: new RegExp(`^${[...confirm].join('\\s?')}$`) }).click();
      await dialog.waitFor({ state: 'hidden' });
    },

    /** The steps as the strip lists them. */
    steps: () => strip.getByRole('listitem').allInnerTexts(),
    /** Brings a place to the middle of the map, near enough to draw there. */
    goTo: async ([lng, lat]: LngLat) => {
      const address = new URL(page.url());
      address.searchParams.set('at', `${lat},${lng},16z`);
      await page.goto(address.href);
      await tool('画笔').waitFor();
    },
    saved: () => strip.getByText('已保存').waitFor(),

    /** What the server has of the open plan. */
    document: async (): Promise<PlanDocument> =>
      planDocument.parse(await (await page.request.get(`/api/counties/${COUNTY}/plans/${idOf()}/document`)).json()),
  };
}

/** Where one block can go from one community to another, the shortest way first. */
export async function possibleMoves(page: Page, { fabric: id, base }: PlanDocument): Promise<Move[]> {
  const answer = await page.request.get(`/api/counties/${COUNTY}/fabrics/${id}`);
  const fabric = fromTopology((await answer.json()) as FabricTopology);
  const region = new Map(base.regions.map((one) => [one.id, one]));
  const gridOf = new Map(base.assignment.block.map((block, at) => [block, base.assignment.region[at] ?? 0]));
  const grids = Array.from(fabric.blocks.ids, (block) => gridOf.get(block) ?? 0);
  const communities = grids.map((grid) => region.get(grid)?.parent ?? 0);
  const neighbours: Set<number>[] = grids.map(() => new Set());
  for (let arc = 0; arc < fabric.arcs.ids.length; arc++) {
    const [left, right] = [fabric.arcs.left[arc]!, fabric.arcs.right[arc]!];
    if (left === OUTSIDE || right === OUTSIDE) continue;
    neighbours[left]!.add(right);
    neighbours[right]!.add(left);
  }
  /** Whether those of `group` without `block` hang together. */
  const whole = (group: readonly number[], block: number): boolean => {
    const members = grids.flatMap((_, at) => (at !== block && group[at] === group[block] ? [at] : []));
    const left = new Set(members);
    const found = members.slice(0, 1);
    for (const one of found)
      for (const other of neighbours[one]!) if (left.delete(other) && other !== members[0]) found.push(other);
    return members.length > 0 && found.length === members.length;
  };
  const polygons = blockPolygons(fabric);
  const inside = (block: number): [number, number] => {
    const [lng, lat] = pointOnFeature(polygon(polygons[block]!)).geometry.coordinates;
    return [lng!, lat!];
  };
  const nameOf = (community: number): string => region.get(community)?.name ?? '';
  const moves: (Move & { lengthM: number })[] = [];
  neighbours.forEach((others, block) => {
    if (!whole(grids, block) || !whole(communities, block)) return;
    for (const other of others) {
      const [from, to] = [communities[block]!, communities[other]!];
      if (from === to || from === 0 || to === 0) continue;
      const [at, across] = [inside(block), inside(other)];
      moves.push({
        from: nameOf(from),
        to: nameOf(to),
        at,
        across,
        lengthM: distance(at, across, { units: 'meters' }),
      });
    }
  });
  return moves.sort((a, b) => a.lengthM - b.lengthM);
}
