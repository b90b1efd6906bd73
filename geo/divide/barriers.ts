import Flatbush from 'flatbush';
import { type Fabric, OUTSIDE } from '../fabric/fabric.ts';
import type { Chain } from '../fabric/noding.ts';
import { type Areal, type Linear, readLines } from '../fabric/read-geometry.ts';

/** What one does not cross lightly. */
export const BARRIER_KINDS = ['river', 'railway', 'road'] as const;
export type BarrierKind = (typeof BARRIER_KINDS)[number];

/** An arc lies along a line when it keeps within this distance of it: the two were drawn from one source, or noded apart. */
const ALONG_CM = 200;
/** … over this share of its length: ends may turn off into a crossing. */
const ALONG_SHARE = 0.8;
/** An arc is looked at every so often. */
const STEP_CM = 1000;

/**
 * The arcs between two blocks that lie along a barrier, or in the middle of one that is an area (a river drawn with its
 * banks).
 *
 * @param barriers  geometries in degrees, by kind
 * @returns         indexes of arcs, ascending, each with the kind it follows over most of its length
 */
export function barrierArcs(
  fabric: Fabric,
  barriers: Readonly<Record<BarrierKind, readonly (Linear | Areal)[]>>,
): { arc: number; kind: BarrierKind }[] {
  const found = new Map<number, { kind: BarrierKind; share: number }>();
  for (const kind of BARRIER_KINDS) {
    const place = placeBarriers(barriers[kind], fabric);
    if (!place) continue;
    for (let arc = 0; arc < fabric.arcs.ids.length; arc++) {
      if (fabric.arcs.left[arc] === OUTSIDE || fabric.arcs.right[arc] === OUTSIDE) continue;
      const share = shareAlong(fabric, arc, place);
      if (share >= ALONG_SHARE && share > (found.get(arc)?.share ?? 0)) found.set(arc, { kind, share });
    }
  }
  return [...found].map(([arc, { kind }]) => ({ arc, kind })).sort((a, b) => a.arc - b.arc);
}

/** The barriers of a kind, found by place. */
interface PlacedBarriers {
  isLineNear(west: number, south: number, east: number, north: number): boolean;
  isOnLine(x: number, y: number): boolean;
  isInArea(x: number, y: number): boolean;
}

function shareAlong({ arcs: { offsets, xy } }: Fabric, arc: number, barriers: PlacedBarriers): number {
  const first = 2 * offsets[arc]!;
  const last = 2 * (offsets[arc + 1]! - 1);
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = first; i <= last; i += 2) {
    [west, east] = [Math.min(west, xy[i]!), Math.max(east, xy[i]!)];
    [south, north] = [Math.min(south, xy[i + 1]!), Math.max(north, xy[i + 1]!)];
  }
  // Most arcs have no barrier near them; one without is wholly inside an area or wholly outside.
  if (!barriers.isLineNear(west, south, east, north)) return barriers.isInArea(xy[first]!, xy[first + 1]!) ? 1 : 0;
  let length = 0;
  let along = 0;
  for (let i = first; i < last; i += 2) {
    const [ax, ay, bx, by] = [xy[i]!, xy[i + 1]!, xy[i + 2]!, xy[i + 3]!];
    const side = Math.hypot(bx - ax, by - ay);
    const steps = Math.ceil(side / STEP_CM);
    length += side;
    for (let step = 0; step < steps; step++) {
      const t = (step + 0.5) / steps;
      const [x, y] = [ax + t * (bx - ax), ay + t * (by - ay)];
      if (barriers.isOnLine(x, y) || barriers.isInArea(x, y)) along += side / steps;
    }
  }
  return along / length;
}

/** Null when there are none. */
function placeBarriers(geometries: readonly (Linear | Areal)[], { crs }: Fabric): PlacedBarriers | null {
  const sides = readLines(geometries, crs).flatMap(sidesOf);
  if (sides.length === 0) return null;
  const areas = geometries.filter(({ type }) => type === 'Polygon' || type === 'MultiPolygon');
  const ringSides = readLines(areas, crs).flatMap(sidesOf);
  const tree = sideTree(sides, ALONG_CM);
  const ringTree = ringSides.length > 0 ? sideTree(ringSides, 0) : null;
  return {
    isLineNear: (west, south, east, north) => {
      let near = false;
      tree.search(west, south, east, north, () => {
        near = true;
        return false;
      });
      return near;
    },
    isOnLine: (x, y) => {
      let near = false;
      tree.search(x, y, x, y, (i) => {
        near ||= distanceToSide(x, y, sides[i]!) <= ALONG_CM;
        return false;
      });
      return near;
    },
    isInArea: (x, y) => {
      let inside = false;
      ringTree?.search(x, y, Infinity, y, (i) => {
        const [ax, ay, bx, by] = ringSides[i]!;
        if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
        return false;
      });
      return inside;
    },
  };
}

type Side = readonly [ax: number, ay: number, bx: number, by: number];

function sidesOf({ xy }: Chain): Side[] {
  const sides: Side[] = [];
  for (let i = 0; i + 3 < xy.length; i += 2) sides.push([xy[i]!, xy[i + 1]!, xy[i + 2]!, xy[i + 3]!]);
  return sides;
}

function sideTree(sides: readonly Side[], margin: number): Flatbush {
  const tree = new Flatbush(sides.length);
  for (const [ax, ay, bx, by] of sides)
    tree.add(
      Math.min(ax, bx) - margin,
      Math.min(ay, by) - margin,
      Math.max(ax, bx) + margin,
      Math.max(ay, by) + margin,
    );
  tree.finish();
  return tree;
}

function distanceToSide(x: number, y: number, [ax, ay, bx, by]: Side): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length2 = dx * dx + dy * dy;
  const t = length2 > 0 ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length2)) : 0;
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}
