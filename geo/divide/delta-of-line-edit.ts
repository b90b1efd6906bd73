import type { IdSource } from '../fabric/assemble.ts';
import { cutBlock } from '../fabric/draft/cut-block.ts';
import { deleteNode } from '../fabric/draft/delete-node.ts';
import { insertNode } from '../fabric/draft/insert-node.ts';
import { mergeBlocks } from '../fabric/draft/merge-blocks.ts';
import { moveNode } from '../fabric/draft/move-node.ts';
import type { FabricOutcome } from '../fabric/draft/outcome.ts';
import { reshapeArc } from '../fabric/draft/reshape-arc.ts';
import { NO_DELTA } from './delta.ts';
import type { Draft } from './draft.ts';
import type { Change, Edit, EditOutcome } from './edit.ts';
import { type Refusal, refuse } from './refuse.ts';

export type LineEdit = Edit & {
  kind: 'move-node' | 'insert-node' | 'delete-node' | 'reshape-arc' | 'cut-block' | 'merge-blocks';
};

/** What an edit of the lines themselves would change, with the region that new blocks lie in. */
export function deltaOfLineEdit(draft: Draft, edit: LineEdit): EditOutcome {
  switch (edit.kind) {
    case 'move-node':
      return ofFabric(moveNode(draft.fabric, edit.from, edit.to));
    case 'insert-node':
      return ofFabric(insertNode(draft.fabric, edit.arc, edit.at));
    case 'delete-node':
      return ofFabric(deleteNode(draft.fabric, edit.at));
    case 'reshape-arc':
      return ofFabric(reshapeArc(draft.fabric, edit.line));
    case 'cut-block':
      return cut(draft, edit);
    case 'merge-blocks':
      return merge(draft, edit);
  }
}

/** A fabric edit that makes no new block leaves every assignment alone. */
const ofFabric = (outcome: FabricOutcome): EditOutcome =>
  outcome.ok ? { ok: true, delta: { ...NO_DELTA, fabric: outcome.delta } } : outcome;

class OutOfIds extends Error {}

/** The ids that an edit brings, one after the other. */
function takeIds(ids: readonly number[]): IdSource {
  let next = 0;
  return () => {
    const id = ids[next++];
    if (id === undefined) throw new OutOfIds();
    return id;
  };
}

/** Both parts stay in the region of the block that is cut. */
function cut(draft: Draft, { block, line, ids }: Edit & { kind: 'cut-block' }): EditOutcome {
  const outcome = withIds(ids, (source) => cutBlock(draft.fabric, block, line, source));
  if (!outcome.ok) return outcome;
  const region = draft.regionOf.get(block) ?? null;
  const fresh = outcome.delta.blocks.flatMap(({ id, after }) => (after && region !== null ? [id] : []));
  return {
    ok: true,
    delta: { ...NO_DELTA, fabric: outcome.delta, assignment: fresh.map((id) => ({ id, before: null, after: region })) },
  };
}

/** The whole lies in the region of the block that is kept. */
function merge(draft: Draft, { keep, others }: Edit & { kind: 'merge-blocks' }): EditOutcome {
  const outcome = mergeBlocks(draft.fabric, keep, others);
  if (!outcome.ok) return outcome;
  const assignment = outcome.delta.blocks.flatMap(({ id, after }): Change<number>[] => {
    const region = draft.regionOf.get(id) ?? null;
    return after || region === null ? [] : [{ id, before: region, after: null }];
  });
  return { ok: true, delta: { ...NO_DELTA, fabric: outcome.delta, assignment } };
}

function withIds(ids: readonly number[], run: (source: IdSource) => FabricOutcome): FabricOutcome | Refusal {
  try {
    return run(takeIds(ids));
  } catch (error) {
    if (error instanceof OutOfIds)
      return refuse('id-in-use', 'the edit brings too few ids for what it makes; draw it again');
    throw error;
  }
}
