import type { FileFeature } from './file-features.ts';

/** What a column holds; a date is a text yyyy-mm-dd. */
export type ColumnType = 'text' | 'integer' | 'real' | 'boolean' | 'date';

export interface Column {
  /** the property that is written */
  readonly name: string;
  readonly type: ColumnType;
  /** what stands above it in a table for people; default: its name */
  readonly title?: string;
}

/** Properties of a feature or cells of a table, by the names of the columns. */
export type Row = Readonly<Record<string, unknown>>;

export interface LayerFeature {
  /** in the layer's coordinates; null = a row without a place */
  readonly geometry: FileFeature['geometry'];
  readonly properties: Row;
}

/** One table of features to be written: every format writes the same columns in the same order. */
export interface Layer {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly features: readonly LayerFeature[];
  /** what the coordinates are in, x = east before y = north; default WGS84 */
  readonly crs?: LayerCrs;
}

/** A coordinate reference system as files name it. */
export interface LayerCrs {
  /** EPSG:4548, GCJ-02 */
  readonly name: string;
  /** in the register of its authority; null = it has no number there */
  readonly code: { readonly authority: string; readonly number: number } | null;
  /** OGC well-known text 1; null = there is none */
  readonly wkt: string | null;
}

export const WGS84: LayerCrs = {
  name: 'EPSG:4326',
  code: { authority: 'EPSG', number: 4326 },
  wkt: 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]',
};

/** A format cannot hold what it is given; `message` says what, why, and what to do. */
export class UnwritableLayer extends Error {
  override readonly name = 'UnwritableLayer';
}

/** What a cell becomes in any format; no NaN, no object. */
export type Cell = string | number | boolean | null;

/**
 * The value of a column in a row.
 *
 * Missing values and numbers that are none are null; objects in a text column become JSON.
 *
 * @throws RangeError when the value is not of the column's type (caller's bug)
 */
export function cellOf(row: Row, { name, type }: Column): Cell {
  const value = Object.hasOwn(row, name) ? row[name] : null;
  if (value === null || value === undefined) return null;
  if (type === 'text') return textOf(value);
  if (typeof value === 'number' && (type === 'integer' || type === 'real'))
    return Number.isFinite(value) ? value : null;
  if (type === 'boolean' && typeof value === 'boolean') return value;
  if (type === 'date' && typeof value === 'string' && isDate(value)) return value;
  throw new RangeError(`column ${name} is ${type} and cannot hold ${textOf(value).slice(0, 40)}`);
}

const textOf = (value: unknown): string =>
  typeof value === 'object' || value === undefined ? JSON.stringify(value) : String(value);

/** The columns that rows of unknown make fill, in the order in which they appear; mixed values make a text column. */
export function columnsOf(rows: Iterable<Row>): Column[] {
  const types = new Map<string, ColumnType | null>();
  for (const row of rows)
    for (const [name, value] of Object.entries(row)) types.set(name, wider(types.get(name) ?? null, typeOf(value)));
  return [...types].map(([name, type]) => ({ name, type: type ?? 'text' }));
}

/** null = says nothing of the column. */
function typeOf(value: unknown): ColumnType | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'integer' : 'real';
  return typeof value === 'string' && isDate(value) ? 'date' : 'text';
}

function wider(a: ColumnType | null, b: ColumnType | null): ColumnType | null {
  if (a === null || b === null || a === b) return a ?? b;
  const numbers = (type: ColumnType): boolean => type === 'integer' || type === 'real';
  return numbers(a) && numbers(b) ? 'real' : 'text';
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** A day of the calendar: 2025-02-30 is none. */
function isDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
