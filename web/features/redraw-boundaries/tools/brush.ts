import { blocksInCapsule } from '../../../../geo/fabric/draft/select-blocks.ts';
import type { MapPoint } from '../../../map/gestures/map-strokes.ts';
import { under } from './block-under.ts';
import { gather } from './gather.ts';
import type { Tool, ToolContext } from './tool.ts';

/** A round brush: takes every block that it touches on its way, however fast it goes. */
export function brushTool(context: ToolContext): Tool {
  const radius = (): number => context.store.getState().brushPx;
  const ring = (point: MapPoint | null): void =>
    context.marks.setState({ brush: point && { x: point.x, y: point.y, radius: radius() } });

  function swept(from: MapPoint, to: MapPoint): number[] {
    const { draft } = context.plan();
    const [x0, y0] = context.cm(from);
    const [x1, y1] = context.cm(to);
    return blocksInCapsule(draft.fabric, x0, y0, x1, y1, radius() * context.cmPerPx(to));
  }

  return {
    cursor: 'none',
    hover: (point) => ring(point),
    press(point, held) {
      const stroke = gather(context, under(context, point).block, held);
      if (!stroke) return null;
      let last = point;
      ring(point);
      stroke.add(swept(point, point));
      return {
        move(points) {
          for (const next of points) {
            stroke.add(swept(last, next));
            last = next;
          }
          ring(last);
        },
        release: () => stroke.finish(),
        cancel: () => stroke.cancel(),
      };
    },
    leave: () => ring(null),
  };
}
