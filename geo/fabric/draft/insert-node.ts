import type { DraftFabric } from './draft-fabric.ts';
import { type FabricOutcome, refuse } from './outcome.ts';
import { refuseBadPoints } from './places.ts';
import { distance2 } from './segments.ts';
import { redraw, stretchOf } from './stretches.ts';

/**
 * Puts a vertex into the segment of an arc that is nearest to it; the segment bends when the place is beside it.
 *
 * @param at  cm
 * Refused: `bad-coordinate`, `unknown-arc`, `zero-length` (a vertex is there), `crossing`, `touching`, `turned-over`.
 */
export function insertNode(draft: DraftFabric, arc: number, at: readonly [x: number, y: number]): FabricOutcome {
  const bad = refuseBadPoints(draft, at);
  if (bad) return bad;
  const state = draft.arcs.get(arc);
  if (!state) return refuse(draft.crs, 'unknown-arc', ...at, `the fabric has no arc ${arc}`);
  const { xy } = state;
  let first = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 2 < xy.length; i += 2) {
    const distance = distance2(xy[i]!, xy[i + 1]!, xy[i + 2]!, xy[i + 3]!, ...at);
    if (distance >= least) continue;
    least = distance;
    first = i;
  }
  const line = [...xy.slice(first, first + 2), ...at, ...xy.slice(first + 2, first + 4)];
  return redraw(draft, [stretchOf(state, first, first + 2, line)]);
}
