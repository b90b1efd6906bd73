import { composeDeltas, invertDelta, NO_DELTA } from './delta.ts';
import { applyDelta, type Draft, forgetTouched } from './draft.ts';
import type { EditOutcome } from './edit.ts';

/**
 * What several changes come to, each made on what the ones before have left; the first that is refused refuses all.
 *
 * @param changes  asked for one after the other: the draft is as the last one leaves it when the next is worked out, and
 *                 as it was before the first in the end
 */
export function inSequence(draft: Draft, changes: Iterable<EditOutcome>): EditOutcome {
  let done = NO_DELTA;
  let outcome: EditOutcome = { ok: true, delta: done };
  const touched = draft.touched.length;
  try {
    for (outcome of changes) {
      if (!outcome.ok) break;
      applyDelta(draft, outcome.delta);
      done = composeDeltas(done, outcome.delta);
    }
  } finally {
    applyDelta(draft, invertDelta(done));
    forgetTouched(draft, touched); // all is as it was: no rule has to be judged again
  }
  return outcome.ok ? { ok: true, delta: done } : outcome;
}
