import Papa from 'papaparse'; // CommonJS: Node finds no names in it
import { storableText } from './check-values.ts';
import { commonest } from './csv.ts';
import {
  type ByteSource,
  type FeatureStream,
  type FileFault,
  type FileWish,
  MB,
  NO_WISH,
  UnreadableFile,
} from './file-features.ts';
import { findHeader, isEmptyRow, SAMPLE_ROWS, TableReader, type TableRow } from './table-features.ts';
import { decodeLines, detectLines, type LineEncodings } from './text-lines.ts';

/** One row that goes on for longer has a quote that is not closed. */
const MAX_ROW_CHARS = 4 * MB;
const DELIMITERS = [',', ';', '\t', '|'];

/**
 * Reads a table of text whose places stand in columns: two of coordinates, or one of well-known text or GeoJSON.
 *
 * Comma, semicolon, tab or bar between the cells, RFC 4180 quotes; UTF-8, GBK (each line by itself) or UTF-16. The
 * header is the first row of words; titles above it and empty rows are left out. Rows are numbered as a spreadsheet
 * does. A row with more cells than the header is a fault of that row.
 *
 * @throws UnreadableFile with the row for a quote that is not closed; when there is no header, or no column of a name
 *   that was asked for
 */
export async function* readCsvFeatures(source: ByteSource, wish: FileWish = NO_WISH): FeatureStream {
  const encodings = await detectLines(source);
  const rows = tableRows(decodeLines(source, encodings));
  const sample: TableRow[] = [];
  const wanted = wish.table?.headerRow ?? null;
  for (let next = await rows.next(); !next.done; next = await rows.next()) {
    sample.push(next.value);
    if (sample.length >= Math.max(SAMPLE_ROWS, (wanted ?? 0) + 1)) break;
  }
  const header = wanted === null ? findHeader(sample) : sample.find(({ row }) => row === wanted);
  if (!header || isEmptyRow(header.cells))
    throw new UnreadableFile(
      `The table has no header${wanted === null ? '' : ` in row ${wanted}`}; a row that names the columns is wanted`,
      {
        reason: 'no-header',
      },
    );
  const below = sample.filter(({ row }) => row > header.row);
  const reader = new TableReader(
    header,
    below.filter(({ cells }) => cells.length <= header.cells.length),
    wish,
  );
  if (reader.columns === 1 && reader.settings.wkt === '')
    throw new UnreadableFile(
      'The file is text, but neither GeoJSON nor a table: nothing parts its lines into columns of which some are coordinates',
      { reason: 'unknown-format' },
    );
  for (const row of below) yield reader.read(checkWidth(row, reader.columns));
  for await (const row of rows) yield reader.read(checkWidth(row, reader.columns));
  return {
    format: 'csv',
    table: reader.settings,
    crs: reader.crs,
    attribution: '',
    faults: [...reader.faults(), ...encodingFaults(encodings)],
  };
}

function checkWidth(row: TableRow, columns: number): TableRow {
  const { cells } = row;
  if (cells.length > columns && !isEmptyRow(cells.slice(columns)))
    return {
      ...row,
      faults: [
        {
          kind: 'ragged-row',
          severity: 'error',
          detail: `The row has ${cells.length} cells, the header ${columns}; a value that holds the separator has to stand in quotes`,
        },
      ],
    };
  if (cells.length >= columns) return row;
  const detail = `The row has ${cells.length} cells, the header ${columns}; the others are taken as empty`;
  return { ...row, faults: [{ kind: 'ragged-row', severity: 'warning', detail }] };
}

/** Takes the text apart as it comes. Empty rows count and are left out. */
async function* tableRows(text: AsyncIterable<string>): AsyncGenerator<TableRow, undefined> {
  let pending = '';
  let row = 0;
  let parser: Papa.Parser | null = null;
  const take = function* (last: boolean): Generator<TableRow> {
    if (!parser) {
      const own = /^sep=(.)\r?\n/i.exec(pending);
      if (own) {
        pending = pending.slice(own[0].length);
        row += 1;
      }
      parser = new Papa.Parser({ delimiter: own?.[1] ?? delimiterOf(pending), newline: lineEndOf(pending) });
    }
    const { data, errors, meta } = parser.parse(pending, 0, !last) as Papa.ParseResult<string[]>;
    const quote = errors.find(({ type }) => type === 'Quotes');
    if (quote || (!last && pending.length - meta.cursor > MAX_ROW_CHARS))
      throw new UnreadableFile(
        `Row ${row + (quote ? (quote.row ?? 0) : data.length) + 1}: a quote is not closed, or stands inside a value undoubled`,
        { reason: 'open-quote', values: { row: row + (quote ? (quote.row ?? 0) : data.length) + 1 } },
      );
    pending = pending.slice(meta.cursor);
    for (const cells of data) {
      row += 1;
      if (!isEmptyRow(cells)) yield { row, cells: cells.map((cell) => storableText(cell.trim())), faults: [] };
    }
  };
  for await (const part of text) {
    pending += part;
    if (pending.length > 0) yield* take(false);
  }
  if (pending.length > 0) yield* take(true);
}

/** That which stands most often in the first lines; papaparse's own guess wants several alike rows. */
function delimiterOf(text: string): string {
  const lines = text.slice(0, 20_000).split(/\r?\n/, 10).join('\n');
  return commonest(lines, DELIMITERS);
}

/** Papaparse wants to be told; a file of old Macs has a lone carriage return. */
function lineEndOf(text: string): '\r\n' | '\n' | '\r' {
  const found = /\r\n|\n|\r/.exec(text.slice(0, 1_000_000))?.[0];
  return found === '\r' || found === '\r\n' ? found : '\n';
}

function encodingFaults({ label, others, otherCount }: LineEncodings): FileFault[] {
  const warn = (kind: string, detail: string): FileFault[] => [
    { kind, severity: 'warning', row: null, at: null, detail, mendable: false },
  ];
  if (otherCount > 0) {
    const [most, other] = label === 'gb18030' ? ['GBK', 'UTF-8'] : ['UTF-8', 'GBK'];
    const lines = `${others.join(', ')}${otherCount > others.length ? ', …' : ''}`;
    return warn(
      'mixed-encoding',
      `The file is ${most}, but ${otherCount} lines are ${other} (${lines}) and were read as such`,
    );
  }
  return label === 'gb18030' ? warn('encoding', 'The file is not UTF-8; it was read as GBK: check the names') : [];
}
