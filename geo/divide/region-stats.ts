import { pointScale } from '../crs/local-crs.ts';
import { blockAreaM2, blockNeighbours, lengthCm } from '../fabric/draft/block-rings.ts';
import type { Draft } from './draft.ts';
import { blocksWithin } from './regions.ts';

/** What a region of a draft amounts to. */
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
  /** blocks by connected piece, the piece with the most households first */
  readonly pieces: readonly (readonly number[])[];
  /** compounds of which it holds some buildings and not all */
  readonly splitCompounds: readonly number[];
  /** arcs inside it that lie along a river, a main road or a railway */
  readonly barriers: readonly number[];
}

const cache = new WeakMap<Draft, Map<number, { stamp: number; stats: RegionStats }>>();

/** Counted when first asked and whenever the region has changed since; the cost is that of the region alone. */
export function regionStats(draft: Draft, region: number): RegionStats {
  const known = cache.get(draft) ?? new Map();
  cache.set(draft, known);
  const stamp = draft.stampOf(region);
  const found = known.get(region);
  if (found && found.stamp === stamp) return found.stats;
  const stats = statsOfBlocks(draft, blocksWithin(draft, region));
  known.set(region, { stamp, stats });
  return stats;
}

/** The same for any set of blocks. */
export function statsOfBlocks(draft: Draft, blocks: readonly number[]): RegionStats {
  const within = new Set(blocks);
  const sums = { households: 0, residents: 0, buildings: 0, stations: 0, estimated: false, areaM2: 0 };
  const buildingsOf = new Map<number, number>();
  for (const block of blocks) {
    const contents = draft.contentsOf(block);
    sums.households += contents.households;
    sums.residents += contents.residents;
    sums.buildings += contents.buildings;
    sums.stations += contents.stations;
    sums.estimated ||= contents.estimated;
    sums.areaM2 += blockAreaM2(draft.fabric, block);
    for (const [compound, n] of contents.compounds) buildingsOf.set(compound, (buildingsOf.get(compound) ?? 0) + n);
  }
  const { perimeterM, barriers } = border(draft, within);
  const sizes = draft.ground.compoundSizes;
  return {
    blocks: blocks.length,
    ...sums,
    perimeterM,
    polsbyPopper: perimeterM === 0 ? 0 : (4 * Math.PI * sums.areaM2) / perimeterM ** 2,
    pieces: pieces(draft, within),
    splitCompounds: [...buildingsOf].flatMap(([compound, n]) => (n < sizes[compound]! ? [compound] : [])),
    barriers,
  };
}

/** The arcs with one side within, and the barriers with both. */
function border(draft: Draft, within: ReadonlySet<number>): { perimeterM: number; barriers: number[] } {
  const { fabric, ground } = draft;
  let perimeterM = 0;
  const barriers: number[] = [];
  for (const block of within) {
    for (const id of fabric.blocks.get(block)!) {
      const arc = fabric.arcs.get(id)!;
      const other = arc.left === block ? arc.right : arc.left;
      if (other === null || !within.has(other))
        perimeterM += lengthCm(arc.xy) / 100 / pointScale(fabric.crs, arc.xy[0]!, arc.xy[1]!);
      else if (block < other && ground.columns.barriers.has(id)) barriers.push(id);
    }
  }
  return { perimeterM, barriers };
}

/** Blocks that hang together by borders, not only by points. */
function pieces(draft: Draft, within: ReadonlySet<number>): number[][] {
  const seen = new Set<number>();
  const found: { blocks: number[]; households: number }[] = [];
  for (const first of within) {
    if (seen.has(first)) continue;
    seen.add(first);
    const blocks = [first];
    let households = 0;
    for (const block of blocks) {
      households += draft.contentsOf(block).households;
      for (const neighbour of blockNeighbours(draft.fabric, block).keys()) {
        if (neighbour === null || seen.has(neighbour) || !within.has(neighbour)) continue;
        seen.add(neighbour);
        blocks.push(neighbour);
      }
    }
    found.push({ blocks, households });
  }
  return found
    .sort((a, b) => b.households - a.households || b.blocks.length - a.blocks.length)
    .map(({ blocks }) => blocks);
}
