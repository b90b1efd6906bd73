import { placeOfDelta } from './delta-place.ts';
import type { ClashView, RefusalView } from './plan-store.ts';
import type { Clash, Reason, Replica } from './replica.ts';

export const refusalView = ({ reason, detail, at, region }: Reason): RefusalView => ({
  ...{ reason, detail, at, region: region ?? null },
});

export const clashView = (replica: Replica, { step, with: other, delta, refusal }: Clash): ClashView => ({
  step: step.id,
  label: step.label,
  withName: other?.accountName ?? '',
  withLabel: other?.step.label ?? null,
  at: refusal?.at ?? placeOfDelta(replica.draft, delta),
  refusal: refusal && refusalView(refusal),
});
