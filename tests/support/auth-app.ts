import { Hono } from 'hono';
import { type Auth, type AuthSettings, openAuth } from '../../api/auth/auth.ts';
import { sameOriginOnly, securityHeaders } from '../../api/auth/guards.ts';
import { type AuthEnv, withActor } from '../../api/auth/middleware.ts';
import type { OpenedDatabase } from '../../api/db/open.ts';
import { ProblemError, problemResponse } from '../../api/problems.ts';
import { sessionRoutes } from '../../api/routes/session.ts';

export const SETTINGS: AuthSettings = {
  secret: 'a secret of the tests, 32 bytes at least',
  host: '127.0.0.1',
  trustProxy: false,
};

/** The doors alone: guards, who-asks and the session routes, as the whole app mounts them. */
export async function openDoors(database: OpenedDatabase, settings: Partial<AuthSettings> = {}, now?: () => number) {
  const auth: Auth = await openAuth({ database, settings: { ...SETTINGS, ...settings }, now });
  const app = new Hono<AuthEnv>()
    .use(securityHeaders(auth.settings), sameOriginOnly, withActor(auth))
    .route('/api/session', sessionRoutes({ auth, database }))
    .onError((error) => {
      if (error instanceof ProblemError) return problemResponse(error);
      throw error;
    });
  return { auth, app: app as unknown as Hono };
}

/** What NOTIFY does happens a moment later: asks again until it holds, or gives the last answer. */
export async function eventually<T>(ask: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries++) {
    const answer = await ask();
    if (holds(answer) || tries === 100) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
