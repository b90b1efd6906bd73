import type { PlanLevel } from '../../../api/contract/plans.ts';
import type { Draft } from '../../../geo/divide/draft.ts';
import { regionAt } from '../../../geo/divide/regions.ts';
import type { DivisionPreview, PreviewedRegion } from '../../state/plan/plan-store.ts';

/** Region of a level of each block; null = in none. */
export const regionsOfBlocks = (draft: Draft, level: PlanLevel): Map<number, number | null> =>
  new Map([...draft.fabric.blocks.keys()].map((block) => [block, regionAt(draft, block, level)]));

/**
 * What the map shows of a change that is not made yet: every region that gains or loses blocks, whole.
 *
 * @param before  of each block, before the change
 * @param draft   with the change done
 */
export function previewOfChange(
  before: ReadonlyMap<number, number | null>,
  draft: Draft,
  level: PlanLevel,
): DivisionPreview {
  const after = regionsOfBlocks(draft, level);
  const touched = new Set<number | null>();
  for (const [block, now] of after) {
    const was = before.get(block) ?? null;
    if (was !== now) touched.add(was).add(now);
  }
  const regionOf = new Map<number, number>();
  const households = new Map<number, number>();
  for (const [block, now] of after) {
    if (now === null || !(touched.has(now) || touched.has(before.get(block) ?? null))) continue;
    regionOf.set(block, now);
    households.set(now, (households.get(now) ?? 0) + draft.contentsOf(block).households);
  }
  const regions = [...households].map(([id, sum]): [number, PreviewedRegion] => {
    const { name, nameEn, hue, locked } = draft.regions.get(id)!;
    return [id, { name, nameEn, hue, locked, households: sum }];
  });
  return { level, regionOf, regions: new Map(regions) };
}
