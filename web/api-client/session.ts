import { type Session, session } from '../../api/contract/session.ts';
import { request } from './http.ts';

/** Who this is; in the demo, nobody becomes its visitor. The page's head asks this ahead of us, by the same address. */
export const getSession = (): Promise<Session> => request('/api/session?visit', session);

/** @throws ApiError `sign-in-refused`, `too-many-attempts` */
export const signIn = (username: string, password: string): Promise<Session> =>
  request('/api/session', session, { method: 'POST', body: { username, password } });

/** One click, only for the demo accounts that the session lists. */
export const signInDemo = (username: string): Promise<Session> =>
  request('/api/session/demo', session, { method: 'POST', body: { username } });

export const signOut = (): Promise<Session> => request('/api/session', session, { method: 'DELETE' });
