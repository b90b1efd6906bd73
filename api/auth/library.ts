import { betterAuth } from 'better-auth';
import { APIError, isAPIError } from 'better-auth/api';
import { username } from 'better-auth/plugins/username';
import { PostgresDialect, type PostgresPool } from 'kysely';
import { PASSWORD_LENGTH, USERNAME } from '../contract/people.ts';
import type { OwnerPool } from '../db/owner-pool.ts';
import type { Client } from './client.ts';
import { SESSION_S } from './session-cookie.ts';

/** Headers in which our own code tells the library who asks; a client's headers never reach it. */
const ADDRESS_HEADER = 'x-client-address';
const AGENT_HEADER = 'user-agent';

/**
 * The sign-in library: passwords (scrypt), and the session that a right one begins. None of its own routes is mounted,
 * so its sign-up, its account linking and its cookies do not exist on the wire.
 *
 * @param mayEnter  asked before a session is made: does any county keep this account enabled?
 */
export function createLibrary(owner: OwnerPool, secret: string, mayEnter: (account: string) => Promise<boolean>) {
  const library = betterAuth({
    appName: 'Tongxin',
    baseURL: 'http://localhost',
    secret,
    database: {
      dialect: new PostgresDialect({ pool: owner as unknown as PostgresPool }),
      type: 'postgres',
      schemaName: 'auth',
    },
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
    },
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

  return {
    ...library,
    /** The token of a new session; null when name and password do not go together, or no county keeps the account. */
    async passwordToken(
      username: string,
      password: string,
      { address, agent }: Pick<Client, 'address' | 'agent'>,
    ): Promise<string | null> {
      try {
        const headers = new Headers(address ? { [ADDRESS_HEADER]: address } : {});
        if (agent) headers.set(AGENT_HEADER, agent);
        const { token } = await library.api.signInUsername({ body: { username, password }, headers });
        return token;
      } catch (error) {
        if (isAPIError(error) && error.statusCode < 500) return null;
        throw error;
      }
    },
  };
}
