import type { Geometry, Position } from 'geojson';
import { expect } from 'vitest';
import { type ExportLayer, LAYER_COLUMNS } from '../../api/contract/layer-exports.ts';

/** A feature as some reader gives it. */
export interface ReadFeature {
  geometry: Geometry | null;
  properties: Record<string, unknown>;
}

const METRES_A_DEGREE = 111_320;
/** A millimetre, or what eight decimals of a degree are. */
export const CLOSE_M = 0.0012;

type Nested = Position | Nested[];
const positions = (value: Nested): Position[] =>
  typeof value[0] === 'number' ? [value as Position] : (value as Nested[]).flatMap(positions);

/** Places of a geometry, each once, whichever way its rings go and wherever they begin; a single part of a Multi… is the part. */
function placesOf(geometry: Geometry | null): Position[] {
  if (!geometry || geometry.type === 'GeometryCollection') return [];
  const all = positions(geometry.coordinates as Nested);
  return [
    ...new Map(all.map((position) => [`${position[0]!.toFixed(9)} ${position[1]!.toFixed(9)}`, position])).values(),
  ];
}

/** Metres between the farthest pair of places of two geometries that should be the same. */
function apartM(a: Geometry | null, b: Geometry | null): number {
  const [ofA, ofB] = [placesOf(a), placesOf(b)];
  if (ofA.length !== ofB.length) return Number.POSITIVE_INFINITY;
  const apart = ([lngA, latA]: Position, [lngB, latB]: Position): number =>
    Math.hypot((lngA! - lngB!) * Math.cos((latA! * Math.PI) / 180), latA! - latB!) * METRES_A_DEGREE;
  return Math.max(0, ...ofA.map((place) => Math.min(...ofB.map((other) => apart(place, other)))));
}

const dimension = (geometry: Geometry | null): string => geometry?.type.replace('Multi', '') ?? 'none';

/** A value as the plainest format can hold it. */
function plain(value: unknown, type: string): unknown {
  if (value === null || value === undefined || value === '') return null;
  if (type === 'boolean') return [true, 'true', 1, '1', 'T', 't'].includes(value as never);
  if (type === 'integer' || type === 'real') return Number(value);
  if (type === 'date') return String(value).slice(0, 10).replaceAll('/', '-');
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value).trim();
  return text.startsWith('{') ? JSON.stringify(JSON.parse(text)) : text;
}

/**
 * That a file holds the same features as another one: every attribute as far as formats can hold it, every place within
 * a millimetre.
 *
 * @param renamed  fields that a format could not call as they are called: column → field
 */
export function expectSameFeatures(
  layer: ExportLayer,
  given: readonly ReadFeature[],
  expected: readonly ReadFeature[],
  { renamed = {}, shapes = true }: { renamed?: Record<string, string>; shapes?: boolean } = {},
): void {
  const rowOf = ({ properties }: ReadFeature, names: Record<string, string>) =>
    Object.fromEntries(
      LAYER_COLUMNS[layer].map(({ name, type }) => [name, plain(properties[names[name] ?? name], type)]),
    );
  const byId = (features: readonly ReadFeature[], names: Record<string, string>) =>
    features
      .map((feature) => ({ row: rowOf(feature, names), geometry: feature.geometry }))
      .sort((a, b) => Number(a.row.id) - Number(b.row.id));
  const [ours, theirs] = [byId(given, renamed), byId(expected, {})];
  expect(ours.map(({ row }) => row)).toEqual(theirs.map(({ row }) => row));
  if (!shapes) return;
  ours.forEach(({ row, geometry }, i) => {
    expect([row.id, dimension(geometry)]).toEqual([row.id, dimension(theirs[i]!.geometry)]);
    expect(apartM(geometry, theirs[i]!.geometry), `${layer} ${row.id}`).toBeLessThan(CLOSE_M);
  });
}
