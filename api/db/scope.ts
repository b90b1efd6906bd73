import type { Scope } from './database.ts';

/** The role that every statement of the application runs in; made by 0002_access.sql. */
export const APPLICATION_ROLE = 'tongxin_app';

/** A string as an SQL literal, whatever standard_conforming_strings says. */
export function literal(value: string): string {
  const doubled = value.replaceAll("'", "''");
  return doubled.includes('\\') ? `E'${doubled.replaceAll('\\', '\\\\')}'` : `'${doubled}'`;
}

/**
 * The statement that puts a transaction into the application role and a scope. Without a scope the settings are
 * emptied, so nothing left by an earlier holder of the connection can be seen.
 */
export function enterScope(scope: Scope | undefined): string {
  const settings = {
    role: APPLICATION_ROLE,
    'app.county': scope?.county ?? '',
    'app.account': scope?.account ?? '',
    'app.role': scope?.role ?? '',
    'app.region': scope?.regions?.join(',') ?? '',
  };
  const calls = Object.entries(settings).map(([name, value]) => `set_config('${name}', ${literal(value)}, true)`);
  return `select ${calls.join(', ')}`;
}
