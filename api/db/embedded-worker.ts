import { pathToFileURL } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { type Extension, type Extensions, PGlite, type PGliteOptions, type Results } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto';
import { postgis } from '@electric-sql/pglite-postgis';
import type { Ask, FromWorker, Rows, ToWorker } from './embedded-protocol.ts';
import type { SqlErrorFields } from './sql-error.ts';
import { PARSERS } from './values.ts';

/**
 * The thread that runs PGlite, so that a long statement does not stop the server's event loop. The main thread asks
 * one thing at a time (its mutex sees to that); notifications come in between.
 */
const BYTEA = 17;
const options: PGliteOptions = {
  parsers: { ...PARSERS },
  serializers: {
    [BYTEA]: (value: string | Uint8Array) =>
      typeof value === 'string' ? value : `\\x${Buffer.from(value).toString('hex')}`,
  },
};

/** PostGIS from the bundle at a path, not from the whole one in its package. */
function extensions(bundle: string): Extensions {
  const setup: Extension['setup'] = async (pg, emscripten) => ({
    ...(await postgis.setup(pg, emscripten)),
    bundlePath: pathToFileURL(bundle),
  });
  return { postgis: { ...postgis, setup }, pg_trgm, btree_gist, pgcrypto };
}

const NOTHING: Rows = { rows: [], rowCount: 0, fields: [] };
let lite: PGlite | undefined;

function opened(): PGlite {
  if (!lite) throw new Error('the embedded database is not open');
  return lite;
}

function shape(result: Results<unknown> | undefined): Rows {
  if (!result) return NOTHING;
  const { rows, affectedRows, fields } = result;
  return { rows, rowCount: affectedRows || rows.length, fields };
}

async function answer(ask: Ask): Promise<Rows> {
  switch (ask.op) {
    case 'open':
      lite = await PGlite.create(ask.directory, { ...options, extensions: extensions(ask.postgis) });
      lite.onNotification((channel, payload) => post({ notify: channel, payload }));
      return NOTHING;
    case 'run':
      return shape(await opened().query(ask.text, ask.values));
    case 'scoped':
      return scoped(opened(), ask.enter, () => opened().query(ask.text, ask.values));
    case 'script':
      return shape((await opened().exec(ask.text)).at(-1));
    case 'copy':
      return shape(await opened().query(ask.text, [], { blob: new Blob([ask.rows as BlobPart]) }));
    case 'copyOut': {
      const { blob } = await opened().query(ask.text);
      return { ...NOTHING, bytes: new Uint8Array((await blob?.arrayBuffer()) ?? []) };
    }
    case 'close':
      await lite?.close();
      lite = undefined;
      return NOTHING;
  }
}

async function scoped(db: PGlite, enter: string, fn: () => Promise<Results<unknown>>): Promise<Rows> {
  await db.exec(`begin; ${enter}`);
  try {
    const result = await fn();
    await db.exec('commit');
    return shape(result);
  } catch (error) {
    await db.exec('rollback');
    throw error;
  }
}

/** An error as plain data: a class would lose its fields on the way to the other thread. */
function fieldsOf(error: unknown): SqlErrorFields {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, detail, hint, position, where, schema, table, column, constraint } = error as SqlErrorFields;
  return { message: error.message, code, detail, hint, position, where, schema, table, column, constraint };
}

function post(message: FromWorker): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', ({ id, ...ask }: ToWorker) => {
  answer(ask).then(
    (result) => post({ id, ok: true, result }),
    (error: unknown) => {
      post({ id, ok: false, error: fieldsOf(error) });
      // After a trap (out of memory, an assertion) the memory of PostgreSQL is in no known state: the next caller gets
      // a new thread, which recovers from the log.
      if (error instanceof WebAssembly.RuntimeError) process.exit(1);
    },
  );
});
