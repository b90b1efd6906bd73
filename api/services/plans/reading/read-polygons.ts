import type { MultiPolygon, Polygon } from 'geojson';
import type { PlanReading, ReadingFaultReason, ReadingWish } from '../../../contract/plan-reading.ts';
import type { PlanLevel } from '../../../contract/plans.ts';
import type { FileFormat } from '../../../contract/words.ts';
import type { Db } from '../../../db/database.ts';
import { type FeatureStream, type FileFeature, UnreadableFile } from '../../../formats/file-features.ts';
import { ProblemError } from '../../../problems.ts';
import { chooseCrs } from '../../imports/choose-crs.ts';
import { eachPosition } from '../../imports/look-at-file.ts';
import { isOnGlobe, positionTransform, transformed } from '../../imports/take-rows.ts';
import type { RegionWords } from './find-region.ts';

/** A row of the file: where it is and what it is called, or why it is of no use. */
interface FilePolygon {
  readonly row: number;
  readonly words: RegionWords;
  /** degrees, WGS84 */
  readonly area: Polygon | MultiPolygon | null;
  readonly fault: { readonly reason: ReadingFaultReason; readonly detail: string } | null;
}

export interface FilePolygons extends Pick<PlanReading, 'field' | 'fields' | 'crs'> {
  readonly format: FileFormat;
  readonly polygons: readonly FilePolygon[];
}

/** They stand in memory all at once, as the plan does. */
const MOST = { rows: 20_000, positions: 2_000_000 } as const;
const NAME_FIELDS = ['name', 'NAME', 'Name', '名称', 'MC', 'region', '区域', 'code', 'CODE', '代码', 'id'];
const CODE_FIELDS = ['code', 'CODE', '代码'];

/**
 * The polygons of a file, named by a field, in longitude and latitude. Of a file with the levels of a division, such as
 * is written here, those of the plan's level.
 *
 * @throws UnreadableFile; ProblemError 'unknown-crs', 'invalid-request' for a field that the file does not have
 */
export async function readPolygons(
  db: Db,
  stream: FeatureStream,
  level: PlanLevel,
  wish: ReadingWish,
): Promise<FilePolygons> {
  const { rows, head, bounds } = await gather(stream);
  const ofLevel = rows.filter(({ feature }) => feature.properties.kind === level);
  const taken = ofLevel.length > 0 ? ofLevel : rows;
  const fields = [...new Set(taken.flatMap(({ feature }) => Object.keys(feature.properties)))];
  const field = fieldOf(fields, wish.field);
  const { crs, transform } = await chooseCrs(db, { crs: head.crs, bounds }, wish.crs ?? null);
  const toLngLat = await positionTransform(transform);
  const code = CODE_FIELDS.find((name) => fields.includes(name));
  const polygons = taken.map(({ feature, refused }): FilePolygon => {
    const name = textOf(feature.properties[field]);
    const known = [code === undefined ? '' : textOf(feature.properties[code]), name].filter((word) => word !== '');
    const own = { row: feature.row, words: { known, fresh: name } };
    const { geometry } = feature;
    if (geometry?.type !== 'Polygon' && geometry?.type !== 'MultiPolygon') {
      const detail = refused ?? `The row is ${geometry ? `a ${geometry.type}` : 'without a place'}; an area is wanted`;
      return { ...own, area: null, fault: { reason: 'no-area', detail } };
    }
    const area = (toLngLat ? transformed(geometry, toLngLat) : geometry) as Polygon | MultiPolygon;
    if (isOnGlobe(area)) return { ...own, area, fault: null };
    const detail = `In ${crs.name} it does not lie on the globe; choose the coordinate reference system of the file`;
    return { ...own, area: null, fault: { reason: 'wrong-place', detail } };
  });
  return { format: head.format, field, fields, crs: { name: crs.name, why: crs.why }, polygons };
}

interface GatheredRow {
  readonly feature: FileFeature;
  /** why its geometry could not be read */
  readonly refused: string | null;
}

async function gather(stream: FeatureStream) {
  const rows: GatheredRow[] = [];
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  let positions = 0;
  for (;;) {
    const next = await stream.next();
    if (next.done) {
      if (rows.length === 0)
        throw new UnreadableFile('The file has no rows; polygons with a name are wanted', { reason: 'no-rows' });
      return { rows, head: next.value, bounds: bounds[0] <= bounds[2] ? bounds : null };
    }
    const { feature, faults } = next.value;
    const refused = faults.find(({ severity }) => severity === 'error')?.detail ?? null;
    rows.push({ feature: refused === null ? feature : { ...feature, geometry: null }, refused });
    if (feature.geometry)
      eachPosition(feature.geometry.coordinates, ([x, y]) => {
        positions += 1;
        bounds[0] = Math.min(bounds[0], x!);
        bounds[1] = Math.min(bounds[1], y!);
        bounds[2] = Math.max(bounds[2], x!);
        bounds[3] = Math.max(bounds[3], y!);
      });
    if (rows.length > MOST.rows || positions > MOST.positions)
      throw new UnreadableFile(
        `A plan is read from ${MOST.rows} polygons with ${MOST.positions} points at the most; is this the file of the regions?`,
        { tooLarge: true },
      );
  }
}

function fieldOf(fields: readonly string[], wanted: string | undefined): string {
  if (fields.length === 0)
    throw new UnreadableFile('The polygons have no fields; each needs one with the name or code of its region');
  if (wanted === undefined) return NAME_FIELDS.find((name) => fields.includes(name)) ?? fields[0]!;
  if (fields.includes(wanted)) return wanted;
  throw new ProblemError(
    'invalid-request',
    `The file has no field "${wanted}"; its fields are ${fields.slice(0, 20).join(', ')}.`,
    { reason: 'no-field', values: { field: wanted, fields: fields.slice(0, 20).join(', ') } },
  );
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
