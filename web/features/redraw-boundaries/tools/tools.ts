import type { PlanTool } from '../../../state/plan/plan-store.ts';
import { lassoTool, rectangleTool } from './area.ts';
import { brushTool } from './brush.ts';
import { clickTool } from './click.ts';
import { cutTool } from './cut.ts';
import { nodesTool } from './nodes.ts';
import { pushTool } from './push.ts';
import { reshapeTool } from './reshape.ts';
import { selectTool } from './select.ts';
import type { Tool, ToolContext } from './tool.ts';

const MAKERS: Readonly<Record<PlanTool, (context: ToolContext) => Tool>> = {
  select: selectTool,
  click: clickTool,
  rectangle: rectangleTool,
  lasso: lassoTool,
  brush: brushTool,
  push: pushTool,
  nodes: nodesTool,
  reshape: reshapeTool,
  cut: cutTool,
};

export const makeTool = (tool: PlanTool, context: ToolContext): Tool => MAKERS[tool](context);
