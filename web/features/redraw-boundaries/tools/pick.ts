import type { Cm } from '../../../../geo/divide/edit.ts';
import { blockAt } from '../../../../geo/fabric/draft/block-at.ts';
import { innerPoint } from '../../../../geo/fabric/draft/block-rings.ts';
import type { DraftFabric } from '../../../../geo/fabric/draft/draft-fabric.ts';
import { sweepLine } from '../../../../geo/fabric/polygons.ts';

/** Points of the borders within reach of a place, each once. */
export function verticesNear(fabric: DraftFabric, [x, y]: Cm, reachCm: number): Cm[] {
  const box = { minX: x - reachCm, minY: y - reachCm, maxX: x + reachCm, maxY: y + reachCm };
  const found = new Map<string, Cm>();
  for (const { arc } of fabric.index.search(box)) {
    for (let i = 0; i < arc.xy.length; i += 2) {
      const at: Cm = [arc.xy[i]!, arc.xy[i + 1]!];
      if (Math.hypot(at[0] - x, at[1] - y) <= reachCm) found.set(`${at}`, at);
    }
  }
  return [...found.values()];
}

/** A point in the middle of a block, and within it: what decides whether an area that is drawn takes it. */
export function blockMiddle(fabric: DraftFabric, block: number): Cm {
  const centroid = blockCentroid(fabric, block);
  return blockAt(fabric, ...centroid) === block ? centroid : innerPoint(fabric, block);
}

function blockCentroid(fabric: DraftFabric, block: number): Cm {
  const arcs = [...fabric.blocks.get(block)!].map((id) => fabric.arcs.get(id)!);
  const [x0, y0] = arcs[0]!.xy as unknown as Cm;
  let [area, momentX, momentY] = [0, 0, 0];
  for (const arc of arcs) {
    const [a, x, y] = sweepLine(arc.xy, 0, arc.xy.length - 2, x0, y0);
    const sign = arc.left === block ? 1 : -1;
    area += sign * a;
    momentX += sign * x;
    momentY += sign * y;
  }
  return [x0 + momentX / (3 * area), y0 + momentY / (3 * area)];
}

/** The blocks whose middle lies in a polygon. */
export function blocksInArea(fabric: DraftFabric, ring: readonly Cm[], middleOf: (block: number) => Cm): Set<number> {
  if (ring.length < 3) return new Set();
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
  }
  // Where no border runs through the area, it lies within one block.
  const near = new Set([blockAt(fabric, ...ring[0]!)].filter((block) => block !== null));
  for (const { arc } of fabric.index.search({ minX, minY, maxX, maxY }))
    for (const block of [arc.left, arc.right]) if (block !== null) near.add(block);
  return new Set([...near].filter((block) => holds(ring, ...middleOf(block))));
}

/**
 * The blocks whose middle lies in a polygon that grows point by point: each point costs what lies around the triangle
 * that it adds, however many points there are already.
 */
export interface GrowingArea {
  /** even–odd: a lasso that crosses itself leaves out what it encloses twice */
  readonly blocks: ReadonlySet<number>;
  add(point: Cm): void;
}

export function growingArea(fabric: DraftFabric, first: Cm, middleOf: (block: number) => Cm): GrowingArea {
  const blocks = new Set<number>();
  let last = first;
  return {
    blocks,
    add(point) {
      for (const block of blocksInArea(fabric, [first, last, point], middleOf))
        if (!blocks.delete(block)) blocks.add(block);
      last = point;
    },
  };
}

/** Even–odd. A side is asked from its lower end, so that two areas that share it say the same of every point. */
function holds(ring: readonly Cm[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const isUp = ring[j]![1] < ring[i]![1];
    const [ax, ay] = ring[isUp ? j : i]!;
    const [bx, by] = ring[isUp ? i : j]!;
    if (ay > y !== by > y && x < ax + ((y - ay) * (bx - ax)) / (by - ay)) inside = !inside;
  }
  return inside;
}
