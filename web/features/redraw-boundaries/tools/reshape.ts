import { tryEdit } from '../../../../geo/divide/do-step.ts';
import type { Edit } from '../../../../geo/divide/edit.ts';
import { randomId } from '../../../state/plan/random-id.ts';
import { lineTool } from './line.ts';
import type { Tool, ToolContext } from './tool.ts';

/** Draws a line from a border to the same border: it takes the place of the stretch between its ends. */
export function reshapeTool(context: ToolContext): Tool {
  const edit = (line: readonly number[]): Edit => ({ kind: 'reshape-arc', line, seed: randomId() });
  return lineTool(context, {
    label: { key: 'reshape', values: {} },
    moves: true,
    edits: (line) => [edit(line)],
    refusalOf(line) {
      const { draft, replica } = context.plan();
      const tried = tryEdit(draft, edit(line), replica.scope);
      return tried.ok ? null : tried;
    },
  });
}
