import type { Draft } from './draft.ts';
import type { Partition, Totals } from './partition.ts';

/** What a region of a draft amounts to, at one moment. */
export interface RegionStats {
  readonly blocks: number;
  readonly households: number;
  readonly residents: number;
  readonly buildings: number;
  readonly stations: number;
  /** some residents were shared out from a larger figure, not counted */
  readonly estimated: boolean;
  readonly areaM2: number;
  /** on the ellipsoid, holes included */
  readonly perimeterM: number;
  /** 4π · area / perimeter²: 1 for a circle; 0 for a region without blocks */
  readonly polsbyPopper: number;
  /** pairs of neighbouring blocks of which one lies in it */
  readonly cutEdges: number;
  /** length of its border towards other blocks, not the outside */
  readonly cutM: number;
  /** 1 where it hangs together, 0 without blocks */
  readonly pieces: number;
  /** blocks of all pieces but the one with the most households, by piece */
  readonly fragments: readonly (readonly number[])[];
  /** compounds of which it holds some buildings and not all */
  readonly splitCompounds: number;
  /** arcs inside it that lie along a river, a main road or a railway */
  readonly barriers: number;
}

const NOTHING: RegionStats = {
  ...{ blocks: 0, households: 0, residents: 0, buildings: 0, stations: 0, estimated: false },
  ...{ areaM2: 0, perimeterM: 0, polsbyPopper: 0, cutEdges: 0, cutM: 0 },
  ...{ pieces: 0, fragments: [], splitCompounds: 0, barriers: 0 },
};

const cache = new WeakMap<Partition, Map<number, { stamp: number; stats: RegionStats }>>();

/** Kept up to date with every change at the cost of what has changed. A region that is not there has nothing. */
export function regionStats(draft: Draft, region: number): RegionStats {
  const kind = draft.regions.get(region)?.kind;
  return kind ? statsIn(draft.partition(kind), region) : NOTHING;
}

/** What the figures of a region that is there are made of. */
export const totalsOf = (draft: Draft, region: number): Totals =>
  draft.partition(draft.regions.get(region)!.kind).totalsOf(region);

/** The same in any partition; the same object until the region changes. */
export function statsIn(partition: Partition, region: number): RegionStats {
  const totals = partition.totalsOf(region);
  const known = cache.get(partition) ?? new Map();
  cache.set(partition, known);
  const found = known.get(region);
  if (found && found.stamp === totals.stamp) return found.stats;
  const { fragments } = partition.piecesOf(region);
  const areaM2 = totals.areaCm2 / 10_000;
  const perimeterM = totals.perimeterMm / 1000;
  const stats: RegionStats = {
    blocks: totals.blocks,
    households: totals.households,
    residents: totals.residents,
    buildings: totals.buildings,
    stations: totals.stations,
    estimated: totals.estimated > 0,
    areaM2,
    perimeterM,
    polsbyPopper: perimeterM === 0 ? 0 : (4 * Math.PI * areaM2) / perimeterM ** 2,
    cutEdges: totals.cutEdges,
    cutM: totals.cutMm / 1000,
    pieces: totals.blocks === 0 ? 0 : 1 + fragments.length,
    fragments,
    splitCompounds: totals.split.size,
    barriers: totals.barriers.size,
  };
  known.set(region, { stamp: totals.stamp, stats });
  return stats;
}
