import type { PlanLevel } from '../../../api/contract/plans.ts';
import type { PlanScope } from '../../../geo/divide/do-step.ts';
import type { Draft } from '../../../geo/divide/draft.ts';
import { regionStats } from '../../../geo/divide/region-stats.ts';
import { lockOver } from '../../../geo/divide/regions.ts';
import type { DivisionRule } from '../../../geo/divide/rules.ts';
import { regionsOfLevel } from '../../state/plan/figures.ts';
import { isWithin } from '../../state/plan/paint.ts';

/** A community that the plan may change. */
export interface OpenCommunity {
  readonly id: number;
  readonly name: string;
  readonly nameEn: string;
  readonly households: number;
  readonly street: number | null;
  readonly locked: boolean;
}

/** What the form has to know of the open plan. */
export interface PlanFacts {
  readonly level: PlanLevel;
  readonly scope: PlanScope;
  /** within the plan's area, by code */
  readonly communities: readonly OpenCommunity[];
  readonly unassigned: number;
  /** what the rule says of households, by level */
  readonly bands: Readonly<Partial<Record<'grid' | 'community', { readonly min: number; readonly max: number }>>>;
}

export function planFacts(draft: Draft, scope: PlanScope, rules: readonly DivisionRule[]): PlanFacts {
  const communities = regionsOfLevel(draft, 'community')
    .filter(({ id }) => isWithin(draft, scope, id) && regionStats(draft, id).blocks > 0)
    .sort((a, b) => (a.code ?? '9').localeCompare(b.code ?? '9') || a.name.localeCompare(b.name, 'zh'))
    .map(({ id, name, nameEn, parent }) => ({
      ...{ id, name, nameEn, street: parent },
      households: regionStats(draft, id).households,
      locked: lockOver(draft, id) !== null,
    }));
  const bands = rules.flatMap(({ kind, level, params: { min, max } }) =>
    kind === 'household-band' && min !== undefined && max !== undefined ? [[level, { min, max }] as const] : [],
  );
  return {
    ...{ level: scope.level, scope, communities, unassigned: draft.unassigned.size },
    bands: Object.fromEntries(bands),
  };
}
