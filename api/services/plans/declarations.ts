import { consentSteps, needsConsent } from '../../../geo/divide/consent.ts';
import { regionStats } from '../../../geo/divide/region-stats.ts';
import { blocksWithin } from '../../../geo/divide/regions.ts';
import type { Publication } from '../../contract/plans.ts';
import type { EvaluatedPlan } from './evaluate-plan.ts';
import { regionBounds } from './movements.ts';

/** What people have declared in a plan and no figure tells: why a region lies in pieces, and who has agreed to join. */
export const declarations = (evaluated: EvaluatedPlan): Pick<Publication, 'exemptions' | 'consents'> => ({
  exemptions: exemptions(evaluated),
  consents: consents(evaluated),
});

const exemptions = ({ draft }: EvaluatedPlan): Publication['exemptions'] =>
  [...draft.regions.values()].flatMap(({ id: region, kind, name, piecesReason: reason }) => {
    const pieces = regionStats(draft, region).pieces;
    if (reason === null || pieces < 2) return [];
    return [{ region, kind, name, pieces, reason, bounds: regionBounds(draft, blocksWithin(draft, region)) }];
  });

function consents({ base, draft, log, rules }: EvaluatedPlan): Publication['consents'] {
  const recorded = consentSteps(log);
  return (['network', 'union'] as const).flatMap((kind) => {
    if (!rules.some((rule) => rule.kind === 'consented' && rule.level === kind)) return [];
    const joined = [...draft.groupings[kind]].filter(([id, into]) => base.groupings[kind].get(id) !== into);
    return joined.map(([community, grouping]) => {
      const step = needsConsent(draft, base, community, grouping) ? undefined : recorded.get(community);
      const { name, agreedOn, agreedNote } = draft.regions.get(community)!;
      return {
        ...{ community, name },
        ...{ grouping, groupingName: draft.regions.get(grouping)!.name },
        ...{ by: step?.accountName ?? null, at: step?.at ?? null },
        ...{ on: (step && agreedOn) ?? null, note: (step && agreedNote) ?? '' },
        bounds: regionBounds(draft, blocksWithin(draft, community)),
      };
    });
  });
}
