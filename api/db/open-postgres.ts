import type { Engine, Session } from './engine.ts';
import { LOCK_SCHEMA } from './migrate.ts';
import { openPostgresEngine } from './postgres-engine.ts';
import { APPLICATION_ROLE } from './scope.ts';
import { SetupError } from './setup-error.ts';
import { sqlState } from './sql-error.ts';

const OLDEST_POSTGRES = 15;
const OLDEST_POSTGIS = [3, 3] as const;
const EXTENSIONS = ['postgis', 'pg_trgm', 'btree_gist', 'pgcrypto'];

/**
 * Opens the PostgreSQL behind a URL and sees to its version and extensions.
 *
 * @throws SetupError for a URL that is none, a server that cannot be reached or refuses, and versions that are too old
 */
export async function openPostgres(
  databaseUrl: string,
  options: { statementTimeoutMs: number; connections: number },
): Promise<Engine> {
  const where = withoutPassword(databaseUrl);
  const engine = openPostgresEngine({ databaseUrl, ...options });
  try {
    const session = await engine.checkout().catch((error: unknown) => {
      throw unreachable(where, error);
    });
    try {
      const { rows } = await session.run<{ server: number; name: string }>({
        text: `select current_setting('server_version_num')::int as server, current_setting('server_version') as name`,
      });
      checkPostgres(rows[0]!, where);
      for (const name of EXTENSIONS) {
        await session
          .script(
            `begin; set local client_min_messages = warning; ${LOCK_SCHEMA};
             create extension if not exists ${name} schema public; commit`,
          )
          .catch((error: unknown) => {
            throw extensionMissing(name, where, error);
          });
      }
      const version = await session.run<{ version: string }>({ text: 'select postgis_lib_version() as version' });
      checkPostgis(version.rows[0]!.version, where);
      await checkApplicationRole(session);
    } finally {
      session.release();
    }
    return engine;
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** The URL as it may be shown. */
function withoutPassword(databaseUrl: string): string {
  try {
    const url = new URL(databaseUrl);
    url.password = '';
    url.search = '';
    return url.href;
  } catch {
    throw new SetupError(
      'DATABASE_URL is not a URL; give it as postgres://user:password@host:5432/database, or leave it out to use the embedded database.',
    );
  }
}

function unreachable(where: string, error: unknown): SetupError {
  const reasons: Record<string, string> = {
    '28P01': 'the password is wrong; correct it in DATABASE_URL',
    '28000': 'the server does not let this user in; see its pg_hba.conf',
    '3D000': 'there is no such database; create it first (createdb)',
    '53300': 'the server has no connection left; raise its max_connections or stop others',
  };
  const state = sqlState(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  const message = error instanceof Error && error.message ? error.message : (code ?? String(error));
  const known = state && reasons[state];
  return new SetupError(
    `The database ${where} cannot be opened: ${known ?? `${message}; see that the server runs and that DATABASE_URL names its host and port`}.`,
    { cause: error },
  );
}

/** @param server as server_version_num has it, for example 150006 */
export function checkPostgres({ server, name }: { server: number; name: string }, where: string): void {
  if (Math.floor(server / 10_000) >= OLDEST_POSTGRES) return;
  throw new SetupError(
    `The server at ${where} is PostgreSQL ${name}; Tongxin needs ${OLDEST_POSTGRES} or newer: upgrade it, name another one in DATABASE_URL, or leave DATABASE_URL out to use the embedded database.`,
  );
}

/** @param version as postgis_lib_version() tells it, for example 3.3.2 */
export function checkPostgis(version: string, where: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [needMajor, needMinor] = OLDEST_POSTGIS;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  throw new SetupError(
    `PostGIS in ${where} is ${version}; Tongxin needs ${OLDEST_POSTGIS.join('.')} or newer: install it on the server, then run "alter extension postgis update".`,
  );
}

/** The migrations make the role where the login may; else an administrator has made it and let the login in. */
async function checkApplicationRole(session: Session): Promise<void> {
  const { rows } = await session.run<{ login: string; quoted: string; may: boolean }>({
    text: `select rolname as login, quote_ident(rolname) as quoted,
                  rolsuper or rolcreaterole
                    or exists (select from pg_roles app
                                where app.rolname = $1 and pg_has_role(login.oid, app.oid, 'member')) as may
             from pg_roles login where rolname = current_user`,
    values: [APPLICATION_ROLE],
  });
  const { login, quoted, may } = rows[0]!;
  if (may) return;
  throw new SetupError(
    `The login ${login} may neither make nor enter the role ${APPLICATION_ROLE}, in which every statement runs; have an administrator of the server run: create role ${APPLICATION_ROLE} nologin; grant ${APPLICATION_ROLE} to ${quoted}.`,
  );
}

function extensionMissing(name: string, where: string, error: unknown): SetupError {
  const reason = error instanceof Error ? error.message : String(error);
  return new SetupError(
    `The extension ${name} is missing in ${where} and cannot be created (${reason}); install its package on the server and run, as a superuser of that database: create extension ${name} schema public.`,
    { cause: error },
  );
}
