import type { Ask, Rows } from './embedded-protocol.ts';
import type { OwnerClient, OwnerPool, OwnerResult } from './owner-pool.ts';
import { wireValues } from './values.ts';

type Enter = () => Promise<{ ask: (ask: Ask) => Promise<Rows>; leave: () => void }>;

/**
 * A pool of the one connection of the embedded database, behind the same mutex as everybody else.
 *
 * @param searchPath what bare names resolve in for the others, put back at each release
 */
export function embeddedOwnerPool(enter: Enter, schema: string, searchPath: string): OwnerPool {
  async function connect(): Promise<OwnerClient> {
    const { ask, leave } = await enter();
    let released = false;
    const release = (): void => {
      if (released) return;
      released = true;
      // Whatever the library left open must not reach the next one; a rollback without a transaction is only a notice.
      ask({ op: 'script', text: `rollback; set search_path = ${searchPath}` }).then(leave, leave);
    };
    const query: OwnerClient['query'] = async <R>(given: Parameters<OwnerClient['query']>[0], more?: unknown[]) => {
      const { text, values } = typeof given === 'string' ? { text: given, values: [] } : given;
      const all = more ?? values ?? [];
      const rows = await ask(all.length > 0 ? { op: 'run', text, values: wireValues(all) } : { op: 'script', text });
      return { ...rows, command: commandOf(text) } as OwnerResult<R>;
    };
    try {
      await ask({ op: 'script', text: `set search_path = "${schema}", public` });
    } catch (error) {
      release();
      throw error;
    }
    return { query, release };
  }

  return {
    connect,
    query: async <R>(text: Parameters<OwnerPool['query']>[0], values?: unknown[]) => {
      const client = await connect();
      try {
        return await client.query<R>(text, values);
      } finally {
        client.release();
      }
    },
    on: () => undefined, // a lost thread is told to whoever asks it
    end: async () => {}, // the connection belongs to the database
  };
}

/** The first word of a statement, as pg names what was done; query builders read it to find the number of rows. */
const commandOf = (text: string): string => /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? '';
