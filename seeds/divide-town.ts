import { groupAdjacency } from '../geo/fabric/adjacency.ts';
import { fabricFromLines } from '../geo/fabric/build-from-lines.ts';
import type { Fabric } from '../geo/fabric/fabric.ts';
import { createLocator } from '../geo/fabric/locate.ts';
import { blockPolygons } from '../geo/fabric/polygons.ts';
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

/** Households a grid should have; the rules of the field say 300 to 500. */
const HOUSEHOLDS_A_GRID = 400;

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

/**
 * Grids within communities: connected groups of blocks with about equal households.
 *
 * @param communityOf  community of each block, any numbering; −1 = none
 * @returns            grid of each block within its community, 0 …; −1 where there is no community
 */
export function divideIntoGrids({ fabric, householdsOf }: DividedTown, communityOf: Int32Array): Int32Array {
  const centres = blockCentres(fabric);
  const members = groupByValue(communityOf);
  const { a, b, lengthCm } = groupAdjacency(
    fabric,
    Int32Array.from(communityOf, (_, block) => block),
  );
  const gridOf = new Int32Array(communityOf.length).fill(-1);
  for (const blocks of members.values()) {
    const households = blocks.reduce((sum, block) => sum + householdsOf[block]!, 0);
    const grids = Math.max(1, Math.min(blocks.length, Math.round(households / HOUSEHOLDS_A_GRID)));
    const place = new Map(blocks.map((block, i) => [block, i]));
    const links: Link[] = [];
    for (const [i, one] of a.entries()) {
      const from = place.get(one);
      const to = place.get(b[i]!);
      if (from === undefined || to === undefined) continue;
      const distance = Math.hypot(centres.x[one]! - centres.x[b[i]!]!, centres.y[one]! - centres.y[b[i]!]!);
      links.push({ a: from, b: to, distance, price: lengthCm[i]! / 100 });
    }
    const graph = placeGraph(
      Float64Array.from(blocks, (block) => centres.x[block]!),
      Float64Array.from(blocks, (block) => centres.y[block]!),
      Float64Array.from(blocks, (block) => householdsOf[block]!),
      links,
    );
    const parts = partition(graph, new Array<number>(grids).fill(1));
    const numbers = new Map<number, number>();
    for (const [i, part] of parts.entries()) {
      if (!numbers.has(part)) numbers.set(part, numbers.size);
      gridOf[blocks[i]!] = numbers.get(part)!;
    }
  }
  return gridOf;
}

function groupByValue(values: Int32Array): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const [index, value] of values.entries()) {
    if (value === -1) continue;
    const group = groups.get(value);
    if (group) group.push(index);
    else groups.set(value, [index]);
  }
  return groups;
}

/** Middles of the blocks' boxes, metres in a plane good enough for comparing distances. */
function blockCentres(fabric: Fabric): { x: Float64Array; y: Float64Array } {
  const polygons = blockPolygons(fabric);
  const x = new Float64Array(polygons.length);
  const y = new Float64Array(polygons.length);
  for (const [block, [outline]] of polygons.entries()) {
    const lngs = outline!.map((position) => position[0]!);
    const lats = outline!.map((position) => position[1]!);
    const lat = (Math.min(...lats) + Math.max(...lats)) / 2;
    x[block] = ((Math.min(...lngs) + Math.max(...lngs)) / 2) * METRES_A_DEGREE * Math.cos((lat * Math.PI) / 180);
    y[block] = lat * METRES_A_DEGREE;
  }
  return { x, y };
}
const METRES_A_DEGREE = 111_320;
