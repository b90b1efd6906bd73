import type { Result, Statement } from './database.ts';
import type { OwnerPool } from './owner-pool.ts';

/**
 * One connection, kept by one caller from checkout to release. It starts as the owner; whoever takes it for the
 * application enters the role first.
 */
export interface Session {
  /** One statement by the extended protocol: a second one in the same text is refused. */
  run<R>(statement: Statement): Promise<Result<R>>;
  /** Several statements without values, in one round trip. */
  script(text: string): Promise<void>;
  /** `text` is a `copy … from` whose source is the placeholder {@link COPY_SOURCE}; gives the number of rows. */
  copy(text: string, rows: string | Uint8Array): Promise<number>;
  /**
   * `text` is a `copy … to` whose target is the placeholder {@link COPY_TARGET}. The bytes go to `write` piece by piece,
   * each after the one before was taken. The embedded database holds the whole answer in memory: ask it for a part of
   * a large table at a time.
   */
  copyOut(text: string, write: (bytes: Uint8Array) => Promise<void>): Promise<void>;
  /** `broken`: the connection is in an unknown state and must not be used again. */
  release(broken?: boolean): void;
}

export const COPY_SOURCE = '$source$';
export const COPY_TARGET = '$target$';

/** What the two adapters provide; `createDatabase` builds the scoped interface on top of it. */
export interface Engine {
  readonly kind: 'pg' | 'pglite';
  /** `unlimited`: statements may take any time, as those of a migration. */
  checkout(options?: { unlimited?: boolean }): Promise<Session>;
  /** begin, `enter`, the statement and commit: one round trip where the adapter can. */
  scoped<R>(enter: string, statement: Statement): Promise<Result<R>>;
  listen(channel: string, callback: (payload: string) => void): Promise<() => Promise<void>>;
  /** A pool of the owner whose connections resolve bare names in `schema`, then in public. */
  ownerPool(schema: string): OwnerPool;
  /**
   * Takes a name for the caller until the returned function is called, or until its process ends; null when somebody
   * has it, here or in another process.
   */
  tryHold(name: string): Promise<(() => void) | null>;
  close(): Promise<void>;
}
