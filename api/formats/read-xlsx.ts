import { DOMParser } from '@xmldom/xmldom';
import { zipSync } from 'fflate';
import { storableText } from './check-values.ts';
import {
  type ByteSource,
  type FeatureStream,
  type FileFault,
  type FileWish,
  MB,
  NO_WISH,
  pickLayer,
  UnreadableFile,
} from './file-features.ts';
import {
  type Cell,
  findHeader,
  isEmptyRow,
  MAX_COLUMNS,
  SAMPLE_ROWS,
  TableReader,
  type TableRow,
} from './table-features.ts';
import { unzip } from './unzip.ts';

/** The library makes some fifteen times as much of it in memory. */
const MAX_SHEET_BYTES = 120 * MB;
/** Cells that get the value of the one that they are merged with. */
const MAX_FILLED_CELLS = 1_000_000;
/** A cell that is merged with more below it is no part of a header. */
const MAX_HEADER_ROWS = 5;
/** Spreadsheets keep fifteen digits of a number. */
const MAX_EXACT = 1e15;

/**
 * Reads one sheet of a workbook (XLSX) whose places stand in columns, as `readCsvFeatures`: the one asked for, else the
 * first that is shown and not empty. Its sheets are its layers.
 *
 * Cells that are merged all have the value of the first; a header of merged rows is joined from above ("人口/男").
 * Formulas give the value that was stored with them; one without is empty and told. Dates become yyyy-mm-dd.
 *
 * @throws UnreadableFile when it is no workbook, damaged, too large, or has no such sheet
 */
export async function* readXlsx(source: ByteSource, wish: FileWish = NO_WISH): FeatureStream {
  const parts = await unzip(source, (path) => PARTS.test(path));
  const book = readBook(parts);
  const shown = book.sheets.filter(({ xml }) => /<(\w+:)?c[\s>]/.test(xml.toString('latin1', 0, 200_000)));
  if (shown.length === 0) throw new UnreadableFile('The workbook is empty', { reason: 'no-rows' });
  const sheet = pickLayer(shown, wish.layer);
  const { rows, merges, roundedColumns } = await loadRows(parts, book, sheet);
  const { header, first } = headerOf(rows, merges, wish.table?.headerRow ?? null);
  const below = rows.filter(({ row }) => row >= first);
  const reader = new TableReader(header, below.slice(0, SAMPLE_ROWS), wish);
  for (const row of below) yield reader.read(row);
  return {
    format: 'xlsx',
    layers: shown.map(({ name }) => ({ name, rows: null })),
    layer: sheet.name,
    table: reader.settings,
    crs: reader.crs,
    attribution: '',
    faults: [...reader.faults(), ...roundedFault(roundedColumns)],
  };
}

const PARTS = /^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|styles\.xml|worksheets\/[^/]+\.xml)$/i;

interface Sheet {
  name: string;
  xml: Buffer;
}

interface Book {
  /** those that are not hidden */
  sheets: Sheet[];
  /** days are counted from 1904, as on old Macs */
  from1904: boolean;
}

const damaged = (why: string, cause?: unknown): UnreadableFile =>
  new UnreadableFile(`The workbook is damaged (${why}); open it and save it again as XLSX, or as CSV`, {
    cause,
    reason: 'workbook-damaged',
  });

function readBook(parts: Map<string, Uint8Array>): Book {
  const targets = new Map(
    elements(parts, 'xl/_rels/workbook.xml.rels', 'Relationship').map((each) => [
      each.getAttribute('Id'),
      (each.getAttribute('Target') ?? '').replace(/^\/?(xl\/)?/, 'xl/'),
    ]),
  );
  const sheets = elements(parts, 'xl/workbook.xml', 'sheet').flatMap((each): Sheet[] => {
    const xml = parts.get(targets.get(each.getAttribute('r:id') ?? '') ?? '');
    if (!xml || /hidden/i.test(each.getAttribute('state') ?? '')) return [];
    return [{ name: storableText(each.getAttribute('name') ?? ''), xml: Buffer.from(xml) }];
  });
  if (sheets.length === 0) throw damaged('it has no sheet');
  const [settings] = elements(parts, 'xl/workbook.xml', 'workbookPr');
  return { sheets, from1904: /^(1|true)$/.test(settings?.getAttribute('date1904') ?? '') };
}

