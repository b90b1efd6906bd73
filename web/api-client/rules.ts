import { type RuleSet, ruleSet } from '../../api/contract/plans.ts';
import { request } from './http.ts';

/** The rules of a county, its own or the program's. */
export const getRules = (county: string, signal?: AbortSignal): Promise<RuleSet> =>
  request(`/api/counties/${county}/rules`, ruleSet, { signal });

/** @throws ApiError `stale-version` when somebody else changed them since that version, `rejected-by-rule` saying which is at fault */
export const putRules = (county: string, rules: RuleSet): Promise<RuleSet> =>
  request(`/api/counties/${county}/rules`, ruleSet, { method: 'PUT', body: rules });
