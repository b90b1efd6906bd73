import { adjacency, groupAdjacency } from '../geo/fabric/adjacency.ts';
import { fabricFromLines } from '../geo/fabric/build-from-lines.ts';
import type { Fabric } from '../geo/fabric/fabric.ts';
import { createLocator } from '../geo/fabric/locate.ts';
import { blockPolygons } from '../geo/fabric/polygons.ts';
import { divideGrids } from './town/divide-grids.ts';
import { type Link, partition, placeGraph } from './town/partition.ts';
import type { Random } from './town/random.ts';
import type { Town } from './town/town.ts';

/** A town cut into blocks. Block and community indices are those of the fabric and of the town. */
export interface DividedTown {
  town: Town;
  fabric: Fabric;
  /** community of each block, as the town divides itself now */
  communityOf: Int32Array;
  /** block of each building's inner point; −1 = none */
  blockOfBuilding: Int32Array;
  /** households of each block */
  householdsOf: Float64Array;
}

/** Blocks between the roads, river and railway of a town, within its communities. */
export function blockTown(town: Town, random: Random): DividedTown {
  const { fabric, regionOf } = fabricFromLines(
    { boundaries: town.communities.map(({ geometry }) => geometry), lines: town.blockLines },
    { ids: () => random.int(2 ** 26) * 2 ** 26 + random.int(2 ** 26) },
  );
  const householdsOf = new Float64Array(fabric.blocks.ids.length);
  const locator = createLocator(fabric);
  const blockOfBuilding = Int32Array.from(town.buildings, ({ innerPoint }) => locator.locate(...innerPoint));
  for (const [building, block] of blockOfBuilding.entries())
    if (block !== -1) householdsOf[block]! += town.buildings[building]!.households;
  return { town, fabric, communityOf: regionOf, blockOfBuilding, householdsOf };
}

/** Grids within communities (of any numbering; −1 = none): connected groups of blocks with about equal households. */
export function gridsWithin({ town, fabric, householdsOf, blockOfBuilding }: DividedTown, communityOf: Int32Array) {
  const centres = blockCentres(fabric);
  const compounds = mainCompounds(town, blockOfBuilding, communityOf.length);
  const { a, b, lengthCm } = adjacency(fabric);
  return divideGrids(
    Array.from(communityOf, (community, block) => ({
      ...{ community, point: centres[block]!, households: householdsOf[block]!, compound: compounds[block]! },
    })),
    Array.from(a, (one, i) => ({ a: one, b: b[i]!, sharedM: lengthCm[i]! / CM })),
  );
}

/**
 * Puts communities that lie together into groups of about the numbers wanted.
 *
 * @param communityOf  of each block; −1 = none
 * @returns            group of each community that has blocks
 */
export function groupCommunities(
  { fabric }: DividedTown,
  communityOf: Int32Array,
  wanted: readonly number[],
): Map<number, number> {
  const communities = [...new Set(communityOf)].filter((community) => community !== -1).sort((a, b) => a - b);
  const place = new Map(communities.map((community, i) => [community, i]));
  const centres = communities.map(() => ({ x: 0, y: 0, n: 0 }));
  for (const [block, [lng, lat]] of blockCentres(fabric).entries()) {
    const centre = centres[place.get(communityOf[block]!) ?? -1];
    if (!centre) continue;
    centre.x += lng * METRES_A_DEGREE * Math.cos((lat * Math.PI) / 180);
    centre.y += lat * METRES_A_DEGREE;
    centre.n += 1;
  }
  const x = Float64Array.from(centres, ({ x, n }) => x / n);
  const y = Float64Array.from(centres, ({ y, n }) => y / n);
  const border = groupAdjacency(fabric, communityOf);
  const links = Array.from(border.a, (one, i): Link => {
    const [a, b] = [place.get(one)!, place.get(border.b[i]!)!];
    return { a, b, distance: Math.hypot(x[a]! - x[b]!, y[a]! - y[b]!), price: border.lengthCm[i]! / CM };
  });
  const parts = partition(placeGraph(x, y, new Float64Array(communities.length).fill(1), links), wanted);
  return new Map(communities.map((community, i) => [community, parts[i]!]));
}

/** The compound with most households of each block; null where there is none. */
function mainCompounds(town: Town, blockOfBuilding: Int32Array, blocks: number): (number | null)[] {
  const households = Array.from({ length: blocks }, () => new Map<number, number>());
  for (const [building, { compound, households: own }] of town.buildings.entries()) {
    const counts = households[blockOfBuilding[building]!];
    if (compound !== null && counts) counts.set(compound, (counts.get(compound) ?? 0) + own);
  }
  return households.map((counts) => {
    let best: [number, number] | null = null;
    for (const entry of counts) if (!best || entry[1] > best[1]) best = entry;
    return best?.[0] ?? null;
  });
}

/** Middles of the blocks' boxes, lon/lat. */
function blockCentres(fabric: Fabric): [lng: number, lat: number][] {
  return blockPolygons(fabric).map(([outline]) => {
    const lngs = outline!.map((position) => position[0]!);
    const lats = outline!.map((position) => position[1]!);
    return [(Math.min(...lngs) + Math.max(...lngs)) / 2, (Math.min(...lats) + Math.max(...lats)) / 2];
  });
}

const METRES_A_DEGREE = 111_320;
const CM = 100;
