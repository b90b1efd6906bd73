import type { Draft } from './draft.ts';
import type { Partition, Tally } from './partition.ts';

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
export const tallyOf = (draft: Draft, region: number): Tally =>
  draft.partition(draft.regions.get(region)!.kind).tallyOf(region);

/** The same in any partition; the same object until the region changes. */
export function statsIn(partition: Partition, region: number): RegionStats {
  const tally = partition.tallyOf(region);
  const known = cache.get(partition) ?? new Map();
  cache.set(partition, known);
  const found = known.get(region);
  if (found && found.stamp === tally.stamp) return found.stats;
  const { fragments } = partition.piecesOf(region);
  const areaM2 = tally.areaCm2 / 10_000;
  const perimeterM = tally.perimeterMm / 1000;
  const stats: RegionStats = {
    ...{ blocks: tally.blocks, households: tally.households, residents: tally.residents, buildings: tally.buildings },
    ...{ stations: tally.stations, estimated: tally.estimated > 0, areaM2, perimeterM },
    polsbyPopper: perimeterM === 0 ? 0 : (4 * Math.PI * areaM2) / perimeterM ** 2,
    ...{ cutEdges: tally.cutEdges, cutM: tally.cutMm / 1000 },
    ...{ pieces: tally.blocks === 0 ? 0 : 1 + fragments.length, fragments },
    ...{ splitCompounds: tally.split.size, barriers: tally.barriers.size },
  };
  known.set(region, { stamp: tally.stamp, stats });
  return stats;
}
