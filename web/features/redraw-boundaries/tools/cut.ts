import type { Edit } from '../../../../geo/divide/edit.ts';
import { blockAt } from '../../../../geo/fabric/draft/block-at.ts';
import { blocksInCapsule } from '../../../../geo/fabric/draft/select-blocks.ts';
import { randomIds } from '../../../state/plan/random-id.ts';
import { usedIds } from '../used-ids.ts';
import { lineTool } from './line.ts';
import type { Tool, ToolContext } from './tool.ts';

/** More than one cut needs. */
const IDS = 24;

/**
 * Draws a line across blocks and cuts each of them that it crosses from border to border; where it crosses none, the
 * block under its middle says why not.
 */
export function cutTool(context: ToolContext): Tool {
  const { session, plan } = context;
  return lineTool(context, {
    label: { key: 'cut', values: {} },
    edits(line) {
      const edits: Edit[] = [];
      for (const block of blocksAlong(context, line)) {
        const ids = randomIds(IDS);
        const edit = { kind: 'cut-block' as const, block, line, ids };
        const tried = session.attempt([...edits, edit], (_, delta) => usedIds(delta, ids));
        if (tried.ok) edits.push({ ...edit, ids: tried.value });
      }
      if (edits.length > 0) return edits;
      const middle = 2 * Math.floor(line.length / 4);
      const [x, y] =
        line.length > 4
          ? [line[middle]!, line[middle + 1]!]
          : [Math.round((line[0]! + line[2]!) / 2), Math.round((line[1]! + line[3]!) / 2)];
      const block = blockAt(plan().draft.fabric, x, y);
      return block === null ? [] : [{ kind: 'cut-block', block, line, ids: randomIds(IDS) }];
    },
  });
}

function blocksAlong({ plan }: ToolContext, line: readonly number[]): Set<number> {
  const { fabric } = plan().draft;
  const blocks = new Set<number>();
  for (let i = 0; i + 2 < line.length; i += 2)
    for (const block of blocksInCapsule(fabric, line[i]!, line[i + 1]!, line[i + 2]!, line[i + 3]!, 0))
      blocks.add(block);
  return blocks;
}
