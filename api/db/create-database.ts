import { setTimeout } from 'node:timers/promises';
import type { Database, Scope, ScopedDatabase, Statement, Tx } from './database.ts';
import { COPY_SOURCE, type Engine, type Session } from './engine.ts';
import { refuseInside, runMarked } from './running-transaction.ts';
import { enterScope } from './scope.ts';

/** How long until a name that somebody holds is asked for again. */
const HOLD_AGAIN_MS = 500;

/** The scoped interface over either adapter. */
export function createDatabase(engine: Engine): Database {
  async function query<R>(statement: Statement, scope?: Scope) {
    refuseInside(engine);
    return engine.scoped<R>(enterScope(scope), statement);
  }

  async function transaction<T>(fn: (tx: Tx) => Promise<T>, scope?: Scope): Promise<T> {
    refuseInside(engine);
    const session = await engine.checkout();
    let broken = false;
    try {
      await session.script(`begin; ${enterScope(scope)}`);
      const result = await runMarked(engine, () => fn(createTx(session, scope)));
      // PostgreSQL answers the commit of a failed transaction with a silent rollback; the select refuses instead.
      await session.script('select 1; commit');
      return result;
    } catch (error) {
      await session.script('rollback').catch(() => {
        broken = true;
      });
      throw error;
    } finally {
      session.release(broken);
    }
  }

  const as = (scope: Scope): ScopedDatabase => ({
    kind: engine.kind,
    scope,
    query: (statement) => query(statement, scope),
    transaction: (fn) => transaction(fn, scope),
  });

  async function alone<T>(
    name: string,
    fn: () => Promise<T>,
    { signal, onWait }: { signal?: AbortSignal; onWait?: () => void } = {},
  ): Promise<T> {
    refuseInside(engine);
    let release = await engine.tryHold(name);
    if (!release) onWait?.();
    while (!release) {
      await setTimeout(HOLD_AGAIN_MS, undefined, { signal });
      release = await engine.tryHold(name);
    }
    try {
      return await fn();
    } finally {
      release();
    }
  }

  return { kind: engine.kind, query, transaction, as, listen: engine.listen, alone, close: engine.close };
}

function createTx(session: Session, scope: Scope | undefined): Tx {
  return {
    query: (statement) => session.run(statement),
    copyIn: (table, columns, csv) => copyIn(session, scope, table, columns, csv),
  };
}

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
let copies = 0;

/**
 * COPY knows no row-level security, and reading the embedded database's file needs a superuser. So the owner copies
 * into a table of its own for this transaction, and the application's role inserts from there under its policies.
 */
async function copyIn(session: Session, scope: Scope | undefined, table: string, columns: string[], csv: string) {
  const target = table.split('.').map(identifier).join('.');
  const names = columns.map(identifier).join(', ');
  const staged = `copy_in_${++copies}`;
  await session.script(`
    select set_config('role', 'none', true);
    create temporary table ${staged} on commit drop as select ${names} from ${target} with no data;
    grant select on ${staged} to tongxin_app`);
  await session.copy(`copy ${staged} (${names}) from ${COPY_SOURCE} with (format csv)`, csv);
  await session.script(enterScope(scope));
  const { rowCount } = await session.run({
    text: `insert into ${target} (${names}) select ${names} from pg_temp.${staged}`,
  });
  await session.script(`select set_config('role', 'none', true); drop table pg_temp.${staged}; ${enterScope(scope)}`);
  return rowCount;
}
