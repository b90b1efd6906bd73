import { type Link, partition, placeGraph } from './partition.ts';

/** A block as the division into grids sees it. */
export interface GridBlock {
  /** a point of the block, lon/lat */
  readonly point: readonly [lng: number, lat: number];
  readonly households: number;
  /** the community (or other region) that the block lies in; grids stay inside; −1 = none */
  readonly community: number;
  /** the compound that holds most of the block's households; grids keep it whole where they can */
  readonly compound?: number | null;
}

/** Two neighbouring blocks, by index, and the length of their common border in metres. */
export interface GridNeighbours {
  readonly a: number;
  readonly b: number;
  readonly sharedM: number;
}

export interface GridDivision {
  /** grid of each block; −1 where the block has no community */
  readonly gridOf: Int32Array;
  /** community and households of each grid; grids of a community follow each other */
  readonly grids: { readonly community: number; readonly households: number }[];
}

export interface GridOptions {
  /** households that a grid should have; default 400 */
  readonly targetHouseholds?: number;
  /** how many grids in all, shared out by households; wins over `targetHouseholds` */
  readonly grids?: number;
}

const TARGET_HOUSEHOLDS = 400;
/** A border through a compound costs as much as one of so many times its length between strangers. */
const COMPOUND_PRICE = 25;
const METRES_PER_DEGREE = 111_320;

/**
 * Groups the blocks of each community into grids: connected parts of about equal households, compounds kept whole
 * where that is possible. A community gets at least one grid. Deterministic.
 */
export function divideGrids(
  blocks: readonly GridBlock[],
  neighbours: readonly GridNeighbours[],
  options: GridOptions = {},
): GridDivision {
  const members = new Map<number, number[]>();
  blocks.forEach((block, i) => {
    if (block.community < 0) return;
    const list = members.get(block.community);
    if (list) list.push(i);
    else members.set(block.community, [i]);
  });
  const communities = [...members.keys()].sort((a, b) => a - b);
  const counts = countGrids(
    communities.map((community) => members.get(community)!.reduce((sum, i) => sum + blocks[i]!.households, 0)),
    communities.map((community) => members.get(community)!.length),
    options,
  );
  const within = new Map<number, GridNeighbours[]>(communities.map((community) => [community, []]));
  for (const pair of neighbours) {
    const community = blocks[pair.a]!.community;
    if (community >= 0 && community === blocks[pair.b]!.community) within.get(community)!.push(pair);
  }

  const gridOf = new Int32Array(blocks.length).fill(-1);
  const grids: { community: number; households: number }[] = [];
  communities.forEach((community, c) => {
    const own = members.get(community)!;
    const part = divideOne(blocks, own, within.get(community)!, counts[c]!);
    const base = grids.length;
    for (let k = 0; k < counts[c]!; k++) grids.push({ community, households: 0 });
    own.forEach((block, i) => {
      gridOf[block] = base + part[i]!;
      grids[base + part[i]!]!.households += blocks[block]!.households;
    });
  });
  return { gridOf, grids };
}

/** How many grids each community gets: by households, one at least, no more than it has blocks (largest remainder). */
function countGrids(households: readonly number[], blocks: readonly number[], options: GridOptions): number[] {
  if (options.grids === undefined) {
    const target = options.targetHouseholds ?? TARGET_HOUSEHOLDS;
    return households.map((h, c) => Math.max(1, Math.min(blocks[c]!, Math.round(h / target))));
  }
  const total = households.reduce((sum, h) => sum + h, 0);
  const exact = households.map((h) => (total > 0 ? (h / total) * options.grids! : 1));
  const counts = exact.map((e, c) => Math.max(1, Math.min(blocks[c]!, Math.floor(e))));
  const order = exact.map((_, c) => c).sort((a, b) => (exact[b]! % 1) - (exact[a]! % 1) || a - b);
  let left = options.grids - counts.reduce((sum, n) => sum + n, 0);
  for (const c of order) {
    if (left <= 0) break;
    if (counts[c]! >= blocks[c]!) continue;
    counts[c]!++;
    left--;
  }
  return counts;
}

function divideOne(
  blocks: readonly GridBlock[],
  own: readonly number[],
  pairs: readonly GridNeighbours[],
  grids: number,
): Int32Array {
  const index = new Map(own.map((block, i) => [block, i]));
  const narrow = Math.cos(((blocks[own[0]!]?.point[1] ?? 0) * Math.PI) / 180);
  const x = Float64Array.from(own, (i) => blocks[i]!.point[0] * METRES_PER_DEGREE * narrow);
  const y = Float64Array.from(own, (i) => blocks[i]!.point[1] * METRES_PER_DEGREE);
  const weight = Float64Array.from(own, (i) => blocks[i]!.households);
  const links = pairs.map((pair): Link => {
    const [a, b] = [index.get(pair.a)!, index.get(pair.b)!];
    const together = sameCompound(blocks[pair.a]!, blocks[pair.b]!);
    const apart = Math.hypot(x[a]! - x[b]!, y[a]! - y[b]!);
    return {
      a,
      b,
      distance: together ? apart * 0.1 : apart,
      price: pair.sharedM * (together ? COMPOUND_PRICE : 1),
    };
  });
  return partition(placeGraph(x, y, weight, links), new Array<number>(grids).fill(1));
}

function sameCompound(a: GridBlock, b: GridBlock): boolean {
  return a.compound !== undefined && a.compound !== null && a.compound === b.compound;
}
