import { countAttempt, forgetAttempts, giveBackAttempt, readAttempts } from '../db/accounts.ts';
import type { Db } from '../db/database.ts';
import { ProblemError } from '../problems.ts';
import { addressBucket } from './client.ts';

/**
 * Attempts in a window. `perAccountHere` stops guessing one password from one address, without locking its owner out
 * elsewhere; `perAccount` stops it from many addresses; `perAddress` stops trying many names.
 */
export const SIGN_IN_LIMITS = { windowS: 300, perAccountHere: 5, perAccount: 100, perAddress: 30 };

const accountKey = (username: string) => `account ${username}`;
const addressKey = (address: string) => `address ${addressBucket(address)}`;
const hereKey = (username: string, address: string) =>
  `account ${username} from ${address ? addressBucket(address) : 'nowhere that is known'}`;

/**
 * Counts an attempt to sign in, before the password is looked at, and refuses it when there were too many. User names
 * that nobody has count alike, so that the answer does not tell which exist.
 *
 * @throws ProblemError 'too-many-attempts' with `retryAfterS`
 */
export async function admitAttempt(owner: Db, username: string, address: string): Promise<void> {
  const { windowS, perAccountHere, perAccount, perAddress } = SIGN_IN_LIMITS;
  // What is refused for its address does not count for the account.
  const tries: [key: string, most: number][] = [
    [hereKey(username, address), perAccountHere],
    [accountKey(username), perAccount],
  ];
  if (address) tries.unshift([addressKey(address), perAddress]);
  for (const [key, most] of tries) {
    const { count, leftS } = await countAttempt(owner, key, windowS);
    if (count > most) throw tooMany(most, leftS);
  }
}

/**
 * A right password: the account starts anew from there, and the address, behind which a whole office may sit, loses
 * nothing.
 */
export async function clearAttempts(owner: Db, username: string, address: string): Promise<void> {
  await forgetAttempts(owner, hereKey(username, address));
  await giveBackAttempt(owner, accountKey(username));
  if (address) await giveBackAttempt(owner, addressKey(address));
}

/**
 * Counts a token that is none, by the address it came from: apart from passwords, so that nobody behind the same address is
 * kept from signing in by it, and each token once in a window, so that a program may go on asking with one that was revoked.
 *
 * @param hash  of the token
 * @throws ProblemError 'too-many-attempts' with `retryAfterS`
 */
export async function countWrongToken(owner: Db, address: string, hash: string): Promise<void> {
  if (!address) return;
  const { windowS, perAddress } = SIGN_IN_LIMITS;
  const from = addressBucket(address);
  const all = `tokens from ${from}`;
  const before = await readAttempts(owner, all, windowS);
  if (before.count > perAddress) throw tooMany(perAddress, before.leftS);
  if ((await countAttempt(owner, `token ${hash} from ${from}`, windowS)).count > 1) return;
  const { count, leftS } = await countAttempt(owner, all, windowS);
  if (count > perAddress) throw tooMany(perAddress, leftS);
}

function tooMany(most: number, leftS: number): ProblemError {
  const retryAfterS = Math.max(1, Math.ceil(leftS));
  return new ProblemError(
    'too-many-attempts',
    `There were more than ${most} attempts to sign in within ${SIGN_IN_LIMITS.windowS / 60} minutes; wait ${retryAfterS} seconds.`,
    { retryAfterS },
  );
}
