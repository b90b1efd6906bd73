import { showHover, under } from './block-under.ts';
import { gather } from './gather.ts';
import type { Tool, ToolContext } from './tool.ts';

/** One press, one block; pulled on, every block that the pointer comes through. */
export function clickTool(context: ToolContext): Tool {
  return {
    cursor: 'pointer',
    hover: (point) => showHover(context, point),
    press(point, held) {
      const { block } = under(context, point);
      if (block === null) return null;
      const stroke = gather(context, block, held);
      if (!stroke) return null;
      stroke.add([block]);
      return {
        move(points) {
          stroke.add(points.flatMap((next) => under(context, next).block ?? []));
        },
        release: () => stroke.finish(),
        cancel: () => stroke.cancel(),
      };
    },
    leave: () => showHover(context, null),
  };
}
