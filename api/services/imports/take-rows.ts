import type { Position } from 'geojson';
import type { StagedPage, StagedRow } from '../../db/imports.ts';
import type { FileFeature, ReadRow } from '../../formats/file-features.ts';
import type { Transform } from './look.ts';
import type { RowFilter } from './look-at-file.ts';

/** A transaction on the embedded store should stay well under 200 ms. */
const PAGE_CHARS = 2_000_000;

export interface Taking {
  accepts: RowFilter;
  transform: Transform;
  /** a page, at the most */
  rows: number;
}

/**
 * The rows of a file in longitude and latitude, as pages of the staging table. Those whose coordinates are not
 * on the globe in this CRS are staged without geometry and with a fault.
 *
 * @param keep  is given each row as it is staged
 */
export async function* takeRows(
  file: AsyncIterable<ReadRow> | Iterable<ReadRow>,
  { accepts, transform, rows: most }: Taking,
  keep: (row: StagedRow) => void,
): AsyncGenerator<StagedPage> {
  const toLngLat = await positionTransform(transform);
  let texts: string[] = [];
  let chars = 0;
  let [firstRow, lastRow] = [0, 0];
  const page = (): StagedPage => ({ firstRow, lastRow, count: texts.length, rows: `[${texts.join(',')}]` });
  for await (const row of file) {
    if (!accepts(row.feature.properties)) continue;
    const staged = toStagedRow(row, toLngLat);
    keep(staged);
    const text = JSON.stringify(staged);
    if (texts.length === 0) firstRow = staged.row;
    lastRow = staged.row;
    texts.push(text);
    chars += text.length;
    if (texts.length < most && chars < PAGE_CHARS) continue;
    yield page();
    texts = [];
    chars = 0;
  }
  if (texts.length > 0) yield page();
}

type ToLngLat = (position: Position) => Position;

/** The libraries for CRSs are loaded where a file has another one. */
export async function positionTransform(transform: Transform): Promise<ToLngLat | null> {
  if (transform.kind === 'none') return null;
  if (transform.kind === 'offset') {
    const { fromOffset } = await import('../../../geo/crs/offset-crs.ts');
    return (position) => fromOffset(transform.from, position);
  }
  const { parseCrs } = await import('../../../geo/crs/epsg.ts');
  const crs = parseCrs(transform.definition);
  if (!crs.ok) throw new Error(`The definition of the CRS cannot be used: ${crs.reason}`);
  return crs.toLngLat;
}

function toStagedRow({ feature, faults }: ReadRow, toLngLat: ToLngLat | null): StagedRow {
  const geometry = toLngLat && feature.geometry ? transformed(feature.geometry, toLngLat) : feature.geometry;
  const kept = faults.map(({ kind, severity, detail, mendable, name }) => ({ kind, severity, detail, mendable, name }));
  const properties = asJson(feature.properties);
  const turned = toLngLat === null && geometry && !isOnGlobe(geometry) ? transformed(geometry, swapOrdinates) : null;
  if (turned && isOnGlobe(turned)) {
    kept.push({ ...SWAPPED, name: kept[0]?.name });
    return { row: feature.row, geometry: turned, data: { properties, faults: kept } };
  }
  const misplaced = geometry && misplacement(geometry);
  if (!misplaced) return { row: feature.row, geometry, data: { properties, faults: kept } };
  kept.push({ ...misplaced, severity: 'error', mendable: false, name: kept[0]?.name });
  return { row: feature.row, geometry: null, data: { properties, faults: kept } };
}

const swapOrdinates: ToLngLat = ([x, y]) => [y!, x!];

/** Degrees that are some only the other way round: the row is staged so, and taken with consent. */
const SWAPPED = {
  kind: 'swapped',
  severity: 'error',
  detail: 'Longitude and latitude look swapped: its first number is a latitude; mending turns them round',
  mendable: true,
} as const;

/** What makes it impossible to say where on the globe a geometry lies; null when nothing does. */
function misplacement(geometry: Geometry): { kind: string; detail: string } | null {
  if (!isOnGlobe(geometry))
    return {
      kind: 'outside-the-globe',
      detail: 'Its coordinates are not longitude and latitude in this coordinate reference system',
    };
  if (geometry.type === 'MultiPoint' || !leaps(geometry.coordinates)) return null;
  return {
    kind: 'antimeridian',
    detail: 'It leaps over the 180° meridian, where nobody can say which side is meant; cut it there',
  };
}

/** Whether a line or ring goes more than half round the globe from one position to the next. */
function leaps(value: Nested): boolean {
  if (typeof value[0] === 'number') return false;
  const parts = value as Nested[];
  if (typeof parts[0]?.[0] !== 'number') return parts.some(leaps);
  return parts.some((position, i) => i > 0 && Math.abs((position[0] as number) - (parts[i - 1]![0] as number)) > 180);
}

const isPlain = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'boolean' || value === null || Number.isFinite(value);

/** As the staging table gives them back: infinite numbers are null. */
const asJson = (properties: Record<string, unknown>): Record<string, unknown> =>
  Object.values(properties).every(isPlain) ? properties : JSON.parse(JSON.stringify(properties));

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
