import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  type DualGraph,
  dualGraph,
  dualGraphOf,
  type Fabric,
  type ShapeScores,
  shapeScores,
} from '../../../geo/index.ts';
import { shown } from '../../formats/check-values.ts';
import { nameOf, UnreadableFile } from '../../formats/file-features.ts';
import { plainId, readNetworkx } from '../../formats/networkx.ts';
import { openBytes } from '../../formats/open-file.ts';
import { InputError } from '../command.ts';
import { areasOf } from '../fabric/areas.ts';
import { buildAreas } from '../fabric/build.ts';
import { checkThere, readPlaces } from '../read-places.ts';

/** What is to be divided: units with their attributes, and who borders whom. */
export interface Units {
  /** of the file, without its folder */
  readonly file: string;
  readonly ids: readonly string[];
  /** "row 7" or "node 7": where the unit stands in the file */
  readonly placeOf: (unit: number) => string;
  readonly fields: readonly string[];
  readonly valueOf: (unit: number, field: string) => unknown;
  /** with a population; 1 for each unit where no field is named */
  readonly graphWith: (population: Float64Array) => DualGraph;
  /** outlines of parts are known only where polygons are */
  readonly shapesOf: ((assignment: Int32Array, parts: number) => ShapeScores[]) | null;
  /** to be told, but nothing that stops */
  readonly notes: readonly string[];
}

/** Attributes of GerryChain's graphs. */
const AREA = 'area';
const SHARED = 'shared_perim';
const BOUNDARY = 'boundary_perim';

/** @throws InputError when the file cannot be read or is no such graph */
export async function unitsOfGraph(path: string, idField: string | null): Promise<Units> {
  const file = basename(path);
  const { nodes, edges } = await readGraph(path, file);
  if (nodes.length === 0) throw new InputError(`${file} has no nodes.`);
  const attributes = nodes.map((node) => node.attributes);
  const placeOf = (unit: number): string => `node ${unit + 1}`;
  const ids = idField === null ? nodes.map(({ id }) => id) : idsOfField(file, attributes, idField, placeOf);
  const measure = (of: Readonly<Record<string, unknown>>, name: string, missing: number, where: string): number => {
    const value = of[name];
    if (value === undefined || value === null) return missing;
    const measured = numberOf(value);
    if (measured >= 0) return measured;
    throw new InputError(`${file}, ${where}: "${name}" must be a number that is not negative, it is ${shown(value)}.`);
  };
  // Where nothing is said of outer borders, an outline is not known; where something is, silence means none.
  const outside = attributes.some((node) => node[BOUNDARY] != null) ? 0 : Number.NaN;
  const areaM2 = Float64Array.from(attributes, (node, i) => measure(node, AREA, Number.NaN, placeOf(i)));
  const boundaryM = Float64Array.from(attributes, (node, i) => measure(node, BOUNDARY, outside, placeOf(i)));
  const between = edges.filter(({ a, b }) => a !== b);
  const sharedM = between.map((edge, i) => measure(edge.attributes, SHARED, Number.NaN, `edge ${i + 1}`));
  const input = { edges: { a: between.map(({ a }) => a), b: between.map(({ b }) => b), sharedM }, areaM2, boundaryM };
  return {
    ...{ file, ids, placeOf, shapesOf: null, notes: [] },
    fields: fieldsOf(attributes),
    valueOf: (unit, field) => attributes[unit]![field],
    graphWith: (population) => dualGraph({ ...input, population }),
  };
}

async function readGraph(path: string, file: string) {
  await checkThere(path);
  try {
    await openBytes(path);
    return readNetworkx(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof UnreadableFile) throw new InputError(`${file} cannot be read: ${error.message}.`);
    throw error;
  }
}

/**
 * Polygons as units. Borders are noded and mended first, so that neighbours are found whose vertices do not agree.
 *
 * @throws InputError when the file cannot be read, holds no polygons, or one that comes to nothing
 */
export async function unitsOfPolygons(path: string, idField: string | null, crs: string | null): Promise<Units> {
  const areas = areasOf(await readPlaces(path, crs));
  const { name: file } = areas.file;
  const [fault] = areas.faults;
  if (fault) throw new InputError(`${file}, row ${fault.rows[0]}: ${fault.detail ?? fault.kind}.`);
  const { pieces, faults } = buildAreas(areas, { fillGaps: false });
  if (pieces.length > 1)
    throw new InputError(`${file}: the units lie more than 600 km apart; take those of one county.`);
  const { fabric, rowOf } = pieces[0]!;
  const has = new Set(rowOf);
  const lost = areas.rows.findIndex((_, unit) => !has.has(unit));
  if (lost >= 0)
    throw new InputError(
      `${file}, row ${areas.rows[lost]!.row}: nothing is left of the polygon, it is too small or drawn twice; take it out.`,
    );
  const attributes = areas.rows.map(({ properties }) => properties);
  const placeOf = (unit: number): string => `row ${areas.rows[unit]!.row}`;
  const unitOf = Int32Array.from(rowOf);
  const mended = faults.filter(({ action }) => action === 'mended').length;
  const { ids, note } = idsOf(file, attributes, idField, placeOf);
  return {
    ...{ file, ids, placeOf },
    fields: fieldsOf(attributes),
    valueOf: (unit, field) => attributes[unit]![field],
    graphWith: (population) => dualGraphOf(fabric, population, unitOf),
    shapesOf: (assignment, parts) => shapesOfUnits(fabric, unitOf, assignment, parts),
    notes: [
      ...areas.notes,
      ...(mended > 0
        ? [`${file}: ${mended} gaps, overlaps or crossings between the units were mended to find neighbours.`]
        : []),
      ...(note ? [note] : []),
    ],
  };
}

