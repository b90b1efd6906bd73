import { regionAt } from '../../../../geo/divide/regions.ts';
import { blocksInCapsule } from '../../../../geo/fabric/draft/select-blocks.ts';
import type { MapPoint } from '../../../map/gestures/map-strokes.ts';
import { showHover, under } from './block-under.ts';
import { beginPaint, type PaintStroke } from './paint-stroke.ts';
import type { Tool, ToolContext } from './tool.ts';

/** So near has a press to be to a border to take hold of it. */
const REACH_PX = { mouse: 12, pen: 14, touch: 26 } as const;
/** The pointer pushes with a small head, so that a thin block beside its way comes along. */
const HEAD_PX = 3;

/**
 * Takes hold of the border between two regions and pushes it: the side into which one pulls first loses the blocks
 * that the pointer comes through to the other.
 */
export function pushTool(context: ToolContext): Tool {
  /** The region under a point and the one across the border next to it; null away from any. */
  function sidesAt(point: MapPoint, reachPx: number): [own: number, other: number] | null {
    const { draft } = context.plan();
    const { level } = context.store.getState();
    const [x, y] = context.cm(point);
    const near = blocksInCapsule(draft.fabric, x, y, x, y, reachPx * context.cmPerPx(point));
    const own = under(context, point).region;
    for (const block of near) {
      const region = regionAt(draft, block, level);
      if (own !== null && region !== null && region !== own) return [own, region];
    }
    return null;
  }

  /** What one comes through on the way from a press, step by step: a block can be narrower than the reach. */
  function regionsAhead(from: MapPoint, to: MapPoint, px: number): (number | null)[] {
    const steps = Math.ceil(px / HEAD_PX);
    return Array.from({ length: steps }, (_, i) => under(context, placeAhead(from, to, (i + 1) * HEAD_PX)).region);
  }

  return {
    cursor: 'grab',
    hover(point, { kind }) {
      showHover(context, point);
      const sides = point && sidesAt(point, REACH_PX[kind]);
      context.map.getCanvas().style.cursor = sides ? 'grab' : 'default';
    },
    press(point, held) {
      const { session } = context.store.getState();
      const sides = sidesAt(point, REACH_PX[held.kind]);
      if (!sides || session.kind !== 'open' || !session.editable) return null;
      context.map.getCanvas().style.cursor = 'grabbing';
      let stroke: PaintStroke | null = null;
      let last = point;
      const push = (next: MapPoint): void => {
        const { draft } = context.plan();
        if (!stroke) {
          const moved = Math.hypot(next.x - point.x, next.y - point.y);
          if (moved < HEAD_PX * 2) return;
          // Pulled into the one side, the other one grows. Where several regions meet, the way says which is meant.
          const [own, nearest] = sides;
          const met = regionsAhead(point, next, REACH_PX[held.kind] + HEAD_PX);
          const across = met.find((region) => region !== own);
          if (across === null) return; // no region to take blocks from
          const [gaining, losing] = across === undefined ? [nearest, own] : [own, across];
          stroke = beginPaint(context, gaining, { source: { kind: 'region', region: losing } });
        }
        const [x0, y0] = context.cm(last);
        const [x1, y1] = context.cm(next);
        stroke.add(blocksInCapsule(draft.fabric, x0, y0, x1, y1, HEAD_PX * context.cmPerPx(next)));
        last = next;
      };
      return {
        move: (points) => points.forEach(push),
        release: () => stroke?.finish(),
        cancel: () => stroke?.cancel(),
      };
    },
    leave: () => showHover(context, null),
  };
}

/** The place that far from `from` in the direction of `to`. */
function placeAhead(from: MapPoint, to: MapPoint, px: number): MapPoint {
  const share = px / Math.max(1, Math.hypot(to.x - from.x, to.y - from.y));
  const along = (a: number, b: number): number => a + (b - a) * share;
  return { lng: along(from.lng, to.lng), lat: along(from.lat, to.lat), x: along(from.x, to.x), y: along(from.y, to.y) };
}
