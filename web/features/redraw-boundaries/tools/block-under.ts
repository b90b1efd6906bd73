import { regionAt } from '../../../../geo/divide/regions.ts';
import { blockAt } from '../../../../geo/fabric/draft/block-at.ts';
import type { MapPoint } from '../../../map/gestures/map-strokes.ts';
import type { ToolContext } from './tool.ts';

export interface Under {
  readonly block: number | null;
  /** at the level that is painted */
  readonly region: number | null;
}

/** What lies under the pointer. */
export function under(context: ToolContext, point: MapPoint): Under {
  const { draft } = context.plan();
  const block = blockAt(draft.fabric, ...context.cm(point));
  return { block, region: block === null ? null : regionAt(draft, block, context.store.getState().level) };
}

/** Lights what lies under the pointer, here and in the lists. */
export function showHover(context: ToolContext, point: MapPoint | null): void {
  const found = point ? under(context, point) : { block: null, region: null };
  const { hover } = context.store.getState();
  if (hover.block !== found.block || hover.region !== found.region) context.store.setState({ hover: found });
}
