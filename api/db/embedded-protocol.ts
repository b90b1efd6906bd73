import type { SqlErrorFields } from './sql-error.ts';

/** What the main thread asks of the thread that runs PGlite. */
export type Ask =
  /** `postgis`: path of the bundle of the extension */
  | { op: 'open'; directory: string; postgis: string }
  | { op: 'run'; text: string; values: (string | null | Uint8Array)[] }
  /** begin, `enter`, the statement and commit in one go */
  | { op: 'scoped'; enter: string; text: string; values: (string | null | Uint8Array)[] }
  | { op: 'script'; text: string }
  | { op: 'copy'; text: string; rows: string | Uint8Array }
  | { op: 'copyOut'; text: string }
  | { op: 'close' };

export interface Rows {
  rows: unknown[];
  rowCount: number;
  fields: { name: string; dataTypeID: number }[];
  /** of a copyOut */
  bytes?: Uint8Array;
}

export type ToWorker = Ask & { id: number };

export type FromWorker =
  | { id: number; ok: true; result: Rows }
  | { id: number; ok: false; error: SqlErrorFields }
  | { notify: string; payload: string };
