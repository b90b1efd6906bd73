import { queryOptions, useQuery } from '@tanstack/react-query';
import { listComments } from '../api-client/plan-comments.ts';
import { useApp } from './store.ts';

export const commentsQuery = (county: string, plan: number) =>
  queryOptions({
    queryKey: ['plan-comments', county, plan],
    queryFn: ({ signal }) => listComments(county, plan, signal),
    staleTime: 0,
  });

/** What is said about a plan, oldest first. */
export function useComments(plan: number) {
  const county = useApp((state) => state.county) ?? '';
  return useQuery(commentsQuery(county, plan));
}
