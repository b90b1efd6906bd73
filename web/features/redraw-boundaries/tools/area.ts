import type { Cm } from '../../../../geo/divide/edit.ts';
import type { MapPoint } from '../../../map/gestures/map-strokes.ts';
import { showHover, under } from './block-under.ts';
import { gather } from './gather.ts';
import { blockMiddle, blocksInArea } from './pick.ts';
import type { Tool, ToolContext } from './tool.ts';

/** A lasso keeps a point every so many pixels. */
const LASSO_STEP_PX = 4;

type Outline = (points: readonly MapPoint[]) => readonly MapPoint[];

/** Draws an area and takes the blocks whose middle lies in it. */
function areaTool(context: ToolContext, outline: Outline): Tool {
  const { marks } = context;
  const middles = new Map<number, Cm>();
  // Where a border moves, the middles beside it do.
  const stop = context.session.onChange((delta) => {
    if (!delta || delta.fabric.arcs.length > 0) middles.clear();
  });
  function middleOf(block: number): Cm {
    let middle = middles.get(block);
    if (!middle) {
      middle = blockMiddle(context.plan().draft.fabric, block);
      middles.set(block, middle);
    }
    return middle;
  }

  return {
    cursor: 'crosshair',
    hover: (point) => showHover(context, point),
    press(point, held) {
      const stroke = gather(context, under(context, point).block, held);
      if (!stroke) return null;
      const points: MapPoint[] = [point];
      const show = (): void => {
        const ring = outline(points);
        marks.setState({
          shape: { kind: 'area', points: ring.map(({ lng, lat }) => [lng, lat] as const) },
        });
        const inside = blocksInArea(context.plan().draft.fabric, ring.map(context.cm), middleOf);
        stroke.set(inside);
      };
      const end = (): void => marks.setState({ shape: null });
      return {
        move(next) {
          for (const one of next) {
            const last = points.at(-1)!;
            if (Math.hypot(one.x - last.x, one.y - last.y) >= LASSO_STEP_PX) points.push(one);
          }
          if (points.length > 1) show();
        },
        release() {
          end();
          // A press without pulling means the block under it.
          if (points.length === 1) stroke.add([under(context, point).block].filter((block) => block !== null));
          stroke.finish();
        },
        cancel() {
          end();
          stroke.cancel();
        },
      };
    },
    leave() {
      stop();
      showHover(context, null);
    },
  };
}

export const lassoTool = (context: ToolContext): Tool => areaTool(context, (points) => points);

/** Along the screen's edges, whichever way the map is turned. */
export const rectangleTool = (context: ToolContext): Tool =>
  areaTool(context, (points) => {
    const [first, last] = [points[0]!, points.at(-1)!];
    const corner = (x: number, y: number): MapPoint => {
      const { lng, lat } = context.map.unproject([x, y]);
      return { lng, lat, x, y };
    };
    return [first, corner(last.x, first.y), last, corner(first.x, last.y)];
  });
