import type { Draft } from './draft.ts';
import type { DraftDelta } from './edit.ts';

/** Whether a member of a network or union still has to agree; one that was in it before the plan has agreed. */
export function needsConsent(
  draft: Pick<Draft, 'regions'>,
  base: Pick<Draft, 'groupings'>,
  community: number,
  grouping: number,
): boolean {
  const kind = draft.regions.get(grouping)?.kind;
  if (kind !== 'network' && kind !== 'union') return false;
  return draft.regions.get(community)?.agreesTo !== grouping && base.groupings[kind].get(community) !== grouping;
}

/** The step that recorded last what each community has agreed to; one that has taken it back is left out. */
export function consentSteps<S extends { readonly delta: unknown }>(log: Iterable<S>): Map<number, S> {
  const steps = new Map<number, S>();
  for (const step of log)
    for (const { id, before, after } of (step.delta as DraftDelta).regions) {
      if (before?.agreesTo === after?.agreesTo) continue;
      if (after?.agreesTo === undefined) steps.delete(id);
      else steps.set(id, step);
    }
  return steps;
}
