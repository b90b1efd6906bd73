import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Plan } from '../../../api/contract/plans.ts';
import { getPlanHistory, getPublication } from '../../api-client/plans.ts';
import { useApp } from '../../state/store.ts';

/** Follows the drawing: another version of the plan is another answer. */
export const publicationQuery = (county: string, { id, version, revision }: Plan, effective: string) =>
  queryOptions({
    queryKey: ['publication', county, id, version, revision, effective],
    queryFn: ({ signal }) => getPublication(county, id, effective, signal),
    gcTime: 60_000,
  });

/** What publishing the plan on that date would do. */
export function usePublication(plan: Plan, effective: string) {
  const county = useApp((state) => state.county) ?? '';
  return useQuery(publicationQuery(county, plan, effective));
}

/** What became of the plan as a whole, oldest first. */
export function usePlanHistory({ id, revision }: Plan) {
  const county = useApp((state) => state.county) ?? '';
  return useQuery({
    queryKey: ['plan-history', county, id, revision],
    queryFn: ({ signal }) => getPlanHistory(county, id, signal),
  });
}
