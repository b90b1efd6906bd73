import { randomBytes } from 'node:crypto';
import type { Session } from '../contract/session.ts';
import { today } from '../contract/today.ts';
import {
  accountByUsername,
  auditSignIn,
  insertDemoAccounts,
  presentDemoAccounts,
  standingOf,
  sweepSignIn,
} from '../db/accounts.ts';
import type { OpenedDatabase } from '../db/open.ts';
import { deleteSession, insertSession, prolongSession, readSession } from '../db/sessions.ts';
import { ProblemError } from '../problems.ts';
import { type Actor, NOBODY } from './actor.ts';
import type { Client } from './client.ts';
import { DEMO_ACCOUNTS, mayUseDemo, servesDemo } from './demo.ts';
import type { createLibrary } from './library.ts';
import { admitAttempt, clearAttempts, countWrongToken } from './limits.ts';
import { cookieValue, SESSION_S, sessionCookie, verifiedToken } from './session-cookie.ts';
import { createSessionMemory, type RememberedSession } from './session-memory.ts';
import { createTokenMemory, hashOf } from './tokens.ts';

export interface AuthSettings {
  /** signs cookies; at least 32 bytes */
  secret: string;
  /** the address the server listens on */
  host: string;
  /** honour X-Forwarded-For and X-Forwarded-Proto, which only a proxy of ours can then set */
  trustProxy: boolean;
}

/** An actor, and the Set-Cookie line that the answer must carry when the session was begun or prolonged. */
export interface Entered {
  actor: Actor;
  setCookie: string | null;
}

/** A session read from the database now; `prolonged` when its end was moved by this reading. */
interface Read {
  session: RememberedSession;
  prolonged: boolean;
}

/** A session in use is prolonged when this much of its time has gone. */
const PROLONG_AFTER_MS = 30 * 60_000;
const TOKEN_BYTES = 24;

/**
 * Sign-in and sessions of one server process.
 *
 * Sessions live in the database; a request reads them from memory. The database tells every process what to forget
 * (channels `session` and `grant`), so signing out, disabling an account and changing a grant work at once. Where the
 * demo is served, a county that is the demo's gets its accounts as soon as it can be shown (channel `division`).
 */
