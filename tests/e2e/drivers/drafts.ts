import type { Page } from 'playwright-core';
import { type PlanDocument, planGround } from '../../../api/contract/plans.ts';
import { toCm, toLngLat } from '../../../geo/crs/local-crs.ts';
import { createDraft, type Draft } from '../../../geo/divide/draft.ts';
import { communitiesIn, regionAt } from '../../../geo/divide/regions.ts';
import { blockAt } from '../../../geo/fabric/draft/block-at.ts';
import type { ArcState } from '../../../geo/fabric/draft/draft-fabric.ts';
import type { FabricTopology } from '../../../geo/fabric/topology.ts';
import { blockMiddle } from '../../../web/features/redraw-boundaries/tools/pick.ts';
import { createReplica } from '../../../web/state/plan/replica.ts';
import { baseOf, columnsOf } from '../../../web/state/plan/wire-division.ts';
import { COUNTY } from '../support/people.ts';

export type LngLat = readonly [lng: number, lat: number];

/** The county on the screen. */
export const countyOf = (page: Page): string => new URL(page.url()).searchParams.get('county') ?? COUNTY;

/** A plan as the server has it, for tests that need to know what can be drawn in it and what comes of that. */
export async function draftOf(page: Page, document: PlanDocument): Promise<Draft> {
  const county = `/api/counties/${countyOf(page)}`;
  const topology = await page.request.get(`${county}/fabrics/${document.fabric}`);
  const ground = await page.request.get(`${county}/plan-ground?fabric=${document.fabric}`);
  const base = baseOf(document, (await topology.json()) as FabricTopology);
  const draft = createDraft(base, columnsOf(planGround.parse(await ground.json())));
  const { level, area, baseVersion } = document.plan;
  createReplica({ draft, scope: { level, area: new Set(area) }, version: baseVersion }).receive(document.steps);
  return draft;
}

/** The place in the middle of a block, by which an area that is drawn takes it. */
export function middleOf({ fabric }: Draft, block: number): LngLat {
  const [x, y] = blockMiddle(fabric, block);
  return toLngLat(fabric.crs, Math.round(x), Math.round(y));
}

/** Blocks on both sides of every border within the county. */
export const borders = ({ fabric }: Draft): (ArcState & { left: number; right: number })[] =>
  [...fabric.arcs.values()].flatMap((arc) =>
    arc.left === null || arc.right === null ? [] : [{ ...arc, left: arc.left, right: arc.right }],
  );

/** The south-western and the north-eastern corner of all middles of blocks. */
export function cornersOf(draft: Draft): [LngLat, LngLat] {
  const middles = [...draft.fabric.blocks.keys()].map((block) => middleOf(draft, block));
  const [lngs, lats] = [middles.map(([lng]) => lng), middles.map(([, lat]) => lat)];
  return [
    [Math.min(...lngs), Math.min(...lats)],
    [Math.max(...lngs), Math.max(...lats)],
  ];
}

/** The middle of a border between blocks of the ones and of the others. */
export function placeBetween(draft: Draft, ones: readonly number[], others: readonly number[]): LngLat {
  const rest = others.filter((other) => !ones.includes(other));
  const lies = (block: number, among: readonly number[]) => among.includes(regionAt(draft, block, 'community')!);
  const found = borders(draft).find(
    ({ left, right }) => (lies(left, ones) && lies(right, rest)) || (lies(right, ones) && lies(left, rest)),
  );
  if (!found) throw new Error('the communities do not touch');
  return toLngLat(draft.fabric.crs, ...middleOfArc(found));
}

/** A community beside another network than its own. */
export interface Parting {
  readonly community: number;
  readonly from: number;
  readonly to: number;
  /** without it, its network hangs together */
  readonly goesLightly: boolean;
}

