import type { Result, ScopedDatabase, Statement } from '../../db/database.ts';
import { takeTurns } from '../../worker/take-turns.ts';
import type { Task } from '../../worker/tasks.ts';
import { FabricFiles } from './fabric-files.ts';

// A thread for plans asks for rows by statement, as whoever began the task may see them, and writes nothing; fabrics and
// grounds stay here between tasks.
export const files = new FabricFiles();

/** Whose rows a task may see, and of which database. */
export type Asker = Pick<ScopedDatabase, 'kind' | 'scope'>;

export type PlanTask<I, O> = Task<I & Asker, O, Statement, Result<unknown>>;

export function asking(
  { kind, scope }: Asker,
  ask: (statement: Statement) => Promise<Result<unknown>>,
): ScopedDatabase {
  const inTurn = takeTurns();
  return {
    ...{ kind, scope },
    query: <R>({ text, values }: Statement) => inTurn(() => ask({ text, values }) as Promise<Result<R>>),
    transaction: () => Promise.reject(new Error('a thread writes nothing')),
  };
}
