import type { Position } from 'geojson';
import { type LocalCrs, pointScale } from '../crs/local-crs.ts';
import { type Fabric, OUTSIDE } from './fabric.ts';
import { polygonCoordinates } from './lng-lat.ts';
import { traceBlocks } from './rings.ts';

/** Polygon coordinates of each block, degrees, directions as RFC 7946 wants them, with holes. */
export function blockPolygons(fabric: Fabric): Position[][][] {
  return traceBlocks(fabric).map((polygon) => polygonCoordinates(fabric, polygon));
}

/** Area of each block in m² on the ellipsoid (see `ellipsoidAreaM2`), found by sums along arcs, without polygons. */
export function blockAreasM2(fabric: Fabric): Float64Array {
  const { crs, arcs } = fabric;
  const { from, left, right, offsets, xy } = arcs;
  const count = fabric.blocks.ids.length;
  const area = new Float64Array(count);
  const momentX = new Float64Array(count);
  const momentY = new Float64Array(count);
  const x0 = xy[0] ?? 0;
  const y0 = xy[1] ?? 0;
  const add = (block: number, sign: 1 | -1, sum: number, mx: number, my: number): void => {
    if (block === OUTSIDE) return;
    area[block]! += sign * sum;
    momentX[block]! += sign * mx;
    momentY[block]! += sign * my;
  };
  for (let arc = 0; arc < from.length; arc++) {
    const [sum, mx, my] = sweepLine(xy, 2 * offsets[arc]!, 2 * (offsets[arc + 1]! - 1), x0, y0);
    add(left[arc]!, 1, sum, mx, my);
    add(right[arc]!, -1, sum, mx, my);
  }
  return area.map((double, block) => ellipsoidAreaM2(crs, x0, y0, double, momentX[block]!, momentY[block]!));
}

/**
 * Twice the signed area between a line and an anchor, in cm², and its first moments about the anchor, each six times.
 *
 * @param xy  flat [x0, y0, …] in cm; from the point at `first` to the one at `last`
 */
export function sweepLine(
  xy: ArrayLike<number>,
  first: number,
  last: number,
  anchorX: number,
  anchorY: number,
): [doubleArea: number, momentX: number, momentY: number] {
  let doubleArea = 0;
  let momentX = 0;
  let momentY = 0;
  for (let i = first; i < last; i += 2) {
    const ax = xy[i]! - anchorX;
    const ay = xy[i + 1]! - anchorY;
    const bx = xy[i + 2]! - anchorX;
    const by = xy[i + 3]! - anchorY;
    const cross = ax * by - ay * bx;
    doubleArea += cross;
    momentX += cross * (ax + bx);
    momentY += cross * (ay + by);
  }
  return [doubleArea, momentX, momentY];
}

/**
 * m² on the ellipsoid of a shape of which `sweepLine` gave the sums: the area in the plane divided by the square of the
 * scale at the centroid, which is what a 3-degree zone stretches by up to 0.05 %.
 */
export function ellipsoidAreaM2(
  crs: LocalCrs,
  anchorX: number,
  anchorY: number,
  doubleArea: number,
  momentX: number,
  momentY: number,
): number {
  const scale = pointScale(crs, anchorX + momentX / (3 * doubleArea), anchorY + momentY / (3 * doubleArea));
  return doubleArea / 2 / 10_000 / (scale * scale);
}
