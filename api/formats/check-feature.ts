import type { Position } from 'geojson';
import { shown, storableProperties } from './check-values.ts';
import { type FileFault, type FileFeature, nameOf, type ReadRow } from './file-features.ts';
import { joinCollection } from './join-collection.ts';

/** How deep positions are nested in `coordinates`. */
const DEPTH = { Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 } as const;
type GeometryType = keyof typeof DEPTH;
type Complaint = Pick<FileFault, 'kind' | 'detail'> & Partial<Pick<FileFault, 'severity' | 'mendable'>>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

class Fault extends Error {
  readonly kind: string;
  constructor(kind: string, detail: string) {
    super(detail);
    this.kind = kind;
  }
}

/** Whether any position had more than two ordinates; told once for the file, not for every row. */
export interface Notices {
  droppedHeights: number;
}

/** That heights were left out, said once for the file. */
export function heightFaults({ droppedHeights }: Notices): FileFault[] {
  if (droppedHeights === 0) return [];
  const detail = `${droppedHeights} positions have a height (third number); it is left out`;
  return [{ kind: 'heights-dropped', severity: 'warning', row: null, at: null, detail, mendable: false }];
}

/**
 * Checks one element of `features` against RFC 7946 and gives it back in our own shape: heights dropped, rings closed.
 * Whatever is wrong becomes a fault of the row; the row itself always comes back, so that row numbers stay true.
 */
export function checkFeature(value: unknown, row: number, notices: Notices): ReadRow {
  const complaints: Complaint[] = [];
  const { properties, faults: unstorable } = storableProperties(checkProperties(value, complaints));
  complaints.push(...unstorable);
  let geometry: FileFeature['geometry'] = null;
  try {
    geometry = checkGeometryOf(value, complaints, notices);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    complaints.push({ kind: error.kind, detail: error.message });
  }
  const name = nameOf(properties);
  const at = geometry ? firstPosition(geometry.coordinates) : null;
  const faults = complaints.map(
    (complaint): FileFault => ({
      severity: 'error',
      mendable: false,
      row,
      at,
      ...(name ? { name } : {}),
      ...complaint,
    }),
  );
  return { feature: { row, geometry, properties }, faults };
}

function checkProperties(value: unknown, complaints: Complaint[]): Record<string, unknown> {
  if (!isObject(value)) return {};
  const { properties, id, bbox } = value;
  if (id !== undefined && typeof id !== 'string' && typeof id !== 'number')
    complaints.push({ kind: 'bad-id', detail: `"id" must be a text or a number, it is ${shown(id)}` });
  if (bbox !== undefined && !isBbox(bbox))
    complaints.push({ kind: 'bad-bbox', detail: `"bbox" must be 4 or 6 numbers, it is ${shown(bbox)}` });
  if (properties === undefined || properties === null) {
    if (properties === undefined && value.type === 'Feature')
      complaints.push({
        kind: 'no-properties',
        severity: 'warning',
        detail: 'The feature has no "properties"; null should stand there when it has none',
      });
    return id === undefined ? {} : { id };
  }
  if (!isObject(properties)) {
    complaints.push({
      kind: 'bad-properties',
      detail: `"properties" must be an object or null, it is ${shown(properties)}`,
    });
    return {};
  }
  return id === undefined || Object.hasOwn(properties, 'id') ? properties : { ...properties, id };
}

export const isBbox = (bbox: unknown): boolean =>
  Array.isArray(bbox) &&
  (bbox.length === 4 || bbox.length === 6) &&
  bbox.every((ordinate) => typeof ordinate === 'number' && Number.isFinite(ordinate));

function checkGeometryOf(value: unknown, complaints: Complaint[], notices: Notices): FileFeature['geometry'] {
  if (!isObject(value)) throw new Fault('bad-feature', `A feature must be an object, this is ${shown(value)}`);
  if (value.type !== 'Feature')
    throw new Fault('bad-feature', `A feature must have "type": "Feature", this one has ${shown(value.type)}`);
  if ('features' in value || 'coordinates' in value || 'geometries' in value)
    throw new Fault('bad-feature', 'A feature may not have members "features", "coordinates" or "geometries" itself');
  const { geometry } = value;
  if (geometry === undefined) throw new Fault('no-geometry', 'The feature has no member "geometry"');
  if (geometry === null) throw new Fault('no-geometry', 'The feature has no geometry (null)');
  return checkGeometry(geometry, complaints, notices);
}

function checkGeometry(value: unknown, complaints: Complaint[], notices: Notices): FileFeature['geometry'] {
  if (!isObject(value)) throw new Fault('bad-geometry', `"geometry" must be an object, it is ${shown(value)}`);
  if (value.bbox !== undefined && !isBbox(value.bbox))
    complaints.push({ kind: 'bad-bbox', detail: `"bbox" must be 4 or 6 numbers, it is ${shown(value.bbox)}` });
  if (value.type === 'GeometryCollection') return checkCollection(value.geometries, complaints, notices);
  if (typeof value.type !== 'string' || !Object.hasOwn(DEPTH, value.type))
    throw new Fault('bad-geometry', `${shown(value.type)} is no type of geometry (Point, LineString, Polygon, Multi…)`);
  const type = value.type as GeometryType;
  if ('geometries' in value || 'geometry' in value || 'properties' in value)
    throw new Fault('bad-geometry', `A ${type} may not have members "geometry", "geometries" or "properties"`);
  if (!Array.isArray(value.coordinates))
    throw new Fault('bad-coordinates', `"coordinates" must be an array, it is ${shown(value.coordinates)}`);
  if (value.coordinates.length === 0) throw new Fault('empty-geometry', `The ${type} has no coordinates`);
  checkNesting(type, value.coordinates);
  const coordinates = readNested(value.coordinates, DEPTH[type], notices);
  const geometry = { type, coordinates } as NonNullable<FileFeature['geometry']>;
  checkLengths(geometry, complaints);
  return geometry;
}

