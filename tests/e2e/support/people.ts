import type { Role } from '../../../api/contract/words.ts';

/** The county that the end-to-end tests look at, and the accounts in it: one a role, all with one password. */
export const COUNTY = '220322';
export const PASSWORD = 'end to end 密码';
export const usernameOf = (who: Who): string => `e2e.${who}`;

/** The county where dividing eleven communities into nineteen is practised, and that of twenty communities in four networks. */
export const PRACTICE = '990481';
export const NETWORKS = '310101';

/** Who else there is: a second planner, and those who work in the other counties. */
export const OTHERS = [
  { who: 'colleague', name: '测试·同事', county: COUNTY, role: 'planner' },
  { who: 'practice', name: '测试·练习', county: PRACTICE, role: 'planner' },
  { who: 'practice-approver', name: '测试·练习审批', county: PRACTICE, role: 'approver' },
  { who: 'networks', name: '测试·片区', county: NETWORKS, role: 'planner' },
] as const;
export type Who = Role | (typeof OTHERS)[number]['who'];
