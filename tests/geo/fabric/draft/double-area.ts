import { blockRings } from '../../../../geo/fabric/draft/block-rings.ts';
import type { DraftFabric } from '../../../../geo/fabric/draft/draft-fabric.ts';

/**
 * Twice the area of a block, whole cm², from its outline and its holes as they are walked. Not from the sides of its
 * arcs: what they add to one block they take from the next, whatever they are, so their sum is that of the town's
 * outline alone.
 */
export function doubleArea(draft: DraftFabric, block: number): number {
  const { outer, holes } = blockRings(draft, block);
  return holes.reduce((area, hole) => area - Math.abs(shoelace(hole)), Math.abs(shoelace(outer)));
}

/** @param xy  flat [x0, y0, …] cm, not closed; exact, as no town is 300 km wide */
function shoelace(xy: Float64Array): number {
  const [x0, y0] = [xy[0]!, xy[1]!];
  let sum = 0;
  for (let i = 2; i + 2 < xy.length; i += 2)
    sum += (xy[i]! - x0) * (xy[i + 3]! - y0) - (xy[i + 2]! - x0) * (xy[i + 1]! - y0);
  return sum;
}
