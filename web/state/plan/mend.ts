import type { PlanLevel } from '../../../api/contract/plans.ts';
import type { PlanScope } from '../../../geo/divide/do-step.ts';
import type { Draft } from '../../../geo/divide/draft.ts';
import type { Edit } from '../../../geo/divide/edit.ts';
import { lockOver, regionAt } from '../../../geo/divide/regions.ts';
import { type BaseFacts, newFragments } from '../../../geo/divide/rules.ts';
import { blockNeighbours } from '../../../geo/fabric/draft/block-rings.ts';
import { isGrouping, isWithin, paintEdits } from './paint.ts';

/** Blocks that hang together and stand in the wrong place: a piece of a region apart from its main part, or unassigned. */
export interface LooseBlocks {
  /** null = unassigned */
  readonly region: number | null;
  readonly blocks: readonly number[];
  readonly households: number;
}

/** Pieces that the plan has parted from a region. */
export const fragmentsOf = (draft: Draft, base: BaseFacts, region: number): LooseBlocks[] =>
  newFragments(draft, base, region).map((blocks) => ({ region, blocks, households: householdsOf(draft, blocks) }));

/** Blocks by connected piece, the one with the most households first. */
export const loosePieces = (draft: Draft, region: number | null, blocks: Iterable<number>): LooseBlocks[] =>
  piecesOf(draft, blocks)
    .map((piece) => ({ region, blocks: piece, households: householdsOf(draft, piece) }))
    .sort((a, b) => b.households - a.households || b.blocks.length - a.blocks.length);

/** Blocks that lie in a community and in none of its grids, where it has grids. */
export const gridlessPieces = (draft: Draft): LooseBlocks[] =>
  [...draft.regions.values()].flatMap(({ id, kind }) =>
    kind === 'community' && (draft.childrenOf.get(id)?.size ?? 0) > 0
      ? loosePieces(draft, id, draft.blocksOf.get(id) ?? [])
      : [],
  );

const householdsOf = (draft: Draft, blocks: Iterable<number>): number => {
  let sum = 0;
  for (const block of blocks) sum += draft.contentsOf(block).households;
  return sum;
};

function piecesOf(draft: Draft, blocks: Iterable<number>): number[][] {
  const left = new Set(blocks);
  const pieces: number[][] = [];
  for (const first of left) {
    left.delete(first);
    const piece = [first];
    for (const block of piece)
      for (const { other } of draft.edgesOf(block)) if (other !== null && left.delete(other)) piece.push(other);
    pieces.push(piece);
  }
  return pieces;
}

/** `lowest`: whatever lies directly under the block beside, a grid of the same community first. */
export type MendLevel = PlanLevel | 'lowest';

/**
 * The edits that bring loose blocks to the neighbour with which they share the longest border; none when no neighbour
 * may take them.
 */
export function mendEdits(draft: Draft, scope: PlanScope, level: MendLevel, { region, blocks }: LooseBlocks): Edit[] {
  const within = new Set(blocks);
  const shared = new Map<number, number>();
  for (const block of blocks) {
    for (const [neighbour, lengthCm] of blockNeighbours(draft.fabric, block)) {
      if (neighbour === null || within.has(neighbour)) continue;
      const lowest = draft.regionOf.get(neighbour) ?? null;
      const beside = level === 'lowest' ? lowest : regionAt(draft, neighbour, level);
      if (beside === null || beside === region) continue;
      const taker = level !== 'lowest' && isGrouping(level) ? beside : lowest;
      if (taker === null || lockOver(draft, taker) !== null || !isWithin(draft, scope, lowest)) continue;
      shared.set(beside, (shared.get(beside) ?? 0) + lengthCm);
    }
  }
  const isHome = (candidate: number): boolean => region !== null && draft.regions.get(candidate)?.parent === region;
  const [best] = [...shared].sort((a, b) => Number(isHome(b[0])) - Number(isHome(a[0])) || b[1] - a[1]);
  if (!best) return [];
  if (level === 'lowest') return [{ kind: 'assign', blocks: [...blocks], to: best[0] }];
  return paintEdits(draft, { level, target: best[0] }, blocks);
}
