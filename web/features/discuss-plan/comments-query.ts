import { queryOptions, useQuery } from '@tanstack/react-query';
import type { PlanComment } from '../../../api/contract/plans.ts';
import { listComments } from '../../api-client/plan-comments.ts';
import { queryClient } from '../../state/queries.ts';
import { useApp } from '../../state/store.ts';
import { withComment } from './comment-threads.ts';

const commentsQuery = (county: string, plan: number) =>
  queryOptions({
    queryKey: ['plan-comments', county, plan],
    queryFn: ({ signal }) => listComments(county, plan, signal),
    staleTime: 0,
  });

export function useComments(plan: number) {
  const county = useApp((state) => state.county) ?? '';
  return useQuery(commentsQuery(county, plan));
}

/** A comment that was made or changed, here or elsewhere. */
export function noteComment(county: string, plan: number, comment: PlanComment): void {
  queryClient.setQueryData(commentsQuery(county, plan).queryKey, (known) => known && withComment(known, comment));
}