export async function openAuth(deps: { database: OpenedDatabase; settings: AuthSettings; now?: () => number }) {
  const { database, settings, now = Date.now } = deps;
  const owner = database.owner.pool('auth');
  /** Loaded with the first password: it takes longer to load than the rest of the server. */
  let library: Promise<ReturnType<typeof createLibrary>> | undefined;
  const openLibrary = () => {
    library ??= import('./library.ts').then(({ createLibrary }) =>
      createLibrary(owner, settings.secret, async (account) => (await standingOf(owner, account)) !== null),
    );
    library.catch(() => {
      library = undefined; // the next password tries again
    });
    return library;
  };
  const memory = createSessionMemory(now);
  const tokens = createTokenMemory(owner, now);
  const reading = new Map<string, Promise<Read | null>>();
  const serves = servesDemo(database.kind, settings.host);

  /** Demo accounts for the counties of the demo, new ones included; nothing where there is no demo. */
  const refreshDemoAccounts = async () => {
    if (serves) await insertDemoAccounts(owner, DEMO_ACCOUNTS, today(now()));
  };

  const forgetAccount = (account: string): void => {
    reading.clear();
    tokens.forget();
    memory.forgetAccount(account);
  };

  const watchers = new Set<(account: string | null) => void>();
  const tell = (account: string | null): void => {
    for (const watcher of watchers) watcher(account);
  };

  let closed = false;
  // An empty payload says that the line was down for a while: anything may have changed.
  const stops = [
    await database.listen('session', (id) => {
      reading.clear();
      if (id) memory.forgetSession(id);
      else memory.forgetAll();
      tell(null);
    }),
    await database.listen('grant', (account) => {
      if (account) forgetAccount(account);
      else {
        reading.clear();
        tokens.forget();
        memory.forgetAll();
      }
      tell(account || null);
    }),
    await database.listen('division', () => {
      refreshDemoAccounts().catch((error: unknown) => {
        if (!closed) process.emitWarning(`The demo accounts could not be completed: ${error}`);
      });
    }),
  ];
  await sweepSignIn(owner);
  await refreshDemoAccounts();

  /** One read serves all requests that wait for the same session; none joins it after a change became known. */
  function read(token: string): Promise<Read | null> {
    const running = reading.get(token) ?? readNow(token).finally(() => reading.delete(token));
    reading.set(token, running);
    return running;
  }

  async function readNow(token: string): Promise<Read | null> {
    const begun = memory.begin();
    const found = await readSession(owner, token);
    const at = now();
    if (!found || found.expiresAt <= at) return null;
    const standing = await standingOf(owner, found.account);
    if (!standing || (standing.demo && !serves)) return null;
    const { grants, mustChange, ...known } = standing;
    const account = mustChange ? { ...known, mustChange } : known;
    const prolonged = found.expiresAt - at < SESSION_S * 1000 - PROLONG_AFTER_MS;
    const expiresAt = prolonged ? at + SESSION_S * 1000 : found.expiresAt;
    if (prolonged) await prolongSession(owner, token, expiresAt);
    const session = { id: found.id, token, actor: { account, grants }, expiresAt };
    memory.put(session, begun);
    return { session, prolonged };
  }

  /** What the session of a Cookie header is known by; null when it carries none of ours. */
  function tokenOf(cookieHeader: string | undefined, client: Client): string | null {
    const value = cookieValue(cookieHeader, client.secure);
    return (value && verifiedToken(value, settings.secret)) || null;
  }

  /** Who sends this Cookie header. Costs a query only when the session has not been seen for a minute. */
  async function enter(cookieHeader: string | undefined, client: Client): Promise<Entered> {
    const token = tokenOf(cookieHeader, client);
    if (!token) return { actor: NOBODY, setCookie: null };
    const remembered = memory.get(token);
    const entry = remembered ? { session: remembered, prolonged: false } : await read(token);
    if (!entry) return { actor: NOBODY, setCookie: null };
    const { actor } = entry.session;
    if (actor.account?.demo && !mayUseDemo(serves, client)) return { actor: NOBODY, setCookie: null };
    return { actor, setCookie: entry.prolonged ? cookieFor(token, client) : null };
  }

  const cookieFor = (token: string, client: Client) => sessionCookie(token, settings.secret, client.secure);

  async function begin(token: string, client: Client): Promise<Entered> {
    const entry = await read(token);
    if (!entry) throw refused();
    return { actor: entry.session.actor, setCookie: cookieFor(token, client) };
  }

  /**
   * Signs in with a password. The answer, and the work done for it, are the same for a wrong password, an unknown user
   * name and a disabled account. The session that the Cookie header carries ends with the beginning of the new one.
   *
   * @throws ProblemError 'sign-in-refused' or 'too-many-attempts'
   */
  async function signIn(
    username: string,
    password: string,
    client: Client,
    cookieHeader: string | undefined,
  ): Promise<Entered> {
    const name = username.trim().toLowerCase();
    await admitAttempt(owner, name, client.address);
    const token = await (await openLibrary()).passwordToken(name, password, client);
    const known = await accountByUsername(owner, name);
    await auditSignIn(owner, {
      account: known?.id ?? null,
      action: token ? 'session.start' : 'session.refused',
      object: name,
      address: client.address,
    });
    if (!token) throw refused();
    await clearAttempts(owner, name, client.address);
    await signOut(cookieHeader, client);
    return begin(token, client);
  }

  const startSession = (token: string, account: string, { address, agent }: Client) =>
    insertSession(owner, { token, account, expiresAt: now() + SESSION_S * 1000, address, agent });

  /** @throws ProblemError 'not-found' where there are no demo accounts for this client */
  async function signInDemo(username: string, client: Client, cookieHeader: string | undefined): Promise<Entered> {
    const account = DEMO_ACCOUNTS.find((demo) => demo.username === username);
    const known = account && mayUseDemo(serves, client) ? await accountByUsername(owner, username) : null;
    if (!known || known.counties.length === 0) {
      throw new ProblemError('not-found', `There is no demo account ${username} here; sign in with a password.`);
    }
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    await startSession(token, known.id, client);
    await auditSignIn(owner, { account: known.id, action: 'session.start', object: username, address: client.address });
    await signOut(cookieHeader, client);
    return begin(token, client);
  }

  /** Opens the demo's viewer account to who has none; null where there is none for this client, or not yet. */
  async function visit(client: Client, cookieHeader: string | undefined): Promise<Entered | null> {
    if (!mayUseDemo(serves, client)) return null;
    const viewer = (await presentDemoAccounts(owner, DEMO_ACCOUNTS)).find(({ role }) => role === 'viewer');
    return viewer ? signInDemo(viewer.username, client, cookieHeader) : null;
  }

  /**
   * Who brings a token (api/auth/tokens.ts).
   *
   * @throws ProblemError 'not-signed-in' for one that is none, 'too-many-attempts' after many of them
   */
  async function enterByToken(token: string, client: Client): Promise<Actor> {
    const actor = await tokens.actorOf(token);
    if (actor && (!actor.account?.demo || mayUseDemo(serves, client))) return actor;
    await countWrongToken(owner, client.address, hashOf(token));
    throw new ProblemError(
      'not-signed-in',
      'This token opens nothing; it may be revoked. Make one on the page, under 数据.',
    );
  }

  /**
   * The demo's viewer, without a session: who reads the county's open interface on the machine that runs the demo; null
   * where there is none for this client, or not yet.
   */
  async function demoViewer(client: Client): Promise<Actor | null> {
    if (!mayUseDemo(serves, client)) return null;
    const viewer = DEMO_ACCOUNTS.find(({ role }) => role === 'viewer')!;
    const known = await accountByUsername(owner, viewer.username);
    const standing = known && (await standingOf(owner, known.id));
    if (!standing) return null;
    const { grants, ...account } = standing;
    return { account, grants };
  }

  /** Ends the session that the Cookie header carries, on every server process. */
  async function signOut(cookieHeader: string | undefined, client: Client): Promise<void> {
    const token = tokenOf(cookieHeader, client);
    if (!token) return;
    memory.forgetToken(token);
    const account = await deleteSession(owner, token);
    if (account === null) return;
    memory.forgetToken(token);
    const object = (await standingOf(owner, account))?.username ?? '';
    await auditSignIn(owner, { account, action: 'session.end', object, address: client.address });
  }

  /** What the page is told of who is signed in, and of the accounts that open with one click. */
  async function describe(actor: Actor, client: Client): Promise<Omit<Session, 'counties'>> {
    const demoAccounts = mayUseDemo(serves, client) ? await presentDemoAccounts(owner, DEMO_ACCOUNTS) : [];
    return { account: actor.account, grants: actor.grants, demoAccounts };
  }

  return {
    settings,
    enter,
    tokenOf,
    signIn,
    signInDemo,
    visit,
    demoViewer,
    enterByToken,
    signOut,
    describe,
    /** Throws out ended sessions and old attempts. */
    sweep: () => sweepSignIn(owner),
    /** Reads what the account may anew with its next request: for who gave it a grant a moment ago, before the database tells. */
    forgetAccount,
    /**
     * Calls back when a session ended or a grant changed, until the returned function is called: with the account
     * concerned, null where it may be any. What is asked then is answered by what is so from now on.
     */
    watch(changed: (account: string | null) => void): () => void {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
    close: async () => {
      closed = true;
      for (const stop of stops) await stop();
    },
  };
}
export type Auth = Awaited<ReturnType<typeof openAuth>>;

const refused = () =>
  new ProblemError('sign-in-refused', 'User name or password is wrong, or the account is disabled; try again.');
