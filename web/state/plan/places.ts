import { toLngLat } from '../../../geo/crs/local-crs.ts';
import type { Draft } from '../../../geo/divide/draft.ts';
import { blockPolygon } from '../../../geo/fabric/draft/block-rings.ts';
import type { DraftFabric } from '../../../geo/fabric/draft/draft-fabric.ts';
import { labelPoint } from '../../../geo/fabric/label-point.ts';
import type { Bounds } from '../bounds.ts';
import type { LngLat } from './plan-store.ts';

/** A place inside a block. */
export function blockPlace({ fabric }: Pick<Draft, 'fabric'>, block: number): LngLat {
  const [lng, lat] = labelPoint([blockPolygon(fabric, block)]);
  return [lng!, lat!];
}

/** What blocks span, degrees; null for none. Corners of the boxes in the plane are near enough for a camera. */
export function boundsOfBlocks(fabric: DraftFabric, blocks: Iterable<number>): Bounds | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const block of blocks) {
    for (const arc of fabric.blocks.get(block) ?? []) {
      const { minX, minY, maxX, maxY } = fabric.index.boxes.get(arc)!;
      west = Math.min(west, minX);
      south = Math.min(south, minY);
      east = Math.max(east, maxX);
      north = Math.max(north, maxY);
    }
  }
  if (west > east) return null;
  return [...toLngLat(fabric.crs, west, south), ...toLngLat(fabric.crs, east, north)] as unknown as Bounds;
}
