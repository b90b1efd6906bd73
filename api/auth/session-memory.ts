import type { Actor } from './actor.ts';

export interface RememberedSession {
  id: string;
  token: string;
  actor: Actor;
  /** ms since 1970: when the session ends unless it is used */
  expiresAt: number;
}

/** Sessions kept at most; above it the least recently used are asked from the database again. */
const MOST = 20_000;
/**
 * After this long a session is read again even if nobody said that it changed: between the breaking of the line on
 * which the database tells of changes and its repair, nothing is told.
 */
const TRUSTED_MS = 60_000;

/**
 * Sessions that were read from the database, so that a request needs no query.
 *
 * `begin` and `put` guard against a reader that is overtaken: what was read before a change became known is not kept.
 */
export function createSessionMemory(now: () => number) {
  const byToken = new Map<string, RememberedSession & { readAt: number }>();
  let changes = 0;
  const forget = (matches: (s: RememberedSession) => boolean) => {
    changes++;
    for (const [token, entry] of byToken) if (matches(entry)) byToken.delete(token);
  };
  return {
    get(token: string): RememberedSession | null {
      const entry = byToken.get(token);
      if (!entry) return null;
      const at = now();
      byToken.delete(token);
      if (at >= entry.expiresAt || at - entry.readAt >= TRUSTED_MS) return null;
      byToken.set(token, entry);
      return entry;
    },
    /** Call before reading; give the result to `put`. */
    begin: (): number => changes,
    put(session: RememberedSession, begun: number): void {
      if (begun !== changes) return;
      byToken.set(session.token, { ...session, readAt: now() });
      if (byToken.size > MOST) byToken.delete(byToken.keys().next().value as string);
    },
    forgetToken: (token: string) => forget((s) => s.token === token),
    forgetSession: (id: string) => forget((s) => s.id === id),
    forgetAll: () => forget(() => true),
    forgetAccount: (account: string) => forget((s) => s.actor.account?.id === account),
  };
}
