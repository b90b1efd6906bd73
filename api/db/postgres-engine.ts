import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Result, Statement } from './database.ts';
import { COPY_SOURCE, COPY_TARGET, type Engine, type Session } from './engine.ts';
import type { OwnerPool } from './owner-pool.ts';
import { createListener } from './postgres-listener.ts';
import { PARSERS, wireValues } from './values.ts';

export interface PostgresOptions {
  databaseUrl: string;
  /** longest time of one statement; 0 = no limit */
  statementTimeoutMs: number;
  /** connections of the application; two more serve the sign-in library, one listens */
  connections: number;
}

/** First half of the keys of advisory locks that hold a name; any number of ours. */
const HOLD_KEY = 746022032;
const CONNECT_TIMEOUT_MS = 10_000;
/** A transaction whose code has gone away gives its locks back after this time. */
const IDLE_IN_TRANSACTION_MS = 60_000;
/** Bytes of one piece of a COPY: large enough to be quick, small enough not to be copied as one block. */
const COPY_CHUNK = 256 * 1024;

/** PostgreSQL through a pool of pg. Connecting happens with the first statement. */
export function openPostgresEngine({ databaseUrl, statementTimeoutMs, connections }: PostgresOptions): Engine {
  const types = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      (format !== 'binary' && PARSERS[oid]) || pg.types.getTypeParser(oid, format),
  } as pg.CustomTypesConfig;
  const config = (schema: string): pg.ClientConfig => ({
    connectionString: databaseUrl,
    // Without JIT: it spends seconds on compiling statements that run in milliseconds, the layers' triggers above all.
    options: `-c search_path=${schema},public -c jit=off`,
    application_name: 'tongxin',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    types,
  });
  const pools: pg.Pool[] = [];
  const makePool = (schema: string, max: number): pg.Pool => {
    const pool = new pg.Pool({ ...config(schema), max });
    // A connection that dies while idle is replaced by the pool; without a listener it would end the process.
    pool.on('error', () => {});
    pools.push(pool);
    return pool;
  };
  const pool = makePool('tongxin', connections);
  const listener = createListener(() => new pg.Client(config('tongxin')));

  const checkout = async ({ unlimited = false } = {}): Promise<Session> => {
    const client = await pool.connect();
    if (unlimited) await client.query('set statement_timeout = 0');
    return session(client, unlimited);
  };

  return {
    kind: 'pg',
    checkout,
    async scoped(enter, statement) {
      const connection = await checkout();
      let broken = false;
      try {
        await connection.script(`begin; ${enter}`);
        const result = await connection.run(statement);
        await connection.script('commit');
        return result as Result<never>;
      } catch (error) {
        await connection.script('rollback').catch(() => {
          broken = true;
        });
        throw error;
      } finally {
        connection.release(broken);
      }
    },
    listen: listener.listen,
    async tryHold(name) {
      const connection = await checkout({ unlimited: true }); // ends with its release, and the lock with it
      try {
        const { rows } = await connection.run<{ held: boolean }>({
          text: `select pg_try_advisory_lock(${HOLD_KEY}, hashtext($1)) as held`,
          values: [name],
        });
        if (rows[0]!.held) return () => connection.release();
        connection.release();
        return null;
      } catch (error) {
        connection.release(true);
        throw error;
      }
    },
    ownerPool: (schema) => makePool(schema, 2) as unknown as OwnerPool,
    async close() {
      await listener.close();
      await Promise.all(pools.filter((each) => !each.ending).map((each) => each.end())); // a holder may have ended its own
    },
  };
}

function session(client: pg.PoolClient, unlimited: boolean): Session {
  // Between checkout and release pg reports a lost connection here; the running statement fails by itself.
  const ignore = (): void => {};
  client.on('error', ignore);
  return {
    async run<R>({ text, values = [] }: Statement) {
      const query = { text, values: wireValues(values), queryMode: 'extended' };
      const { rows, rowCount } = await client.query(query);
      return { rows: rows as R[], rowCount: rowCount ?? 0 };
    },
    async script(text) {
      await client.query(text);
    },
    async copy(text, rows) {
      const target = client.query(copyFrom(text.replace(COPY_SOURCE, 'stdin')));
      await pipeline(Readable.from(pieces(rows)), target);
      return target.rowCount;
    },
    async copyOut(text, write) {
      for await (const bytes of client.query(copyTo(text.replace(COPY_TARGET, 'stdout')))) await write(bytes);
    },
    release(broken) {
      client.off('error', ignore);
      client.release(broken || unlimited); // a connection without its limit is not used again
    },
  };
}

function* pieces(rows: string | Uint8Array): Generator<Uint8Array> {
  const bytes = typeof rows === 'string' ? Buffer.from(rows) : rows;
  for (let at = 0; at < bytes.length; at += COPY_CHUNK) yield bytes.subarray(at, at + COPY_CHUNK);
}
