import { z } from 'zod';
import {
  type changeComment as commentChange,
  type newComment,
  type PlanComment,
  planComment,
} from '../../api/contract/plans.ts';
import { request } from './http.ts';

type NewComment = z.input<typeof newComment>;
type CommentChange = z.infer<typeof commentChange>;

const path = (county: string, plan: number, ...rest: number[]): string =>
  ['/api/counties', county, 'plans', plan, 'comments', ...rest].join('/');

/** All comments of a plan, oldest first. */
export const listComments = (county: string, plan: number, signal?: AbortSignal): Promise<PlanComment[]> =>
  request(path(county, plan), z.array(planComment), { signal });

export const addComment = (county: string, plan: number, body: NewComment): Promise<PlanComment> =>
  request(path(county, plan), planComment, { method: 'POST', body });

export const changeComment = (
  county: string,
  plan: number,
  comment: number,
  body: CommentChange,
): Promise<PlanComment> => request(path(county, plan, comment), planComment, { method: 'PATCH', body });
