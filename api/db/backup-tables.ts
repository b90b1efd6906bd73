import { COPY_SOURCE, COPY_TARGET, type Session } from './engine.ts';

/** A table as a backup holds it: rows of COPY's text format, each on a line of its own, in these columns. */
export interface BackupTable {
  /** with its schema, as in SQL: `tongxin.building` */
  name: string;
  /** every column but generated ones, which the database makes again */
  columns: string[];
}

/** What a counter gave last; null when it was never asked. */
export interface BackupSequence {
  name: string;
  last: number | null;
}

/** Schemas whose tables and sequences are ours. */
const SCHEMAS = `('tongxin', 'auth')`;

/**
 * Signed-in browsers with their addresses, tokens of programs, and counters of attempts. A restored session would let in
 * again whom somebody has signed out since; so everybody signs in anew. The names that are searched follow from the other
 * tables, and say which transaction of the one store entered them.
 */
const LEFT_OUT = `('auth.session', 'auth.token', 'auth.verification', 'auth.attempt', 'tongxin.search_name')`;

/** How values become text, whatever the server's settings: exact numbers, one time zone. */
const TEXT_FORM = `
  set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';
  set local extra_float_digits = 1; set local bytea_output = 'hex'; set local client_encoding = 'UTF8'`;
const NO_LIMITS = `set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`;

/** Begins a transaction that sees one moment of the database and changes nothing. */
export const BEGIN_SNAPSHOT = `begin isolation level repeatable read read only; ${NO_LIMITS}; ${TEXT_FORM}`;

/** Begins the transaction that fills an empty store. */
export const BEGIN_FILLING = `begin; ${NO_LIMITS}; ${TEXT_FORM}; set local client_min_messages = warning`;

interface Listed extends BackupTable {
  /** pages of 8 kB, without what lies apart from the rows */
  pages: number;
  /** with it */
  bytes: number;
}

/** Every table of ours that holds data to keep; unlogged ones hold what is worth nothing tomorrow. */
async function listTables(session: Session): Promise<Listed[]> {
  const { rows } = await session.run<{ name: string; columns: string; pages: number; bytes: number }>({
    text: `select n.nspname || '.' || c.relname as name,
                  json_agg(a.attname order by a.attnum)::text as columns,
                  (pg_relation_size(c.oid) / 8192)::int as pages, pg_table_size(c.oid)::float8 as bytes
             from pg_class c
             join pg_namespace n on n.oid = c.relnamespace
             join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
            where n.nspname in ${SCHEMAS} and c.relkind = 'r' and c.relpersistence = 'p'
              and n.nspname || '.' || c.relname not in ${LEFT_OUT}
            group by c.oid, n.nspname, c.relname
            order by n.nspname || '.' || c.relname collate "C"`,
  });
  return rows.map((row) => ({ ...row, columns: JSON.parse(row.columns) as string[] }));
}

const identifier = (name: string): string => name.split('.').map(quoted).join('.');
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const listed = (columns: readonly string[]): string => columns.map(quoted).join(', ');

/** What the embedded database is asked for at a time: it holds an answer in memory, three times over. */
const PIECE_BYTES = 16 * 1024 * 1024;

/**
 * Reads every table, row by row in no order, within a transaction that {@link BEGIN_SNAPSHOT} has begun.
 *
 * @param open  called with each table before its rows; gives what takes their bytes
 */
export async function readTables(
  session: Session,
  kind: 'pg' | 'pglite',
  open: (table: BackupTable) => Promise<{ write(bytes: Uint8Array): Promise<void>; end(): Promise<void> }>,
): Promise<void> {
  for (const { name, columns, pages, bytes } of await listTables(session)) {
    const target = await open({ name, columns });
    try {
      const rows = `select ${listed(columns)} from only ${identifier(name)}`;
      const step = kind === 'pg' ? pages : Math.max(1, Math.floor((pages * PIECE_BYTES) / Math.max(1, bytes)));
      for (let first = 0; first < pages; first += step) {
        const last = first + step;
        const part = step >= pages ? '' : ` where ctid >= '(${first},0)' and ctid < '(${last},0)'`;
        await session.copyOut(`copy (${rows}${part}) to ${COPY_TARGET}`, target.write);
      }
    } finally {
      await target.end();
    }
  }
}

/** The counters behind identity columns and the others. */
export async function readSequences(session: Session): Promise<BackupSequence[]> {
  const { rows } = await session.run<BackupSequence>({
    text: `select schemaname || '.' || sequencename as name, last_value as last from pg_sequences
            where schemaname in ${SCHEMAS} order by 1`,
  });
  return rows;
}

/** The counties that a store holds. */
export async function readCounties(session: Session): Promise<{ code: string; name: string }[]> {
  const { rows } = await session.run<{ code: string; name: string }>({
    text: 'select code, name from tongxin.county order by code',
  });
  return rows;
}

/** What stands between rows and their tables while these are filled. */
export interface Suspended {
  /** statements that bring every foreign key back, which looks at every row */
  restore: string[];
}

/**
 * Makes tables ready to be filled in any order, by their owner and without a superuser's rights: foreign keys are taken
 * away, triggers told to keep still, and what a migration wrote is cleared.
 */
export async function suspendRules(session: Session): Promise<Suspended> {
  const { rows } = await session.run<{ owner: string; name: string; definition: string }>({
    text: `select n.nspname || '.' || c.relname as owner, k.conname as name, pg_get_constraintdef(k.oid) as definition
             from pg_constraint k
             join pg_class c on c.oid = k.conrelid
             join pg_namespace n on n.oid = c.relnamespace
            where k.contype = 'f' and n.nspname in ${SCHEMAS} order by k.oid`,
  });
  const tables = (await listTables(session)).map(({ name }) => identifier(name));
  await session.script(
    [
      ...rows.map(({ owner, name }) => `alter table ${identifier(owner)} drop constraint ${quoted(name)}`),
      ...tables.map((table) => `alter table ${table} disable trigger user`),
      `truncate ${tables.join(', ')}`,
    ].join(';\n'),
  );
  return {
    restore: [
      ...rows.map(
        ({ owner, name, definition }) =>
          `alter table ${identifier(owner)} add constraint ${quoted(name)} ${definition}`,
      ),
      ...tables.map((table) => `alter table ${table} enable trigger user`),
    ],
  };
}

/** Rows of a table as {@link readTables} gave them, some at a time: whole lines. */
export async function fillTable(session: Session, { name, columns }: BackupTable, lines: Uint8Array): Promise<void> {
  await session.copy(`copy ${identifier(name)} (${listed(columns)}) from ${COPY_SOURCE}`, lines);
}

export async function setSequences(session: Session, sequences: readonly BackupSequence[]): Promise<void> {
  for (const { name, last } of sequences) {
    if (last === null) continue;
    await session.run({ text: 'select setval($1::regclass, $2::bigint)', values: [identifier(name), last] });
  }
}

/** Fills the tables that follow from others; the store may be older than they are. */
export async function fillFollowing(session: Session): Promise<void> {
  await session.script(`do $$ begin
    if to_regproc('tongxin.fill_search_names') is not null then perform tongxin.fill_search_names(); end if;
  end $$`);
}

/** Tells the planner what every table holds now. */
export async function analyzeTables(session: Session): Promise<void> {
  for (const { name } of await listTables(session)) await session.script(`analyze ${identifier(name)}`);
}
