import { z } from 'zod';
import {
  type ChangePlan,
  type NewPlan,
  type Plan,
  type PlanHistory,
  type Publication,
  plan,
  planHistory,
  type planMove,
  publication,
  type publish,
  published,
  type Rebased,
  rebased,
} from '../../api/contract/plans.ts';
import { queryString, request } from './http.ts';

export type PlanMove = z.input<typeof planMove>;
type PublishPlan = z.infer<typeof publish>;
export type Published = z.infer<typeof published>;

const path = (county: string, ...rest: (string | number)[]): string =>
  ['/api/counties', county, 'plans', ...rest].join('/');

/** All plans of a county, the one changed last first. */
export const listPlans = (county: string, signal?: AbortSignal): Promise<Plan[]> =>
  request(path(county), z.array(plan), { signal });

export const getPlan = (county: string, id: number, signal?: AbortSignal): Promise<Plan> =>
  request(path(county, id), plan, { signal });

export const createPlan = (county: string, body: NewPlan): Promise<Plan> =>
  request(path(county), plan, { method: 'POST', body });

/** @throws ApiError `stale-version` when somebody else changed it meanwhile */
export const changePlan = (county: string, id: number, body: ChangePlan): Promise<Plan> =>
  request(path(county, id), plan, { method: 'PATCH', body });

export const copyPlan = (county: string, id: number, title: string): Promise<Plan> =>
  request(path(county, id, 'copies'), plan, { method: 'POST', body: { title } });

/** @throws ApiError `conflict` from another status, `rules-broken` with the findings that keep it from being submitted */
export const movePlan = (county: string, id: number, body: PlanMove): Promise<Plan> =>
  request(path(county, id, 'status'), plan, { method: 'POST', body });

/** Does the plan's log again on the newest division. @throws ApiError `conflict` when nothing of its area is left there */
export const rebasePlan = (county: string, id: number): Promise<Rebased> =>
  request(path(county, id, 'rebase'), rebased, { method: 'POST' });

/** What became of a plan as a whole, oldest first. */
export const getPlanHistory = (county: string, id: number, signal?: AbortSignal): Promise<PlanHistory> =>
  request(path(county, id, 'history'), planHistory, { signal });

/** What publishing on a date would do; nothing is done. */
export const getPublication = (
  county: string,
  id: number,
  effective: string,
  signal?: AbortSignal,
): Promise<Publication> =>
  request(`${path(county, id, 'publication')}${queryString({ effective })}`, publication, { signal });

/** @throws ApiError `conflict` when something stands in its way on that date */
export const publishPlan = (county: string, id: number, body: PublishPlan): Promise<Published> =>
  request(path(county, id, 'publication'), published, { method: 'POST', body });
