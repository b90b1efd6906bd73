import { writeCsv } from '../../formats/write-csv.ts';
import { type Sheet, writeXlsx } from '../../formats/write-xlsx.ts';
import type { Task } from '../../worker/tasks.ts';

export const TABLE_MEDIA_TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
export type TableFormat = keyof typeof TABLE_MEDIA_TYPES;

/** Makes a file of one table. */
export const writeTable: Task<{ sheet: Sheet; format: TableFormat }, Uint8Array<ArrayBuffer>> = async ({
  sheet,
  format,
}) =>
  format === 'csv'
    ? new TextEncoder().encode([...writeCsv(sheet.columns, sheet.rows)].join(''))
    : new Uint8Array(await writeXlsx([sheet], { title: sheet.name, writtenAt: new Date() }));
