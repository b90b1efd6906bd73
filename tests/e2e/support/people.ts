import type { Role } from '../../../api/contract/words.ts';

/** The county that the end-to-end tests look at, and the accounts in it: one a role, all with one password. */
export const COUNTY = '220322';
export const PASSWORD = 'end to end 密码';
export const usernameOf = (role: Role): string => `e2e.${role}`;