function elements(parts: Map<string, Uint8Array>, path: string, name: string) {
  const bytes = parts.get(path);
  if (!bytes) throw damaged(`it has no ${path}`);
  try {
    const document = new DOMParser({
      onError: (level, message) => {
        if (level !== 'warning') throw new Error(message);
      },
    }).parseFromString(new TextDecoder().decode(bytes), 'text/xml');
    return [...document.getElementsByTagNameNS('*', name)];
  } catch (error) {
    throw damaged(`${path} is no XML`, error);
  }
}

/** What the library would spend minutes on, cell by cell, for ranges as large as a file says. */
const IGNORED = [
  ...['mergeCells', 'dataValidations', 'conditionalFormatting', 'hyperlinks', 'drawing', 'legacyDrawing', 'picture'],
  ...['tableParts', 'autoFilter', 'rowBreaks', 'headerFooter', 'pageSetup', 'printOptions', 'extLst', 'sheetViews'],
];

/** A workbook of the one sheet, without names, pictures and notes, is all that the library gets. */
function bare(parts: Map<string, Uint8Array>, { from1904 }: Book, { xml }: Sheet): Uint8Array {
  const text = (content: string): Uint8Array => new TextEncoder().encode(`<?xml version="1.0"?>${content}`);
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const rel = (id: string, kind: string, target: string) =>
    `<Relationship Id="${id}" Type="${type}/${kind}" Target="${target}"/>`;
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const optional = ['xl/sharedStrings.xml', 'xl/styles.xml'].flatMap((path): [string, Uint8Array][] => {
    const bytes = parts.get(path);
    return bytes ? [[path, bytes]] : [];
  });
  return zipSync(
    {
      'xl/workbook.xml': text(
        `<workbook xmlns="${main}" xmlns:r="${type}"><workbookPr${from1904 ? ' date1904="1"' : ''}/><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      ),
      'xl/_rels/workbook.xml.rels': text(
        `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${rel('rId1', 'worksheet', 'worksheets/sheet1.xml')}${rel('rId2', 'sharedStrings', 'sharedStrings.xml')}${rel('rId3', 'styles', 'styles.xml')}</Relationships>`,
      ),
      ...Object.fromEntries(optional),
      'xl/worksheets/sheet1.xml': xml,
    },
    { level: 0 },
  );
}

async function loadRows(parts: Map<string, Uint8Array>, book: Book, sheet: Sheet) {
  const size = sheet.xml.length + (parts.get('xl/sharedStrings.xml')?.length ?? 0);
  if (size > MAX_SHEET_BYTES)
    throw new UnreadableFile(
      `Unpacked, the sheet is larger than ${MAX_SHEET_BYTES / MB} MB; save it as CSV and import that`,
      {
        tooLarge: true,
        reason: 'sheet-too-large',
        values: { mb: MAX_SHEET_BYTES / MB },
      },
    );
  const merges = mergesOf(sheet.xml);
  const { default: ExcelJS } = await import('exceljs');
  const workbook = new ExcelJS.Workbook();
  try {
    await workbook.xlsx.load(bare(parts, book, sheet) as never, { ignoreNodes: IGNORED });
  } catch (error) {
    throw damaged((error as Error).message, error);
  }
  const rows: (TableRow & { cells: Cell[] })[] = [];
  const rounded = new Set<number>();
  workbook.worksheets[0]?.eachRow({ includeEmpty: false }, (row, number) => {
    const cells: Cell[] = [];
    const faults: { kind: string; severity: 'warning'; detail: string }[] = [];
    row.eachCell({ includeEmpty: false }, (cell, column) => {
      if (column > MAX_COLUMNS) return;
      const { value, fault } = plainValue(cell.value);
      while (cells.length < column) cells.push(null);
      cells[column - 1] = value;
      if (fault) faults.push({ ...fault, severity: 'warning', detail: `${cell.address}: ${fault.detail}` });
      if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) >= MAX_EXACT) rounded.add(column);
    });
    rows.push({ row: number, cells, faults });
  });
  fillMerged(rows, merges);
  return { rows: rows.filter(({ cells }) => !isEmptyRow(cells)), merges, roundedColumns: [...rounded] };
}

interface PlainValue {
  value: Cell;
  fault?: { kind: string; detail: string };
}

/** What a cell shows: of a formula its stored result, of a rich text the text. */
function plainValue(value: unknown): PlainValue {
  if (value === null || value === undefined) return { value: null };
  if (typeof value === 'string') return { value: storableText(value.trim()) };
  if (typeof value === 'number' || typeof value === 'boolean') return { value };
  if (value instanceof Date)
    return { value: Number.isNaN(value.getTime()) ? null : value.toISOString().replace(/T00:00:00\.000Z$/, '') };
  const { richText, text, error, result } = value as Record<string, unknown>;
  if ('formula' in (value as object) || 'sharedFormula' in (value as object))
    return result === undefined
      ? {
          value: null,
          fault: {
            kind: 'no-result',
            detail: 'the formula has no stored result; open the file in a spreadsheet and save it',
          },
        }
      : plainValue(result);
  if (Array.isArray(richText))
    return plainValue(richText.map((run: { text?: unknown }) => String(run.text ?? '')).join(''));
  if (error !== undefined)
    return { value: null, fault: { kind: 'cell-error', detail: `the cell shows ${String(error)}` } };
  return plainValue(text);
}

interface Merge {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** They stand behind the rows; columns and rows are counted from 1. */
function mergesOf(xml: Buffer): Merge[] {
  const start = xml.lastIndexOf('<mergeCells');
  if (start < 0) return [];
  const text = xml.toString('latin1', start);
  const columnOf = (letters: string): number =>
    [...letters].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0);
  return [...text.matchAll(/ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"/g)].map(
    ([, left, top, right, bottom]) => ({
      ...{ left: columnOf(left!), top: Number(top), right: columnOf(right!), bottom: Number(bottom) },
    }),
  );
}

/** Merged cells hold their value in the first alone: all get it, as people read them. */
function fillMerged(rows: readonly (TableRow & { cells: Cell[] })[], merges: readonly Merge[]): void {
  const byRow = new Map(rows.map((each) => [each.row, each]));
  const last = rows.at(-1)?.row ?? 0;
  let filled = 0;
  for (const { left, top, right, bottom } of merges) {
    const value = byRow.get(top)?.cells[left - 1] ?? null;
    if (value === null || (top > SAMPLE_ROWS && left !== right)) continue;
    for (let row = top; row <= Math.min(bottom, last); row += 1) {
      const cells = byRow.get(row)?.cells;
      for (let column = left; cells && column <= Math.min(right, MAX_COLUMNS); column += 1) {
        if (++filled > MAX_FILLED_CELLS) return;
        while (cells.length < column) cells.push(null);
        cells[column - 1] ??= value;
      }
    }
  }
}

/** The row that names the columns, several joined into one where cells of it are merged; and the first row below it. */
function headerOf(rows: readonly TableRow[], merges: readonly Merge[], wanted: number | null) {
  const sample = rows.slice(0, Math.max(SAMPLE_ROWS, (wanted ?? 0) + 1));
  // A title that is merged across the table counts once, as it stands.
  const asTyped = sample.map((each) => ({
    ...each,
    cells: each.cells.map((cell, i) => (isFilled(each.row, i + 1, merges) ? null : cell)),
  }));
  const found = wanted === null ? findHeader(asTyped) : asTyped.find(({ row }) => row === wanted);
  const top = sample.find(({ row }) => row === found?.row);
  if (!top || isEmptyRow(top.cells))
    throw new UnreadableFile(
      `The sheet has no header${wanted === null ? '' : ` in row ${wanted}`}; a row that names the columns is wanted`,
      {
        reason: 'no-header',
      },
    );
  const within = merges.filter((merge) => merge.top === top.row && merge.bottom - merge.top < MAX_HEADER_ROWS);
  const across = within.some(({ left, right, top: from, bottom }) => right > left && from === bottom);
  const bottom = Math.max(top.row + (across ? 1 : 0), ...within.map((merge) => merge.bottom));
  const headers = sample.filter(({ row }) => row >= top.row && row <= bottom);
  const width = Math.max(...headers.map(({ cells }) => cells.length));
  const cells = Array.from({ length: width }, (_, i) =>
    [
      ...new Set(
        headers.map((header) => header.cells[i]).filter((cell) => cell !== null && cell !== undefined && cell !== ''),
      ),
    ].join('/'),
  );
  return { header: { row: top.row, cells, faults: [] }, first: bottom + 1 };
}

const isFilled = (row: number, column: number, merges: readonly Merge[]): boolean =>
  merges.some(
    ({ left, top, right, bottom }) =>
      row >= top && row <= bottom && column >= left && column <= right && (row !== top || column !== left),
  );

function roundedFault(columns: readonly number[]): FileFault[] {
  if (columns.length === 0) return [];
  const detail = `Column ${columns.slice(0, 5).join(', ')} holds numbers of more than 15 digits, which a spreadsheet rounds; format it as text and enter them again`;
  return [{ kind: 'rounded-numbers', severity: 'warning', row: null, at: null, detail, mendable: false }];
}
