import { distance } from '@turf/turf';
import type { Page } from 'playwright-core';
import type { PlanDocument } from '../../../api/contract/plans.ts';
import { toCm, toLngLat } from '../../../geo/crs/local-crs.ts';
import { type PlanScope, tryEdit } from '../../../geo/divide/do-step.ts';
import type { Draft } from '../../../geo/divide/draft.ts';
import type { Edit } from '../../../geo/divide/edit.ts';
import { regionAt } from '../../../geo/divide/regions.ts';
import type { ArcState } from '../../../geo/fabric/draft/draft-fabric.ts';
import { pickArc } from '../../../geo/fabric/draft/pick.ts';
import type { Screen } from '../support/screen.ts';

import { draftOf, type LngLat, middleOf } from './drafts.ts';

/** What a person does with the tools that draw lines. */
export function lineDriver(page: Page, map: Screen['map']) {
  const tool = (name: string) => page.getByRole('toolbar', { name: '绘制工具' }).getByRole('button', { name });
  return {
    /** Draws a line press by press, and ends it with Enter. */
    draw: async (name: string, line: readonly LngLat[]) => {
      await tool(name).click();
      for (const place of line) await map.click(place);
      await page.keyboard.press('Enter');
    },
    /** Chooses blocks one by one. */
    choose: async (places: readonly LngLat[]) => {
      await tool('选择').click();
      await page.keyboard.down('Shift');
      for (const place of places) await map.click(place);
      await page.keyboard.up('Shift');
    },
  };
}

/** Lines that can be drawn in a plan as it stands, and blocks that can be merged; degrees. */
export interface PossibleLines {
  /** from a border of two communities past a junction back to it */
  readonly reshape: readonly LngLat[];
  /** across another block, and the place in the middle of it */
  readonly cut: readonly LngLat[];
  readonly middle: LngLat;
  /** inside two blocks beside each other */
  readonly merge: readonly LngLat[];
}

const EVERYWHERE: PlanScope = { level: 'community', area: new Set() };
/** How far a cut reaches to both sides of a block's middle, cm. */
const REACH_CM = [4000, 6000, 10_000];
/** How far a border is pushed aside, cm: far enough to be drawn by hand, not across a block. */
const ASIDE_CM = [4000, 2500, 1500];
/** How far from a junction a line leaves a border: lines snap to what is nearer to the pointer than a few pixels. */
const ALONG_CM = 3000;
const CLEAR_CM = 900;

/** A junction inside the county near a place, and where it can be moved. */
export function possibleNodeMove(draft: Draft, near: LngLat): [from: LngLat, to: LngLat] {
  const { crs, nodes } = draft.fabric;
  const [nearX, nearY] = toCm(crs, ...near);
  const byDistance = [...nodes.values()]
    .map(({ x, y }) => ({ x, y, away: Math.hypot(x - nearX, y - nearY) }))
    .sort((a, b) => a.away - b.away);
  for (const { x, y } of byDistance)
    for (const [dx, dy] of [
      [2000, 0],
      [0, 2000],
      [-2000, 0],
      [0, -2000],
    ] as const) {
      const outcome = tryEdit(draft, { kind: 'move-node', from: [x, y], to: [x + dx, y + dy] }, EVERYWHERE);
      if (outcome.ok) return [toLngLat(crs, x, y), toLngLat(crs, x + dx, y + dy)];
    }
  throw new Error('no junction can be moved');
}

