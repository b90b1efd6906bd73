import { useCallback, useMemo } from 'react';
import type { Plan } from '../../../api/contract/plans.ts';
import { today } from '../../../api/contract/today.ts';
import { useRegions } from '../../state/queries.ts';
import { suggestEffective } from './effective-date.ts';
import { usePublication } from './publication-query.ts';

/** Names of regions in a plan, its new ones among them. */
export function useRegionNames(plan: Plan): (id: number) => string {
  const known = useRegions().data?.regions;
  const drawn = usePublication(plan, suggestEffective(today(), plan.base.validFrom)).data?.regions;
  const names = useMemo(
    () => new Map([...(known ?? []), ...(drawn ?? [])].map(({ id, name }) => [id, name])),
    [known, drawn],
  );
  return useCallback((id) => names.get(id) ?? String(id), [names]);
}
