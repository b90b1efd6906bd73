import { type Cell, type Column, cellOf, type Row, UnwritableLayer } from './layer.ts';
import { shortened, shortNames } from './short-names.ts';
import type { TextEncoding } from './text-encoding.ts';

/** What the table could not hold as it was. */
export interface DbfLosses {
  /** fields whose name had to change: name of the column → name of the field */
  readonly renamed: ReadonlyMap<string, string>;
  /** columns with texts that are too long for a field (254 bytes) → how many were cut */
  readonly cut: ReadonlyMap<string, number>;
  /** characters that the encoding does not have; they stand as "?" */
  readonly unencodable: number;
}

const MAX_NAME_BYTES = 10;
const MAX_TEXT_BYTES = 254;
const MAX_FIELDS = 255;
/** What every reader takes; a number has 15 digits that mean something. */
const MAX_NUMBER_WIDTH = 20;
const MAX_DECIMALS = 15;
/** Room for what people type into the table later, however short its values are now. */
const MIN_WIDTH = { text: 80, integer: 9, real: MAX_NUMBER_WIDTH, boolean: 1, date: 8 } as const;
const LETTER = { text: 'C', integer: 'N', real: 'N', boolean: 'L', date: 'D' } as const;

interface Field {
  column: Column;
  name: string;
  width: number;
  decimals: number;
}

/**
 * A table as dBase III, each field at least as wide as its longest value.
 *
 * Field names have at most 10 bytes, texts 254; both are cut between characters and told. An empty cell is blank.
 *
 * @param day  date of the last change, UTC
 * @throws UnwritableLayer for more than 255 columns
 */
export function dbfBytes(
  columns: readonly Column[],
  rows: readonly Row[],
  encoding: TextEncoding,
  day: Date,
): { dbf: Uint8Array; losses: DbfLosses } {
  if (columns.length > MAX_FIELDS)
    throw new UnwritableLayer(
      `A Shapefile holds at most ${MAX_FIELDS} columns, these are ${columns.length}; write a GeoPackage or GeoJSON instead`,
    );
  const cut = new Map<string, number>();
  const given = columns.map(({ name }) => name);
  const names = shortNames(given, MAX_NAME_BYTES, (name) => encoding.encode(name).length);
  let unencodable = given.reduce((sum, name) => sum + encoding.missing(name), 0);
  const fields = columns.map((column, i): Field => {
    const decimals = column.type === 'real' ? decimalsOf(rows, column) : 0;
    let width: number = MIN_WIDTH[column.type];
    for (const row of rows) {
      const cell = cellOf(row, column);
      width = Math.max(width, cellBytes(cell, column, decimals, encoding.encode, cut).length);
      if (typeof cell === 'string') unencodable += encoding.missing(cell);
    }
    return { column, name: names[i]!, width, decimals };
  });
  const renamed = new Map(
    fields.filter(({ column, name }) => name !== column.name).map(({ column, name }) => [column.name, name]),
  );
  return { dbf: tableOf(fields, rows, encoding, day), losses: { renamed, cut, unencodable } };
}

/** The bytes of cells are made once more: kept meanwhile, those of a county's buildings take gigabytes. */
function tableOf(
  fields: readonly Field[],
  rows: readonly Row[],
  { encode, driver }: TextEncoding,
  day: Date,
): Uint8Array {
  const headerLength = 32 + 32 * fields.length + 1;
  const recordLength = fields.reduce((sum, { width }) => sum + width, 1);
  const bytes = new Uint8Array(headerLength + rows.length * recordLength + 1);
  const view = new DataView(bytes.buffer);
  bytes.set([3, day.getUTCFullYear() - 1900, day.getUTCMonth() + 1, day.getUTCDate()]);
  view.setUint32(4, rows.length, true);
  view.setUint16(8, headerLength, true);
  view.setUint16(10, recordLength, true);
  bytes[29] = driver;
  fields.forEach(({ column, name, width, decimals }, i) => {
    const at = 32 + 32 * i;
    bytes.set(encode(name), at);
    bytes[at + 11] = LETTER[column.type].charCodeAt(0);
    bytes[at + 16] = width;
    bytes[at + 17] = decimals;
  });
  bytes[headerLength - 1] = 0x0d;
  bytes.fill(0x20, headerLength);
  let start = headerLength + 1;
  for (const { column, width, decimals } of fields) {
    const isNumber = column.type === 'integer' || column.type === 'real';
    rows.forEach((row, i) => {
      const text = cellBytes(cellOf(row, column), column, decimals, encode, null);
      bytes.set(text, start + i * recordLength + (isNumber ? width - text.length : 0));
    });
    start += width;
  }
  bytes[bytes.length - 1] = 0x1a;
  return bytes;
}

const encoder = new TextEncoder();
const ascii = (text: string): Uint8Array => encoder.encode(text);

function cellBytes(
  cell: Cell,
  { name, type }: Column,
  decimals: number,
  encode: TextEncoding['encode'],
  cut: Map<string, number> | null,
): Uint8Array {
  if (cell === null) return ascii('');
  if (typeof cell === 'boolean') return ascii(cell ? 'T' : 'F');
  if (typeof cell === 'number') return ascii(numberText(cell, decimals));
  if (type === 'date') return ascii(cell.replaceAll('-', ''));
  const bytes = encode(cell);
  if (bytes.length <= MAX_TEXT_BYTES) return bytes;
  cut?.set(name, (cut.get(name) ?? 0) + 1);
  return encode(shortened(cell, MAX_TEXT_BYTES, (text) => encode(text).length));
}

/** As many decimals as the column's values have, as far as the widest of them leaves room for. */
function decimalsOf(rows: readonly Row[], column: Column): number {
  let decimals = 0;
  let whole = 1;
  for (const row of rows) {
    const cell = cellOf(row, column);
    if (typeof cell !== 'number') continue;
    const [, fraction = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(cell)) ?? [];
    decimals = Math.max(decimals, fraction.length - Number(exponent));
    whole = Math.max(whole, Math.trunc(cell).toFixed(0).length + 1);
  }
  return Math.max(0, Math.min(decimals, MAX_DECIMALS, MAX_NUMBER_WIDTH - 1 - whole));
}

function numberText(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return text.length <= MAX_NUMBER_WIDTH ? text : value.toExponential(MAX_DECIMALS - 2);
}
