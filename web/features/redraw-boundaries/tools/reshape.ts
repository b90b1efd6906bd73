import { randomId } from '../../../state/plan/random-id.ts';
import { lineTool } from './line.ts';
import type { Tool, ToolContext } from './tool.ts';

/** Draws a line from a border to the same border: it takes the place of the stretch between its ends. */
export const reshapeTool = (context: ToolContext): Tool =>
  lineTool(context, {
    label: { key: 'reshape', values: {} },
    edits: (line) => [{ kind: 'reshape-arc', line, seed: randomId() }],
  });
