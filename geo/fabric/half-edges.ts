import type { Fabric } from './fabric.ts';
import { compareAngles } from './orient.ts';

/**
 * A fabric's arcs as half-edges: arc i is the half-edge 2i (forwards) and 2i + 1 (backwards); the block of a half-edge
 * lies on its left. Derived once for a fabric, which never changes.
 */
export interface HalfEdges {
  /** the half-edge that follows along the same block */
  readonly next: Int32Array;
  /** twice the signed area between arc i and the fabric's anchor, cm²; exact up to a county of 300 km */
  readonly arcDoubleAreas: Float64Array;
}

const derived = new WeakMap<Fabric, HalfEdges>();

export function halfEdgesOf(fabric: Fabric): HalfEdges {
  let halfEdges = derived.get(fabric);
  if (!halfEdges) {
    halfEdges = { next: linkHalfEdges(fabric), arcDoubleAreas: sweepArcs(fabric) };
    derived.set(fabric, halfEdges);
  }
  return halfEdges;
}

/** Index of the node a half-edge starts at. */
export function startNode({ arcs }: Fabric, half: number): number {
  return half & 1 ? arcs.to[half >> 1]! : arcs.from[half >> 1]!;
}

function linkHalfEdges(fabric: Fabric): Int32Array {
  const { arcs, nodes } = fabric;
  const count = arcs.from.length * 2;
  const starts = new Uint32Array(nodes.ids.length + 1);
  for (let h = 0; h < count; h++) starts[startNode(fabric, h) + 1]!++;
  for (let n = 0; n < nodes.ids.length; n++) starts[n + 1]! += starts[n]!;
  const fill = starts.slice();
  const fan = new Int32Array(count);
  for (let h = 0; h < count; h++) fan[fill[startNode(fabric, h)]!++] = h;
  const next = new Int32Array(count);
  for (let n = 0; n < nodes.ids.length; n++) {
    const around = fan.subarray(starts[n]!, starts[n + 1]!);
    if (around.length > 2) around.sort((g, h) => compareHalves(fabric, g, h));
    for (let i = 0; i < around.length; i++) next[around[i]! ^ 1] = around[i === 0 ? around.length - 1 : i - 1]!;
  }
  return next;
}

/** By the direction in which half-edges of one node leave it, counter-clockwise from east. */
function compareHalves({ arcs: { xy, offsets } }: Fabric, g: number, h: number): number {
  const direction = (half: number): [number, number] => {
    const arc = half >> 1;
    const first = half & 1 ? 2 * (offsets[arc + 1]! - 1) : 2 * offsets[arc]!;
    const second = half & 1 ? first - 2 : first + 2;
    return [xy[second]! - xy[first]!, xy[second + 1]! - xy[first + 1]!];
  };
  return compareAngles(...direction(g), ...direction(h));
}

function sweepArcs({ arcs: { from, offsets, xy } }: Fabric): Float64Array {
  const x0 = xy[0] ?? 0;
  const y0 = xy[1] ?? 0;
  const areas = new Float64Array(from.length);
  for (let arc = 0; arc < from.length; arc++) {
    let sum = 0;
    let ax = xy[2 * offsets[arc]!]! - x0;
    let ay = xy[2 * offsets[arc]! + 1]! - y0;
    for (let i = 2 * offsets[arc]! + 2; i < 2 * offsets[arc + 1]!; i += 2) {
      const bx = xy[i]! - x0;
      const by = xy[i + 1]! - y0;
      sum += ax * by - ay * bx;
      ax = bx;
      ay = by;
    }
    areas[arc] = sum;
  }
  return areas;
}
