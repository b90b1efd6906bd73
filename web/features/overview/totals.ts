import type { Region } from '../../../api/contract/counties.ts';
import { REGION_KINDS, type RegionKind } from '../../../api/contract/words.ts';

export interface CountyTotals {
  readonly households: number;
  readonly residents: number;
  readonly buildings: number;
  readonly areaM2: number;
  readonly estimated: boolean;
  /** how many regions of each level there are, from the top */
  readonly levels: readonly { readonly kind: RegionKind; readonly count: number }[];
}

/** Sums over the topmost regions, which cover the county once whatever levels it has. */
export function countyTotals(regions: readonly Region[]): CountyTotals {
  const top = regions.filter((region) => region.parent === null && !isGrouping(region.kind));
  const sum = (pick: (region: Region) => number) => top.reduce((total, region) => total + pick(region), 0);
  return {
    households: sum((region) => region.households),
    residents: sum((region) => region.residents),
    buildings: sum((region) => region.buildings),
    areaM2: sum((region) => region.areaM2),
    estimated: top.some((region) => region.estimated),
    levels: REGION_KINDS.filter((kind) => kind !== 'county')
      .map((kind) => ({ kind, count: regions.filter((region) => region.kind === kind).length }))
      .filter(({ count }) => count > 0),
  };
}

const isGrouping = (kind: RegionKind): boolean => kind === 'network' || kind === 'union';
