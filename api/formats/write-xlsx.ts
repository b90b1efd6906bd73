import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { stream } from 'exceljs';
import { xmlText } from './check-values.ts';
import { type Cell, type Column, cellOf, type Row, UnwritableLayer } from './layer.ts';
import { shortened, shortNames } from './short-names.ts';

export interface SheetColumn extends Column {
  /** how Excel shows numbers and dates; default by type: #,##0 · #,##0.00 · yyyy-mm-dd */
  readonly format?: string;
}

export interface Sheet {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly Row[];
}

/** What Excel takes. */
const MAX_ROWS = 1_048_575;
const MAX_COLUMNS = 16_384;
const MAX_TEXT = 32_767;
const MAX_SHEET_NAME = 31;
/** Excel keeps fifteen digits of a number; a longer one has to be a text. */
const MAX_NUMBER = 999_999_999_999_999;
/** In digits of the standard font; a Chinese character takes two. */
const WIDTH = { min: 8, max: 50 };
/** Rows that are looked at for the width of a column. */
const MEASURED = 500;

const FORMAT = { text: '@', integer: '#,##0', real: '#,##0.00', boolean: 'General', date: 'yyyy-mm-dd' } as const;
const HEADER_FILL = 'FFE6EEF7';

/**
 * A workbook: one sheet a table, with a header that stays and filters, widths that fit, numbers and dates as such.
 *
 * Nothing is a formula, whatever it begins with. Characters that XML cannot hold are shown as U+FFFD.
 *
 * @throws UnwritableLayer when a table is larger than a sheet
 */
export async function writeXlsx(
  sheets: readonly Sheet[],
  { title, writtenAt }: { title: string; writtenAt: Date },
): Promise<Uint8Array> {
  const { default: excel } = await import('exceljs');
  const packed = new PassThrough();
  const bytes = gathered(packed);
  const book = new excel.stream.xlsx.WorkbookWriter({ stream: packed, useStyles: true, useSharedStrings: true });
  book.title = title;
  book.created = writtenAt;
  book.modified = writtenAt;
  const names = shortNames(
    sheets.map(({ name }) => sheetName(name)),
    MAX_SHEET_NAME,
    ({ length }) => length,
  );
  for (const [i, sheet] of sheets.entries()) await addSheet(book, names[i]!, sheet);
  if (sheets.length === 0) book.addWorksheet('1').commit(); // a workbook without a sheet cannot be opened
  await book.commit();
  return bytes;
}

async function addSheet(book: stream.xlsx.WorkbookWriter, name: string, { columns, rows }: Sheet): Promise<void> {
  if (rows.length > MAX_ROWS || columns.length > MAX_COLUMNS)
    throw new UnwritableLayer(
      `A sheet of Excel holds ${MAX_ROWS.toLocaleString('en')} rows and ${MAX_COLUMNS.toLocaleString('en')} columns, ${name} has ${rows.length} and ${columns.length}; take CSV`,
    );
  const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
  const titles = columns.map((column) => excelText(column.title ?? column.name));
  const cellsOf = (row: Row): Cell[] => columns.map((column) => cellOf(row, column));
  const measured = rows.slice(0, MEASURED).map(cellsOf);
  sheet.columns = columns.map((column, c) => {
    const width = widthOf([titles[c]!, ...measured.map((row) => row[c]!)], column);
    const wrapText = column.type === 'text' && width === WIDTH.max;
    const numFmt = column.format ?? FORMAT[column.type];
    return { width, style: { numFmt, alignment: { vertical: 'top', wrapText } } };
  });
  if (columns.length > 0) sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length } };
  const header = sheet.addRow(titles);
  header.eachCell((cell) => {
    cell.font = { bold: true };
    cell.numFmt = 'General';
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: HEADER_FILL } };
    cell.border = { bottom: { style: 'thin' } };
  });
  header.commit();
  for (const [i, row] of rows.entries()) {
    sheet.addRow(cellsOf(row).map((cell, c) => excelValue(cell, columns[c]!))).commit();
    if (i % PACKED_TOGETHER === 0) await setImmediate(); // what is written is packed meanwhile, and not held
  }
  sheet.commit();
}

/** Rows that wait to be packed. */
const PACKED_TOGETHER = 500;

async function gathered(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return new Uint8Array(Buffer.concat(all));
}

function excelValue(cell: Cell, { type }: Column): string | number | boolean | Date | null {
  if (typeof cell === 'number') return Math.abs(cell) > MAX_NUMBER && type === 'integer' ? String(cell) : cell;
  if (typeof cell !== 'string') return cell;
  return type === 'date' ? new Date(`${cell}T00:00:00Z`) : excelText(shortened(cell, MAX_TEXT, ({ length }) => length));
}

/** Also without what Excel would read as an escaped character: _x0041_ is an A to it. */
const excelText = (text: string): string => xmlText(text).replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');

const sheetName = (name: string): string =>
  excelText(name.replace(/[[\]:*?/\\]+/g, '_').replace(/^'+|'+$/g, '')).trim();

function widthOf(cells: readonly Cell[], { type }: Column): number {
  const widest = cells.reduce<number>((most, cell) => Math.max(most, shownWidth(cell)), type === 'date' ? 10 : 0);
  return Math.min(WIDTH.max, Math.max(WIDTH.min, widest + 2));
}

/** The longest line, with the separators that a number may get. */
function shownWidth(cell: Cell): number {
  if (cell === null) return 0;
  if (typeof cell === 'number') return cell.toLocaleString('en', { maximumFractionDigits: 2 }).length;
  const lines = String(cell).split('\n');
  return Math.max(...lines.map((line) => line.slice(0, WIDTH.max).replace(/[\u0100-\uffff]/g, '__').length));
}
