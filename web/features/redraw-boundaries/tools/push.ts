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
  /** The regions on both sides of the border next to a point; null away from any. */
  function sidesAt(point: MapPoint, reachPx: number): [number, number] | null {
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
          // Pulled into the one side, the other one grows. Pulled along the border, nothing is decided yet.
          const ahead = placeAhead(point, next, REACH_PX[held.kind] + 4);
          const into = under(context, ahead).region;
          if (into === null || !sides.includes(into)) return;
          const gaining = sides.find((region) => region !== into)!;
          stroke = beginPaint(context, gaining, { source: { kind: 'region', region: into } });
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
  const along = (a: number, b: number): number => a + (b - a) * Math.max(1, share);
  return { lng: along(from.lng, to.lng), lat: along(from.lat, to.lat), x: along(from.x, to.x), y: along(from.y, to.y) };
}
