import type { Database } from './database.ts';

/** How a long piece of work goes about a database. */
export interface Pace {
  /** rows a statement, and a transaction, reads or writes */
  rows: number;
  /** transactions at the same time */
  atOnce: number;
}

/**
 * The embedded database serves everybody by one connection: a transaction stays well under 200 ms. On PostgreSQL nobody
 * waits for others' rows, and what a statement costs besides its rows counts.
 */
export const paceOf = ({ kind }: Pick<Database, 'kind'>): Pace =>
  kind === 'pglite' ? { rows: 500, atOnce: 1 } : { rows: 10000, atOnce: 2 };
