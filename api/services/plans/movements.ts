import { toCm, toLngLat } from '../../../geo/crs/local-crs.ts';
import { blockPlace } from '../../../geo/divide/delta-of-edit.ts';
import type { Draft } from '../../../geo/divide/draft.ts';
import { regionAt } from '../../../geo/divide/regions.ts';
import { blockAt } from '../../../geo/fabric/draft/block-at.ts';
import type { PlanLevel, Publication } from '../../contract/plans.ts';

export type Movement = Publication['moves'][number];
export type Bounds = [west: number, south: number, east: number, north: number];

/** Block of each building of the ground, in its order; null = in none. */
export function buildingBlocks({ fabric, ground }: Draft): (number | null)[] {
  const { x, y } = ground.columns.buildings;
  return Array.from({ length: x.length }, (_, i) => blockAt(fabric, x[i]!, y[i]!));
}

/** A division, or what a plan would make of it, beside another. */
export interface Side {
  readonly draft: Draft;
  /** `buildingBlocks` of the draft */
  readonly buildings: readonly (number | null)[];
  /** who a region is beyond the plan: what goes on under another number has not moved */
  identityOf(region: number): number;
}

/** A division as it is. */
export const sideOf = (draft: Draft, buildings = buildingBlocks(draft)): Side => ({
  ...{ draft, buildings },
  identityOf: (region) => region,
});

/**
 * What lies in another region of a level on the right than on the left: blocks of the right, and the buildings in them.
 * Regions are told by the numbers of their sides. Both stand on one ground; their fabrics may differ.
 */
export function movementsBetween(before: Side, after: Side, level: PlanLevel): Movement[] {
  const [left, right] = [before.draft, after.draft];
  const { households, residents } = left.ground.columns.buildings;
  const moves = new Map<string, Movement>();
  const leftRegion = remembered((block: number) => regionAt(left, block, level));
  const rightRegion = remembered((block: number) => regionAt(right, block, level));
  const moveOf = (from: number | null, to: number | null, bounds: Bounds): Movement => {
    const key = `${from} ${to}`;
    const found = moves.get(key);
    if (found) {
      found.bounds = union(found.bounds, bounds);
      return found;
    }
    const name = (draft: Draft, region: number | null): string =>
      region === null ? '' : (draft.regions.get(region)?.name ?? '');
    const fresh: Movement = {
      ...{ from, fromName: name(left, from), to, toName: name(right, to) },
      ...{ blocks: 0, households: 0, residents: 0, buildings: 0, bounds },
    };
    moves.set(key, fresh);
    return fresh;
  };
  for (const block of right.fabric.blocks.keys()) {
    const under = blockBefore(left, right, block);
    const [from, to] = [under === null ? null : leftRegion(under), rightRegion(block)];
    if (!isSame(before, from, after, to)) moveOf(from, to, blockBounds(right, block)).blocks += 1;
  }
  for (const [i, old] of before.buildings.entries()) {
    const now = after.buildings[i] ?? null;
    const [from, to] = [old === null ? null : leftRegion(old), now === null ? null : rightRegion(now)];
    if (isSame(before, from, after, to)) continue;
    const [draft, block] = now === null ? [left, old!] : [right, now];
    const move = moveOf(from, to, blockBounds(draft, block));
    move.households += households[i]!;
    move.residents += residents[i]!;
    move.buildings += 1;
  }
  return [...moves.values()].sort((a, b) => b.households - a.households || b.blocks - a.blocks);
}

/** A block that lies in another region of a level than before, with what it holds now. */
export type MovedBlock = { block: number } & Omit<Movement, 'blocks' | 'bounds'>;

/** The blocks of the right that moved, one by one, in the order of `movementsBetween`. */
export function movedBlocks(before: Side, after: Side, level: PlanLevel): MovedBlock[] {
  const [left, right] = [before.draft, after.draft];
  const moved: MovedBlock[] = [];
  for (const block of right.fabric.blocks.keys()) {
    const under = blockBefore(left, right, block);
    const from = under === null ? null : regionAt(left, under, level);
    const to = regionAt(right, block, level);
    if (isSame(before, from, after, to)) continue;
    const { households, residents, buildings } = right.contentsOf(block);
    const fromName = from === null ? '' : (left.regions.get(from)?.name ?? '');
    const toName = to === null ? '' : (right.regions.get(to)?.name ?? '');
    moved.push({ block, from, fromName, to, toName, households, residents, buildings });
  }
  const total = new Map<string, number>();
  const key = ({ from, to }: MovedBlock): string => `${from} ${to}`;
  for (const each of moved) total.set(key(each), (total.get(key(each)) ?? 0) + each.households);
  return moved.sort(
    (a, b) =>
      total.get(key(b))! - total.get(key(a))! ||
      key(a).localeCompare(key(b)) ||
      b.households - a.households ||
      a.block - b.block,
  );
}

function remembered<T>(answer: (block: number) => T): (block: number) => T {
  const known = new Map<number, T>();
  return (block) => {
    if (!known.has(block)) known.set(block, answer(block));
    return known.get(block)!;
  };
}

const isSame = (before: Side, from: number | null, after: Side, to: number | null): boolean =>
  from === null || to === null ? from === to : before.identityOf(from) === after.identityOf(to);

/** The block of the left in which a block of the right lies, by a place inside it where the left does not have it. */
function blockBefore(left: Draft, right: Draft, block: number): number | null {
  if (left.fabric.blocks.has(block)) return block;
  const [lng, lat] = blockPlace(right, block);
  return blockAt(left.fabric, ...toCm(left.fabric.crs, lng, lat));
}

function blockBounds({ fabric }: Draft, block: number): Bounds {
  const boxes = [...fabric.blocks.get(block)!].map((arc) => fabric.index.boxes.get(arc)!);
  const southWest = toLngLat(
    fabric.crs,
    Math.min(...boxes.map(({ minX }) => minX)),
    Math.min(...boxes.map(({ minY }) => minY)),
  );
  const northEast = toLngLat(
    fabric.crs,
    Math.max(...boxes.map(({ maxX }) => maxX)),
    Math.max(...boxes.map(({ maxY }) => maxY)),
  );
  return [...southWest, ...northEast];
}

export const union = (a: Bounds, b: Bounds): Bounds => [
  Math.min(a[0], b[0]),
  Math.min(a[1], b[1]),
  Math.max(a[2], b[2]),
  Math.max(a[3], b[3]),
];

/** What all blocks of a region span; null without blocks. */
export const regionBounds = (draft: Draft, blocks: readonly number[]): Bounds | null =>
  blocks
    .map((block) => blockBounds(draft, block))
    .reduce<Bounds | null>((all, one) => (all ? union(all, one) : one), null);
