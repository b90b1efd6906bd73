import type { Cm } from '../../../../geo/divide/edit.ts';
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

/** Where the middle of a block lies: what decides whether an area that is drawn takes it. */
export function blockMiddle(fabric: DraftFabric, block: number): Cm {
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

/** Blocks whose middle lies in a polygon. */
export function blocksInArea(fabric: DraftFabric, ring: readonly Cm[], middleOf: (block: number) => Cm): number[] {
  if (ring.length < 3) return [];
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
  }
  const near = new Set<number>();
  for (const { arc } of fabric.index.search({ minX, minY, maxX, maxY }))
    for (const block of [arc.left, arc.right]) if (block !== null) near.add(block);
  return [...near].filter((block) => {
    const [x, y] = middleOf(block);
    return x >= minX && x <= maxX && y >= minY && y <= maxY && holds(ring, x, y);
  });
}

/** Even–odd, so that a lasso that crosses itself leaves out what it encloses twice. */
function holds(ring: readonly Cm[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i]!;
    const [bx, by] = ring[j]!;
    if (ay > y !== by > y && x < ax + ((y - ay) * (bx - ax)) / (by - ay)) inside = !inside;
  }
  return inside;
}
