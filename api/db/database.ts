/** A statement and its values, as the `sql` tag builds it. */
export interface Statement {
  text: string;
  values?: unknown[];
}

export interface Result<R> {
  rows: R[];
  rowCount: number;
}

/**
 * On whose behalf a statement runs. It becomes `set local role` and `set_config('app.…', …, true)`, which the
 * policies of the schema read. Without a scope every table that carries a county gives 0 rows.
 */
export interface Scope {
  county: string;
  /** auth.user.id; absent for the command line and for the demo viewer before sign-in */
  account?: string | null;
  role: 'viewer' | 'grid_staff' | 'desk' | 'planner' | 'approver' | 'leader' | 'admin';
  /** ids of the regions, any of them, that the grants are limited to; null = the whole county */
  regions?: readonly number[] | null;
}

/** What a module of api/db takes first: a scoped database or a running transaction. */
export interface Db {
  query<R = Record<string, unknown>>(statement: Statement): Promise<Result<R>>;
}

/** A running transaction. */
export interface Tx extends Db {
  /**
   * Rows into a table by COPY, under the policies of the scope; gives their number. `csv` is RFC 4180 text without
   * header, empty unquoted = null; a geometry is EWKT, hex EWKB or GeoJSON.
   */
  copyIn(table: string, columns: string[], csv: string): Promise<number>;
}

/**
 * One database, two adapters: PostgreSQL through pg, and PGlite in a worker thread.
 *
 * `query` and `transaction` always enter the application role, with the scope given or with none.
 * Only migrations and the sign-in library run as owner.
 */
export interface Database {
  readonly kind: 'pg' | 'pglite';
  query<R = Record<string, unknown>>(statement: Statement, scope?: Scope): Promise<Result<R>>;
  /**
   * Commits when `fn` resolves, rolls back when it throws. On PGlite nobody else is served meanwhile: keep it short,
   * no I/O inside. Asking the database itself inside `fn` is refused: it would wait for itself.
   */
  transaction<T>(fn: (tx: Tx) => Promise<T>, scope?: Scope): Promise<T>;
  /** A view of this database in which every call carries the scope. */
  as(scope: Scope): ScopedDatabase;
  /**
   * Calls back for every NOTIFY on the channel until the returned function is called. After a lost connection the
   * callback gets one empty payload: notifications may be missing, so forget or read again whatever depends on them.
   */
  listen(channel: string, callback: (payload: string) => void): Promise<() => Promise<void>>;
  /**
   * Runs `fn` while nobody else, in this process or another one on the same database, runs one under the same name.
   *
   * @param options.onWait  called once when somebody does, before waiting for the end of that
   * @throws the signal's reason while waiting; what `fn` throws
   */
  alone<T>(name: string, fn: () => Promise<T>, options?: { signal?: AbortSignal; onWait?: () => void }): Promise<T>;
  close(): Promise<void>;
}

export interface ScopedDatabase extends Db {
  readonly kind: 'pg' | 'pglite';
  readonly scope: Scope;
  transaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T>;
}
