import Flatbush from 'flatbush';
import { toCm } from '../crs/local-crs.ts';
import { type Fabric, OUTSIDE } from './fabric.ts';
import { orient } from './orient.ts';

export interface Locator {
  /** index of the block at a place in degrees; −1 for none */
  locate(lng: number, lat: number): number;
  /** the same for a grid point, cm */
  locateCm(x: number, y: number): number;
}

/**
 * Finds the block a point lies in, exactly, after rounding it to the fabric's grid. A point on a border belongs to the
 * block with the lowest id among those that meet there.
 */
export function createLocator(fabric: Fabric): Locator {
  const { arcs, blocks, crs } = fabric;
  const count = blocks.ids.length;
  if (count === 0) return { locate: () => OUTSIDE, locateCm: () => OUTSIDE };
  const arcBoxes = boxArcs(fabric);
  const { starts, list } = arcsOfBlocks(fabric);
  const tree = new Flatbush(count);
  for (let block = 0; block < count; block++) {
    const box = [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number];
    for (let i = starts[block]!; i < starts[block + 1]!; i++) {
      const at = 4 * list[i]!;
      box[0] = Math.min(box[0], arcBoxes[at]!);
      box[1] = Math.min(box[1], arcBoxes[at + 1]!);
      box[2] = Math.max(box[2], arcBoxes[at + 2]!);
      box[3] = Math.max(box[3], arcBoxes[at + 3]!);
    }
    tree.add(...box);
  }
  tree.finish();

  const holds = (block: number, x: number, y: number): boolean => {
    let inside = false;
    for (let i = starts[block]!; i < starts[block + 1]!; i++) {
      const side = rayParity(arcs, arcBoxes, list[i]!, x, y);
      if (side === ON_ARC) return true;
      if (side === ODD) inside = !inside;
    }
    return inside;
  };
  const locateCm = (x: number, y: number): number => {
    let best = OUTSIDE;
    tree.search(x, y, x, y, (block) => {
      if ((best === OUTSIDE || blocks.ids[block]! < blocks.ids[best]!) && holds(block, x, y)) best = block;
      return false;
    });
    return best;
  };
  return { locateCm, locate: (lng, lat) => locateCm(...toCm(crs, lng, lat)) };
}

const EVEN = 0;
const ODD = 1;
const ON_ARC = 2;

/** How often a ray from the point to the east crosses the arc: even, odd, or the point lies on the arc. */
function rayParity(
  { offsets, xy }: Fabric['arcs'],
  boxes: Float64Array,
  arc: number,
  x: number,
  y: number,
): typeof EVEN | typeof ODD | typeof ON_ARC {
  if (y < boxes[4 * arc + 1]! || y > boxes[4 * arc + 3]! || x > boxes[4 * arc + 2]!) return EVEN;
  const first = 2 * offsets[arc]!;
  const last = 2 * (offsets[arc + 1]! - 1);
  if (x < boxes[4 * arc]!) return xy[first + 1]! > y !== xy[last + 1]! > y ? ODD : EVEN; // wholly east of the point
  let odd = false;
  for (let i = first; i < last; i += 2) {
    const ax = xy[i]!;
    const ay = xy[i + 1]!;
    const bx = xy[i + 2]!;
    const by = xy[i + 3]!;
    if ((ay > y && by > y) || (ay < y && by < y) || (ax < x && bx < x)) continue;
    const turn = orient(ax, ay, bx, by, x, y);
    if (turn === 0 && (ax <= x || bx <= x)) return ON_ARC;
    if (ay > y !== by > y && turn > 0 === by > ay) odd = !odd;
  }
  return odd ? ODD : EVEN;
}

function boxArcs({ arcs: { from, offsets, xy } }: Fabric): Float64Array {
  const boxes = new Float64Array(4 * from.length);
  for (let arc = 0; arc < from.length; arc++) {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 2 * offsets[arc]!; i < 2 * offsets[arc + 1]!; i += 2) {
      west = Math.min(west, xy[i]!);
      east = Math.max(east, xy[i]!);
      south = Math.min(south, xy[i + 1]!);
      north = Math.max(north, xy[i + 1]!);
    }
    boxes.set([west, south, east, north], 4 * arc);
  }
  return boxes;
}

/** The arcs around each block; those of block b at starts[b] … starts[b + 1]. */
function arcsOfBlocks({ arcs, blocks }: Fabric): { starts: Uint32Array; list: Uint32Array } {
  const starts = new Uint32Array(blocks.ids.length + 1);
  const sides = [arcs.left, arcs.right];
  for (const side of sides) for (const block of side) if (block !== OUTSIDE) starts[block + 1]!++;
  for (let block = 0; block < blocks.ids.length; block++) starts[block + 1]! += starts[block]!;
  const fill = starts.slice();
  const list = new Uint32Array(starts.at(-1)!);
  for (const side of sides) {
    side.forEach((block, arc) => {
      if (block !== OUTSIDE) list[fill[block]!++] = arc;
    });
  }
  return { starts, list };
}
