import type { Result, Statement } from './database.ts';
import { EmbeddedClient } from './embedded-client.ts';
import type { Rows } from './embedded-protocol.ts';
import { COPY_SOURCE, type Engine, type Session } from './engine.ts';
import { Mutex } from './mutex.ts';
import type { OwnerClient, OwnerPool, OwnerResult } from './owner-pool.ts';
import { wireValues } from './values.ts';

const SEARCH_PATH = 'tongxin, public';

/**
 * The embedded database in `directory`: PGlite in a worker thread. It has one connection, so one mutex lets one
 * caller in at a time, the owner's pool included: without that a rollback of one would undo, or not undo, the
 * statements of another.
 *
 * The caller holds the lock of the directory.
 */
export async function openEmbeddedEngine(directory: string): Promise<Engine> {
  const listeners = new Map<string, Set<(payload: string) => void>>();
  const client = new EmbeddedClient((channel, payload) => {
    for (const callback of listeners.get(channel) ?? []) callback(payload);
  });
  try {
    await client.ask({ op: 'open', directory });
    await client.ask({ op: 'script', text: `set search_path = ${SEARCH_PATH}` });
  } catch (error) {
    await client.terminate();
    throw error;
  }
  const mutex = new Mutex();

  const checkout = async (): Promise<Session> => {
    const release = await mutex.acquire();
    return session(client, release);
  };

  return {
    kind: 'pglite',
    checkout,
    scoped: (enter, { text, values = [] }) =>
      mutex.run(async () => plain(await client.ask({ op: 'scoped', enter, text, values: wireValues(values) }))),
    async listen(channel, callback) {
      const name = `"${channel}"`;
      const callbacks = listeners.get(channel) ?? new Set();
      listeners.set(channel, callbacks.add(callback));
      if (callbacks.size === 1) await mutex.run(() => client.ask({ op: 'script', text: `listen ${name}` }));
      return async () => {
        callbacks.delete(callback);
        if (callbacks.size === 0) await mutex.run(() => client.ask({ op: 'script', text: `unlisten ${name}` }));
      };
    },
    ownerPool: (schema) => ownerPool(client, mutex, schema),
    async close() {
      await mutex.run(() => client.ask({ op: 'close' }));
      await client.terminate();
    },
  };
}

/** PGlite's types of rows are the caller's, as with pg. */
const plain = <R>({ rows, rowCount }: Rows): Result<R> => ({ rows: rows as R[], rowCount });

function session(client: EmbeddedClient, release: () => void): Session {
  return {
    run: async <R>({ text, values = [] }: Statement) =>
      plain<R>(await client.ask({ op: 'run', text, values: wireValues(values) })),
    script: async (text) => {
      await client.ask({ op: 'script', text });
    },
    copy: async (text, csv) =>
      (await client.ask({ op: 'copy', text: text.replace(COPY_SOURCE, "'/dev/blob'"), csv })).rowCount,
    release,
  };
}

/** The first word of a statement, as pg names what was done; query builders read it to find the number of rows. */
const commandOf = (text: string): string => /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? '';

function ownerPool(client: EmbeddedClient, mutex: Mutex, schema: string): OwnerPool {
  const query = async <R>(query: string | { text: string; values?: unknown[] }, values?: unknown[]) => {
    const text = typeof query === 'string' ? query : query.text;
    const given = values ?? (typeof query === 'string' ? [] : query.values) ?? [];
    const rows = await client.ask(
      given.length > 0 ? { op: 'run', text, values: wireValues(given) } : { op: 'script', text },
    );
    return { ...rows, command: commandOf(text) } as OwnerResult<R>;
  };
  const connect = async (): Promise<OwnerClient> => {
    const leave = await mutex.acquire();
    await client.ask({ op: 'script', text: `set search_path = "${schema}", public` });
    let released = false;
    return {
      query,
      release: () => {
        if (released) return;
        released = true;
        // Whatever the library left open must not reach the next one; a rollback without a transaction is only a notice.
        client.ask({ op: 'script', text: `rollback; set search_path = ${SEARCH_PATH}` }).then(leave, leave);
      },
    };
  };
  return {
    connect,
    query: async <R>(text: Parameters<OwnerPool['query']>[0], values?: unknown[]) => {
      const connected = await connect();
      try {
        return await connected.query<R>(text, values);
      } finally {
        connected.release();
      }
    },
    on: () => undefined,
    end: async () => {},
  };
}