/** Of one kind it is a Multi… by another name; of several it cannot be any one thing. */
function checkCollection(parts: unknown, complaints: Complaint[], notices: Notices): FileFeature['geometry'] {
  if (!Array.isArray(parts))
    throw new Fault('bad-geometry', `"geometries" of a GeometryCollection must be an array, it is ${shown(parts)}`);
  if (parts.length === 0) throw new Fault('empty-geometry', 'The GeometryCollection has no parts');
  if (parts.some((part) => isObject(part) && part.type === 'GeometryCollection'))
    throw new Fault(
      'geometry-collection',
      'A GeometryCollection holds another one; give each part a feature of its own',
    );
  const geometries = parts.map((part) => checkGeometry(part, complaints, notices)!);
  const joined = joinCollection({ type: 'GeometryCollection', geometries });
  if (joined.type === 'GeometryCollection')
    throw new Fault('geometry-collection', 'A GeometryCollection mixes kinds; give each part a feature of its own');
  complaints.push({
    kind: 'collection-joined',
    severity: 'warning',
    detail: `The GeometryCollection holds one kind of geometry and is taken as a ${joined.type}`,
  });
  return joined;
}

function checkNesting(type: GeometryType, coordinates: unknown[]): void {
  let depth = -1;
  for (let inner: unknown = coordinates; Array.isArray(inner); inner = inner[0]) depth += 1;
  if (depth === DEPTH[type]) return;
  const fitting = (Object.keys(DEPTH) as GeometryType[]).filter((other) => DEPTH[other] === depth);
  throw new Fault(
    'wrong-nesting',
    `A ${type} has its positions nested ${DEPTH[type]} deep, these are ${Math.max(depth, 0)} deep${fitting.length > 0 ? `, as in a ${fitting.join(' or ')}` : ''}`,
  );
}

type Nested = Position | Nested[];

function readNested(value: unknown, depth: number, notices: Notices): Nested {
  if (depth === 0) return readPosition(value, notices);
  if (!Array.isArray(value))
    throw new Fault('wrong-nesting', `An array of positions should stand where ${shown(value)} stands`);
  if (value.length === 0) throw new Fault('empty-geometry', 'A part of the geometry has no positions');
  return value.map((inner) => readNested(inner, depth - 1, notices));
}

function readPosition(value: unknown, notices: Notices): Position {
  if (!Array.isArray(value))
    throw new Fault('wrong-nesting', `A position [x, y] should stand where ${shown(value)} stands`);
  const wrong = value.find((ordinate) => typeof ordinate !== 'number' || !Number.isFinite(ordinate));
  if (wrong !== undefined || value.length < 2)
    throw new Fault(
      'bad-coordinates',
      typeof wrong === 'string'
        ? `Coordinates must be numbers, ${shown(value)} holds a text; export the file anew without quotes`
        : `A position is two finite numbers [x, y], this is ${shown(value)}`,
    );
  if (value.length > 2) notices.droppedHeights += 1;
  return [value[0], value[1]];
}

function checkLengths(geometry: NonNullable<FileFeature['geometry']>, complaints: Complaint[]): void {
  if (geometry.type === 'LineString') checkLine(geometry.coordinates);
  if (geometry.type === 'MultiLineString') for (const line of geometry.coordinates) checkLine(line);
  if (geometry.type === 'Polygon') checkRings(geometry.coordinates, complaints);
  if (geometry.type === 'MultiPolygon') checkRings(geometry.coordinates.flat(), complaints);
}

const same = (a: Position, b: Position): boolean => a[0] === b[0] && a[1] === b[1];

function checkLine(line: Position[]): void {
  if (line.length < 2 || line.every((position) => same(position, line[0]!)))
    throw new Fault('too-few-points', 'A line needs at least two different positions');
}

function checkRings(rings: Position[][], complaints: Complaint[]): void {
  let open = 0;
  for (const ring of rings) {
    if (!same(ring[0]!, ring.at(-1)!)) {
      open += 1;
      ring.push([...ring[0]!]);
    }
    if (ring.length < 4)
      throw new Fault('too-few-points', 'A ring needs at least four positions, the last equal to the first');
  }
  if (open > 0)
    complaints.push({
      kind: 'unclosed-ring',
      mendable: true,
      detail: `${open === 1 ? 'A ring does' : `${open} rings do`} not end where ${open === 1 ? 'it begins' : 'they begin'}; mending closes ${open === 1 ? 'it' : 'them'} with a straight line`,
    });
}

/** The first position, as a place to show. */
export function firstPosition(coordinates: Nested): Position {
  let inner: Nested = coordinates;
  while (Array.isArray(inner[0])) inner = inner[0] as Nested;
  return inner as Position;
}
