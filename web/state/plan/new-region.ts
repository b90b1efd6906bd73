import type { PlanLevel } from '../../../api/contract/plans.ts';
import type { Draft } from '../../../geo/divide/draft.ts';
import type { DraftRegion } from '../../../geo/divide/edit.ts';
import { regionAt } from '../../../geo/divide/regions.ts';
import { HUES } from '../../../geo/fabric/colour.ts';
import { blockNeighbours } from '../../../geo/fabric/draft/block-rings.ts';
import { regionsOfLevel } from './figures.ts';

/** A hue that no neighbour of the blocks has at that level, of those the one that is used least. */
export function hueBeside(
  draft: Draft,
  level: PlanLevel,
  blocks: Iterable<number>,
  besides: number | null = null,
): number {
  const within = new Set(blocks);
  const taken = new Set<number>();
  for (const block of within) {
    for (const neighbour of blockNeighbours(draft.fabric, block).keys()) {
      const region = neighbour === null || within.has(neighbour) ? null : regionAt(draft, neighbour, level);
      if (region !== null && region !== besides) taken.add(draft.regions.get(region)!.hue);
    }
  }
  const used = new Uint32Array(HUES);
  for (const { hue } of regionsOfLevel(draft, level)) used[hue]! += 1;
  const order = Array.from({ length: HUES }, (_, hue) => hue).sort((a, b) => used[a]! - used[b]!);
  return order.find((hue) => !taken.has(hue)) ?? order[0]!;
}

/** `第4网格`, `新社区2`: a name that no region of the level has yet. */
export function freshName(draft: Draft, level: PlanLevel, stem: (n: number) => string): string {
  const names = new Set(regionsOfLevel(draft, level).map(({ name }: DraftRegion) => name));
  for (let n = 1; ; n++) if (!names.has(stem(n))) return stem(n);
}
