import { orient } from '../orient.ts';
import type { ArcState, DraftFabric } from './draft-fabric.ts';
import { liesOn } from './segments.ts';

/** How far the ray looks first, cm: across a block of a town. */
const FIRST_REACH_CM = 20_000;
/** No two points of a fabric are farther apart. */
const LAST_REACH_CM = 2 ** 33;

/**
 * The block a point (cm) lies in; null outside. A point on a border belongs to the block with the lowest id among those
 * that meet there, as `createLocator` has it.
 */
export function blockAt(draft: DraftFabric, x: number, y: number): number | null {
  const meeting = blocksOn(draft, x, y);
  if (meeting) return meeting.length > 0 ? Math.min(...meeting) : null;
  return lookWest(draft, x, y);
}

/** The blocks beside the arcs on which a point lies; null when it lies on none. */
function blocksOn(draft: DraftFabric, x: number, y: number): number[] | null {
  let blocks: number[] | null = null;
  for (const { arc } of draft.index.search({ minX: x, minY: y, maxX: x, maxY: y })) {
    if (!passesThrough(arc, x, y)) continue;
    blocks ??= [];
    for (const block of [arc.left, arc.right]) if (block !== null) blocks.push(block);
  }
  return blocks;
}

function passesThrough({ xy }: ArcState, x: number, y: number): boolean {
  for (let i = 0; i + 2 < xy.length; i += 2) {
    if (liesOn(xy[i]!, xy[i + 1]!, xy[i + 2]!, xy[i + 3]!, x, y)) return true;
  }
  return false;
}

interface Hit {
  readonly arc: ArcState;
  readonly i: number;
}

/**
 * What a ray to the west meets first, and which side of it that sees: found near by, the ray grows only while it meets
 * nothing. A segment spans the heights from its lower end (with it) to its upper end (without it).
 */
function lookWest(draft: DraftFabric, x: number, y: number): number | null {
  for (let reach = FIRST_REACH_CM; reach < LAST_REACH_CM; reach *= 4) {
    let best: Hit | null = null;
    for (const { arc } of draft.index.search({ minX: x - reach, minY: y, maxX: x, maxY: y })) {
      for (let i = 0; i + 2 < arc.xy.length; i += 2) {
        const ay = arc.xy[i + 1]!;
        const by = arc.xy[i + 3]!;
        if (ay > y === by > y || !isEast({ arc, i }, x, y)) continue;
        const hit: Hit = { arc, i };
        if (!best || standsEast(hit, best)) best = hit;
      }
    }
    // a segment of an arc that the search has found may lie farther away than one that it has not
    if (best && crossingX(best, y) > x - reach + 1) return goesUp(best) ? best.arc.right : best.arc.left;
  }
  return null;
}

function goesUp({ arc: { xy }, i }: Hit): boolean {
  return xy[i + 3]! > xy[i + 1]!;
}

/** Offsets of the lower and the upper end of a segment. */
function ends(hit: Hit): [lower: number, upper: number] {
  return goesUp(hit) ? [hit.i, hit.i + 2] : [hit.i + 2, hit.i];
}

/** > 0 when the point lies east of the line through the segment, 0 on it. */
function eastOf(hit: Hit, x: number, y: number): number {
  const { xy } = hit.arc;
  const [lower, upper] = ends(hit);
  return -orient(xy[lower]!, xy[lower + 1]!, xy[upper]!, xy[upper + 1]!, x, y);
}

function isEast(hit: Hit, x: number, y: number): boolean {
  return eastOf(hit, x, y) > 0;
}

/** Whether one segment lies east of another; both span the ray's height and do not cross. */
function standsEast(hit: Hit, other: Hit): boolean {
  const at = (h: Hit, offset: number): [number, number] => [h.arc.xy[offset]!, h.arc.xy[offset + 1]!];
  const [lower, upper] = ends(hit);
  const [otherLower, otherUpper] = ends(other);
  if (hit.arc.xy[lower + 1]! >= other.arc.xy[otherLower + 1]!)
    return (eastOf(other, ...at(hit, lower)) || eastOf(other, ...at(hit, upper))) > 0;
  return (eastOf(hit, ...at(other, otherLower)) || eastOf(hit, ...at(other, otherUpper))) < 0;
}

/** x of the point of a segment at a height, to a fraction of a centimetre. */
function crossingX({ arc: { xy }, i }: Hit, y: number): number {
  const share = (y - xy[i + 1]!) / (xy[i + 3]! - xy[i + 1]!);
  return xy[i]! + share * (xy[i + 2]! - xy[i]!);
}
