import type { Result } from './database.ts';

export interface OwnerResult<R> extends Result<R> {
  command: string;
  fields: { name: string; dataTypeID: number }[];
}

type Query = string | { text: string; values?: unknown[] };

export interface OwnerClient {
  query<R = Record<string, unknown>>(query: Query, values?: unknown[]): Promise<OwnerResult<R>>;
  release(error?: Error | boolean): void;
}

/**
 * The part of `pg.Pool` that libraries use, over either database, as owner and past every policy: for the sign-in
 * library alone. On the embedded database a connected client keeps everybody else waiting until its release.
 */
export interface OwnerPool {
  connect(): Promise<OwnerClient>;
  query<R = Record<string, unknown>>(query: Query, values?: unknown[]): Promise<OwnerResult<R>>;
  on(event: 'error', callback: (error: Error) => void): unknown;
  end(): Promise<void>;
}
