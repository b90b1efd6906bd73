import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import type { RuleSet } from '../../api/contract/plans.ts';
import { getRules } from '../api-client/rules.ts';
import { useApp } from './store.ts';

const rulesQuery = (county: string) =>
  queryOptions({ queryKey: ['rules', county], queryFn: ({ signal }) => getRules(county, signal) });

/** The rules that plans of the county on the screen are judged by. */
export const useRules = () => useQuery(rulesQuery(useApp((state) => state.county) ?? ''));

/** @returns what notes the rules as they are now: those given, or as the server has them */
export function useKeepRules(): (rules?: RuleSet) => Promise<RuleSet> {
  const queries = useQueryClient();
  const query = rulesQuery(useApp((state) => state.county) ?? '');
  return async (rules) => {
    if (!rules) return queries.fetchQuery({ ...query, staleTime: 0 });
    queries.setQueryData(query.queryKey, rules);
    return rules;
  };
}
