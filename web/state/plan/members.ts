import { consentSteps, needsConsent } from '../../../geo/divide/consent.ts';
import type { DraftRegion } from '../../../geo/divide/edit.ts';
import { regionStats } from '../../../geo/divide/region-stats.ts';
import { communitiesIn } from '../../../geo/divide/regions.ts';
import { regionOrder } from '../region-order.ts';
import type { CurrentPlan } from './session.ts';

/** How a community stands to the network or union that it is in. */
export type Consent =
  /** it was in it before the plan */
  | { readonly kind: 'before' }
  | { readonly kind: 'silent' }
  /** `by` null = recorded here, and not saved yet */
  | { readonly kind: 'agreed'; readonly by: { readonly name: string; readonly at: string } | null };

export interface Member {
  readonly region: DraftRegion;
  readonly households: number;
  readonly consent: Consent;
}

/** The communities of a network or union, in the order of all lists. */
export function membersOf({ draft, base, replica }: CurrentPlan, grouping: number): Member[] {
  const kind = draft.regions.get(grouping)?.kind;
  if (kind !== 'network' && kind !== 'union') return [];
  const logged = consentSteps(replica.log);
  const waiting = consentSteps(replica.pending);
  const regions = communitiesIn(draft, grouping).map((id) => draft.regions.get(id)!);
  const consentOf = ({ id }: DraftRegion): Consent => {
    if (base.state.groupings[kind].get(id) === grouping) return { kind: 'before' };
    if (needsConsent(draft, base.facts, id, grouping)) return { kind: 'silent' };
    const step = waiting.has(id) ? undefined : logged.get(id);
    return { kind: 'agreed', by: step ? { name: step.accountName, at: step.at } : null };
  };
  return regions
    .sort(regionOrder(regions))
    .map((region) => ({ region, households: regionStats(draft, region.id).households, consent: consentOf(region) }));
}
