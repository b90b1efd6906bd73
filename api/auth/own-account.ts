import { verifyPassword } from 'better-auth/crypto';
import type { SignedIn } from '../contract/people.ts';
import { keepPassword, readPassword } from '../db/accounts.ts';
import { writeAudit } from '../db/audit.ts';
import type { OwnerPool } from '../db/owner-pool.ts';
import { ownerTransaction } from '../db/owner-transaction.ts';
import { countiesOf } from '../db/people.ts';
import { endSessions, listSessions } from '../db/sessions.ts';
import { deleteTokens } from '../db/tokens.ts';
import { ProblemError } from '../problems.ts';
import type { Actor } from './actor.ts';
import type { Client } from './client.ts';
import { admitAttempt, clearAttempts } from './limits.ts';
import { hashedPassword } from './people.ts';

/** Whoever is signed in, at work on the own account. */
export interface Self {
  account: NonNullable<Actor['account']>;
  /** of the session that asks */
  token: string;
  client: Client;
}

/**
 * Sets the own password. This session stays, all others and the tokens of programs end.
 *
 * @throws ProblemError 'forbidden' when the present password is wrong, 'too-many-attempts' when that happens too often,
 *   'invalid-request' for a new one that will not do
 */
export async function changeOwnPassword(
  owner: OwnerPool,
  { account, token, client }: Self,
  { current, next }: { current: string; next: string },
): Promise<void> {
  const { id, username } = account;
  if (account.demo) {
    throw new ProblemError('forbidden', 'An account of the demo has no password.', { reason: 'demo-account' });
  }
  await admitAttempt(owner, username, client.address);
  const stored = await readPassword(owner, id);
  if (stored === null || !(await verifyPassword({ hash: stored, password: current }))) throw wrongPassword();
  await clearAttempts(owner, username, client.address);
  if (next === current) {
    throw new ProblemError('invalid-request', 'The new password is the old one.', { reason: 'password-same' });
  }
  const hash = await hashedPassword(next);
  await ownerTransaction(owner, async (tx) => {
    // An administrator may have made another one while this one was looked at: that one stays.
    if ((await readPassword(tx, id, { lock: true })) !== stored) throw wrongPassword();
    await keepPassword(tx, id, hash);
    await endSessions(tx, id, { except: token });
    const tokens = await deleteTokens(tx, id);
    for (const county of await countiesOf(tx, id)) {
      await writeAudit(tx, { county, account: id, action: 'password.change', object: username, detail: { tokens } });
    }
  });
}

const wrongPassword = () =>
  new ProblemError('forbidden', 'The present password is wrong.', { reason: 'password-wrong' });

export const ownSessions = (owner: OwnerPool, { account, token }: Self): Promise<SignedIn[]> =>
  listSessions(owner, account.id, token);

/** Ends another session of one's own, or all others with the tokens of programs. */
export async function endOwnSessions(owner: OwnerPool, { account, token }: Self, session: string | null) {
  await ownerTransaction(owner, async (tx) => {
    const sessions = await endSessions(tx, account.id, { id: session, except: token });
    const tokens = session === null ? await deleteTokens(tx, account.id) : 0;
    if (sessions + tokens === 0) return;
    for (const county of await countiesOf(tx, account.id)) {
      const entry = { county, account: account.id, action: 'session.revoke', object: account.username } as const;
      await writeAudit(tx, { ...entry, detail: { sessions, tokens } });
    }
  });
}
