import type { PlanLevel } from '../../../api/contract/plans.ts';
import type { DivisionState, Draft } from '../../../geo/divide/draft.ts';
import type { DraftRegion } from '../../../geo/divide/edit.ts';
import { type BaseFacts, baseFacts } from '../../../geo/divide/rules.ts';
import { type ShapeScores, shapeScores } from '../../../geo/divide/shapes.ts';
import { innerPoint } from '../../../geo/fabric/draft/block-rings.ts';
import { OUTSIDE } from '../../../geo/fabric/fabric.ts';
import { createBlockFinder } from '../../../geo/fabric/find-block.ts';
import { meanHouseholds } from './figures.ts';

/** The division that a plan started from: what everything is compared with. */
export interface BaseView {
  readonly state: DivisionState;
  readonly facts: BaseFacts;
  readonly regions: ReadonlyMap<number, DraftRegion>;
  /** region of a level in which a block of the base lay; null = in none */
  regionAt(block: number, level: PlanLevel): number | null;
  /** the same for any block of a draft: one that was made since lay where its inner point lies */
  regionUnder(draft: Draft, block: number, level: PlanLevel): number | null;
  /** regions directly below one */
  partsOf(region: number): number;
  /** worked out when first asked for */
  shapeOf(region: number): ShapeScores;
  /** mean households of the regions of a level; null when there is none */
  meanHouseholds(level: PlanLevel): number | null;
}

/** @param draft  of that base, in which nothing has changed yet */
export function createBaseView(state: DivisionState, draft: Draft): BaseView {
  const facts = baseFacts(draft);
  const regions = new Map(state.regions.map((region) => [region.id, region]));
  const blocks = new Set(state.fabric.blocks.ids);
  const parts = new Map<number | null, number>();
  const above = state.regions.map(({ parent }) => parent);
  for (const region of [...above, ...state.groupings.network.values(), ...state.groupings.union.values()])
    parts.set(region, (parts.get(region) ?? 0) + 1);
  const shapes = new Map<number, ShapeScores>();
  const meanNow = (level: PlanLevel): number | null => meanHouseholds(draft, level);
  const means = {
    ...{ grid: meanNow('grid'), community: meanNow('community') },
    ...{ network: meanNow('network'), union: meanNow('union') },
  } satisfies Record<PlanLevel, number | null>;
  let findBlock: ReturnType<typeof createBlockFinder> | undefined;

  const regionAt = (block: number, level: DraftRegion['kind']): number | null => {
    const kind = level === 'network' || level === 'union' ? 'community' : level;
    let at: number | null = state.assignment.get(block) ?? null;
    while (at !== null && regions.get(at)?.kind !== kind) at = regions.get(at)?.parent ?? null;
    if (at === null || kind === level) return at;
    return state.groupings[level as 'network' | 'union'].get(at) ?? null;
  };
  return {
    state,
    facts,
    regions,
    regionAt,
    regionUnder(draft, block, level) {
      if (blocks.has(block)) return regionAt(block, level);
      findBlock ??= createBlockFinder(state.fabric);
      const index = findBlock(...innerPoint(draft.fabric, block));
      return index === OUTSIDE ? null : regionAt(state.fabric.blocks.ids[index]!, level);
    },
    partsOf: (region) => parts.get(region) ?? 0,
    shapeOf(region) {
      let shape = shapes.get(region);
      if (!shape) {
        const kind = regions.get(region)?.kind;
        const partOf = Array.from(state.fabric.blocks.ids, (id) =>
          kind !== undefined && regionAt(id, kind) === region ? 0 : -1,
        );
        shape = shapeScores(state.fabric, partOf, 1)[0]!;
        shapes.set(region, shape);
      }
      return shape;
    },
    meanHouseholds: (level) => means[level],
  };
}
