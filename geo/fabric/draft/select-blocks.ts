import { meetBeyondEnds, orient } from '../orient.ts';
import { arcsAlong } from './arcs-along.ts';
import { blockAt } from './block-at.ts';
import type { DraftFabric } from './draft-fabric.ts';
import { alongSegment, type Box, liesOn, segmentBox, segmentDistance2, segmentInBox } from './segments.ts';

/**
 * The blocks that a round brush touches while its centre goes from one point to another: those with a point at most
 * `radiusCm` from the segment. Exact on the polygons; ids ascending.
 */
export function blocksInCapsule(
  draft: DraftFabric,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  radiusCm: number,
): number[] {
  const box = segmentBox([x0, y0, x1, y1], 0, radiusCm);
  const limit = radiusCm * radiusCm;
  const touched = new Set<number | null>([blockAt(draft, x0, y0)]);
  for (const arc of arcsAlong(draft, [x0, y0, x1, y1], 0, radiusCm)) {
    if (touched.has(arc.left) && touched.has(arc.right)) continue;
    const { xy } = arc;
    for (let i = 0; i + 2 < xy.length; i += 2) {
      if (!segmentInBox(xy, i, box)) continue;
      if (segmentDistance2(x0, y0, x1, y1, xy[i]!, xy[i + 1]!, xy[i + 2]!, xy[i + 3]!) > limit) continue;
      touched.add(arc.left).add(arc.right);
      break;
    }
  }
  return ascending(touched);
}

/** Blocks with a point in common with a shape, or those that lie wholly within it, borders included. */
export type SelectMode = 'inside' | 'touch';

/** The blocks in a rectangle (cm); ids ascending. */
export function blocksInBox(draft: DraftFabric, { minX, minY, maxX, maxY }: Box, mode: SelectMode): number[] {
  return blocksInPolygon(draft, [minX, minY, maxX, minY, maxX, maxY, minX, maxY], mode);
}

/**
 * The blocks in a polygon; ids ascending.
 *
 * @param ring  flat [x0, y0, …] cm, closed or not, in any direction; what it goes around an even number of times is not
 *              in it (a lasso may cross itself)
 */
export function blocksInPolygon(draft: DraftFabric, ring: ArrayLike<number>, mode: SelectMode): number[] {
  if (ring.length < 2) return [];
  const line = Array.from(ring);
  const n = line.length;
  if (line[0] !== line[n - 2] || line[1] !== line[n - 1] || n === 2) line.push(line[0]!, line[1]!);
  const box = boxOf(line);
  const touched = new Set<number | null>();
  const left = new Set<number | null>();
  for (let i = 0; i + 2 < line.length; i += 2) {
    const block = blockAt(draft, line[i]!, line[i + 1]!);
    touched.add(block);
    if (!onBorder(draft, line[i]!, line[i + 1]!)) left.add(block); // a corner of the ring lies within the block
  }
  for (const { arc } of draft.index.search(box)) {
    if (touched.has(arc.left) && touched.has(arc.right) && left.has(arc.left) && left.has(arc.right)) continue;
    for (let i = 0; i + 2 < arc.xy.length; i += 2) {
      const { touches, leaves } = compare(arc.xy, i, line);
      if (touches) touched.add(arc.left).add(arc.right);
      if (leaves) left.add(arc.left).add(arc.right);
    }
  }
  return ascending(mode === 'touch' ? touched : wholly(draft, touched, left, box));
}

/** Those of the blocks that have no border outside. */
function wholly(
  draft: DraftFabric,
  touched: ReadonlySet<number | null>,
  left: ReadonlySet<number | null>,
  { minX, minY, maxX, maxY }: Box,
): Set<number | null> {
  const isWithin = (id: number): boolean => {
    const own = draft.index.boxes.get(id)!;
    return own.minX >= minX && own.minY >= minY && own.maxX <= maxX && own.maxY <= maxY;
  };
  return new Set(
    [...touched].filter((block) => block !== null && !left.has(block) && [...draft.blocks.get(block)!].every(isWithin)),
  );
}

