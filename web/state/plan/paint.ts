import type { PlanLevel } from '../../../api/contract/plans.ts';
import type { PlanScope } from '../../../geo/divide/do-step.ts';
import type { Draft } from '../../../geo/divide/draft.ts';
import type { Edit } from '../../../geo/divide/edit.ts';
import { blocksWithin, lockOver, regionAt, withAllAbove } from '../../../geo/divide/regions.ts';
import type { PaintSource, PaintTarget } from './plan-store.ts';

export interface Brush {
  readonly level: PlanLevel;
  readonly target: PaintTarget;
  readonly source: PaintSource;
}

export const isGrouping = (level: PlanLevel): level is 'network' | 'union' => level === 'network' || level === 'union';

/** What is painted as one: a block; where communities are grouped, all blocks of its community. */
export function atomOf(draft: Draft, level: PlanLevel, block: number): readonly number[] {
  if (!isGrouping(level)) return [block];
  const community = regionAt(draft, block, 'community');
  return community === null ? [] : blocksWithin(draft, community);
}

/** Whether a stroke takes a block: it is meant, and no lock or border of the plan keeps it. */
export const isTaken = (draft: Draft, scope: PlanScope, brush: Brush, block: number): boolean =>
  isMeant(draft, brush, block) && barOf(draft, scope, brush, block) === null;

/** Whether a block is one that the brush is for: not in the target yet, and in the source. */
function isMeant(draft: Draft, { level, target, source }: Brush, block: number): boolean {
  const region = regionAt(draft, block, level);
  if (region === (target === 'unassigned' ? null : target)) return false;
  if (source.kind === 'unassigned' && region !== null) return false;
  if (source.kind === 'region' && region !== source.region) return false;
  return !isGrouping(level) || regionAt(draft, block, 'community') !== null;
}

/** What keeps a block from a brush that it is meant for, by the words of a refusal; null when nothing does, or it is not meant. */
export function barredBy(
  draft: Draft,
  scope: PlanScope,
  brush: Brush,
  block: number,
): { readonly reason: 'locked-region' | 'foreign-region'; readonly region: number } | null {
  return isMeant(draft, brush, block) ? barOf(draft, scope, brush, block) : null;
}

function barOf(draft: Draft, scope: PlanScope, { level }: Brush, block: number): ReturnType<typeof barredBy> {
  const moved = isGrouping(level) ? regionAt(draft, block, 'community') : (draft.regionOf.get(block) ?? null);
  const locked = lockOver(draft, moved) ?? (isGrouping(level) ? lockOver(draft, regionAt(draft, block, level)) : null);
  if (locked) return { reason: 'locked-region', region: locked.id };
  if (moved === null || isWithin(draft, scope, moved)) return null;
  return { reason: 'foreign-region', region: regionAt(draft, block, level) ?? moved };
}

/** Whether a region lies in what the plan may change; what is unassigned does. */
export function isWithin(draft: Draft, { area }: PlanScope, region: number | null): boolean {
  if (area.size === 0 || region === null) return true;
  for (const { id } of withAllAbove(draft, region)) if (area.has(id) || !draft.baseRegions.has(id)) return true;
  return false;
}

/** The edits that bring blocks into the target, at a level. */
export function paintEdits(
  draft: Draft,
  { level, target }: Pick<Brush, 'level' | 'target'>,
  blocks: readonly number[],
): Edit[] {
  const to = target === 'unassigned' ? null : target;
  if (blocks.length === 0) return [];
  if (!isGrouping(level)) return [{ kind: 'assign', blocks, to }];
  const communities = new Set(blocks.map((block) => regionAt(draft, block, 'community')));
  return [...communities].flatMap((community): Edit[] =>
    community === null || (draft.groupings[level].get(community) ?? null) === to
      ? []
      : [{ kind: 'group-community', community, grouping: level, into: to }],
  );
}
