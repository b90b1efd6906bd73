import { type RuleSet, ruleSet } from '../../api/contract/plans.ts';
import { request } from './http.ts';

/** The rules of a county, its own or the program's. */
export const getRules = (county: string, signal?: AbortSignal): Promise<RuleSet> =>
  request(`/api/counties/${county}/rules`, ruleSet, { signal });
