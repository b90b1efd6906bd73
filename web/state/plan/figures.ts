import type { PlanLevel } from '../../../api/contract/plans.ts';
import type { Draft } from '../../../geo/divide/draft.ts';
import type { DraftRegion } from '../../../geo/divide/edit.ts';
import type { Partition, Trial } from '../../../geo/divide/partition.ts';
import { type RegionStats, regionStats, statsIn } from '../../../geo/divide/region-stats.ts';
import { communitiesIn } from '../../../geo/divide/regions.ts';
import { regionShape, type ShapeScores, shapeIn } from '../../../geo/divide/shapes.ts';
import type { BaseView } from './base-view.ts';

/** What is shown of a region, as it is in one draft. */
export interface RegionFigures {
  readonly households: number;
  readonly residents: number;
  readonly buildings: number;
  readonly estimated: boolean;
  readonly areaM2: number;
  /** households above (or below) the mean of its level, as a share of the mean; null where nobody lives */
  readonly deviation: number | null;
  readonly pieces: number;
  /** Polsby–Popper: 1 for a circle */
  readonly compactness: number;
  /** area by that of the smallest circle around it, and of its convex hull; null = not asked for, or without blocks */
  readonly reock: number | null;
  readonly convexHull: number | null;
  /** pairs of neighbouring blocks that its border parts */
  readonly cutEdges: number;
  readonly splitCompounds: number;
  /** regions one level below: grids of a community, communities of a grouping */
  readonly parts: number;
  readonly stations: number;
  readonly barriers: number;
  readonly blocks: number;
}

export const regionsOfLevel = (draft: Draft, level: DraftRegion['kind']): DraftRegion[] =>
  [...(draft.ofKind.get(level) ?? [])].map((id) => draft.regions.get(id)!);

/** Mean households of regions that hold any block; null when there is none. */
export const meanOf = ({ held }: Pick<Partition, 'held'>): number | null =>
  held.regions === 0 ? null : held.households / held.regions;

export const meanHouseholds = (draft: Draft, level: PlanLevel): number | null => meanOf(draft.partition(level));

/** @returns null for a region that the draft does not have */
export function figuresOf(draft: Draft, region: number, mean: number | null): RegionFigures | null {
  const found = draft.regions.get(region);
  return found ? toFigures(regionStats(draft, region), partsOf(draft, found), mean) : null;
}

/**
 * The same in a partition that is only tried.
 *
 * @param joined  regions one level below that come to it, less those that it loses
 */
export function figuresOnTrial(draft: Draft, trial: Trial, region: number, joined: number): RegionFigures {
  const found = draft.regions.get(region);
  const parts = (found ? partsOf(draft, found) : 0) + joined;
  const shape = toShape(shapeIn(draft, trial, trial.labelOf, region));
  return { ...toFigures(statsIn(trial, region), parts, meanOf(trial)), ...shape };
}

/** The same of the base; null for a region that is new. */
export function baseFigures(base: BaseView, region: number, mean: number | null): RegionFigures | null {
  const stats = base.facts.stats.get(region);
  return stats ? toFigures(stats, base.partsOf(region), mean) : null;
}

/** Figures with those that need the outline itself; they take time in proportion to the region. */
export const shapeFigures = (draft: Draft, region: number): Pick<RegionFigures, 'reock' | 'convexHull'> =>
  toShape(regionShape(draft, region));

export const baseShapeFigures = (base: BaseView, region: number): Pick<RegionFigures, 'reock' | 'convexHull'> =>
  toShape(base.shapeOf(region));

const toShape = ({ reock, convexHull }: ShapeScores): Pick<RegionFigures, 'reock' | 'convexHull'> => ({
  reock: Number.isNaN(reock) ? null : reock,
  convexHull: Number.isNaN(convexHull) ? null : convexHull,
});

const toFigures = (stats: RegionStats, parts: number, mean: number | null): RegionFigures => ({
  households: stats.households,
  residents: stats.residents,
  buildings: stats.buildings,
  estimated: stats.estimated,
  areaM2: stats.areaM2,
  deviation: mean ? stats.households / mean - 1 : null,
  pieces: stats.pieces,
  compactness: stats.polsbyPopper,
  reock: null,
  convexHull: null,
  cutEdges: stats.cutEdges,
  splitCompounds: stats.splitCompounds,
  parts,
  stations: stats.stations,
  barriers: stats.barriers,
  blocks: stats.blocks,
});

function partsOf(draft: Draft, { id, kind }: DraftRegion): number {
  if (kind === 'network' || kind === 'union') return communitiesIn(draft, id).length;
  return draft.childrenOf.get(id)?.size ?? 0;
}
