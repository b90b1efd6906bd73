import { type Fabric, OUTSIDE } from '../fabric/fabric.ts';
import { halfEdgesOf } from '../fabric/half-edges.ts';
import { sweepLine } from '../fabric/polygons.ts';
import type { Draft } from './draft.ts';
import { enclosingCircle } from './enclosing-circle.ts';
import type { Partition } from './partition.ts';
import { blocksWithin } from './regions.ts';

/** Scores that need the outlines themselves; both 1 at best, NaN for a part without ground. */
export interface ShapeScores {
  /** area of the part by that of the smallest circle around it */
  readonly reock: number;
  /** area of the part by that of its convex hull */
  readonly convexHull: number;
}

/**
 * Reock and convex hull ratio of each part, in the fabric's own plane, which keeps shapes.
 *
 * All pieces of a part count together: the circle and the hull are around all of them. Costs the arcs of the fabric and
 * the border points of the parts; `only` leaves the others out (NaN), for a panel that knows which have changed.
 *
 * @param partOf  part of each block, 0 … parts − 1; −1 = none
 */
export function shapeScores(
  fabric: Fabric,
  partOf: ArrayLike<number>,
  parts: number,
  only?: ReadonlySet<number>,
): ShapeScores[] {
  const { left, right } = fabric.arcs;
  const { arcDoubleAreas } = halfEdgesOf(fabric);
  const borders: number[][] = Array.from({ length: parts }, () => []);
  const areas = new Float64Array(parts);
  const enter = (part: number, arc: number, sign: 1 | -1): void => {
    if (part < 0 || (only && !only.has(part))) return;
    borders[part]!.push(arc);
    areas[part]! += (sign * arcDoubleAreas[arc]!) / 2;
  };
  for (let arc = 0; arc < left.length; arc++) {
    const l = left[arc] === OUTSIDE ? -1 : partOf[left[arc]!]!;
    const r = right[arc] === OUTSIDE ? -1 : partOf[right[arc]!]!;
    if (l === r) continue;
    enter(l, arc, 1);
    enter(r, arc, -1);
  }
  return borders.map((arcs, part) => scoresOf(areas[part]!, convexHull(pointsOf(fabric, arcs))));
}

const known = new WeakMap<Partition, Map<number, { stamp: number; shape: ShapeScores }>>();

/** The same for one region of a draft: kept until the region changes, and costs the arcs of its blocks then. */
export function regionShape(draft: Draft, region: number): ShapeScores {
  const kind = draft.regions.get(region)?.kind;
  if (!kind) return scoresOf(0, new Float64Array());
  const partition = draft.partition(kind);
  const { stamp } = partition.tallyOf(region);
  const shapes = known.get(partition) ?? new Map();
  known.set(partition, shapes);
  const found = shapes.get(region);
  if (found?.stamp === stamp) return found.shape;
  const shape = shapeOfBlocks(draft, new Set(blocksWithin(draft, region)));
  shapes.set(region, { stamp, shape });
  return shape;
}

function shapeOfBlocks({ fabric }: Draft, within: ReadonlySet<number>): ShapeScores {
  const points: number[] = [];
  let anchor: readonly [x: number, y: number] | null = null;
  let doubleArea = 0;
  for (const block of within) {
    for (const id of fabric.blocks.get(block)!) {
      const { xy, left, right } = fabric.arcs.get(id)!;
      const other = left === block ? right : left;
      if (other !== null && within.has(other)) continue;
      anchor ??= [xy[0]!, xy[1]!];
      doubleArea += (left === block ? 1 : -1) * sweepLine(xy, 0, xy.length - 2, ...anchor)[0];
      for (let i = 0; i < xy.length; i += 2) points.push(xy[i]! - anchor[0], xy[i + 1]! - anchor[1]);
    }
  }
  return scoresOf(doubleArea / 2, convexHull(Float64Array.from(points)));
}

function scoresOf(areaCm2: number, hull: Float64Array): ShapeScores {
  if (hull.length === 0) return { reock: Number.NaN, convexHull: Number.NaN };
  const { r } = enclosingCircle(hull);
  return { reock: areaCm2 / (Math.PI * r * r), convexHull: areaCm2 / ringArea(hull) };
}

/** Coordinates of the arcs, cm from the first point. */
function pointsOf({ arcs: { offsets, xy } }: Fabric, arcs: readonly number[]): Float64Array {
  if (arcs.length === 0) return new Float64Array();
  const count = arcs.reduce((sum, arc) => sum + offsets[arc + 1]! - offsets[arc]!, 0);
  const points = new Float64Array(2 * count);
  const x0 = xy[2 * offsets[arcs[0]!]!]!;
  const y0 = xy[2 * offsets[arcs[0]!]! + 1]!;
  let at = 0;
  for (const arc of arcs) {
    for (let i = 2 * offsets[arc]!; i < 2 * offsets[arc + 1]!; i += 2) {
      points[at++] = xy[i]! - x0;
      points[at++] = xy[i + 1]! - y0;
    }
  }
  return points;
}

/**
 * The corners of the convex hull, counter-clockwise, without points on its sides.
 *
 * @param xy  [x0, y0, …] integers below 2^26, so that every turn is exact
 * @see       Andrew's monotone chain (1979)
 */
function convexHull(xy: Float64Array): Float64Array {
  const order = Uint32Array.from({ length: xy.length / 2 }, (_, i) => 2 * i);
  order.sort((i, j) => xy[i]! - xy[j]! || xy[i + 1]! - xy[j + 1]!);
  const hull: number[] = [];
  const half = (points: Iterable<number>): void => {
    const chain: number[] = [];
    for (const p of points) {
      while (chain.length > 1 && !turnsLeft(xy, chain.at(-2)!, chain.at(-1)!, p)) chain.pop();
      chain.push(p);
    }
    chain.pop(); // the other half begins there
    hull.push(...chain);
  };
  half(order);
  half(order.reverse());
  return Float64Array.from(hull.flatMap((p) => [xy[p]!, xy[p + 1]!]));
}

function turnsLeft(xy: Float64Array, a: number, b: number, c: number): boolean {
  return (xy[b]! - xy[a]!) * (xy[c + 1]! - xy[a + 1]!) - (xy[b + 1]! - xy[a + 1]!) * (xy[c]! - xy[a]!) > 0;
}

function ringArea(xy: Float64Array): number {
  let double = 0;
  for (let i = 0; i < xy.length; i += 2) {
    const j = (i + 2) % xy.length;
    double += xy[i]! * xy[j + 1]! - xy[j]! * xy[i + 1]!;
  }
  return double / 2;
}
