import { distance } from '@turf/turf';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { type PlanDocument, planDocument } from '../../../api/contract/plans.ts';
import { toCm } from '../../../geo/crs/local-crs.ts';
import { regionAt } from '../../../geo/divide/regions.ts';
import { blockAt } from '../../../geo/fabric/draft/block-at.ts';
import { blocksInCapsule } from '../../../geo/fabric/draft/select-blocks.ts';
import { borders, countyOf, draftOf, type LngLat, middleOf } from './drafts.ts';

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

  const targets = {
    open: () => page.getByRole('button', { name: /^划入哪里：/ }).click(),
    sheet: page.getByRole('dialog', { name: /^划入哪里：/ }),
  };

  const idOf = (): number => Number(new URL(page.url()).searchParams.get('plan'));

  const answer = async (button: string, confirm: string) => {
    await next.getByRole('button', { name: button }).click();
    // antd sets two Chinese characters apart.
    await dialog.getByRole('button', { name: new RegExp(`^${[...confirm].join('\\s?')}$`) }).click();
    await dialog.waitFor({ state: 'hidden' });
  };

  return {
    panel,
    dialog,
    strip,
    next,
    idOf,
    tool,
    /** The sheet with the regions that one may draw into. */
    targets,

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

    /** Every region of the level that is drawn, as the list of them says: "城厢社区 1,234", by name and households. */
    regions: async (): Promise<string[]> => {
      const list = panel.getByRole('region', { name: /^全部/ });
      return (await list.getByRole('listitem').allInnerTexts()).map((row) => row.trim().replace(/\s+/g, ' '));
    },
    /** Says where what is drawn over goes: into a region, or "不归任何区域". */
    aim: async (region: string) => {
      await targets.open();
      await targets.sheet.getByRole('button', { name: new RegExp(`^${region}`) }).click();
      await targets.sheet.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: `划入哪里：${region}` }).waitFor();
    },
    /** A rule's row in the panel, by its words. */
    rule: (words: string) => panel.getByRole('listitem').filter({ hasText: words }).first(),

    /** Has the page mend, one after the other, what breaks a hard rule; the plan can be submitted then. */
    mendAll: async () => {
      const broken = panel.getByRole('listitem').filter({ hasText: /处不满足 · 硬性/ });
      while ((await broken.count()) > 0) {
        const done = (await strip.getByRole('listitem').count()) + 1;
        const mend = broken.first().getByRole('button', { name: '修补' }).first();
        if (!(await mend.isVisible())) await broken.first().locator('summary').click();
        await mend.click();
        await expect.poll(() => strip.getByRole('listitem').count()).toBe(done);
      }
      await panel.getByText('硬性规则都满足', { exact: true }).waitFor();
    },

    /** Presses what stands next, and what the dialog says to it. */
    answer,
    submit: async () => {
      await answer('提交审批', '提交');
      await panel.getByText('已提交，等审批人审核').waitFor();
    },
    /** Takes a plan under review that was submitted; what it changes is on the screen afterwards. */
    review: () => next.getByRole('button', { name: '开始审核' }).click(),
    approve: () => answer('批准', '批准'),
    /** Opens the last look; @returns the day that it begins with. */
    preparePublication: async (): Promise<string> => {
      await next.getByRole('button', { name: '发布…' }).click();
      await dialog.getByText(/个街坊、.*换归属/).waitFor();
      return dialog.getByLabel('生效日期').inputValue();
    },
    publish: async () => {
      await dialog.getByRole('button', { name: /起生效$/ }).click();
      await dialog.getByText(/^正在发布：/).waitFor();
      await dialog.getByText('发布完成').waitFor();
    },

    /** Lines that a tool draws over the map. */
    lines: async (): Promise<string[]> => {
      const paths = await page
        .locator('svg [data-refused] > *')
        .evaluateAll((all) => all.map((line) => line.getAttribute('d') ?? line.getAttribute('points') ?? ''));
      return paths.filter((path) => path !== '');
    },
    /** The steps as the strip lists them. */
    steps: () => strip.getByRole('listitem').allInnerTexts(),
    /** Brings a place to the middle of the map, near enough to draw there. */
    goTo: async ([lng, lat]: LngLat, zoom = DRAWN_AT.zoom) => {
      const address = new URL(page.url());
      address.searchParams.set('at', `${lat},${lng},${zoom}z`);
      await page.goto(address.href);
      await tool('画笔').waitFor();
    },
    saved: () => strip.getByText('已保存').waitFor(),

    /** What the server has of the open plan. */
    document: async (): Promise<PlanDocument> =>
      planDocument.parse(
        await (await page.request.get(`/api/counties/${countyOf(page)}/plans/${idOf()}/document`)).json(),
      ),
  };
}

/** As near as a plan is drawn, and how wide the brush is at first. */
const DRAWN_AT = { zoom: 16, brushPx: 28 };

/**
 * Where one block can go from one community to another: first where the brush, drawn from the one middle to the other,
 * takes nothing else, and of those the shortest way first.
 */
export async function possibleMoves(page: Page, document: PlanDocument): Promise<Move[]> {
  const draft = await draftOf(page, document);
  const communityOf = (block: number): number | null => regionAt(draft, block, 'community');
  const gridOf = (block: number): number | null => draft.regionOf.get(block) ?? null;
  const neighbours = new Map([...draft.fabric.blocks.keys()].map((block) => [block, new Set<number>()]));
  for (const { left, right } of borders(draft)) {
    neighbours.get(left)!.add(right);
    neighbours.get(right)!.add(left);
  }
  /** Whether what lies in the same region hangs together without the block. */
  const whole = (regionOf: (block: number) => number | null, block: number): boolean => {
    const members = [...neighbours.keys()].filter((other) => other !== block && regionOf(other) === regionOf(block));
    const left = new Set(members.slice(1));
    const found = members.slice(0, 1);
    for (const one of found) for (const other of neighbours.get(one)!) if (left.delete(other)) found.push(other);
    return members.length > 0 && left.size === 0;
  };
  const takesMore = (block: number, from: LngLat, to: LngLat): boolean => {
    const { crs } = draft.fabric;
    const metresPerPx = (40_075_017 * Math.cos((from[1] * Math.PI) / 180)) / (512 * 2 ** DRAWN_AT.zoom);
    const swept = [...toCm(crs, ...from), ...toCm(crs, ...to), DRAWN_AT.brushPx * metresPerPx * 100] as const;
    const target = communityOf(blockAt(draft.fabric, swept[0], swept[1])!);
    return blocksInCapsule(draft.fabric, ...swept).some((one) => one !== block && communityOf(one) !== target);
  };
  const nameOf = (community: number): string => draft.regions.get(community)!.name;
  const moves: (Move & { lengthM: number; more: boolean })[] = [];
  for (const [block, others] of neighbours) {
    const from = communityOf(block);
    const away = [...others].filter((other) => ![from, null].includes(communityOf(other)));
    if (from === null || away.length === 0 || !whole(gridOf, block) || !whole(communityOf, block)) continue;
    const at = middleOf(draft, block);
    for (const other of away) {
      const across = middleOf(draft, other);
      moves.push({
        ...{ from: nameOf(from), to: nameOf(communityOf(other)!), at, across },
        ...{ lengthM: distance([...at], [...across], { units: 'meters' }), more: takesMore(block, across, at) },
      });
    }
  }
  return moves.sort((a, b) => Number(a.more) - Number(b.more) || a.lengthM - b.lengthM);
}
