import type { Position } from 'geojson';
import type { Fault } from '../../contract/imports.ts';
import { shortText } from '../../formats/check-values.ts';
import {
  type FeatureStream,
  type FileFault,
  type FileFeature,
  type ReadRow,
  UnreadableFile,
} from '../../formats/file-features.ts';
import type { DegreeRows, Look } from './look.ts';

/** What one import may hold: checked and shared out, so much fits in the memory of a small server. */
export const MAX_ROWS = 500_000;
const MAX_POSITIONS = 5_000_000;
const MAX_FIELDS = 500;
const SAMPLES = 3;
const SAMPLE_CHARS = 60;

/**
 * Reads a file to its end and keeps nothing but what a preview needs: fields, counts, bounds, what the file says of
 * itself.
 *
 * @param accepts  the filter of the import
 * @param keep     is given the rows that it lets through
 * @throws UnreadableFile when it holds more than one import can take
 */
export async function lookAtFile(
  stream: FeatureStream,
  accepts: RowFilter,
  keep: (row: ReadRow) => void = () => {},
): Promise<Look> {
  const fields = new Map<string, { texts: boolean; numbers: boolean; samples: string[] }>();
  const bounds: Box = [Infinity, Infinity, -Infinity, -Infinity];
  let fileRows = 0;
  let rows = 0;
  let positions = 0;
  const degrees = new DegreeCount();
  for (;;) {
    const next = await stream.next();
    if (next.done) {
      const { format, layers = [], layer = null, table = null, crs, attribution, faults } = next.value;
      return {
        ...{ format, layers, layer, table },
        crs,
        attribution,
        fields: [...fields].map(([name, { texts, numbers, samples }]) => ({
          name,
          type: texts && numbers ? 'mixed' : numbers ? 'number' : 'text',
          samples,
        })),
        fileRows,
        rows,
        bounds: bounds[0] <= bounds[2] ? bounds : null,
        degrees: degrees.found(),
        faults: faults.map(wholeFileFault),
      };
    }
    const { feature } = next.value;
    fileRows += 1;
    for (const [name, value] of Object.entries(feature.properties)) noteField(fields, name, value);
    if (!accepts(feature.properties)) continue;
    rows += 1;
    if (rows > MAX_ROWS) throw tooMany(MAX_ROWS, 'rows');
    keep(next.value);
    if (!feature.geometry) continue;
    const own: Box = [Infinity, Infinity, -Infinity, -Infinity];
    eachPosition(feature.geometry.coordinates, (position) => {
      positions += 1;
      grow(own, position);
    });
    grow(bounds, [own[0], own[1]]);
    grow(bounds, [own[2], own[3]]);
    degrees.add(own);
    if (positions > MAX_POSITIONS) throw tooMany(MAX_POSITIONS, 'positions');
  }
}

type Box = [minX: number, minY: number, maxX: number, maxY: number];

/** Counts rows that can be degrees: one that cannot says nothing of the others. */
class DegreeCount {
  #placed = 0;
  #usual = 0;
  #swapped = 0;
  #lng = 0;
  #lat = 0;

  add([minX, minY, maxX, maxY]: Box): void {
    this.#placed += 1;
    const [x, y] = [Math.max(-minX, maxX), Math.max(-minY, maxY)];
    const usual = x <= 180 && y <= 90;
    if (!usual && !(x <= 90 && y <= 180)) return;
    if (usual) this.#usual += 1;
    else this.#swapped += 1;
    this.#lng += usual ? minX : minY;
    this.#lat += usual ? minY : minX;
  }

  found(): DegreeRows {
    const [placed, usual, swapped] = [this.#placed, this.#usual, this.#swapped];
    const n = usual + swapped;
    return { placed, usual, swapped, middle: n === 0 ? null : [this.#lng / n, this.#lat / n] };
  }
}

const tooMany = (limit: number, what: string): UnreadableFile =>
  new UnreadableFile(
    `The file has more than ${limit.toLocaleString('en')} ${what}, the limit of one import; split it and import the parts with --mode add`,
    { tooLarge: true },
  );

export type RowFilter = (properties: Record<string, unknown>) => boolean;

/** @param where  "field=value"; '' lets every row through */
export function rowFilter(where: string): RowFilter {
  const equals = where.indexOf('=');
  if (equals < 0) return () => true;
  const field = where.slice(0, equals);
  const value = where.slice(equals + 1);
  return (properties) => String((Object.hasOwn(properties, field) ? properties[field] : null) ?? '') === value;
}

const wholeFileFault = ({ kind, severity, detail, mendable }: FileFault): Fault => ({
  kind,
  severity,
  row: null,
  at: null,
  detail,
  mendable,
});

function noteField(
  fields: Map<string, { texts: boolean; numbers: boolean; samples: string[] }>,
  name: string,
  value: unknown,
): void {
  let field = fields.get(name);
  if (!field) {
    if (fields.size >= MAX_FIELDS) return;
    field = { texts: false, numbers: false, samples: [] };
    fields.set(name, field);
  }
  if (value === null || value === undefined || value === '') return;
  if (typeof value === 'number') field.numbers = true;
  else field.texts = true;
  if (field.samples.length >= SAMPLES) return;
  const sample = shortText(typeof value === 'object' ? JSON.stringify(value) : String(value), SAMPLE_CHARS);
  if (!field.samples.includes(sample)) field.samples.push(sample);
}

type Coordinates = NonNullable<FileFeature['geometry']>['coordinates'];

export function eachPosition(coordinates: Coordinates, visit: (position: Position) => void): void {
  if (typeof coordinates[0] === 'number') visit(coordinates as Position);
  else for (const inner of coordinates as Coordinates[]) eachPosition(inner, visit);
}

function grow(bounds: Box, [x, y]: Position): void {
  bounds[0] = Math.min(bounds[0], x!);
  bounds[1] = Math.min(bounds[1], y!);
  bounds[2] = Math.max(bounds[2], x!);
  bounds[3] = Math.max(bounds[3], y!);
}