/** Whether a segment has a point in a closed ring, and whether it has one outside. */
function compare(xy: readonly number[], i: number, ring: readonly number[]): { touches: boolean; leaves: boolean } {
  const s = [xy[i]!, xy[i + 1]!, xy[i + 2]!, xy[i + 3]!] as const;
  // between two places where the ring meets the segment, all of it is inside or all outside
  const stops = [0, 1];
  for (let j = 0; j + 2 < ring.length; j += 2) {
    if (!segmentInBox(ring, j, segmentBox(xy, i))) continue;
    const t = [ring[j]!, ring[j + 1]!, ring[j + 2]!, ring[j + 3]!] as const;
    for (const k of [j, j + 2])
      if (liesOn(...s, ring[k]!, ring[k + 1]!)) stops.push(alongSegment(...s, ring[k]!, ring[k + 1]!));
    if (meetBeyondEnds(...s, ...t)) stops.push(crossingShare(s, t));
  }
  const met = stops.length > 2;
  stops.sort((a, b) => a - b);
  let inside = [0, 2].some((k) => sideOfRing(ring, xy[i + k]!, xy[i + k + 1]!) >= 0);
  let leaves = [0, 2].some((k) => sideOfRing(ring, xy[i + k]!, xy[i + k + 1]!) < 0);
  for (let k = 0; k + 1 < stops.length && met; k++) {
    if (stops[k + 1]! - stops[k]! < 1e-9) continue;
    const share = (stops[k]! + stops[k + 1]!) / 2;
    const side = sideOfRing(ring, s[0] + share * (s[2] - s[0]), s[1] + share * (s[3] - s[1]));
    if (side > 0) inside = true;
    if (side < 0 && !runsOn(ring, s, share)) leaves = true;
  }
  return { touches: inside || met, leaves };
}

type Ends = readonly [ax: number, ay: number, bx: number, by: number];

function crossingShare([ax, ay, bx, by]: Ends, [cx, cy, dx, dy]: Ends): number {
  const cross = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
  if (cross === 0) return 0; // along each other: their ends are stops
  return Math.max(0, Math.min(1, ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / cross));
}

/** Whether the ring runs along a segment at a share of it, so that rounding cannot tell a side. */
function runsOn(ring: readonly number[], [ax, ay, bx, by]: Ends, share: number): boolean {
  const x = ax + share * (bx - ax);
  const y = ay + share * (by - ay);
  for (let j = 0; j + 2 < ring.length; j += 2) {
    const [cx, cy, dx, dy] = [ring[j]!, ring[j + 1]!, ring[j + 2]!, ring[j + 3]!];
    if (orient(ax, ay, bx, by, cx, cy) !== 0 || orient(ax, ay, bx, by, dx, dy) !== 0) continue;
    if (
      Math.min(cx, dx) - 1 <= x &&
      x <= Math.max(cx, dx) + 1 &&
      Math.min(cy, dy) - 1 <= y &&
      y <= Math.max(cy, dy) + 1
    )
      return true;
  }
  return false;
}

/** 1 inside a closed ring by the even–odd rule, −1 outside, 0 on it. */
function sideOfRing(ring: readonly number[], x: number, y: number): -1 | 0 | 1 {
  let inside = false;
  for (let i = 0; i + 2 < ring.length; i += 2) {
    const [ax, ay, bx, by] = [ring[i]!, ring[i + 1]!, ring[i + 2]!, ring[i + 3]!];
    if (liesOn(ax, ay, bx, by, x, y)) return 0;
    if (ay > y !== by > y && orient(ax, ay, bx, by, x, y) > 0 === by > ay) inside = !inside;
  }
  return inside ? 1 : -1;
}

function onBorder(draft: DraftFabric, x: number, y: number): boolean {
  return draft.index.search({ minX: x, minY: y, maxX: x, maxY: y }).some(({ arc: { xy } }) => {
    for (let i = 0; i + 2 < xy.length; i += 2)
      if (liesOn(xy[i]!, xy[i + 1]!, xy[i + 2]!, xy[i + 3]!, x, y)) return true;
    return false;
  });
}

function boxOf(line: readonly number[]): Box {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < line.length; i += 2) {
    minX = Math.min(minX, line[i]!);
    minY = Math.min(minY, line[i + 1]!);
    maxX = Math.max(maxX, line[i]!);
    maxY = Math.max(maxY, line[i + 1]!);
  }
  return { minX, minY, maxX, maxY };
}

function ascending(blocks: ReadonlySet<number | null>): number[] {
  return [...blocks].filter((block) => block !== null).sort((a, b) => a - b);
}
