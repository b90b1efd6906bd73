import type { Position } from 'geojson';

/** The search ends when no place can beat the best one by more than this share of the polygon's shorter side. */
const PRECISION_SHARE = 0.02;
/** Bounds the work for pathological shapes; ordinary regions need some hundred cells. */
const MAX_CELLS = 4000;

interface Cell {
  x: number;
  y: number;
  half: number;
  /** signed distance to the outline, positive inside */
  distance: number;
  /** no point of the cell is farther inside than this */
  reach: number;
}

/**
 * A point well inside a polygon, for a label or as a building's place: the centre of about the largest circle that fits.
 *
 * @param rings  Polygon coordinates, closed rings, holes after the outline; degrees or metres
 * @returns      [x, y] in the unit of the rings; on a lon/lat input the circle is one of the ground
 *               (east shrunk by the cosine of the latitude when `geographic`)
 * @see          polylabel (Mapbox), which this follows: quadtree cells, the most promising first
 */
export function innerPoint(rings: readonly Position[][], geographic = true): [number, number] {
  const outline = rings[0];
  if (!outline || outline.length < 4) throw new RangeError('A polygon needs a ring of at least four positions');
  const [west, south, east, north] = boundsOf(outline);
  const shrink = geographic ? Math.cos((((south + north) / 2) * Math.PI) / 180) : 1;
  const flat = rings.map((ring) => Float64Array.from(ring.flatMap(([x, y]) => [x! * shrink, y!])));
  const width = (east - west) * shrink;
  const height = north - south;
  const size = Math.min(width, height);
  if (size === 0) return [outline[0]![0]!, outline[0]![1]!];
  const cellAt = (x: number, y: number, half: number): Cell => {
    const distance = signedDistance(flat, x, y);
    return { x, y, half, distance, reach: distance + half * Math.SQRT2 };
  };

  let best = centroidCell(flat[0]!, cellAt);
  const queue: Cell[] = [];
  for (let x = west * shrink; x < east * shrink; x += size)
    for (let y = south; y < north; y += size) queue.push(cellAt(x + size / 2, y + size / 2, size / 2));
  for (let cells = queue.length; queue.length > 0 && cells < MAX_CELLS; cells += 4) {
    const cell = takeMostPromising(queue);
    if (cell.distance > best.distance) best = cell;
    if (cell.reach - best.distance <= size * PRECISION_SHARE) break;
    const half = cell.half / 2;
    for (const [dx, dy] of QUARTERS) {
      const quarter = cellAt(cell.x + dx * half, cell.y + dy * half, half);
      if (quarter.distance > best.distance) best = quarter;
      if (quarter.reach > best.distance) queue.push(quarter);
    }
  }
  return [best.x / shrink, best.y];
}

const QUARTERS = [
  [-1, -1],
  [1, -1],
  [-1, 1],
  [1, 1],
] as const;

function takeMostPromising(queue: Cell[]): Cell {
  let at = 0;
  for (let i = 1; i < queue.length; i += 1) if (queue[i]!.reach > queue[at]!.reach) at = i;
  const cell = queue[at]!;
  queue[at] = queue.at(-1)!;
  queue.pop();
  return cell;
}

function boundsOf(ring: readonly Position[]): [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const position of ring) {
    west = Math.min(west, position[0]!);
    south = Math.min(south, position[1]!);
    east = Math.max(east, position[0]!);
    north = Math.max(north, position[1]!);
  }
  return [west, south, east, north];
}

/** The centre of gravity is the best guess for a compact shape, and often the answer. */
function centroidCell(ring: Float64Array, cellAt: (x: number, y: number, half: number) => Cell): Cell {
  const x0 = ring[0]!;
  const y0 = ring[1]!;
  let twiceArea = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i + 3 < ring.length; i += 2) {
    const ax = ring[i]! - x0;
    const ay = ring[i + 1]! - y0;
    const bx = ring[i + 2]! - x0;
    const by = ring[i + 3]! - y0;
    const cross = ax * by - bx * ay;
    twiceArea += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  return twiceArea === 0 ? cellAt(x0, y0, 0) : cellAt(x0 + x / (3 * twiceArea), y0 + y / (3 * twiceArea), 0);
}

/** Distance to the nearest edge of any ring; negative outside. */
function signedDistance(rings: readonly Float64Array[], px: number, py: number): number {
  let inside = false;
  let nearest = Infinity;
  for (const ring of rings) {
    for (let i = 0; i + 3 < ring.length; i += 2) {
      const ax = ring[i]!;
      const ay = ring[i + 1]!;
      const bx = ring[i + 2]!;
      const by = ring[i + 3]!;
      if (ay > py !== by > py && px < ((bx - ax) * (py - ay)) / (by - ay) + ax) inside = !inside;
      nearest = Math.min(nearest, squaredDistance(px, py, ax, ay, bx, by));
    }
  }
  return (inside ? 1 : -1) * Math.sqrt(nearest);
}

function squaredDistance(px: number, py: number, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / length2));
  const ex = px - ax - t * dx;
  const ey = py - ay - t * dy;
  return ex * ex + ey * ey;
}
