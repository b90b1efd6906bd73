import { countAttempt, forgetAttempts, giveBackAttempt } from '../db/accounts.ts';
import type { Db } from '../db/database.ts';
import { ProblemError } from '../problems.ts';
import { addressBucket } from './client.ts';

/** Attempts in a window. An account's limit stops guessing one password, an address's limit trying many names. */
export const SIGN_IN_LIMITS = { windowS: 300, perAccount: 5, perAddress: 30 };

const accountKey = (username: string) => `account ${username}`;
const addressKey = (address: string) => `address ${addressBucket(address)}`;

/**
 * Counts an attempt to sign in, before the password is looked at, and refuses it when there were too many. User names
 * that nobody has count alike, so that the answer does not tell which exist.
 *
 * @throws ProblemError 'too-many-attempts' with `retryAfterS`
 */
export async function admitAttempt(owner: Db, username: string, address: string): Promise<void> {
  const { windowS, perAccount, perAddress } = SIGN_IN_LIMITS;
  const tries: [key: string, most: number][] = [[accountKey(username), perAccount]];
  if (address) tries.unshift([addressKey(address), perAddress]);
  for (const [key, most] of tries) {
    const { count, leftS } = await countAttempt(owner, key, windowS);
    if (count > most) {
      const retryAfterS = Math.max(1, Math.ceil(leftS));
      throw new ProblemError(
        'too-many-attempts',
        `There were more than ${most} attempts to sign in within ${windowS / 60} minutes; wait ${retryAfterS} seconds.`,
        { retryAfterS },
      );
    }
  }
}

/** A right password: the account starts anew, and the address, behind which a whole office may sit, loses nothing. */
export async function clearAttempts(owner: Db, username: string, address: string): Promise<void> {
  await forgetAttempts(owner, accountKey(username));
  if (address) await giveBackAttempt(owner, addressKey(address));
}
