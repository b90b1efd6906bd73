import { UnreadableFile } from '../../formats/file-features.ts';
import { openFile } from '../../formats/open-file.ts';
import { ProblemError } from '../../problems.ts';
import type { Task } from '../../worker/tasks.ts';

/** A row of a small table: what stands in each column, as text, trimmed; '' for an empty cell. */
export interface TextRow {
  /** as a spreadsheet counts */
  row: number;
  cells: Record<string, string>;
}

/**
 * Reads a table for people (CSV, or the first sheet of a workbook) whose rows have no places.
 *
 * @param most  rows at the most
 * @throws ProblemError 'unreadable-file' for what is no table, cannot be read, or has no rows; 'file-too-large' for more
 */
export const readTable: Task<{ path: string; most: number }, TextRow[]> = async ({ path, most }) => {
  try {
    return await textRows(path, most);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const { tooLarge, message, reason, values } = error;
    throw new ProblemError(tooLarge ? 'file-too-large' : 'unreadable-file', message, { reason, values });
  }
};

async function textRows(path: string, most: number): Promise<TextRow[]> {
  const rows: TextRow[] = [];
  for (const stream = (await openFile(path))(); ; ) {
    const next = await stream.next();
    if (next.done) {
      if (next.value.format !== 'csv' && next.value.format !== 'xlsx')
        throw new UnreadableFile('This is no table; save it as XLSX or CSV', { reason: 'not-table' });
      if (rows.length > 0) return rows;
      throw new UnreadableFile('The table has no rows below its header', { reason: 'no-rows' });
    }
    const { row, properties } = next.value.feature;
    if (rows.length === most)
      throw new UnreadableFile(`The table has more than ${most} rows; send it in parts`, {
        ...{ tooLarge: true, reason: 'many-rows', values: { n: most } },
      });
    const cells = Object.entries(properties).map(([name, value]) => [name, String(value ?? '').trim()] as const);
    rows.push({ row, cells: Object.fromEntries(cells) });
  }
}

/** `Role Code ` and `rolecode` are the same name. */
const plain = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_.-]/g, '');

/** The column of a table that has one of the names, the first of them before the others; undefined without one. */
export function columnNamed(rows: readonly TextRow[], names: readonly string[]): string | undefined {
  const columns = Object.keys(rows[0]?.cells ?? {});
  return names.flatMap((name) => columns.filter((column) => plain(column) === plain(name)))[0];
}
