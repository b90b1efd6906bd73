import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import Papa from 'papaparse';
import { shown } from '../../formats/check-values.ts';
import { type CsvTable, columnOf, readCsv } from '../../formats/csv.ts';
import { UnreadableFile } from '../../formats/file-features.ts';
import { openBytes } from '../../formats/open-file.ts';
import { InputError } from '../command.ts';
import { checkThere } from '../read-places.ts';
import { checkField, textOf, type Units, unitIndex } from './units.ts';

/** Which region each unit is in. */
export interface Plan {
  /** names, in the order in which people count */
  readonly regions: readonly string[];
  /** index of the region of each unit; −1 = none */
  readonly assignment: Int32Array;
}

export interface Columns {
  readonly unit: string;
  readonly region: string;
}

export const COLUMNS: Columns = { unit: 'unit', region: 'region' };

/**
 * A plan from a CSV, or from a field of the units; what is a file is read as one. An empty region is none, and so are
 * units that a CSV leaves out.
 *
 * @throws InputError with row and value for a unit that is not there or stands there twice
 */
export async function readPlan(units: Units, given: string, cwd: string, columns: Columns): Promise<Plan> {
  const path = resolve(cwd, given);
  if (existsSync(path)) return planOf(await regionsOfCsv(units, path, columns));
  if (/\.csv$/i.test(given) || given.includes('/')) throw new InputError(`There is no file ${path}; check its name.`);
  checkField(units, given);
  return planOf(units.ids.map((_, unit) => textOf(units.valueOf(unit, given))));
}

/** Region of each unit by name; '' = none. */
async function regionsOfCsv(units: Units, path: string, columns: Columns): Promise<string[]> {
  const regions = units.ids.map(() => '');
  for (const { unit, cells, column } of await unitRows(units, path, columns)) {
    regions[unit] = column === null ? '' : cells[column]!;
  }
  return regions;
}

/**
 * Units that are locked, with the region they are locked to: that of the CSV, or, where it has no such column, that
 * of the plan to begin with.
 */
export async function readLocks(
  units: Units,
  path: string,
  columns: Columns,
  start: Plan | null,
): Promise<Map<number, string>> {
  const file = basename(path);
  const locks = new Map<number, string>();
  for (const { row, unit, cells, column } of await unitRows(units, path, columns, { regionWanted: false })) {
    const own = start && start.assignment[unit]! >= 0 ? start.regions[start.assignment[unit]!]! : '';
    const region = (column === null ? '' : cells[column]!) || own;
    if (region === '')
      throw new InputError(
        `${file}, row ${row}: it is not said which region ${shown(units.ids[unit])} is locked to; add a column "${columns.region}", or give a plan that has it with --start.`,
      );
    locks.set(unit, region);
  }
  return locks;
}

async function unitRows(units: Units, path: string, columns: Columns, { regionWanted = true } = {}) {
  const file = basename(path);
  const refuse = (row: number, why: string): never => {
    throw new InputError(`${file}, row ${row}: ${why}.`);
  };
  const table = await csvAt(path, file);
  const { unitColumn, column } = columnsOf(table, columns, regionWanted, file);
  const indexOf = unitIndex(units);
  const rowOf = new Map<number, number>();
  return table.rows.map(({ row, cells }) => {
    const id = cells[unitColumn]!;
    const unit = id === '' ? refuse(row, `"${columns.unit}" is empty`) : indexOf(id);
    if (unit === undefined) return refuse(row, `${units.file} has no unit ${shown(id)}`);
    const before = rowOf.get(unit);
    if (before !== undefined) return refuse(row, `the unit ${shown(id)} stands in row ${before} already`);
    rowOf.set(unit, row);
    return { row, unit, cells, column };
  });
}

async function csvAt(path: string, file: string): Promise<CsvTable> {
  await checkThere(path);
  try {
    return await readCsv(await openBytes(path));
  } catch (error) {
    if (error instanceof UnreadableFile) throw new InputError(`${file} cannot be read: ${error.message}.`);
    throw error;
  }
}

function columnsOf(table: CsvTable, columns: Columns, regionWanted: boolean, file: string) {
  try {
    const unitColumn = columnOf(table, columns.unit);
    const hasRegion = regionWanted || table.columns.includes(columns.region);
    return { unitColumn, column: hasRegion ? columnOf(table, columns.region) : null };
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new InputError(`${file}: ${error.message}; other names are taken with --columns UNIT,REGION.`);
  }
}

const inOrder = new Intl.Collator('en', { numeric: true }).compare;

/** @param names  region of each unit; '' = none */
export function planOf(names: readonly string[]): Plan {
  const regions = [...new Set(names)].filter((name) => name !== '').sort((p, q) => inOrder(p, q) || (p < q ? -1 : 1));
  const indexOf = new Map(regions.map((name, i) => [name, i]));
  return { regions, assignment: Int32Array.from(names, (name) => indexOf.get(name) ?? -1) };
}

export function writePlan(path: string, assignment: ReadonlyMap<string, string>): Promise<void> {
  const csv = Papa.unparse({ fields: [COLUMNS.unit, COLUMNS.region], data: [...assignment] }, { newline: '\n' });
  return writeFile(path, `${csv}\n`).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(`${path} cannot be written (${error.code ?? error.message}).`);
  });
}
