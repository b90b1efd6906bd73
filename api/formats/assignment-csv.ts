import type { Fault } from '../contract/imports.ts';
import { shortText } from './check-values.ts';
import { type CsvTable, readCsv, type TableLimit } from './csv.ts';
import type { ByteSource } from './file-features.ts';

/** One block put into one region, as the file calls them. */
export interface AssignmentRow {
  /** as a spreadsheet counts: the header is row 1 */
  readonly row: number;
  readonly unit: string;
  readonly region: string;
  /** what the file says of the region beside that, in columns of these names */
  readonly code?: string;
  readonly name?: string;
}

export interface Assignment {
  /** rows without an error; each block once */
  readonly rows: readonly AssignmentRow[];
  /** the first of them; `values` has the `column` and the `value`, and `otherRow` where two rows disagree */
  readonly faults: readonly Fault[];
  readonly faultTotal: number;
}

export interface AssignmentOptions {
  /** whether there is such a block; every one is known when not given */
  readonly isKnown?: (unit: string) => boolean;
  /** names of the columns, the first one that is there counts; default: unit, block or 街坊 · region or 区域 */
  readonly columns?: { readonly unit: readonly string[]; readonly region: readonly string[] };
  /** faults that are kept; the others are counted */
  readonly maxFaults?: number;
  readonly most?: TableLimit;
}

const COLUMNS = { unit: ['unit', 'block', '街坊'], region: ['region', '区域'] } as const;
const MAX_FAULTS = 500;

/**
 * Reads which block belongs to which region from a CSV (see `readCsv`). Nothing is thrown for what a file can hold:
 *
 * - `missing-column` (row 1)
 * - `missing-cells`: the row has more or fewer of them than the header
 * - `empty-unit`, `empty-region`
 * - `rounded-number`: a spreadsheet has made 2.20322E+14 of a long number
 * - `unknown-block`
 * - `two-regions`: the block stands in another row with another region; neither row is taken
 * - `repeated-row`: the same once more (warning)
 *
 * @throws UnreadableFile when it is no table, or one larger than `most`
 */
export async function readAssignment(source: ByteSource, options: AssignmentOptions = {}): Promise<Assignment> {
  const list = faultList(options.maxFaults ?? MAX_FAULTS);
  const columns = options.columns ?? COLUMNS;
  const table = await readCsv(source, options.most, (row, cells, wanted) =>
    list.add('missing-cells', row, '', `${cells}/${wanted}`, `The row has ${cells} cells, the header has ${wanted}`),
  );
  const at = { unit: findColumn(table, columns.unit), region: findColumn(table, columns.region) };
  for (const side of ['unit', 'region'] as const)
    if (at[side] < 0) {
      const there = table.columns.map((name) => shortText(name)).join(', ');
      const name = columns[side][0] ?? side;
      list.add('missing-column', 1, name, '', `There is no column "${name}"; the columns are ${there}`);
    }
  if (at.unit < 0 || at.region < 0) return { rows: [], ...list.result() };
  const [unitColumn, regionColumn] = [table.columns[at.unit]!, table.columns[at.region]!];
  const besides = (['code', 'name'] as const).filter((name) => table.columns.includes(name));
  const first = new Map<string, AssignmentRow>();
  const disputed = new Set<string>();
  for (const { row, cells } of table.rows) {
    const [unit, region] = [plain(cells[at.unit]!), plain(cells[at.region]!)];
    const complain = (kind: string, column: string, value: string, why: string): void =>
      list.add(kind, row, column, value, why, { name: unit });
    if (unit === '') complain('empty-unit', unitColumn, '', 'The row names no block');
    else if (ROUNDED.test(unit))
      complain(
        'rounded-number',
        unitColumn,
        unit,
        `A spreadsheet has rounded the number to ${unit}; format the column as text and export it again`,
      );
    else if (options.isKnown && !options.isKnown(unit))
      complain('unknown-block', unitColumn, unit, `There is no block "${shortText(unit)}"`);
    else if (region === '') complain('empty-region', regionColumn, '', `Block "${shortText(unit)}" has no region`);
    else if (ROUNDED.test(region))
      complain(
        'rounded-number',
        regionColumn,
        region,
        `A spreadsheet has rounded the number to ${region}; format the column as text and export it again`,
      );
    else {
      const known = first.get(unit);
      if (!known) {
        const of = besides.map((name) => [name, plain(cells[table.columns.indexOf(name)]!)]);
        first.set(unit, { row, unit, region, ...Object.fromEntries(of) });
      } else if (known.region === region)
        list.add('repeated-row', row, unitColumn, unit, `The same stands in row ${known.row}`, {
          otherRow: known.row,
          severity: 'warning',
        });
      else {
        disputed.add(unit);
        const why = `Block "${shortText(unit)}" belongs to "${shortText(known.region)}" in row ${known.row}`;
        list.add('two-regions', row, regionColumn, region, why, { name: unit, otherRow: known.row });
      }
    }
  }
  return { rows: [...first.values()].filter(({ unit }) => !disputed.has(unit)), ...list.result() };
}

const findColumn = ({ columns }: CsvTable, names: readonly string[]): number =>
  columns.indexOf(names.find((name) => columns.includes(name)) ?? '');

const ROUNDED = /^\d(?:\.\d+)?E\+\d+$/i;

/** Without the apostrophe that keeps a spreadsheet from running a text. */
const plain = (cell: string): string => cell.replace(/^'(?=[=+\-@＝＋－＠])/, '');

function faultList(max: number) {
  const faults: Fault[] = [];
  let faultTotal = 0;
  return {
    add: (
      kind: string,
      row: number | null,
      column: string,
      value: string,
      detail: string,
      of: { name?: string; otherRow?: number; severity?: Fault['severity'] } = {},
    ): void => {
      faultTotal += 1;
      if (faults.length >= max) return;
      const { name, otherRow, severity = 'error' } = of;
      const values = { column, value: shortText(value), ...(otherRow !== undefined && { otherRow }) };
      faults.push({ kind, severity, row, ...(name && { name }), at: null, detail, values, mendable: false });
    },
    result: () => ({ faults, faultTotal }),
  };
}
