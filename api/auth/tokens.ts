import { createHash, randomBytes } from 'node:crypto';
import { type AccessToken, type MadeToken, MOST_TOKENS } from '../contract/tokens.ts';
import { standingOf } from '../db/accounts.ts';
import { writeAudit } from '../db/audit.ts';
import type { Db } from '../db/database.ts';
import type { OwnerPool } from '../db/owner-pool.ts';
import { ownerTransaction } from '../db/owner-transaction.ts';
import { deleteToken, insertToken, listTokens, touchToken } from '../db/tokens.ts';
import { ProblemError } from '../problems.ts';
import type { Actor } from './actor.ts';

/** So that whoever finds one in a file knows what it opens. */
const MARK = 'tongxin_';
const TOKEN_BYTES = 32;
/** What a token may is asked again after this long, even if nobody said that it changed. */
const TRUSTED_MS = 60_000;
/** Tokens in memory, at the most. */
const MOST_KNOWN = 5_000;

/** Whether a text is a token of ours, valid or not; anything else is somebody else's. */
export const isToken = (text: string): boolean => text.startsWith(MARK);
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** What tokens may, by their hashes, so that a request needs no query. */
export function createTokenMemory(owner: Db, now: () => number) {
  const known = new Map<string, { actor: Promise<Actor | null>; readAt: number }>();

  async function read(hash: string): Promise<Actor | null> {
    const token = await touchToken(owner, hash);
    const standing = token && (await standingOf(owner, token.account));
    if (!token || !standing) return null;
    const { grants, ...account } = standing;
    const here = grants.filter(({ county }) => county === token.county);
    if (token.mayWrite || here.length === 0) return { account, grants: here };
    // Who has any grant of a county may look at all of it.
    return { account, grants: [{ ...here[0]!, role: 'viewer', region: null }] };
  }

  return {
    /** Who brings the token; null when there is none like it, or its owner may nothing any more. */
    actorOf(token: string): Promise<Actor | null> {
      const hash = hashOf(token);
      const found = known.get(hash);
      if (found && now() - found.readAt < TRUSTED_MS) return found.actor;
      const entry = { actor: read(hash), readAt: now() };
      if (known.size >= MOST_KNOWN) known.clear();
      known.set(hash, entry);
      const forget = (): void => {
        if (known.get(hash) === entry) known.delete(hash);
      };
      // What is no token does not fill the memory.
      entry.actor.then((actor) => actor === null && forget(), forget);
      return entry.actor;
    },
    /** Something of some account changed: they are few, and read again with their next request. */
    forget: (): void => known.clear(),
  };
}

/** Whoever is signed in, at work on the own tokens. */
type Owner = NonNullable<Actor['account']>;

export const ownTokens = (owner: OwnerPool, { id }: Owner): Promise<AccessToken[]> => listTokens(owner, id);

/**
 * Makes a token for the programs of somebody who has a grant in the county.
 *
 * @throws ProblemError 'conflict' when there are as many as there may be
 */
export async function makeToken(
  owner: OwnerPool,
  { id, username }: Owner,
  asked: Pick<AccessToken, 'county' | 'name' | 'mayWrite'>,
): Promise<MadeToken> {
  const token = MARK + randomBytes(TOKEN_BYTES).toString('base64url');
  await ownerTransaction(owner, async (tx) => {
    if (!(await insertToken(tx, { ...asked, account: id, hash: hashOf(token) }, MOST_TOKENS)))
      throw new ProblemError(
        'conflict',
        `There are ${MOST_TOKENS} tokens of yours for county ${asked.county}; revoke one that is not used any more.`,
      );
    const { county, name, mayWrite } = asked;
    await writeAudit(tx, { county, account: id, action: 'token.make', object: username, detail: { name, mayWrite } });
  });
  return { token, tokens: await listTokens(owner, id) };
}

/** @throws ProblemError 'not-found' */
export async function revokeToken(owner: OwnerPool, { id, username }: Owner, token: string): Promise<AccessToken[]> {
  await ownerTransaction(owner, async (tx) => {
    const gone = await deleteToken(tx, id, token);
    if (!gone) throw noSuchToken();
    const { county, name } = gone;
    await writeAudit(tx, { county, account: id, action: 'token.revoke', object: username, detail: { name } });
  });
  return listTokens(owner, id);
}

export const noSuchToken = () =>
  new ProblemError('not-found', 'There is no such token; it may be revoked already. Read the list again.');
