import { tryEdit } from '../../../../geo/divide/do-step.ts';
import type { Edit } from '../../../../geo/divide/edit.ts';
import type { Refusal } from '../../../../geo/divide/refuse.ts';
import { blockAt } from '../../../../geo/fabric/draft/block-at.ts';
import { blocksInCapsule } from '../../../../geo/fabric/draft/select-blocks.ts';
import { randomIds } from '../../../state/plan/random-id.ts';
import { usedIds } from '../used-ids.ts';
import type { LineKind } from './line.ts';
import type { ToolContext } from './tool.ts';

/** As much of a line is looked along at once: across a few blocks of a town. */
const LOOK_CM = 30_000;
/** More than one cut needs. */
const IDS = 24;

type Line = readonly number[];

/** What a line cuts, worked out in full when it is finished, and no further than the first block while it is drawn. */
export function createLineCuts({
  session,
  plan,
}: Pick<ToolContext, 'session' | 'plan'>): Pick<LineKind, 'edits' | 'refusalOf'> {
  /** the block that the line cut when last asked; mostly it still does */
  let known: number | null = null;

  const cutOf = (block: number, line: Line): Edit & { kind: 'cut-block' } => ({
    ...{ kind: 'cut-block', block, line, ids: randomIds(IDS) },
  });

  /** The cuts that can be done, each tried in the draft as those before it leave it. */
  function cutsOf(blocks: readonly number[], line: Line): Edit[] {
    for (const [i, block] of blocks.entries()) {
      const edit = cutOf(block, line);
      const tried = session.attempt([edit], (_, delta) => [
        { ...edit, ids: usedIds(delta, edit.ids) },
        ...cutsOf(blocks.slice(i + 1), line),
      ]);
      if (tried.ok) return tried.value;
    }
    return [];
  }

  function underMiddle(line: Line): Edit | null {
    const middle = 2 * Math.floor(line.length / 4);
    const [x, y] =
      line.length > 4
        ? [line[middle]!, line[middle + 1]!]
        : [Math.round((line[0]! + line[2]!) / 2), Math.round((line[1]! + line[3]!) / 2)];
    const block = blockAt(plan().draft.fabric, x, y);
    return block === null ? null : cutOf(block, line);
  }

  function refusalWith(edit: Edit): Refusal | null {
    const { draft, replica } = plan();
    const tried = tryEdit(draft, edit, replica.scope);
    return tried.ok ? null : tried;
  }

  /** The blocks that a line passes, from its start on; looked for as far as they are asked for. */
  function* blocksAlong(line: Line): Generator<number> {
    const { fabric } = plan().draft;
    const passed = new Set<number>();
    for (let i = 0; i + 2 < line.length; i += 2) {
      const [ax, ay, bx, by] = [line[i]!, line[i + 1]!, line[i + 2]!, line[i + 3]!];
      const parts = Math.ceil(Math.hypot(bx - ax, by - ay) / LOOK_CM) || 1;
      const at = (part: number): [number, number] => [ax + (part / parts) * (bx - ax), ay + (part / parts) * (by - ay)];
      for (let part = 0; part < parts; part++) {
        for (const block of blocksInCapsule(fabric, ...at(part), ...at(part + 1), 0)) {
          if (passed.has(block)) continue;
          passed.add(block);
          yield block;
        }
      }
    }
  }

  return {
    edits(line) {
      const cuts = cutsOf([...blocksAlong(line)], line);
      if (cuts.length > 0) return cuts;
      const edit = underMiddle(line);
      return edit ? [edit] : [];
    },
    refusalOf(line) {
      if (known !== null && !refusalWith(cutOf(known, line))) return null;
      for (const block of blocksAlong(line)) {
        if (refusalWith(cutOf(block, line))) continue;
        known = block;
        return null;
      }
      known = null;
      const edit = underMiddle(line);
      return edit && refusalWith(edit);
    },
  };
}
