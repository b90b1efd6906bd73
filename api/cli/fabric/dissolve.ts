import { shown } from '../../formats/check-values.ts';
import { columnsOf, type Row } from '../../formats/layer.ts';
import { shortNames } from '../../formats/short-names.ts';
import { InputError } from '../command.ts';
import type { Place } from '../read-places.ts';
import { type Areas, countKinds, type PlacedFault } from './areas.ts';
import { buildAreas, type Mending } from './build.ts';
import { asAreal, groupAreasM2, groupTopology, outlinesOf } from './outlines.ts';
import { faultLines } from './print-faults.ts';
import { type FabricResult, figure, plural, rounded, SHOWN } from './result.ts';

export interface DissolveAsked extends Mending {
  readonly by: string;
  /** fields that are added up */
  readonly sums: readonly string[];
}

interface Group {
  value: unknown;
  rows: number[];
  sums: Record<string, number>;
}

/** A group as --json prints it. */
interface Told {
  /** null for rows without a value */
  value: unknown;
  rows: number[];
  count: number;
  parts: number;
  areaM2: number;
  sums?: Record<string, number>;
}

/**
 * One area for each value of a field, with how many rows it is made of and its area; rows without a value are one too.
 *
 * Faults are mended on the way, so that no square metre counts twice.
 *
 * @throws InputError with the fields that are there, when one is not
 */
export function dissolveAreas(areas: Areas, { by, sums, ...asked }: DissolveAsked): FabricResult {
  const { file, rows } = areas;
  for (const field of [by, ...sums]) checkField(areas, field);
  const { pieces, faults, maxMoveM } = buildAreas(areas, asked);
  const { groups, groupOf, notNumbers } = groupRows(rows, by, sums);
  const outlines = outlinesOf(pieces, groupOf, groups.length);
  const areasM2 = groupAreasM2(pieces, groupOf, groups.length);
  const told = groups.map(({ value, rows: own, sums: added }, group) => ({
    ...{ value, rows: own, count: own.length, parts: outlines[group]!.length, areaM2: rounded(areasM2[group]!) },
    ...(sums.length > 0 && { sums: added }),
  }));
  const properties = propertiesOf(by, sums, told);
  const mended = faults.filter(({ action }) => action === 'mended');
  const refused = faults.filter(({ action }) => action === 'refused');
  return {
    json: { ...{ file: file.name, crs: file.crs, by, groups: told }, mended: countKinds(mended), refused, maxMoveM },
    lines: [
      `${file.name}: ${plural(rows.length, 'area')} make ${groups.length} by ${by}`,
      ...table(told, by, sums),
      ...(mended.length > 0 ? [`  mended on the way: ${countsText(mended)} (fabric check tells where)`] : []),
      ...faultLines(refused, true),
    ],
    notes: [
      ...areas.notes,
      ...(notNumbers > 0 ? [`${plural(notNumbers, 'value')} left out of the sums: no number.`] : []),
    ],
    exit: refused.length > 0 ? 1 : 0,
    written: {
      layer: {
        columns: columnsOf(properties),
        features: outlines.map((polygons, group) => ({
          geometry: asAreal(polygons),
          properties: properties[group]!,
        })),
      },
      topology: (name) => groupTopology(pieces, groupOf, properties, name),
      attribution: file.attribution,
    },
  };
}

const countsText = (faults: readonly PlacedFault[]): string =>
  Object.entries(countKinds(faults))
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ');

interface Grouping {
  groups: Group[];
  groupOf: (row: number) => number;
  /** values of summed fields that are none */
  notNumbers: number;
}

/** Rows by the value of a field, in the order in which the values appear; 7 and "7" are one value. */
function groupRows(rows: readonly Place[], by: string, sums: readonly string[]): Grouping {
  const numbers = new Map<string | null, number>();
  const groups: Group[] = [];
  let notNumbers = 0;
  const groupOfRow = rows.map(({ row, properties }) => {
    const value = fieldOf(properties, by);
    const key = value === null ? null : textOf(value);
    const number = numbers.get(key) ?? groups.length;
    numbers.set(key, number);
    if (number === groups.length)
      groups.push({ value, rows: [], sums: Object.fromEntries(sums.map((field) => [field, 0])) });
    const group = groups[number]!;
    group.rows.push(row);
    for (const field of sums) {
      const amount = numberOf(fieldOf(properties, field));
      if (amount === null) notNumbers += 1;
      else group.sums[field]! += amount;
    }
    return number;
  });
  return { groups, groupOf: (row) => groupOfRow[row]!, notNumbers };
}

/** The field itself keeps its name; those that are added step aside. */
function propertiesOf(by: string, sums: readonly string[], groups: readonly Told[]): Row[] {
  const names = shortNames([by, 'count', 'areaM2', ...sums], Number.MAX_SAFE_INTEGER, ({ length }) => length);
  return groups.map(({ value, count, areaM2, sums: added }) => {
    const values = [value, count, areaM2, ...sums.map((field) => added![field])];
    return Object.fromEntries(names.map((name, i) => [name, values[i]]));
  });
}

const textOf = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** An empty text is no value. */
function fieldOf(properties: Row, field: string): unknown {
  const value = Object.hasOwn(properties, field) ? properties[field] : null;
  return value === '' || value === undefined ? null : value;
}

function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' ? Number(value.trim() || Number.NaN) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

const FIELDS_LISTED = 30;

function checkField({ file, rows }: Areas, field: string): void {
  const fields = new Set(rows.flatMap(({ properties }) => Object.keys(properties)));
  if (fields.has(field)) return;
  const listed = [...fields].slice(0, FIELDS_LISTED).map((name) => shown(name).slice(1, -1));
  const more = fields.size > FIELDS_LISTED ? ` and ${fields.size - FIELDS_LISTED} more` : '';
  throw new InputError(
    fields.size === 0
      ? `${file.name} has no field ${shown(field)}: its rows have no attributes at all.`
      : `${file.name} has no field ${shown(field)}; its fields are ${listed.join(', ')}${more}.`,
  );
}

function table(groups: readonly Told[], by: string, sums: readonly string[]): string[] {
  const head = [by, 'rows', 'parts', 'm²', ...sums];
  const body = groups
    .slice(0, SHOWN * 10)
    .map(({ value, count, parts, areaM2, sums: added }) => [
      ...[value === null ? '–' : textOf(value), figure(count), figure(parts), figure(areaM2)],
      ...sums.map((field) => figure(added![field]!)),
    ]);
  const widths = head.map((name, i) =>
    Math.max(...[name, ...body.map((cells) => cells[i]!)].map(({ length }) => length)),
  );
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ')}`;
  const more = groups.length - body.length;
  return [line(head), ...body.map(line), ...(more > 0 ? [`  … and ${more} more (--json lists them)`] : [])];
}
