import { runCommand } from '../../api/cli/run-command.ts';
import type { Database, ScopedDatabase, Tx } from '../../api/db/database.ts';
import { type OpenedDatabase, openDatabase } from '../../api/db/open.ts';

/**
 * A process that runs one import and kills itself at the given call to the database (0 = never; +7 = the seventh since
 * it began to write), as a power cut or `kill -9` would. Tells how many calls there were when it got through.
 *
 * argv: DATA_DIR or postgres://…, call to die at, folder, words of the command
 */
const [target = '', dieAt = '0', cwd = '', ...words] = process.argv.slice(2);
const database = await openDatabase(
  target.startsWith('postgres') ? { databaseUrl: target, dataDir: '' } : { dataDir: target },
);
let calls = 0;
let countsFrom = dieAt.startsWith('+') ? Number.POSITIVE_INFINITY : 0;

/** Also inside a transaction, after a statement and before the commit. */
async function counted<T>(call: Promise<T>): Promise<T> {
  const result = await call;
  calls += 1;
  if (Number(dieAt) > 0 && calls === countsFrom + Number(dieAt)) process.kill(process.pid, 'SIGKILL');
  return result;
}

const countedTx = (tx: Tx): Tx => ({
  query: (statement) => counted(tx.query(statement)),
  copyIn: (table, columns, csv) => counted(tx.copyIn(table, columns, csv)),
});
const countedScope = (db: ScopedDatabase): ScopedDatabase => ({
  ...db,
  query: (statement) => {
    if (statement.values?.includes('switching')) countsFrom = Math.min(countsFrom, calls); // the state of its batch
    return counted(db.query(statement));
  },
  transaction: (fn) => db.transaction((tx) => fn(countedTx(tx))),
});
const watched: OpenedDatabase = { ...database, as: (scope) => countedScope((database as Database).as(scope)) };

const io = { cwd, out: () => {}, err: (line: string) => console.error(line), signal: new AbortController().signal };
process.exitCode = await runCommand(['import', ...words], io, async () => watched);
process.stdout.write(`${calls}\n`);
await database.close();
