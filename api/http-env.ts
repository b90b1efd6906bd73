import type { AuthEnv } from './auth/middleware.ts';

/** What every handler can ask of its context: who asks, from where, and the number of the request in the log. */
export interface AppEnv {
  Variables: AuthEnv['Variables'] & { requestId: string };
}
