import { type Comparison, comparison, type PlanLevel } from '../../api/contract/plans.ts';
import { queryString, request } from './http.ts';

/**
 * What differs between two of `division:ID` or `plan:ID`.
 *
 * @param level  by which regions the moves are told
 */
export const compareDivisions = (
  county: string,
  left: string,
  right: string,
  level: PlanLevel,
  signal?: AbortSignal,
): Promise<Comparison> =>
  request(`/api/counties/${county}/comparison${queryString({ left, right, level })}`, comparison, { signal });
