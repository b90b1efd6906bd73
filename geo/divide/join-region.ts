import { blockNeighbours } from '../fabric/draft/block-rings.ts';
import { NO_DELTA } from './delta.ts';
import type { Draft } from './draft.ts';
import type { Change, DraftRegion, EditOutcome } from './edit.ts';
import { refuse } from './refuse.ts';

/** Blocks into a grid or a community; null = unassigned. */
export function assignBlocks(draft: Draft, blocks: readonly number[], to: number | null): EditOutcome {
  const missing = blocks.find((block) => !draft.fabric.blocks.has(block));
  if (missing !== undefined) return refuse('no-such-block', `there is no block ${missing} any more`);
  if (to === null) {
    const assignment = assignmentChanges(draft, new Map(blocks.map((block) => [block, null])));
    return { ok: true, delta: { ...NO_DELTA, assignment } };
  }
  const target = draft.regions.get(to);
  if (!target) return refuse('no-such-region', `there is no region ${to} any more`);
  if (target.kind !== 'grid' && target.kind !== 'community')
    return refuse('wrong-kind', `${target.name} is no grid and no community; blocks lie in those`, null, to);
  return joinRegion(draft, new Set(blocks), target);
}

/** Changes of the lowest region of blocks; what is so already is left out. */
const assignmentChanges = (draft: Draft, to: ReadonlyMap<number, number | null>): Change<number>[] =>
  [...to].flatMap(([id, after]) => {
    const before = draft.regionOf.get(id) ?? null;
    return before === after ? [] : [{ id, before, after }];
  });

/**
 * Blocks join a grid, or a community.
 *
 * A community that is painted takes its grids along: a grid that is taken whole, or by more than half of its
 * households, changes its community and keeps its identity; what is left of it at home, and what else is taken, joins
 * the grid it has the longest border with. A block that touches no grid of its community lies in it directly.
 */
function joinRegion(draft: Draft, taken: ReadonlySet<number>, target: DraftRegion): EditOutcome {
  if (target.kind !== 'community') {
    const assignment = assignmentChanges(draft, new Map([...taken].map((block) => [block, target.id])));
    return { ok: true, delta: { ...NO_DELTA, assignment } };
  }
  const grids = new Set<number>([...(draft.childrenOf.get(target.id) ?? [])]);
  const regions: Change<DraftRegion>[] = [];
  /** blocks that look for a grid, by community */
  const homeless = new Map<number, Set<number>>([[target.id, new Set()]]);
  for (const [from, blocks] of byLowestRegion(draft, taken)) {
    const region = from === null ? undefined : draft.regions.get(from);
    const isHome = region !== undefined && (region.id === target.id || region.parent === target.id);
    if (isHome) continue;
    if (region?.kind === 'grid' && isMostOf(draft, blocks, region.id)) {
      regions.push({ id: region.id, before: region, after: { ...region, parent: target.id } });
      grids.add(region.id);
      const left = [...draft.blocksOf.get(region.id)!].filter((block) => !taken.has(block));
      if (region.parent !== null && left.length > 0) addAll(homeless, region.parent, left);
    } else addAll(homeless, target.id, blocks);
  }
  const moved = new Set(regions.map(({ id }) => id));
  const to = new Map<number, number | null>();
  for (const [community, blocks] of homeless) {
    const own = community === target.id ? grids : withoutMoved(draft, community, moved);
    settle(draft, blocks, own, community, to);
  }
  return { ok: true, delta: { ...NO_DELTA, regions, assignment: assignmentChanges(draft, to) } };
}

function byLowestRegion(draft: Draft, blocks: ReadonlySet<number>): Map<number | null, number[]> {
  const groups = new Map<number | null, number[]>();
  for (const block of blocks) {
    const region = draft.regionOf.get(block) ?? null;
    const group = groups.get(region);
    if (group) group.push(block);
    else groups.set(region, [block]);
  }
  return groups;
}

/** Whether blocks are most of a region: by households; by number of blocks where nobody lives. */
export function isMostOf(draft: Draft, blocks: readonly number[], region: number): boolean {
  const all = draft.blocksOf.get(region)!;
  if (blocks.length === all.size) return true;
  const households = (list: Iterable<number>): number => {
    let sum = 0;
    for (const block of list) sum += draft.contentsOf(block).households;
    return sum;
  };
  const total = households(all);
  return total > 0 ? 2 * households(blocks) > total : 2 * blocks.length > all.size;
}

const withoutMoved = (draft: Draft, community: number, moved: ReadonlySet<number>): Set<number> =>
  new Set([...(draft.childrenOf.get(community) ?? [])].filter((grid) => !moved.has(grid)));

function addAll(groups: Map<number, Set<number>>, key: number, blocks: readonly number[]): void {
  const group = groups.get(key) ?? new Set();
  for (const block of blocks) group.add(block);
  groups.set(key, group);
}

/** Block after block joins the grid with which it shares most of its border, the ones beside a grid first. */
function settle(
  draft: Draft,
  blocks: ReadonlySet<number>,
  grids: ReadonlySet<number>,
  community: number,
  to: Map<number, number | null>,
): void {
  const waiting = new Set(blocks);
  const regionNow = (block: number): number | null =>
    waiting.has(block) ? null : to.has(block) ? to.get(block)! : (draft.regionOf.get(block) ?? null);
  for (let progress = true; progress && waiting.size > 0; ) {
    progress = false;
    for (const block of waiting) {
      let best: number | null = null;
      const shared = new Map<number, number>();
      for (const [neighbour, lengthCm] of blockNeighbours(draft.fabric, block)) {
        const grid = neighbour === null ? null : regionNow(neighbour);
        if (grid === null || !grids.has(grid)) continue;
        const sum = (shared.get(grid) ?? 0) + lengthCm;
        shared.set(grid, sum);
        if (best === null || sum > shared.get(best)!) best = grid;
      }
      if (best === null) continue;
      waiting.delete(block);
      to.set(block, best);
      progress = true;
    }
  }
  for (const block of waiting) to.set(block, community);
}
