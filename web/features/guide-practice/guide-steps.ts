import type { PlanStatus } from '../../../api/contract/plans.ts';

export const GUIDE_STEPS = [
  'make',
  'propose',
  'look',
  'adopt',
  'adjust',
  'rules',
  'submit',
  'approve',
  'publish',
] as const;
export type GuideStep = (typeof GUIDE_STEPS)[number];

/** What can be seen of how far somebody is. */
export interface Progress {
  /** the plan, or where none is open the county, begins where a published plan of communities left off */
  readonly before: boolean;
  /** of the open plan of communities; null = none is open */
  readonly status: PlanStatus | null;
  readonly proposed: boolean;
  readonly looked: boolean;
  /** what the steps are called that are done in the plan, in order */
  readonly labels: readonly string[];
  /** hard rules that are not kept */
  readonly broken: number;
}

const ADOPTED = 'propose-redivide-community';
const DRAWN: ReadonlySet<string> = new Set(['paint', 'mend', 'unassign']);
const UNSENT: ReadonlySet<PlanStatus> = new Set(['draft', 'returned', 'withdrawn']);

/** The steps that are done. What has come of a step says that it was done, whichever way somebody took. */
export function stepsDone({ before, status, proposed, looked, labels, broken }: Progress): ReadonlySet<GuideStep> {
  if (before || status === 'published') return new Set(GUIDE_STEPS);
  const done = new Set<GuideStep>();
  if (status === null) return done;
  const adoptedAt = labels.lastIndexOf(ADOPTED);
  const adopted = adoptedAt !== -1;
  const adjusted = adopted && labels.slice(adoptedAt).some((label) => DRAWN.has(label));
  const sent = !UNSENT.has(status);
  done.add('make');
  if (proposed || adopted) done.add('propose');
  if (looked || adopted) done.add('look');
  if (adopted) done.add('adopt');
  if (adjusted) done.add('adjust');
  if ((adjusted && broken === 0) || sent) done.add('rules');
  if (sent) done.add('submit');
  if (status === 'approved') done.add('approve');
  return done;
}
