import type { PlanComment } from '../../../api/contract/plans.ts';
import { commentsQuery } from '../../state/plan-comments.ts';
import { queryClient } from '../../state/queries.ts';
import { withComment } from './comment-threads.ts';

/** A comment that was made or changed, here or elsewhere. */
export function noteComment(county: string, plan: number, comment: PlanComment): void {
  queryClient.setQueryData(commentsQuery(county, plan).queryKey, (known) => known && withComment(known, comment));
}
