import type { PlanLevel } from '../../../api/contract/plans.ts';
import type { DivisionState, Draft } from '../../../geo/divide/draft.ts';
import type { DraftRegion } from '../../../geo/divide/edit.ts';
import { type BaseFacts, findBaseFacts } from '../../../geo/divide/rules.ts';
import { type ShapeScores, shapesOnDemand } from '../../../geo/divide/shapes.ts';
import { innerPoint } from '../../../geo/fabric/draft/block-rings.ts';
import { OUTSIDE } from '../../../geo/fabric/fabric.ts';
import { createBlockFinder } from '../../../geo/fabric/find-block.ts';
import { finish, type Steps } from '../../../geo/steps.ts';
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
  /** of a region that the base has; worked out when first asked for */
  shapeOf(region: number): ShapeScores;
  /** mean households of the regions of a level; null when there is none */
  meanHouseholds(level: PlanLevel): number | null;
}

/** @param draft  of that base, in which nothing has changed yet */
export const createBaseView = (state: DivisionState, draft: Draft): BaseView => finish(makeBaseView(state, draft));

/** The same, step by step. */
export function* makeBaseView(state: DivisionState, draft: Draft): Steps<BaseView> {
  const facts = yield* findBaseFacts(draft);
  const regions = new Map(state.regions.map((region) => [region.id, region]));
  const blocks = new Set(state.fabric.blocks.ids);
  const parts = new Map<number | null, number>();
  const above = state.regions.map(({ parent }) => parent);
  for (const region of [...above, ...state.groupings.network.values(), ...state.groupings.union.values()])
    parts.set(region, (parts.get(region) ?? 0) + 1);
  const shapesOfKind = new Map<DraftRegion['kind'], (region: number) => ShapeScores>();
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
  /** of all regions of a kind: which border is whose is found once for all of them */
  const shapesAt = (kind: DraftRegion['kind']): ((region: number) => ShapeScores) => {
    const ofKind = state.regions.filter((region) => region.kind === kind);
    const indexOf = new Map<number | null, number>(ofKind.map(({ id }, index) => [id, index]));
    const partOf = Int32Array.from(state.fabric.blocks.ids, (id) => indexOf.get(regionAt(id, kind)) ?? -1);
    const shapes = shapesOnDemand(state.fabric, partOf, ofKind.length);
    return (region) => shapes(indexOf.get(region)!);
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
      const { kind } = regions.get(region)!;
      const shapeOf = shapesOfKind.get(kind) ?? shapesAt(kind);
      shapesOfKind.set(kind, shapeOf);
      return shapeOf(region);
    },
    meanHouseholds: (level) => means[level],
  };
}
