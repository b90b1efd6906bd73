import { type Session, session } from '../../api/contract/session.ts';
import { request } from './http.ts';

export const getSession = (signal?: AbortSignal): Promise<Session> => request('/api/session', session, { signal });

/** @throws ApiError `sign-in-refused`, `too-many-attempts` */
export const signIn = (username: string, password: string): Promise<Session> =>
  request('/api/session', session, { method: 'POST', body: { username, password } });

/** One click, only for the demo accounts that the session lists. */
export const signInDemo = (username: string): Promise<Session> =>
  request('/api/session/demo', session, { method: 'POST', body: { username } });

export const signOut = (): Promise<Session> => request('/api/session', session, { method: 'DELETE' });
