import type { Session } from '../../api/contract/session.ts';
import type { Role } from '../../api/contract/words.ts';
import { type Notice, noticeOf } from '../api-client/http.ts';
import * as client from '../api-client/session.ts';
import type { AppGet, AppSet } from './slice.ts';
import { NO_EDITING } from './thing-edit/editing.ts';

/** Who is signed in. `unknown` lasts until the server has said so once. */
export type SessionState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'failed'; readonly notice: Notice }
  | { readonly kind: 'signed-out'; readonly session: Session }
  /** signed in with a password that an administrator made: nothing is open before it is changed */
  | { readonly kind: 'must-change'; readonly session: Session }
  | { readonly kind: 'signed-in'; readonly session: Session };

export interface SessionSlice {
  readonly session: SessionState;
  /** Asks the server who this is; in the demo, nobody becomes its visitor without a word. */
  loadSession(): Promise<void>;
  signIn(username: string, password: string): Promise<void>;
  signInDemo(username: string): Promise<void>;
  /** Sets the own password; all other sessions end. */
  changePassword(current: string, next: string): Promise<void>;
  signOut(): Promise<void>;
  /** The server no longer knows us (401): back to the door. */
  expireSession(): void;
}

const toState = (session: Session): SessionState =>
  !session.account
    ? { kind: 'signed-out', session }
    : { kind: session.account.mustChange ? 'must-change' : 'signed-in', session };

export const createSessionSlice = (set: AppSet, get: AppGet): SessionSlice => ({
  session: { kind: 'unknown' },
  loadSession: async () => {
    try {
      set({ session: toState(await client.getSession()) });
    } catch (error) {
      set({ session: { kind: 'failed', notice: noticeOf(error) } });
    }
  },
  signIn: async (username, password) => set({ session: toState(await client.signIn(username, password)) }),
  signInDemo: async (username) => set({ session: toState(await client.signInDemo(username)) }),
  changePassword: async (current, next) => set({ session: toState(await client.changePassword(current, next)) }),
  signOut: async () => {
    const session = toState(await client.signOut());
    set({ session, selection: null, tool: null, ...NO_EDITING });
  },
  expireSession: () => {
    const { session } = get();
    if (session.kind !== 'signed-in' && session.kind !== 'must-change') return;
    set({ session: { kind: 'signed-out', session: { ...session.session, account: null, grants: [], counties: [] } } });
  },
});

/** Roles of the signed-in account in one county; none when nobody is signed in. */
export const rolesIn = (state: SessionState, county: string | null): Role[] =>
  state.kind === 'signed-in'
    ? state.session.grants.filter((grant) => grant.county === county).map((grant) => grant.role)
    : [];

/** Whether the signed-in account administers the whole county. */
export const administers = (state: SessionState, county: string | null): boolean =>
  state.kind === 'signed-in' &&
  state.session.grants.some((grant) => grant.county === county && grant.role === 'admin' && grant.region === null);
