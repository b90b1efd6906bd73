import type { PlanLevel } from '../../../api/contract/plans.ts';
import type { Draft } from '../../../geo/divide/draft.ts';
import type { DraftRegion } from '../../../geo/divide/edit.ts';
import { type RegionStats, regionStats } from '../../../geo/divide/region-stats.ts';
import { communitiesIn } from '../../../geo/divide/regions.ts';
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
  readonly splitCompounds: number;
  /** regions one level below: grids of a community, communities of a grouping */
  readonly parts: number;
  readonly stations: number;
  readonly barriers: number;
  readonly blocks: number;
}

export const regionsOfLevel = (draft: Draft, level: DraftRegion['kind']): DraftRegion[] =>
  [...draft.regions.values()].filter(({ kind }) => kind === level);

/** Mean households of regions that hold any block; null when there is none. */
export function meanOf(regions: readonly Pick<RegionStats, 'blocks' | 'households'>[]): number | null {
  const held = regions.filter(({ blocks }) => blocks > 0);
  return held.length === 0 ? null : held.reduce((sum, { households }) => sum + households, 0) / held.length;
}

export const meanHouseholds = (draft: Draft, level: PlanLevel): number | null =>
  meanOf(regionsOfLevel(draft, level).map(({ id }) => regionStats(draft, id)));

/** @returns null for a region that the draft does not have */
export function figuresOf(draft: Draft, region: number, mean: number | null): RegionFigures | null {
  const found = draft.regions.get(region);
  return found ? toFigures(regionStats(draft, region), partsOf(draft, found), mean) : null;
}

/** The same of the base; null for a region that is new. */
export function baseFigures(base: BaseView, region: number, mean: number | null): RegionFigures | null {
  const stats = base.facts.stats.get(region);
  return stats ? toFigures(stats, base.partsOf(region), mean) : null;
}

const toFigures = (stats: RegionStats, parts: number, mean: number | null): RegionFigures => ({
  ...{ households: stats.households, residents: stats.residents, buildings: stats.buildings },
  ...{ estimated: stats.estimated, areaM2: stats.areaM2, stations: stats.stations, blocks: stats.blocks },
  deviation: mean ? stats.households / mean - 1 : null,
  pieces: stats.pieces.length,
  compactness: stats.polsbyPopper,
  splitCompounds: stats.splitCompounds.length,
  barriers: stats.barriers.length,
  parts,
});

function partsOf(draft: Draft, { id, kind }: DraftRegion): number {
  if (kind === 'network' || kind === 'union') return communitiesIn(draft, id).length;
  return draft.childrenOf.get(id)?.size ?? 0;
}
