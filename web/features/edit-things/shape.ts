import type { Geometry, Position as GeoPosition, MultiPolygon } from 'geojson';
import type { EditLayer } from '../../../api/contract/thing-edits.ts';
import type { Position } from '../../map/overlay-registry.ts';

/** Corners in order; the first is not repeated at the end. */
type Ring = readonly Position[];

/**
 * What is drawn of a thing: a point, or outlines with their holes. While a new outline is being drawn `open` holds its
 * corners; once it is closed it stands in the place of the others.
 */
export type Shape =
  | { readonly kind: 'point'; readonly at: Position | null }
  | { readonly kind: 'outline'; readonly polygons: readonly (readonly Ring[])[]; readonly open: Ring | null };

/** Which corner: of which polygon, in which of its rings, the how manieth. */
export type Corner = readonly [polygon: number, ring: number, at: number];

/** A triangle has so many. */
const FEWEST = 3;

const IS_AREA: Readonly<Record<EditLayer, boolean | null>> = {
  building: true,
  compound: true,
  site: false,
  organization: false,
  party_org: null,
};

/** What has to be drawn of a thing: null = nothing, it has no place of its own. */
export const drawnAs = (layer: EditLayer): Shape['kind'] | null =>
  IS_AREA[layer] === null ? null : IS_AREA[layer] ? 'outline' : 'point';

export const emptyShape = (kind: Shape['kind']): Shape =>
  kind === 'point' ? { kind, at: null } : { kind, polygons: [], open: [] };

const place = ([lng, lat]: GeoPosition): Position => [lng!, lat!];

/** @param geometry  EPSG:4326, of a thing as it is known */
export function shapeOf(kind: Shape['kind'], geometry: Geometry | null | undefined): Shape {
  if (kind === 'point') return { kind, at: geometry?.type === 'Point' ? place(geometry.coordinates) : null };
  const polygons =
    geometry?.type === 'Polygon'
      ? [geometry.coordinates]
      : geometry?.type === 'MultiPolygon'
        ? geometry.coordinates
        : [];
  return {
    kind,
    polygons: polygons.map((rings) => rings.map((ring) => ring.slice(0, -1).map(place))),
    open: polygons.length === 0 ? [] : null,
  };
}

/** @returns null while there is nothing that could be sent */
export function geometryOf(shape: Shape): Geometry | null {
  if (shape.kind === 'point') return shape.at && { type: 'Point', coordinates: [...shape.at] };
  if (shape.open !== null || shape.polygons.length === 0) return null;
  const close = (ring: Ring) => [...ring, ring[0]!].map((corner) => [...corner]);
  const outlines: MultiPolygon = {
    type: 'MultiPolygon',
    coordinates: shape.polygons.map((rings) => rings.map(close)),
  };
  return outlines.coordinates.length === 1 ? { type: 'Polygon', coordinates: outlines.coordinates[0]! } : outlines;
}

/** A press on free ground: where a point comes to lie, or the next corner of a new outline. */
export function putAt(shape: Shape, at: Position): Shape {
  if (shape.kind === 'point') return { ...shape, at };
  return shape.open ? { ...shape, open: [...shape.open, at] } : shape;
}

export const canClose = (shape: Shape): boolean =>
  shape.kind === 'outline' && shape.open !== null && shape.open.length >= FEWEST;

/** The new outline is ready; those that were there before are gone. */
export const close = (shape: Shape): Shape =>
  shape.kind === 'outline' && shape.open && canClose(shape)
    ? { kind: 'outline', polygons: [[shape.open]], open: null }
    : shape;

export const beginAnew = (shape: Shape): Shape => (shape.kind === 'outline' ? { ...shape, open: [] } : shape);

function withRing(shape: Shape, [polygon, ring]: Corner, change: (ring: Ring) => Ring): Shape {
  if (shape.kind !== 'outline') return shape;
  return {
    ...shape,
    polygons: shape.polygons.map((rings, p) =>
      p === polygon ? rings.map((corners, r) => (r === ring ? change(corners) : corners)) : rings,
    ),
  };
}

export const moveCorner = (shape: Shape, corner: Corner, to: Position): Shape =>
  withRing(shape, corner, (ring) => ring.with(corner[2], to));

/** A new corner on the side that begins at `corner`. */
export const insertCorner = (shape: Shape, corner: Corner, at: Position): Shape =>
  withRing(shape, corner, (ring) => ring.toSpliced(corner[2] + 1, 0, at));

/** Nothing changes where too few corners would be left. */
export const dropCorner = (shape: Shape, corner: Corner): Shape =>
  withRing(shape, corner, (ring) => (ring.length > FEWEST ? ring.toSpliced(corner[2], 1) : ring));

/** All of it, by degrees: things are so small that this is no turn and no stretch that anybody could measure. */
export function moveBy(shape: Shape, lng: number, lat: number): Shape {
  const moved = ([x, y]: Position): Position => [x + lng, y + lat];
  if (shape.kind === 'point') return { ...shape, at: shape.at && moved(shape.at) };
  return { ...shape, polygons: shape.polygons.map((rings) => rings.map((ring) => ring.map(moved))) };
}

/** The middle of what it spans; null where there is nothing. */
export function middleOf(shape: Shape): Position | null {
  const corners = shape.kind === 'point' ? (shape.at ? [shape.at] : []) : shape.polygons.flat(2);
  if (corners.length === 0) return null;
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
}

export interface Handle {
  readonly corner: Corner;
  readonly at: Position;
}

/** All corners, and the middles of all sides, where a press makes a new one. */
export function handlesOf(shape: Shape): { corners: Handle[]; middles: Handle[] } {
  const [corners, middles]: [Handle[], Handle[]] = [[], []];
  if (shape.kind === 'outline')
    for (const [p, rings] of shape.polygons.entries())
      for (const [r, ring] of rings.entries())
        for (const [i, at] of ring.entries()) {
          const next = ring[(i + 1) % ring.length]!;
          corners.push({ corner: [p, r, i], at });
          middles.push({ corner: [p, r, i], at: [(at[0] + next[0]) / 2, (at[1] + next[1]) / 2] });
        }
  return { corners, middles };
}
