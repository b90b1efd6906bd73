import type { ScopedDatabase } from '../../api/db/database.ts';

/**
 * The database, in which something happens right before a statement about plans, or a transaction, is run: the one of
 * that number, from 0.
 *
 * @returns also whether it has happened: false once there are no more of them
 */
export function meanwhile(db: ScopedDatabase, at: number, what: () => Promise<unknown>) {
  let n = 0;
  const pass = async (): Promise<void> => {
    if (n++ === at) await what();
  };
  const watched: ScopedDatabase = {
    kind: db.kind,
    scope: db.scope,
    query: async (statement) => {
      if (/\bplan/.test(statement.text)) await pass();
      return db.query(statement);
    },
    transaction: async (fn) => {
      await pass();
      return db.transaction(fn);
    },
  };
  return { db: watched, happened: () => n > at };
}
