import type pg from 'pg';

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 15_000;
/** A line that a router has dropped stays silent for ever: ask now and then, and take no answer for a loss. */
const HEARTBEAT_MS = 30_000;
const HEARTBEAT_ANSWER_MS = 10_000;

interface Listener {
  listen(channel: string, callback: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/**
 * LISTEN on a connection of its own, made with the first channel and made again when it is lost. Notifications sent
 * meanwhile are gone, so after each reconnection every callback gets one empty payload, which means: read all again.
 */
export function createListener(newClient: () => pg.Client): Listener {
  const channels = new Map<string, Set<(payload: string) => void>>();
  let connection: Promise<pg.Client> | undefined;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  async function connect(): Promise<pg.Client> {
    const client = newClient();
    client.on('notification', ({ channel, payload = '' }) => {
      for (const callback of channels.get(channel) ?? []) callback(payload);
    });
    client.on('error', () => {}); // 'end' follows and reconnects
    await client.connect();
    for (const channel of channels.keys()) await client.query(`listen "${channel}"`);
    const heartbeat = setInterval(() => {
      client.query({ text: 'select 1', query_timeout: HEARTBEAT_ANSWER_MS } as pg.QueryConfig).catch(() => cut(client));
    }, HEARTBEAT_MS);
    heartbeat.unref();
    client.on('end', () => {
      clearInterval(heartbeat);
      reconnect(FIRST_RETRY_MS);
    });
    return client;
  }

  function reconnect(delayMs: number): void {
    connection = undefined;
    if (closed || channels.size === 0) return;
    retry = setTimeout(() => {
      connection = connect();
      connection.then(
        () => {
          for (const callbacks of channels.values()) for (const callback of callbacks) callback('');
        },
        () => reconnect(Math.min(delayMs * 2, LONGEST_RETRY_MS)),
      );
    }, delayMs);
  }

  return {
    async listen(channel, callback) {
      const callbacks = channels.get(channel) ?? new Set();
      channels.set(channel, callbacks.add(callback));
      connection ??= connect();
      const client = await connection;
      if (callbacks.size === 1) await client.query(`listen "${channel}"`);
      return async () => {
        callbacks.delete(callback);
        if (callbacks.size > 0) return;
        channels.delete(channel);
        await (await connection)?.query(`unlisten "${channel}"`);
      };
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      const client = await connection?.catch(() => undefined);
      await client?.end();
    },
  };
}

/** Ends a connection that does not answer; a polite goodbye would wait for an answer too. */
function cut(client: pg.Client): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}
