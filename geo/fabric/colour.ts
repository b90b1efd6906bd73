import type { Adjacency } from './adjacency.ts';
import { createQueue } from './queue.ts';

/** The palette of regions has eight hues. */
export const HUES = 8;
const NONE = -1;

/**
 * A hue for each region, so that neighbours differ, keeping earlier hues where that is possible.
 *
 * Regions that kept their hue hold still; the others take the least used hue that is free around them; where none is
 * free a neighbour gives way; where that fails too everything is coloured anew. Coloured anew, the region with the
 * fewest neighbours left goes last in, which needs six hues for any map of connected regions; exclaves have to tie nine
 * regions together before eight are too few, and only then do neighbours share a hue.
 *
 * @param count     number of regions; pairs of `adjacency` are below it
 * @param previous  earlier hue of each region; −1 or nothing for a new one
 * @returns         hue of each region, 0 … 7
 */
export function colourRegions(
  count: number,
  adjacency: Pick<Adjacency, 'a' | 'b'>,
  previous?: ArrayLike<number>,
): Uint8Array {
  const neighbours: number[][] = Array.from({ length: count }, () => []);
  adjacency.a.forEach((a, i) => {
    neighbours[a]!.push(adjacency.b[i]!);
    neighbours[adjacency.b[i]!]!.push(a);
  });
  const hues = new Int8Array(count).fill(NONE);
  const used = new Uint32Array(HUES);
  const give = (region: number, hue: number): void => {
    if (hues[region] !== NONE) used[hues[region]!]!--;
    hues[region] = hue;
    used[hue]!++;
  };
  for (let region = 0; region < count; region++) {
    const hue = previous?.[region] ?? NONE;
    if (hue >= 0 && hue < HUES && freeHues(region, neighbours, hues).has(hue)) give(region, hue);
  }
  for (const region of smallestLast(neighbours)) {
    if (hues[region] !== NONE) continue;
    const hue = leastUsed(freeHues(region, neighbours, hues), used) ?? makeRoom(region, neighbours, hues, used, give);
    if (hue === null) return Uint8Array.from(colourAnew(neighbours));
    give(region, hue);
  }
  return Uint8Array.from(hues);
}

function freeHues(region: number, neighbours: readonly number[][], hues: Int8Array): Set<number> {
  const free = new Set(Array.from({ length: HUES }, (_, hue) => hue));
  for (const neighbour of neighbours[region]!) free.delete(hues[neighbour]!);
  return free;
}

function leastUsed(free: ReadonlySet<number>, used: Uint32Array): number | null {
  let best: number | null = null;
  for (const hue of free) if (best === null || used[hue]! < used[best]!) best = hue;
  return best;
}

/** Frees the hue that the fewest neighbours have, all of which can take another. */
function makeRoom(
  region: number,
  neighbours: readonly number[][],
  hues: Int8Array,
  used: Uint32Array,
  give: (region: number, hue: number) => void,
): number | null {
  const holders = Array.from({ length: HUES }, (_, hue) => ({
    hue,
    regions: neighbours[region]!.filter((neighbour) => hues[neighbour] === hue),
  })).sort((a, b) => a.regions.length - b.regions.length || a.hue - b.hue);
  for (const { hue, regions } of holders) {
    if (!regions.every((neighbour) => freeHues(neighbour, neighbours, hues).size > 1)) continue;
    for (const neighbour of regions) {
      const others = freeHues(neighbour, neighbours, hues);
      others.delete(hue);
      give(neighbour, leastUsed(others, used)!);
    }
    return hue;
  }
  return null;
}

function colourAnew(neighbours: readonly number[][]): Int8Array {
  const hues = new Int8Array(neighbours.length).fill(NONE);
  const used = new Uint32Array(HUES);
  for (const region of smallestLast(neighbours)) {
    const hue = leastUsed(freeHues(region, neighbours, hues), used) ?? rarestAround(neighbours[region]!, hues);
    hues[region] = hue;
    used[hue]!++;
  }
  return hues;
}

function rarestAround(neighbours: readonly number[], hues: Int8Array): number {
  const counts = new Uint32Array(HUES);
  for (const neighbour of neighbours) if (hues[neighbour] !== NONE) counts[hues[neighbour]!]!++;
  return counts.indexOf(Math.min(...counts));
}

/** An order in which each region has few neighbours before it: the reverse of taking away the least connected one. */
function smallestLast(neighbours: readonly number[][]): number[] {
  const degree = neighbours.map((list) => list.length);
  const taken = new Uint8Array(neighbours.length);
  const queue = createQueue();
  degree.forEach((d, region) => {
    queue.push(region, d);
  });
  const order: number[] = [];
  for (let entry = queue.pop(); entry; entry = queue.pop()) {
    const region = entry.item;
    if (taken[region] || degree[region] !== entry.value) continue;
    taken[region] = 1;
    order.push(region);
    for (const neighbour of neighbours[region]!) if (!taken[neighbour]) queue.push(neighbour, --degree[neighbour]!);
  }
  return order.reverse();
}
