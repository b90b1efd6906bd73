import type { Position } from 'geojson';
import { pointScale } from '../crs/local-crs.ts';
import { type Fabric, OUTSIDE } from './fabric.ts';
import { polygonCoordinates } from './lng-lat.ts';
import { traceBlocks } from './rings.ts';

/** Polygon coordinates of each block, degrees, directions as RFC 7946 wants them, with holes. */
export function blockPolygons(fabric: Fabric): Position[][][] {
  return traceBlocks(fabric).map((polygon) => polygonCoordinates(fabric, polygon));
}

/**
 * Area of each block in m² on the ellipsoid: the area in the plane divided by the square of the scale at the block's
 * centroid, which is what a 3-degree zone stretches by up to 0.05 %. Found by sums along arcs, without polygons.
 */
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
    let sum = 0;
    let mx = 0;
    let my = 0;
    for (let i = 2 * offsets[arc]!; i < 2 * (offsets[arc + 1]! - 1); i += 2) {
      const ax = xy[i]! - x0;
      const ay = xy[i + 1]! - y0;
      const bx = xy[i + 2]! - x0;
      const by = xy[i + 3]! - y0;
      const cross = ax * by - ay * bx;
      sum += cross;
      mx += cross * (ax + bx);
      my += cross * (ay + by);
    }
    add(left[arc]!, 1, sum, mx, my);
    add(right[arc]!, -1, sum, mx, my);
  }
  return area.map((double, block) => {
    const scale = pointScale(crs, x0 + momentX[block]! / (3 * double), y0 + momentY[block]! / (3 * double));
    return double / 2 / 10_000 / (scale * scale);
  });
}
