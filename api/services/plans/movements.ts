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

/**
 * What lies in another region of a level on the right than on the left: blocks of the right, and the buildings in them.
 * Both drafts stand on one ground; their fabrics may differ.
 *
 * @param leftBlocks   `buildingBlocks` of the left, and of the right
 */
export function movementsBetween(
  left: Draft,
  right: Draft,
  level: PlanLevel,
  leftBlocks: readonly (number | null)[],
  rightBlocks: readonly (number | null)[],
): Movement[] {
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
    const before = left.fabric.blocks.has(block) ? block : blockUnder(left, right, block);
    const [from, to] = [before === null ? null : leftRegion(before), rightRegion(block)];
    if (from !== to) moveOf(from, to, blockBounds(right, block)).blocks += 1;
  }
  for (const [i, before] of leftBlocks.entries()) {
    const after = rightBlocks[i] ?? null;
    const [from, to] = [before === null ? null : leftRegion(before), after === null ? null : rightRegion(after)];
    if (from === to) continue;
    const [draft, block] = after === null ? [left, before!] : [right, after];
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
export function movedBlocks(left: Draft, right: Draft, level: PlanLevel): MovedBlock[] {
  const moved: MovedBlock[] = [];
  for (const block of right.fabric.blocks.keys()) {
    const before = left.fabric.blocks.has(block) ? block : blockUnder(left, right, block);
    const from = before === null ? null : regionAt(left, before, level);
    const to = regionAt(right, block, level);
    if (from === to) continue;
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

/** The block of the left in which a block of the right lies, by a place inside it. */
function blockUnder(left: Draft, right: Draft, block: number): number | null {
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