export function possiblePartings(draft: Draft): Parting[] {
  const beside = new Map([...draft.groupings.network.keys()].map((community) => [community, new Set<number>()]));
  for (const { left, right } of borders(draft)) {
    const [one, other] = [left, right].map((block) => regionAt(draft, block, 'community')!);
    if (one === other) continue;
    beside.get(one!)?.add(other!);
    beside.get(other!)?.add(one!);
  }
  return [...draft.groupings.network].flatMap(([community, from]) => {
    const others = [...beside.get(community)!].map((other) => draft.groupings.network.get(other)!);
    const to = others.find((network) => network !== from);
    const left = new Set(communitiesIn(draft, from).filter((other) => other !== community));
    const found = [...left].slice(0, 1);
    for (const one of found) {
      left.delete(one);
      for (const other of beside.get(one)!) if (left.delete(other)) found.push(other);
    }
    return to === undefined ? [] : [{ community, from, to, goesLightly: left.size === 0 }];
  });
}

/** How far two looks of a pointer are apart, cm. */
const LOOK_CM = 200;

type Cm = readonly [x: number, y: number];

/** A way from one block to one beside it. */
interface Link {
  readonly to: number;
  /** where it crosses their border */
  readonly across: Cm;
}

/**
 * A way on which a pointer comes through every one of some communities, and through no other: from block to block
 * across the middle of their border.
 *
 * @throws Error when the communities do not hang together in that way
 */
export function wayThrough(draft: Draft, communities: readonly number[]): LngLat[] {
  const { crs } = draft.fabric;
  const communityOf = (block: number): number => regionAt(draft, block, 'community')!;
  const middle = (block: number): Cm => toCm(crs, ...middleOf(draft, block));
  const links = linksWithin(draft, middle, (block) => communities.includes(communityOf(block)));
  const left = new Set(communities);
  let at = [...draft.fabric.blocks.keys()].find((block) => left.has(communityOf(block)))!;
  const way = [middle(at)];
  left.delete(communityOf(at));
  while (left.size > 0) {
    const leg = shortestLeg(links, at, (block) => left.has(communityOf(block)));
    for (const { to, across } of leg) {
      way.push(across, middle(to));
      left.delete(communityOf(to));
      at = to;
    }
  }
  return way.map(([x, y]) => toLngLat(crs, Math.round(x), Math.round(y)));
}

function middleOfArc({ xy }: Pick<ArcState, 'xy'>): Cm {
  const at = 2 * Math.floor(xy.length / 4);
  return [Math.round((xy[at - 2]! + xy[at]!) / 2), Math.round((xy[at - 1]! + xy[at + 1]!) / 2)];
}

function linksWithin(
  draft: Draft,
  middle: (block: number) => Cm,
  isWanted: (block: number) => boolean,
): ReadonlyMap<number, readonly Link[]> {
  const isClear = ([ax, ay]: Cm, [bx, by]: Cm): boolean => {
    const looks = Math.ceil(Math.hypot(bx - ax, by - ay) / LOOK_CM);
    return Array.from({ length: looks }, (_, i) => i / looks).every((share) => {
      const block = blockAt(draft.fabric, Math.round(ax + share * (bx - ax)), Math.round(ay + share * (by - ay)));
      return block !== null && isWanted(block);
    });
  };
  const links = new Map<number, Link[]>();
  const link = (from: number, to: number, across: Cm) => links.set(from, [...(links.get(from) ?? []), { to, across }]);
  for (const { left, right, xy } of borders(draft)) {
    const across = middleOfArc({ xy });
    if (!isClear(middle(left), across) || !isClear(middle(right), across)) continue;
    link(left, right, across);
    link(right, left, across);
  }
  return links;
}

/** Over the fewest borders to a block that is wanted. */
function shortestLeg(
  links: ReadonlyMap<number, readonly Link[]>,
  from: number,
  isWanted: (block: number) => boolean,
): readonly Link[] {
  const seen = new Set([from]);
  const legs: { end: number; leg: readonly Link[] }[] = [{ end: from, leg: [] }];
  for (const { end, leg } of legs) {
    if (isWanted(end)) return leg;
    for (const link of links.get(end) ?? []) {
      if (seen.has(link.to)) continue;
      seen.add(link.to);
      legs.push({ end: link.to, leg: [...leg, link] });
    }
  }
  throw new Error('the communities do not hang together');
}