/** @param mostM  no border is redrawn by a line that goes farther from where it begins */
export async function possibleLines(
  page: Page,
  document: PlanDocument,
  mostM = Number.POSITIVE_INFINITY,
): Promise<PossibleLines> {
  const draft = await draftOf(page, document);
  const { fabric } = draft;
  const place = (x: number, y: number): LngLat => toLngLat(fabric.crs, Math.round(x), Math.round(y));
  const isDone = (edit: Edit): boolean => tryEdit(draft, edit, EVERYWHERE).ok;
  for (const { id, x, y } of fabric.nodes.values()) {
    const around = [...new Set(fabric.arcsAt.get(id))].map((arc) => fabric.arcs.get(arc)!);
    const [one, other, ...more] = around.filter((arc) => partsCommunities(draft, arc));
    if (!one || !other || more.length > 0 || around.length === 2) continue;
    const [a, b] = [alongFrom(one, id), alongFrom(other, id)];
    if (!a || !b) continue;
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    for (const aside of ASIDE_CM.flatMap((cm) => [cm, -cm])) {
      const [dx, dy] = [(-(b[1] - a[1]) / length) * aside, ((b[0] - a[0]) / length) * aside];
      const line = [a, [a[0] + dx, a[1] + dy], [b[0] + dx, b[1] + dy], b].map(([px, py]) => place(px!, py!));
      const cm = line.flatMap(([lng, lat]) => toCm(fabric.crs, lng, lat));
      const goesFar = line.some((to) => distance([...line[0]!], [...to], { units: 'meters' }) > mostM);
      const snaps = [cm.slice(2, 4), cm.slice(4, 6)].some(([px, py]) => pickArc(fabric, px!, py!, CLEAR_CM));
      if (goesFar || snaps || !isDone({ kind: 'reshape-arc', line: cm, seed: 1 })) continue;
      const rest = elsewhere(draft, x, y);
      if (rest) return { reshape: line, ...rest };
    }
  }
  throw new Error('no border of communities can be redrawn past a junction');
}

/** A block far from a place that a straight line cuts, and two others that can be merged. */
function elsewhere(draft: Draft, x: number, y: number): Omit<PossibleLines, 'reshape'> | null {
  const { fabric } = draft;
  const inside = (block: number): LngLat => middleOf(draft, block);
  const far = [...fabric.blocks.keys()].filter((block) => {
    const [bx, by] = toCm(fabric.crs, ...inside(block));
    return Math.hypot(bx - x, by - y) > 40_000;
  });
  const communityOf = (block: number | null) => (block === null ? null : regionAt(draft, block, 'community'));
  const gap = ({ left, right }: ArcState): number => {
    const [a, b] = [left!, right!].map((block) => toCm(fabric.crs, ...inside(block)));
    return Math.hypot(a![0] - b![0], a![1] - b![1]);
  };
  const [beside] = [...fabric.arcs.values()]
    .filter(
      ({ left, right }) => far.includes(left!) && far.includes(right!) && communityOf(left) === communityOf(right),
    )
    .sort((one, other) => gap(one) - gap(other));
  if (!beside) return null;
  for (const reach of REACH_CM)
    for (const block of far) {
      const [bx, by] = toCm(fabric.crs, ...inside(block));
      const line = [-reach, reach].map((dx) => toLngLat(fabric.crs, bx + dx, by) as LngLat);
      const cm = line.flatMap(([lng, lat]) => toCm(fabric.crs, lng, lat));
      const edit: Edit = { kind: 'cut-block', block, line: cm, ids: Array.from({ length: 24 }, (_, i) => i + 1) };
      if (beside.left === block || beside.right === block || !tryEdit(draft, edit, EVERYWHERE).ok) continue;
      return { cut: line, middle: inside(block), merge: [inside(beside.left!), inside(beside.right!)] };
    }
  return null;
}

/** A point on an arc, some way from one of its nodes; null on an arc that is shorter. */
function alongFrom({ xy, from }: ArcState, node: number): [x: number, y: number] | null {
  const points = Array.from({ length: xy.length / 2 }, (_, i) => [xy[2 * i]!, xy[2 * i + 1]!] as const);
  if (from !== node) points.reverse();
  let left = ALONG_CM;
  for (const [i, [bx, by]] of points.entries()) {
    const [ax, ay] = points[i - 1] ?? [bx, by];
    const length = Math.hypot(bx - ax, by - ay);
    if (length > left) return [ax + (left / length) * (bx - ax), ay + (left / length) * (by - ay)];
    left -= length;
  }
  return null;
}

function partsCommunities(draft: Draft, { left, right }: ArcState): boolean {
  if (left === null || right === null) return false;
  return regionAt(draft, left, 'community') !== regionAt(draft, right, 'community');
}
