import { touchesOf } from '../../../geo/divide/delta.ts';
import type { Draft } from '../../../geo/divide/draft.ts';
import type { DraftDelta } from '../../../geo/divide/edit.ts';
import { blocksWithin } from '../../../geo/divide/regions.ts';
import { blockPlace } from './places.ts';
import type { LngLat } from './plan-store.ts';

/** A place in what a delta changes, as far as it is still there; null for a change without a place. */
export function placeOfDelta(draft: Draft, delta: DraftDelta): LngLat | null {
  const { blocks, regions } = touchesOf(delta);
  const block =
    blocks.find((id) => draft.fabric.blocks.has(id)) ?? regions.flatMap((id) => blocksWithin(draft, id)).at(0);
  return block === undefined ? null : blockPlace(draft, block);
}
