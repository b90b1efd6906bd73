import type { FeatureCollection, MultiLineString, Position } from 'geojson';
import type { PlanLevel } from '../../../api/contract/plans.ts';
import { OUTSIDE } from '../../../geo/fabric/fabric.ts';
import { arcLngLats } from '../../../geo/fabric/lng-lat.ts';
import type { BaseView } from '../../state/plan/base-view.ts';

/** The borders of a level as they were before the plan. */
export function baseBorders(
  { state: { fabric }, regionAt }: BaseView,
  level: PlanLevel,
): FeatureCollection<MultiLineString> {
  const { arcs, blocks } = fabric;
  const lngLats = arcLngLats(fabric);
  const regions = Array.from(blocks.ids, (id) => regionAt(id, level));
  const coordinates: Position[][] = [];
  for (let arc = 0; arc < arcs.ids.length; arc++) {
    const [left, right] = [arcs.left[arc]!, arcs.right[arc]!];
    if (left === OUTSIDE || right === OUTSIDE || regions[left] === regions[right]) continue;
    const line: Position[] = [];
    for (let i = 2 * arcs.offsets[arc]!; i < 2 * arcs.offsets[arc + 1]!; i += 2)
      line.push([lngLats[i]!, lngLats[i + 1]!]);
    coordinates.push(line);
  }
  return {
    type: 'FeatureCollection',
    features: [{ type: 'Feature', geometry: { type: 'MultiLineString', coordinates }, properties: {} }],
  };
}
