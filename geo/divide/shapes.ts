import type { ArcState } from '../fabric/draft/draft-fabric.ts';
import { type Fabric, OUTSIDE } from '../fabric/fabric.ts';
import { halfEdgesOf } from '../fabric/half-edges.ts';
import { sweepLine } from '../fabric/polygons.ts';
import type { Draft } from './draft.ts';
import { enclosingCircle } from './enclosing-circle.ts';
import type { Label, Partition } from './partition.ts';

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
  return borders.map((arcs, part) => scoresOf(areas[part]!, pointsIn(fabric.arcs, arcs)));
}

/**
 * The same, worked out for a part when it is first asked for: it costs the arcs of the fabric once, and the border points
 * of a part then.
 */
export function shapesOnDemand(
  { arcs }: Fabric,
  partOf: ArrayLike<number>,
  parts: number,
): (part: number) => ShapeScores {
  const borders: number[][] = Array.from({ length: parts }, () => []);
  const partAt = (block: number): number => (block === OUTSIDE ? -1 : partOf[block]!);
  for (let arc = 0; arc < arcs.left.length; arc++) {
    const [left, right] = [partAt(arcs.left[arc]!), partAt(arcs.right[arc]!)];
    if (left !== right) for (const part of [left, right]) if (part >= 0) borders[part]!.push(arc);
  }
  const shapes: ShapeScores[] = [];
  return (part) => {
    shapes[part] ??= borderShape(borders[part]!, part);
    return shapes[part];
  };

  function borderShape(border: readonly number[], part: number): ShapeScores {
    const first = 2 * arcs.offsets[border[0] ?? 0]!;
    const [x0, y0] = [arcs.xy[first]!, arcs.xy[first + 1]!];
    const doubleArea = border.reduce((sum, arc) => {
      const [swept] = sweepLine(arcs.xy, 2 * arcs.offsets[arc]!, 2 * arcs.offsets[arc + 1]! - 2, x0, y0);
      return sum + (partAt(arcs.left[arc]!) === part ? swept : -swept);
    }, 0);
    return scoresOf(doubleArea / 2, pointsIn(arcs, border));
  }
}

const known = new WeakMap<Partition, Map<number, { stamp: number; shape: ShapeScores }>>();

/** The same for one region of a draft: kept until the region changes, and costs the arcs around its rim then. */
export function regionShape(draft: Draft, region: number): ShapeScores {
  const kind = draft.regions.get(region)?.kind;
  if (!kind) return scoresOf(0, []);
  return shapeIn(draft, draft.partition(kind), draft.partitionInput(kind).labelOf, region);
}

/** The same in any partition of the draft's blocks. */
export function shapeIn(
  draft: Draft,
  partition: Partition,
  labelOf: (block: number) => Label,
  region: number,
): ShapeScores {
  const { stamp, rim } = partition.totalsOf(region);
  const shapes = known.get(partition) ?? new Map();
  known.set(partition, shapes);
  const found = shapes.get(region);
  if (found?.stamp === stamp) return found.shape;
  const shape = shapeWithin(draft, rim.keys(), (block) => labelOf(block) === region);
  shapes.set(region, { stamp, shape });
  return shape;
}

/** @param rim  blocks of the shape, among them all that border on others */
function shapeWithin({ fabric }: Draft, rim: Iterable<number>, isWithin: (block: number) => boolean): ShapeScores {
  const border: ArcState[] = [];
  let length = 0;
  let doubleArea = 0;
  for (const block of rim) {
    for (const id of fabric.blocks.get(block)!) {
      const arc = fabric.arcs.get(id)!;
      const other = arc.left === block ? arc.right : arc.left;
      if (other !== null && isWithin(other)) continue;
      border.push(arc);
      length += arc.xy.length;
      const [x0, y0] = border[0]!.xy as [number, number];
      doubleArea += (arc.left === block ? 1 : -1) * sweepLine(arc.xy, 0, arc.xy.length - 2, x0, y0)[0];
    }
  }
  const points = new Float64Array(length);
  let n = 0;
  for (const { xy } of border) for (const c of xy) points[n++] = c;
  return scoresOf(doubleArea / 2, points);
}

function scoresOf(areaCm2: number, points: ArrayLike<number>): ShapeScores {
  const hull = points.length === 0 ? null : convexHull(points);
  if (!hull || hull.length === 0) return { reock: Number.NaN, convexHull: Number.NaN };
  const { r } = enclosingCircle(hull);
  return { reock: areaCm2 / (Math.PI * r * r), convexHull: areaCm2 / ringArea(hull) };
}

/** Coordinates of the arcs, cm. */
function pointsIn({ offsets, xy }: Fabric['arcs'], arcs: readonly number[]): number[] {
  const points: number[] = [];
  for (const arc of arcs) for (let i = 2 * offsets[arc]!; i < 2 * offsets[arc + 1]!; i++) points.push(xy[i]!);
  return points;
}

/** Wider than a fabric may be, cm: two coordinates below it are one exact number, and every turn is exact. */
const SPAN = 2 ** 26;

/**
 * The corners of the convex hull, counter-clockwise, without points on its sides; cm from the south-west corner of their
 * box.
 *
 * @param xy  [x0, y0, …] integers, at least one point
 * @see       Andrew's monotone chain (1979)
 */
function convexHull(xy: ArrayLike<number>): Float64Array {
  let [west, south] = [Infinity, Infinity];
  for (let i = 0; i < xy.length; i += 2) {
    west = Math.min(west, xy[i]!);
    south = Math.min(south, xy[i + 1]!);
  }
  // One number a point, by x and then y: those are sorted natively.
  const points = new Float64Array(xy.length / 2);
  for (let i = 0; i < points.length; i++) points[i] = (xy[2 * i]! - west) * SPAN + (xy[2 * i + 1]! - south);
  points.sort();
  const hull = new Float64Array(4 * points.length);
  let size = 0;
  const half = (): void => {
    const first = size;
    for (let i = 0; i < points.length; i++) {
      const x = Math.floor(points[i]! / SPAN);
      const y = points[i]! - x * SPAN;
      while (size - first >= 4 && !turnsLeft(hull, size, x, y)) size -= 2;
      hull[size++] = x;
      hull[size++] = y;
    }
    size -= 2; // the other half begins there
  };
  half();
  points.reverse();
  half();
  return hull.subarray(0, size);
}

/** Whether the way on to a point turns left at the last corner of a chain, which ends before `n`. */
const turnsLeft = (chain: Float64Array, n: number, x: number, y: number): boolean =>
  (chain[n - 2]! - chain[n - 4]!) * (y - chain[n - 3]!) - (chain[n - 1]! - chain[n - 3]!) * (x - chain[n - 4]!) > 0;

function ringArea(xy: Float64Array): number {
  let double = 0;
  for (let i = 0; i < xy.length; i += 2) {
    const j = (i + 2) % xy.length;
    double += xy[i]! * xy[j + 1]! - xy[j]! * xy[i + 1]!;
  }
  return double / 2;
}
