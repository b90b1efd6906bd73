import type { ScopedDatabase } from '../../db/database.ts';
import { runTask } from '../../worker/run-task.ts';
import type { InputOf, OutputOf, TaskName } from '../../worker/tasks.ts';
import type { Asker } from './plan-thread.ts';

type PlanTaskName = Extract<TaskName, `plans/${string}` | `exports/${string}`>;

/**
 * Does what takes long with a plan off the server's event loop, as whoever the database is scoped to.
 *
 * @param signal  ends the task
 * @throws what the task throws; the signal's reason
 */
export const runPlanTask = <K extends PlanTaskName>(
  db: ScopedDatabase,
  name: K,
  input: Omit<InputOf<K>, keyof Asker>,
  signal?: AbortSignal,
): Promise<OutputOf<K>> =>
  runTask(name, { ...input, kind: db.kind, scope: db.scope } as InputOf<K>, {
    answer: (statement) => db.query(statement) as never,
    ...(signal && { signal }),
  });