const shapesOfUnits = (fabric: Fabric, unitOf: Int32Array, assignment: Int32Array, parts: number): ShapeScores[] =>
  shapeScores(
    fabric,
    unitOf.map((unit) => assignment[unit]!),
    parts,
  );

const ID_FIELDS = ['id', 'unit', 'ID', 'UNIT', 'code', 'GEOID', 'name'];

/** The field that is asked for, or the first usual one that tells all units apart, or the row. */
function idsOf(
  file: string,
  attributes: readonly Record<string, unknown>[],
  asked: string | null,
  placeOf: Units['placeOf'],
): { ids: string[]; note: string | null } {
  if (asked !== null) return { ids: idsOfField(file, attributes, asked, placeOf), note: null };
  for (const field of ID_FIELDS) {
    const ids = attributes.map((row) => textOf(row[field]));
    if (ids.every((id) => id !== '') && new Set(ids).size === ids.length) return { ids, note: null };
  }
  const ids = attributes.map((_, unit) => placeOf(unit).replace(/^\w+ /, ''));
  return { ids, note: `${file} has no field that names each unit; they are called by their rows. Name one with --id.` };
}

function idsOfField(
  file: string,
  attributes: readonly Readonly<Record<string, unknown>>[],
  field: string,
  placeOf: Units['placeOf'],
): string[] {
  checkField({ file, fields: fieldsOf(attributes) }, field);
  const first = new Map<string, number>();
  return attributes.map((row, unit) => {
    const id = textOf(row[field]);
    if (id === '') throw new InputError(`${file}, ${placeOf(unit)}: "${field}" is empty; each unit needs an id.`);
    const other = first.get(id);
    if (other !== undefined)
      throw new InputError(`${file}, ${placeOf(unit)}: "${field}" is ${shown(id)} as in ${placeOf(other)} already.`);
    first.set(id, unit);
    return id;
  });
}

function fieldsOf(attributes: readonly Readonly<Record<string, unknown>>[]): string[] {
  return [...new Set(attributes.flatMap((row) => Object.keys(row)))];
}

/** @throws InputError with the fields that are there */
export function checkField({ file, fields }: Pick<Units, 'file' | 'fields'>, field: string): void {
  if (fields.includes(field)) return;
  const there = fields.length > 0 ? `its fields are ${fields.slice(0, 20).map(shown).join(', ')}` : 'it has none';
  throw new InputError(`${file} has no field ${shown(field)}; ${there}.`);
}

/** A value as a text that names something; '' for nothing. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value).trim();
}

/** A number, or a text that is one; NaN for anything else. */
function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
}

/**
 * People of each unit.
 *
 * @param field  null = one for each unit
 * @throws InputError with row and value where it is no number, or negative
 */
export function populationOf(units: Units, field: string | null): Float64Array {
  if (field === null) return new Float64Array(units.ids.length).fill(1);
  checkField(units, field);
  return Float64Array.from(units.ids, (id, unit) => {
    const value = units.valueOf(unit, field);
    const people = numberOf(value);
    if (people >= 0 && people < Number.POSITIVE_INFINITY) return people;
    const what = people < 0 ? 'must not be negative' : 'must be a number';
    throw new InputError(
      `${units.file}, ${units.placeOf(unit)} (${shown(id)}): "${field}" ${what}, it is ${shown(value ?? null)}.`,
    );
  });
}

/** Unit of an id, however a tuple is written. */
export function unitIndex({ ids }: Units): (id: string) => number | undefined {
  const exact = new Map(ids.map((id, unit) => [id, unit]));
  const plain = new Map(ids.map((id, unit) => [plainId(id), unit]));
  return (id) => exact.get(id) ?? plain.get(plainId(id));
}

/** A unit as it is told to people. */
export function unitName(units: Units, unit: number): string {
  const value = nameOf(Object.fromEntries(units.fields.map((field) => [field, units.valueOf(unit, field)])));
  const name = value !== undefined && value !== units.ids[unit] ? ` (${value})` : '';
  return `${shown(units.ids[unit])}${name}`;
}
