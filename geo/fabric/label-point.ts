import type { Position } from 'geojson';
import { createQueue } from './queue.ts';

/** The search stops when no place can be deeper inside by more than this share of the outline's shorter side. */
const PRECISION = 0.01;

/**
 * Where a label stands best: the point of the largest polygon that is farthest from its outline and holes (pole of
 * inaccessibility), in degrees. Always inside a polygon of positive area.
 *
 * @param polygons  MultiPolygon coordinates, degrees
 * @throws RangeError for a MultiPolygon without a polygon
 * @see   mapbox/polylabel: cells are halved, the one that may hold the deepest point first
 */
export function labelPoint(polygons: readonly Position[][][]): [lng: number, lat: number] {
  const largest = polygons.reduce<Position[][] | null>(
    (best, polygon) => (best && outlineArea(best) >= outlineArea(polygon) ? best : polygon),
    null,
  );
  const first = largest?.[0]?.[0];
  if (!largest || !first) throw new RangeError('a label needs a polygon');
  const shrink = Math.cos((first[1]! * Math.PI) / 180);
  const rings = largest.map((ring) => ring.map(([lng, lat]): [number, number] => [lng! * shrink, lat!]));
  const [x, y] = deepest(rings);
  return [x / shrink, y];
}

function outlineArea([outline = []]: Position[][]): number {
  const [x0 = 0, y0 = 0] = outline[0] ?? [];
  let sum = 0;
  for (let i = 1; i < outline.length; i++) {
    const [ax, ay] = outline[i - 1]!;
    const [bx, by] = outline[i]!;
    sum += (ax! - x0) * (by! - y0) - (bx! - x0) * (ay! - y0);
  }
  return Math.abs(sum) * Math.cos((y0 * Math.PI) / 180);
}

function deepest(rings: [number, number][][]): [number, number] {
  const xs = rings[0]!.map(([x]) => x);
  const ys = rings[0]!.map(([, y]) => y);
  const [west, south] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - west, Math.max(...ys) - south];
  const size = Math.min(width, height);
  if (size === 0) return rings[0]![0]!;
  const cells: { x: number; y: number; half: number; depth: number }[] = [];
  const queue = createQueue();
  let best = cellAt(west + width / 2, south + height / 2, 0, rings);
  const add = (x: number, y: number, half: number): void => {
    const cell = cellAt(x, y, half, rings);
    if (cell.depth > best.depth) best = cell;
    const reach = cell.depth + half * Math.SQRT2;
    if (reach > best.depth + size * PRECISION || best.depth <= 0) queue.push(cells.push(cell) - 1, -reach);
  };
  const half = size / 2;
  for (let x = west; x < west + width; x += size) {
    for (let y = south; y < south + height; y += size) add(x + half, y + half, half);
  }
  for (let entry = queue.pop(); entry; entry = queue.pop()) {
    const cell = cells[entry.item]!;
    if (best.depth > 0 && -entry.value - best.depth <= size * PRECISION) break;
    if (cell.half < size * 1e-7) break; // thinner than a ten-millionth of itself: no inside to be found
    const h = cell.half / 2;
    add(cell.x - h, cell.y - h, h);
    add(cell.x + h, cell.y - h, h);
    add(cell.x - h, cell.y + h, h);
    add(cell.x + h, cell.y + h, h);
  }
  return [best.x, best.y];
}

function cellAt(
  x: number,
  y: number,
  half: number,
  rings: [number, number][][],
): {
  x: number;
  y: number;
  half: number;
  depth: number;
} {
  return { x, y, half, depth: depthAt(x, y, rings) };
}

/** Distance to the nearest side; negative outside. */
function depthAt(x: number, y: number, rings: [number, number][][]): number {
  let inside = false;
  let nearest = Number.POSITIVE_INFINITY;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [ax, ay] = ring[i]!;
      const [bx, by] = ring[j]!;
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
      nearest = Math.min(nearest, squareDistance(x, y, ax, ay, bx, by));
    }
  }
  return (inside ? 1 : -1) * Math.sqrt(nearest);
}

function squareDistance(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const length2 = dx * dx + dy * dy;
  const t = length2 > 0 ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length2)) : 0;
  return (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2;
}
