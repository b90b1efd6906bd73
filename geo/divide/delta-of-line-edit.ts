import type { IdSource } from '../fabric/assemble.ts';
import { deleteNode } from '../fabric/draft/delete-node.ts';
import { insertNode } from '../fabric/draft/insert-node.ts';
import { moveNode } from '../fabric/draft/move-node.ts';
import { reshapeArc } from '../fabric/draft/reshape-arc.ts';
import { cutInDraft, mergeInDraft, ofFabric } from './block-edits.ts';
import type { Draft } from './draft.ts';
import type { Edit, EditOutcome, EditRefusal } from './edit.ts';
import { createRandom } from './random.ts';
import { refuse } from './refuse.ts';
import { reshapeBorder } from './reshape-border.ts';

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
      return reshape(draft, edit);
    case 'cut-block':
      return withIds(edit.ids, (ids) => cutInDraft(draft, edit.block, edit.line, ids));
    case 'merge-blocks':
      return mergeInDraft(draft, edit.keep, edit.others);
  }
}

/** What stands in the way of drawing one arc anew, and not of moving a border between regions past it. */
const PAST_ONE_ARC: ReadonlySet<EditRefusal> = new Set([
  'not-one-border',
  'crossing',
  'touching',
  'turned-over',
  'collapsed',
]);

/** One arc where the line can take the place of a part of it; else the border between two regions. */
function reshape(draft: Draft, { line, seed }: Edit & { kind: 'reshape-arc' }): EditOutcome {
  const one = ofFabric(reshapeArc(draft.fabric, line));
  if (one.ok || seed === undefined || !PAST_ONE_ARC.has(one.reason)) return one;
  const whole = reshapeBorder(draft, line, idsOf(seed));
  // Where no border of regions is meant, what kept the one arc from being drawn is what one can mend.
  return !whole.ok && whole.reason === 'not-one-border' ? one : whole;
}

/** Ids without end: 53 bits each, the same for the same seed. */
function idsOf(seed: number): IdSource {
  const random = createRandom(seed);
  return () => (random.bits() & 0x1f_ffff) * 2 ** 32 + random.bits() || 1;
}

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

function withIds(ids: readonly number[], run: (source: IdSource) => EditOutcome): EditOutcome {
  try {
    return run(takeIds(ids));
  } catch (error) {
    if (error instanceof OutOfIds)
      return refuse('id-in-use', 'the edit brings too few ids for what it makes; draw it again');
    throw error;
  }
}
