import { type SignedIn, sessionList } from '../../api/contract/people.ts';
import { type Session, session } from '../../api/contract/session.ts';
import { queryString, request } from './http.ts';

/** Who this is; in the demo, nobody becomes its visitor. The page's head asks this ahead of us, by the same address. */
export const getSession = (): Promise<Session> => request('/api/session?visit', session);

/** @throws ApiError `sign-in-refused`, `too-many-attempts` */
export const signIn = (username: string, password: string): Promise<Session> =>
  request('/api/session', session, { method: 'POST', body: { username, password } });

/** One click, only for the demo accounts that the session lists. */
export const signInDemo = (username: string): Promise<Session> =>
  request('/api/session/demo', session, { method: 'POST', body: { username } });

export const signOut = (): Promise<Session> => request('/api/session', session, { method: 'DELETE' });

/** @throws ApiError `forbidden` when the present password is wrong, `too-many-attempts`, `invalid-request` for a new one that will not do */
export const changePassword = (current: string, next: string): Promise<Session> =>
  request('/api/session/password', session, { method: 'PUT', body: { current, next } });

/** Where the own account is signed in. */
export const listOwnSessions = async (signal?: AbortSignal): Promise<SignedIn[]> =>
  (await request('/api/session/sessions', sessionList, { signal })).sessions;

/** @param id  null = all but this one */
export const endOwnSessions = async (id: string | null): Promise<SignedIn[]> =>
  (await request(`/api/session/sessions${queryString({ session: id })}`, sessionList, { method: 'DELETE' })).sessions;
