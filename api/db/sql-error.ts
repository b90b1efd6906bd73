/** What both databases tell about a refused statement; a plain object, so that it can cross a thread. */
export interface SqlErrorFields {
  message: string;
  /** SQLSTATE, five characters */
  code?: string;
  detail?: string;
  hint?: string;
  position?: string;
  where?: string;
  schema?: string;
  table?: string;
  column?: string;
  constraint?: string;
}

/** A refused statement of the embedded database, with the same fields as pg's DatabaseError. Test `code`, never the class. */
export class SqlError extends Error implements SqlErrorFields {
  override readonly name = 'SqlError';
  readonly code?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly position?: string;
  readonly where?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;

  constructor({ message, ...fields }: SqlErrorFields) {
    super(message);
    Object.assign(this, fields);
  }
}

/** SQLSTATE of a failure of either database; undefined for every other error. */
export function sqlState(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}
