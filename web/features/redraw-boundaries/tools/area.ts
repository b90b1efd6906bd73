import type { Cm } from '../../../../geo/divide/edit.ts';
import type { MapPoint } from '../../../map/gestures/map-strokes.ts';
import { showHover, under } from './block-under.ts';
import { gather } from './gather.ts';
import { blockMiddle, blocksInArea, growingArea } from './pick.ts';
import type { Tool, ToolContext } from './tool.ts';

/** An area is drawn anew every so many pixels. */
const STEP_PX = 4;

/** An area that grows while it is drawn. */
interface Area {
  /** @returns whether the point changed it */
  add(point: MapPoint): boolean;
  outline(): readonly MapPoint[];
  /** Looks again at lines that have moved meanwhile. */
  renew(): void;
  blocks(): ReadonlySet<number>;
}

type BeginArea = (context: ToolContext, first: MapPoint, middleOf: (block: number) => Cm) => Area;

/** Draws an area and takes the blocks whose middle lies in it. */
function areaTool(context: ToolContext, begin: BeginArea): Tool {
  const { marks } = context;
  const middles = new Map<number, Cm>();
  let isOld = false;
  // Where a border moves, the middles beside it do.
  const stop = context.session.onChange((delta) => {
    if (delta && delta.fabric.arcs.length === 0) return;
    middles.clear();
    isOld = true;
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
      const area = begin(context, point, middleOf);
      let isPulled = false;
      const end = (): void => marks.setState({ shape: null });
      return {
        move(next) {
          const changes = next.filter((one) => area.add(one));
          if (changes.length === 0) return;
          isPulled = true;
          if (isOld) area.renew();
          isOld = false;
          const points = area.outline().map(({ lng, lat }) => [lng, lat] as const);
          marks.setState({ shape: { kind: 'area', points } });
          stroke.set(area.blocks());
        },
        release() {
          end();
          // A press without pulling means the block under it.
          if (!isPulled) stroke.add([under(context, point).block].filter((block) => block !== null));
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

const isApart = (a: MapPoint, b: MapPoint): boolean => Math.hypot(a.x - b.x, a.y - b.y) >= STEP_PX;

const beginLasso: BeginArea = (context, first, middleOf) => {
  const points = [first];
  const begin = () => growingArea(context.plan().draft.fabric, context.cm(first), middleOf);
  let area = begin();
  return {
    add(point) {
      if (!isApart(point, points.at(-1)!)) return false;
      points.push(point);
      area.add(context.cm(point));
      return true;
    },
    outline: () => points,
    renew() {
      area = begin();
      for (const point of points.slice(1)) area.add(context.cm(point));
    },
    blocks: () => area.blocks,
  };
};

/** Along the screen's edges, whichever way the map is turned. */
const beginRectangle: BeginArea = (context, first, middleOf) => {
  let last = first;
  const corner = (x: number, y: number): MapPoint => {
    const { lng, lat } = context.map.unproject([x, y]);
    return { lng, lat, x, y };
  };
  const outline = (): MapPoint[] => [first, corner(last.x, first.y), last, corner(first.x, last.y)];
  return {
    add(point) {
      if (!isApart(point, last)) return false;
      last = point;
      return true;
    },
    outline,
    renew: () => undefined,
    blocks: () => blocksInArea(context.plan().draft.fabric, outline().map(context.cm), middleOf),
  };
};

export const lassoTool = (context: ToolContext): Tool => areaTool(context, beginLasso);
export const rectangleTool = (context: ToolContext): Tool => areaTool(context, beginRectangle);
