import type { Role } from '../../../api/contract/words.ts';

/** The county that the end-to-end tests look at, and the accounts in it: one a role, all with one password. */
export const COUNTY = '220322';
export const PASSWORD = 'end to end 密码';
export const usernameOf = (who: Who): string => `e2e.${who}`;

/** The county where dividing eleven communities into nineteen is practised, small, and who plans there. */
export const PRACTICE = '990481';
export type Who = Role | 'practice';
