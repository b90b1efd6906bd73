import type { NodedEdges } from './noding.ts';
import { meanWidthCm, UNOWNED } from './owners.ts';
import { origin, type PlanarGraph } from './planar-graph.ts';
import { createQueue } from './queue.ts';
import { createUnionFind } from './union-find.ts';

export interface SmallBlocks {
  readonly minAreaCm2: number;
  readonly minWidthCm: number;
}

/**
 * Joins faces into blocks: those that no line parts, then each block that is too small or too thin with the neighbour
 * of the same region with which it has the longest border. The smallest goes first, and a block that has grown enough
 * stays. A region's last block stays however small, so a region never vanishes.
 *
 * @param owner  region of each face, UNOWNED outside
 * @returns      for each face the face that stands for its block; −1 outside
 */
export function joinBlocks(
  edges: NodedEdges,
  graph: PlanarGraph,
  owner: Int32Array,
  small: SmallBlocks,
): { root: (face: number) => number; merged: number } {
  const { faceOf, faceCount, doubleAreas } = graph;
  const blocks = createUnionFind(faceCount);
  const isRegionBorder = (half: number): boolean => owner[faceOf[half]!] !== owner[faceOf[half ^ 1]!];
  for (let h = 0; h < faceOf.length; h += 2) {
    if (!edges.line[h >> 1] && !isRegionBorder(h)) blocks.union(faceOf[h]!, faceOf[h + 1]!);
  }
  const area = new Float64Array(faceCount);
  const perimeter = new Float64Array(faceCount);
  const borders: (Map<number, number> | undefined)[] = [];
  for (let face = 0; face < faceCount; face++) {
    if (owner[face] !== UNOWNED) area[blocks.find(face)]! += doubleAreas[face]! / 2;
  }
  for (let h = 0; h < faceOf.length; h++) {
    const block = blocks.find(faceOf[h]!);
    const other = blocks.find(faceOf[h ^ 1]!);
    if (block === other || owner[block] === UNOWNED) continue;
    const a = origin(edges, h);
    const b = origin(edges, h ^ 1);
    const length = Math.hypot(edges.xs[a]! - edges.xs[b]!, edges.ys[a]! - edges.ys[b]!);
    perimeter[block]! += length;
    if (isRegionBorder(h)) continue;
    const own = borders[block] ?? new Map<number, number>();
    borders[block] = own;
    own.set(other, (own.get(other) ?? 0) + length);
  }
  const merged = mergeSmallest(blocks, area, perimeter, borders, small);
  return { root: (face) => (owner[face] === UNOWNED ? -1 : blocks.find(face)), merged };
}

function mergeSmallest(
  blocks: ReturnType<typeof createUnionFind>,
  area: Float64Array,
  perimeter: Float64Array,
  borders: (Map<number, number> | undefined)[],
  small: SmallBlocks,
): number {
  const isSmall = (block: number): boolean =>
    area[block]! < small.minAreaCm2 || meanWidthCm(area[block]!, perimeter[block]!) < small.minWidthCm;
  const queue = createQueue();
  for (let block = 0; block < area.length; block++) {
    if (blocks.find(block) === block && borders[block] && isSmall(block)) queue.push(block, area[block]!);
  }
  let merged = 0;
  for (let entry = queue.pop(); entry; entry = queue.pop()) {
    const { item, value } = entry;
    if (blocks.find(item) !== item || area[item] !== value || !isSmall(item)) continue; // has changed since
    const own = borders[item]!;
    let neighbour = -1;
    let longest = -1;
    for (const [other, length] of own) {
      if (length > longest || (length === longest && other < neighbour)) {
        neighbour = other;
        longest = length;
      }
    }
    if (neighbour === -1) continue;
    blocks.union(item, neighbour);
    const kept = blocks.find(item);
    const gone = kept === item ? neighbour : item;
    area[kept] = area[item]! + area[neighbour]!;
    perimeter[kept] = perimeter[item]! + perimeter[neighbour]! - 2 * longest;
    borders[kept] = joinBorders(borders, kept, gone);
    merged++;
    if (isSmall(kept)) queue.push(kept, area[kept]!);
  }
  return merged;
}

/** Neighbours of `gone` become neighbours of `kept`, on both sides; the smaller of the two maps is poured out. */
function joinBorders(borders: (Map<number, number> | undefined)[], kept: number, gone: number): Map<number, number> {
  const a = borders[kept]!;
  const b = borders[gone]!;
  a.delete(gone);
  b.delete(kept);
  for (const [other, length] of b) {
    const theirs = borders[other]!;
    theirs.delete(gone);
    theirs.set(kept, (a.get(other) ?? 0) + length);
  }
  const [large, little] = a.size >= b.size ? [a, b] : [b, a];
  for (const [other, length] of little) large.set(other, (large.get(other) ?? 0) + length);
  borders[gone] = undefined;
  return large;
}
