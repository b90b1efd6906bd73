import type { Result, Statement } from './database.ts';
import { EmbeddedClient } from './embedded-client.ts';
import { embeddedOwnerPool } from './embedded-owner-pool.ts';
import type { Ask, Rows } from './embedded-protocol.ts';
import { COPY_SOURCE, COPY_TARGET, type Engine, type Session } from './engine.ts';
import { Mutex } from './mutex.ts';
import { refuseInside } from './running-transaction.ts';
import { SqlError } from './sql-error.ts';
import { wireValues } from './values.ts';

const SEARCH_PATH = 'tongxin, public';
const QUERY_CANCELED = '57014';

export interface EmbeddedOptions {
  directory: string;
  /** path of the bundle of the extension: embedded-postgis.ts */
  postgis: string;
  statementTimeoutMs: number;
}

/**
 * The embedded database in `directory`: PGlite in a worker thread. It has one connection, so one mutex lets one
 * caller in at a time, the owner's pool included: without that a rollback of one would undo, or not undo, the
 * statements of another.
 *
 * PGlite knows no statement timeout. A statement that takes longer than `statementTimeoutMs` (0 = no limit) ends with
 * its thread; the next caller finds the database opened again, with everything that was committed.
 *
 * The caller holds the lock of the directory until `close`, which lets running transactions end. From the moment it is
 * called every call is refused, also those that wait for their turn: the directory may be another process's by then.
 */
export async function openEmbeddedEngine({ directory, postgis, statementTimeoutMs }: EmbeddedOptions): Promise<Engine> {
  const listeners = new Map<string, Set<(payload: string) => void>>();
  const mutex = new Mutex();
  const held = new Set<string>();
  let closed = false;
  let client = await open();

  async function open(): Promise<EmbeddedClient> {
    const opened = new EmbeddedClient((channel, payload) => {
      for (const callback of listeners.get(channel) ?? []) callback(payload);
    });
    try {
      await opened.ask({ op: 'open', directory, postgis });
      await opened.ask({ op: 'script', text: `set search_path = ${SEARCH_PATH}` });
      for (const channel of listeners.keys()) await opened.ask({ op: 'script', text: `listen "${channel}"` });
      return opened;
    } catch (error) {
      await opened.terminate();
      throw error;
    }
  }

  /** Lets the caller in, with a thread that runs. */
  async function enter(
    timeoutMs = statementTimeoutMs,
  ): Promise<{ ask: (ask: Ask) => Promise<Rows>; leave: () => void }> {
    refuseInside(engine);
    const leave = await mutex.acquire();
    try {
      if (closed) throw new Error('the embedded database has been closed; nothing can be asked of it any more');
      if (client.ended) {
        client = await open();
        for (const callbacks of listeners.values()) for (const callback of callbacks) callback('');
      }
      const current = client;
      return { ask: (ask) => within(current, ask, timeoutMs), leave };
    } catch (error) {
      leave();
      throw error;
    }
  }

  async function once(ask: Ask): Promise<Rows> {
    const connection = await enter();
    try {
      return await connection.ask(ask);
    } finally {
      connection.leave();
    }
  }

  const engine: Engine = {
    kind: 'pglite',
    async checkout({ unlimited = false } = {}) {
      const { ask, leave } = await enter(unlimited ? 0 : statementTimeoutMs);
      return session(ask, leave);
    },
    scoped: async (enterText, { text, values = [] }) =>
      plain(await once({ op: 'scoped', enter: enterText, text, values: wireValues(values) })),
    async listen(channel, callback) {
      const callbacks = listeners.get(channel) ?? new Set();
      listeners.set(channel, callbacks.add(callback));
      if (callbacks.size === 1) await once({ op: 'script', text: `listen "${channel}"` });
      return async () => {
        callbacks.delete(callback);
        if (callbacks.size > 0 || listeners.get(channel) !== callbacks) return;
        listeners.delete(channel);
        if (closed) return; // the thread that listened has ended
        await once({ op: 'script', text: `unlisten "${channel}"` });
      };
    },
    async tryHold(name) {
      if (held.has(name)) return null;
      held.add(name); // the lock of the directory keeps other processes out
      return () => held.delete(name);
    },
    ownerPool: (schema) => embeddedOwnerPool(() => enter(), schema, SEARCH_PATH),
    async close() {
      closed = true;
      const leave = await mutex.acquire();
      try {
        if (!client.ended) await client.ask({ op: 'close' });
      } finally {
        await client.terminate();
        leave();
      }
    },
  };
  return engine;
}

/** Asks, and ends the thread when the answer takes too long. */
async function within(client: EmbeddedClient, ask: Ask, timeoutMs: number): Promise<Rows> {
  if (timeoutMs === 0) return client.ask(ask);
  const timer = setTimeout(() => {
    const message = `canceling statement due to statement timeout (${timeoutMs} ms)`;
    client.terminate(new SqlError({ message, code: QUERY_CANCELED }));
  }, timeoutMs);
  try {
    return await client.ask(ask);
  } finally {
    clearTimeout(timer);
  }
}

/** PGlite's types of rows are the caller's, as with pg. */
const plain = <R>({ rows, rowCount }: Rows): Result<R> => ({ rows: rows as R[], rowCount });

function session(ask: (ask: Ask) => Promise<Rows>, release: () => void): Session {
  return {
    run: async <R>({ text, values = [] }: Statement) =>
      plain<R>(await ask({ op: 'run', text, values: wireValues(values) })),
    script: async (text) => {
      await ask({ op: 'script', text });
    },
    copy: async (text, rows) =>
      (await ask({ op: 'copy', text: text.replace(COPY_SOURCE, "'/dev/blob'"), rows })).rowCount,
    copyOut: async (text, write) => {
      const { bytes } = await ask({ op: 'copyOut', text: text.replace(COPY_TARGET, "'/dev/blob'") });
      if (bytes && bytes.length > 0) await write(bytes);
    },
    release,
  };
}
