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

/** Whether a stroke takes a block: it is not in the target yet, it is in the source, and no lock or border of the plan keeps it. */
export function isTaken(draft: Draft, scope: PlanScope, { level, target, source }: Brush, block: number): boolean {
  const region = regionAt(draft, block, level);
  if (region === (target === 'unassigned' ? null : target)) return false;
  if (source.kind === 'unassigned' && region !== null) return false;
  if (source.kind === 'region' && region !== source.region) return false;
  if (isGrouping(level)) {
    const community = regionAt(draft, block, 'community');
    return (
      community !== null &&
      [region, community].every((one) => lockOver(draft, one) === null) &&
      isWithin(draft, scope, community)
    );
  }
  const lowest = draft.regionOf.get(block) ?? null;
  return lockOver(draft, lowest) === null && isWithin(draft, scope, lowest);
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
