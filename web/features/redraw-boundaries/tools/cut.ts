import { lineTool } from './line.ts';
import { createLineCuts } from './line-cuts.ts';
import type { Tool, ToolContext } from './tool.ts';

/**
 * Draws a line across blocks and cuts each of them that it crosses from border to border; where it crosses none, the
 * block under its middle says why not.
 */
export const cutTool = (context: ToolContext): Tool =>
  lineTool(context, { label: { key: 'cut', values: {} }, moves: false, ...createLineCuts(context) });
