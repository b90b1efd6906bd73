import type { Position } from 'geojson';
import { parseCrs } from '../../../geo/crs/epsg.ts';
import { fromOffset } from '../../../geo/crs/offset-crs.ts';
import { type StagedRow, stagedLine } from '../../db/imports.ts';
import type { FeatureStream, FileFeature, ReadRow } from '../../formats/file-features.ts';
import type { Transform } from './look.ts';
import type { RowFilter } from './look-at-file.ts';

const CHUNK_ROWS = 1000;
/** A transaction on the embedded store should stay well under 200 ms. */
const CHUNK_CHARS = 2_000_000;

/**
 * The rows of a file in longitude and latitude, as chunks of CSV for the staging table.
 *
 * @returns outside: rows whose coordinates are not on the globe in this CRS; they are staged without geometry and
 *          with a fault
 */
export async function* takeRows(
  stream: FeatureStream,
  accepts: RowFilter,
  transform: Transform,
  county: string,
  batch: string,
): AsyncGenerator<{ csv: string; rows: number }, { rows: number; outside: number }> {
  const toLngLat = positionTransform(transform);
  let lines: string[] = [];
  let chars = 0;
  let rows = 0;
  let outside = 0;
  for (;;) {
    const next = await stream.next();
    if (!next.done) {
      if (!accepts(next.value.feature.properties)) continue;
      const staged = toStagedRow(next.value, toLngLat);
      if (staged.data.faults.some((fault) => fault.kind === 'outside-the-globe')) outside += 1;
      const line = stagedLine(county, batch, staged);
      lines.push(line);
      chars += line.length;
      rows += 1;
    }
    if (lines.length > 0 && (next.done || lines.length >= CHUNK_ROWS || chars >= CHUNK_CHARS)) {
      yield { csv: lines.join(''), rows: lines.length };
      lines = [];
      chars = 0;
    }
    if (next.done) return { rows, outside };
  }
}

type ToLngLat = (position: Position) => Position;

export function positionTransform(transform: Transform): ToLngLat | null {
  if (transform.kind === 'none') return null;
  if (transform.kind === 'offset') return (position) => fromOffset(transform.from, position);
  const crs = parseCrs(transform.definition);
  if (!crs.ok) throw new Error(`The definition of the CRS cannot be used: ${crs.reason}`);
  return crs.toLngLat;
}

function toStagedRow({ feature, faults }: ReadRow, toLngLat: ToLngLat | null): StagedRow {
  const geometry = toLngLat && feature.geometry ? transformed(feature.geometry, toLngLat) : feature.geometry;
  const kept = faults.map(({ kind, severity, detail, mendable, name }) => ({ kind, severity, detail, mendable, name }));
  if (!geometry || isOnGlobe(geometry)) {
    return { row: feature.row, geometry, data: { properties: feature.properties, faults: kept } };
  }
  kept.push({
    kind: 'outside-the-globe',
    severity: 'error',
    detail: 'Its coordinates are not longitude and latitude in this coordinate reference system',
    mendable: false,
    name: kept[0]?.name,
  });
  return { row: feature.row, geometry: null, data: { properties: feature.properties, faults: kept } };
}

type Geometry = NonNullable<FileFeature['geometry']>;
type Nested = Position | Nested[];

const mapPositions = (value: Nested, change: ToLngLat): Nested =>
  typeof value[0] === 'number' ? change(value as Position) : (value as Nested[]).map((v) => mapPositions(v, change));

export const transformed = (geometry: Geometry, toLngLat: ToLngLat): Geometry =>
  ({ type: geometry.type, coordinates: mapPositions(geometry.coordinates, toLngLat) }) as Geometry;

const onGlobe = (value: Nested): boolean =>
  typeof value[0] === 'number'
    ? Math.abs(value[0]) <= 180 && Math.abs((value as Position)[1]!) <= 90
    : (value as Nested[]).every(onGlobe);
export const isOnGlobe = (geometry: Geometry): boolean => onGlobe(geometry.coordinates);
