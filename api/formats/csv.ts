import Papa from 'papaparse'; // CommonJS: Node finds no names in it
import { shown, storableText } from './check-values.ts';
import { type ByteSource, MAX_FILE_BYTES, MB, UnreadableFile } from './file-features.ts';
import { gatherBytes } from './gather-bytes.ts';

/** A table as it stands in the file: texts, trimmed, in the order of the columns. */
export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
}

export interface CsvRow {
  /** as a spreadsheet counts: the header is row 1 */
  readonly row: number;
  /** one for each column */
  readonly cells: readonly string[];
}

/** What becomes of a row that has more or fewer cells than the header. */
export type OnUneven = (row: number, cells: number, wanted: number) => void;

const refuseUneven: OnUneven = (row, cells, wanted) => {
  throw new UnreadableFile(`Row ${row} has ${cells} cells, the header has ${wanted}`);
};

/** What a table may be at the most; `rows` beside the header. */
export interface TableLimit {
  readonly bytes: number;
  readonly rows: number;
}

/**
 * Reads a CSV with a header: comma, semicolon or tab, RFC 4180 quotes; UTF-8 with or without a byte order mark, or GBK.
 *
 * Empty rows are left out and counted.
 *
 * @param most      a larger one is not taken apart
 * @param onUneven  told of each row with another number of cells than the header, which is left out; without it the first one is an error
 * @throws UnreadableFile `tooLarge`; with the row when there is no header, a name stands in it twice, a quote is not closed, or
 *   the text is neither UTF-8 nor GBK
 */
export async function readCsv(
  source: ByteSource,
  most: TableLimit = { bytes: MAX_FILE_BYTES, rows: Infinity },
  onUneven: OnUneven = refuseUneven,
): Promise<CsvTable> {
  const text = decode(await gatherBytes(source, most.bytes, () => tooLarge(most)));
  // The header, so many rows, an empty one after the last line end, and one too many.
  const preview = Number.isFinite(most.rows) ? most.rows + 3 : 0;
  const { data, errors } = Papa.parse<string[]>(text, { delimiter: delimiterOf(text), preview });
  if (preview > 0 && data.length >= preview) throw tooLarge(most);
  const quotes = errors.find(({ type }) => type === 'Quotes');
  if (quotes)
    throw new UnreadableFile(
      `Row ${(quotes.row ?? 0) + 1}: a quote is not closed, or stands inside a value undoubled`,
      { reason: 'table-quote', values: { row: (quotes.row ?? 0) + 1 } },
    );
  const [header, ...body] = data.map((cells) => cells.map((cell) => storableText(cell.trim())));
  if (!header || isEmpty(header))
    throw new UnreadableFile('The file is empty: a CSV with a header row is wanted', { reason: 'no-rows' });
  checkHeader(header);
  const rows: CsvRow[] = [];
  body.forEach((cells, i) => {
    if (isEmpty(cells)) return;
    const row = i + 2;
    if (cells.length === header.length) rows.push({ row, cells });
    else onUneven(row, cells.length, header.length);
  });
  if (rows.length > most.rows) throw tooLarge(most);
  return { columns: header, rows };
}

/**
 * The place of a column in `cells`.
 *
 * @throws UnreadableFile with the names that are there when it is missing
 */
export function columnOf({ columns }: CsvTable, name: string): number {
  const column = columns.indexOf(name);
  if (column < 0)
    throw new UnreadableFile(`The CSV has no column ${shown(name)}; its columns are ${columns.map(shown).join(', ')}`);
  return column;
}

const isEmpty = (cells: readonly string[]): boolean => cells.every((cell) => cell === '');

function checkHeader(header: readonly string[]): void {
  header.forEach((name, i) => {
    if (name === '')
      throw new UnreadableFile(`Row 1: column ${i + 1} has no name`, {
        ...{ reason: 'table-header', values: { column: i + 1 } },
      });
    if (header.indexOf(name) < i)
      throw new UnreadableFile(`Row 1: the column ${shown(name)} stands there twice`, {
        ...{ reason: 'table-twice', values: { name: shown(name) } },
      });
  });
}

/** The one of the usual three that stands most often in the header; papaparse's own guess wants several alike rows. */
function delimiterOf(text: string): string {
  const header = text.slice(0, /[\r\n]/.exec(text)?.index ?? text.length);
  return commonest(header, [',', ';', '\t']);
}

/** That of the delimiters which stands most often in a text; of several the first. */
export function commonest(text: string, delimiters: readonly string[]): string {
  const counts = delimiters.map((delimiter) => ({ delimiter, count: text.split(delimiter).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}

const tooLarge = ({ bytes, rows }: TableLimit): UnreadableFile =>
  new UnreadableFile(
    `The table is larger than ${bytes / MB} MB${Number.isFinite(rows) ? ` or ${rows} rows` : ''}; leave out columns and rows that are not wanted`,
    { tooLarge: true, reason: 'table-limit', values: { mb: bytes / MB, rows } },
  );

function decode(bytes: Uint8Array): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw new UnreadableFile('The file is UTF-16; save it as UTF-8', { reason: 'table-encoding' });
  if (bytes.includes(0))
    throw new UnreadableFile('The file is not CSV: it holds binary data', { reason: 'table-binary' });
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // the next one
    }
  }
  throw new UnreadableFile('The text of the file is neither UTF-8 nor GBK; save it as UTF-8', {
    reason: 'table-encoding',
  });
}
