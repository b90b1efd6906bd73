import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { username } from 'better-auth/plugins/username';
import { PostgresDialect, type PostgresPool } from 'kysely';
import { SESSION_S } from './session-cookie.ts';

/** What a user name is made of; upper case is taken as lower case. */
export const USERNAME = /^[a-z0-9][a-z0-9._-]{1,62}[a-z0-9]$/;

/** Headers in which our own code tells the library who asks; a client's headers never reach it. */
export const ADDRESS_HEADER = 'x-client-address';

/**
 * The sign-in library: passwords (scrypt) and the rows of sessions. None of its own routes is mounted, so its sign-up,
 * its account linking and its cookies do not exist on the wire.
 *
 * @param mayEnter  asked before a session is made: does any county keep this account enabled?
 */
export function createLibrary(pool: PostgresPool, secret: string, mayEnter: (account: string) => Promise<boolean>) {
  return betterAuth({
    appName: 'Tongxin',
    baseURL: 'http://localhost',
    secret,
    database: { dialect: new PostgresDialect({ pool }), type: 'postgres', schemaName: 'auth' },
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 256 },
    plugins: [
      username({
        minUsernameLength: 3,
        maxUsernameLength: 64,
        usernameValidator: (name) => USERNAME.test(name),
        validationOrder: { username: 'post-normalization' },
      }),
    ],
    session: { expiresIn: SESSION_S, cookieCache: { enabled: false } },
    rateLimit: { enabled: false },
    advanced: { ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] } },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            if (!(await mayEnter(session.userId))) throw new APIError('UNAUTHORIZED');
          },
        },
      },
    },
  });
}
