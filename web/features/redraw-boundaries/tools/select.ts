import { showHover, under } from './block-under.ts';
import type { Tool, ToolContext } from './tool.ts';

/** Presses choose a region, or with Shift its blocks one by one; pulling moves the map. */
export function selectTool(context: ToolContext): Tool {
  const { store } = context;
  return {
    cursor: '',
    hover: (point) => showHover(context, point),
    press: () => null,
    click(point, { shift, ctrl }) {
      const { block, region } = under(context, point);
      const { regions, blocks } = store.getState();
      if (shift && block !== null) store.setState({ blocks: toggled(blocks, block) });
      else if (ctrl && region !== null) store.setState({ regions: toggled(regions, region) });
      else store.setState({ regions: region === null ? [] : [region], blocks: [] });
    },
    leave: () => showHover(context, null),
  };
}

const toggled = (list: readonly number[], id: number): number[] =>
  list.includes(id) ? list.filter((other) => other !== id) : [...list, id];
