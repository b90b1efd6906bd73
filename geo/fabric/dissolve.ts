import type { Position } from 'geojson';
import type { Fabric } from './fabric.ts';
import { polygonCoordinates } from './lng-lat.ts';
import { traceGroups } from './rings.ts';

/**
 * The outline of each group of blocks: MultiPolygon coordinates, degrees, directions as RFC 7946 wants them.
 *
 * No geometry is computed: arcs with the same group on both sides are left out and the others chained, so neighbours'
 * outlines agree to the last digit.
 *
 * @param assignment  group of each block, 0 … groups − 1; −1 for none
 * @returns           one MultiPolygon a group; empty for a group without blocks
 */
export function dissolve(fabric: Fabric, assignment: ArrayLike<number>, groups: number): Position[][][][] {
  return traceGroups(fabric, assignment, groups).map((polygons) =>
    polygons.map((polygon) => polygonCoordinates(fabric, polygon)),
  );
}
