import type { IdSource } from '../fabric/assemble.ts';
import { cutBlock } from '../fabric/draft/cut-block.ts';
import { mergeBlocks } from '../fabric/draft/merge-blocks.ts';
import type { FabricOutcome } from '../fabric/draft/outcome.ts';
import { NO_DELTA } from './delta.ts';
import type { Draft } from './draft.ts';
import type { Change, EditOutcome } from './edit.ts';

/** A fabric edit that makes no new block leaves every assignment alone. */
export const ofFabric = (outcome: FabricOutcome): EditOutcome =>
  outcome.ok ? { ok: true, delta: { ...NO_DELTA, fabric: outcome.delta } } : outcome;

/** Both parts stay in the region of the block that is cut. */
export function cutInDraft(draft: Draft, block: number, line: readonly number[], ids: IdSource): EditOutcome {
  const outcome = cutBlock(draft.fabric, block, line, ids);
  if (!outcome.ok) return outcome;
  const region = draft.regionOf.get(block) ?? null;
  const fresh = outcome.delta.blocks.flatMap(({ id, after }) => (after && region !== null ? [id] : []));
  return {
    ok: true,
    delta: { ...NO_DELTA, fabric: outcome.delta, assignment: fresh.map((id) => ({ id, before: null, after: region })) },
  };
}

/** The whole lies in the region of the block that is kept. */
export function mergeInDraft(draft: Draft, keep: number, others: readonly number[]): EditOutcome {
  const outcome = mergeBlocks(draft.fabric, keep, others);
  if (!outcome.ok) return outcome;
  const assignment = outcome.delta.blocks.flatMap(({ id, after }): Change<number>[] => {
    const region = draft.regionOf.get(id) ?? null;
    return after || region === null ? [] : [{ id, before: region, after: null }];
  });
  return { ok: true, delta: { ...NO_DELTA, fabric: outcome.delta, assignment } };
}
