import { composeAllDeltas, invertDelta, NO_DELTA } from './delta.ts';
import { applyFitting, type Draft, onTrial } from './draft.ts';
import type { DraftDelta, EditOutcome } from './edit.ts';

/**
 * What several changes come to, each made on what the ones before have left; the first that is refused refuses all.
 *
 * @param changes  asked for one after the other: the draft is as the last one leaves it when the next is worked out, and
 *                 as it was before the first in the end
 */
export const inSequence = (draft: Draft, changes: Iterable<EditOutcome>): EditOutcome =>
  onTrial(draft, () => {
    const done: DraftDelta[] = [];
    let refused: EditOutcome | null = null;
    let delta = NO_DELTA;
    try {
      for (const outcome of changes) {
        if (!outcome.ok) {
          refused = outcome;
          break;
        }
        applyFitting(draft, outcome.delta);
        done.push(outcome.delta);
      }
    } finally {
      delta = composeAllDeltas(done);
      applyFitting(draft, invertDelta(delta));
    }
    return refused ?? { ok: true, delta };
  });
