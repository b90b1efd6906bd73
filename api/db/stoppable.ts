import type { ScopedDatabase } from './database.ts';

/**
 * A database until a signal says stop: the next call after it throws the signal's reason; a transaction that has begun
 * comes to its end.
 */
export const stoppable = (db: ScopedDatabase, signal?: AbortSignal): ScopedDatabase => ({
  kind: db.kind,
  scope: db.scope,
  query: async (statement) => {
    signal?.throwIfAborted();
    return db.query(statement);
  },
  transaction: async (fn) => {
    signal?.throwIfAborted();
    return db.transaction(fn);
  },
});
