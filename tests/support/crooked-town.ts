import type { Polygon } from 'geojson';
import { localCrsFor, toLngLat } from '../../geo/crs/local-crs.ts';
import { fabricFromPolygons } from '../../geo/fabric/build-from-polygons.ts';
import type { Fabric } from '../../geo/fabric/fabric.ts';
import { seededRandom } from '../bench/bench.ts';

export interface CrookedTown {
  readonly fabric: Fabric;
  /** ids, row by row from the south-west */
  readonly blocks: readonly number[];
  readonly originX: number;
  readonly originY: number;
}

export const SIDE_CM = 10_000;
const POINTS_A_SIDE = 3;

let lastId = 2 ** 40;
export const freshId = (): number => ++lastId;

/** A chequerboard whose borders wander by up to 8 m between its junctions, which stand on the grid. */
export function crookedTown(side: number): CrookedTown {
  const random = seededRandom(1);
  const crs = localCrsFor([124.33, 43.3]);
  const [originX, originY] = [60_000_000, 480_000_000];
  const line = (x: number, y: number, dx: number, dy: number): number[][] =>
    Array.from({ length: POINTS_A_SIDE + 1 }, (_, i) => {
      const along = (i / (POINTS_A_SIDE + 1)) * SIDE_CM;
      const across = i === 0 ? 0 : (random() - 0.5) * 1600;
      return toLngLat(crs, Math.round(x + dx * along + dy * across), Math.round(y + dy * along + dx * across));
    });
  const at = (i: number): number => i * SIDE_CM;
  const rows = Array.from({ length: side + 1 }, (_, j) =>
    Array.from({ length: side }, (__, i) => line(originX + at(i), originY + at(j), 1, 0)),
  );
  const columns = Array.from({ length: side + 1 }, (_, i) =>
    Array.from({ length: side }, (__, j) => line(originX + at(i), originY + at(j), 0, 1)),
  );
  const corner = (i: number, j: number): number[] => toLngLat(crs, originX + at(i), originY + at(j));
  const back = (points: number[][], from: number[]): number[][] => [from, ...points.slice(1).reverse()];
  const polygons = Array.from({ length: side * side }, (_, block): Polygon => {
    const [i, j] = [block % side, Math.floor(block / side)];
    const ring = [
      ...rows[j]![i]!,
      ...columns[i + 1]![j]!,
      ...back(rows[j + 1]![i]!, corner(i + 1, j + 1)),
      ...back(columns[i]![j]!, corner(i, j + 1)),
    ];
    return { type: 'Polygon', coordinates: [[...ring, ring[0]!]] };
  });
  const { fabric, blockOf } = fabricFromPolygons(polygons, { crs, ids: freshId, toleranceM: 0 });
  const blocks = blockOf.map(([block]) => fabric.blocks.ids[block!]!);
  return { fabric, blocks, originX, originY };
}
