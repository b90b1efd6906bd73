import Papa from 'papaparse';
import { type Column, cellOf, type Row } from './layer.ts';

/** Excel takes a file for UTF-8 only when it begins so. */
const BYTE_ORDER_MARK = '\ufeff';
/** What a spreadsheet would run instead of showing it, in either width; a number with its sign is harmless. */
const FORMULA = /^(?![+-]?\d+(?:\.\d+)?$)[=+\-@＝＋－＠\t\r\n]/;
/** Rows of one piece of text. */
const BATCH = 1000;

/**
 * A table as CSV in UTF-8 that Excel opens as it is, in pieces: byte order mark, header, comma, CRLF.
 *
 * A text that a spreadsheet would take for a formula gets an apostrophe in front. Empty cells are empty, truth is
 * true or false.
 *
 * @param mark  whether it begins with the byte order mark, which only Unicode has
 */
export function* writeCsv(columns: readonly Column[], rows: readonly Row[], mark = true): Generator<string> {
  const lines = (cells: unknown[][]): string =>
    `${Papa.unparse(cells, { escapeFormulae: FORMULA, newline: '\r\n' })}\r\n`;
  yield (mark ? BYTE_ORDER_MARK : '') + lines([columns.map(({ name, title }) => title ?? name)]);
  for (let at = 0; at < rows.length; at += BATCH)
    yield lines(rows.slice(at, at + BATCH).map((row) => columns.map((column) => cellOf(row, column))));
}
