import { AsyncLocalStorage } from 'node:async_hooks';

interface Running {
  engine: object;
  open: boolean;
}
const running = new AsyncLocalStorage<Running>();

/** Runs the code of a transaction, marked so that {@link refuseInside} knows it. */
export async function runMarked<T>(engine: object, fn: () => Promise<T>): Promise<T> {
  const mark: Running = { engine, open: true };
  try {
    return await running.run(mark, fn);
  } finally {
    mark.open = false;
  }
}

/**
 * Refuses to ask a database for its connection from inside a transaction on it: the embedded one has a single
 * connection, so the code would wait for itself for ever. PostgreSQL refuses too, so that the fault shows everywhere.
 */
export function refuseInside(engine: object): void {
  const mark = running.getStore();
  if (mark?.open && mark.engine === engine) {
    throw new Error('the database was asked from inside its own transaction: use the transaction that was given');
  }
}
