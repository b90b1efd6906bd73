import type { Position } from 'geojson';
import { type LayerFeature, UnwritableLayer } from './layer.ts';
import { windRings } from './wind-rings.ts';

type Geometry = NonNullable<LayerFeature['geometry']>;

/** Codes of the format. A table without a geometry is one of polygons. */
const SHAPE = { point: 1, line: 3, polygon: 5, multipoint: 8 } as const;
type Kind = keyof typeof SHAPE;
const NULL_SHAPE = 0;
const HEADER_BYTES = 100;
/** Lengths are counted in 16-bit words and are signed. */
const MAX_BYTES = 2 ** 31 - 2;

/**
 * The .shp and .shx of geometries of one kind.
 *
 * A feature without geometry is a null shape. Outlines go clockwise and holes counter-clockwise, as the format wants;
 * each outline is followed by its holes. Heights are left out.
 *
 * @throws UnwritableLayer when points, lines and polygons are mixed, or there is more than 2 GB of them
 */
export function shpBytes(geometries: readonly LayerFeature['geometry'][]): { shp: Uint8Array; shx: Uint8Array } {
  const shape = SHAPE[kindOf(geometries)];
  const parts = geometries.map((geometry) => (geometry ? partsOf(geometry) : null));
  const lengths = parts.map((rings) => (rings ? contentBytes(shape, rings) : 4));
  const total = lengths.reduce((sum, length) => sum + 8 + length, HEADER_BYTES);
  if (total > MAX_BYTES)
    throw new UnwritableLayer('A Shapefile holds at most 2 GB; write a GeoPackage, or fewer features');
  const shp = new DataView(new ArrayBuffer(total));
  const shx = new DataView(new ArrayBuffer(HEADER_BYTES + 8 * parts.length));
  const box = boxOf(parts.flatMap((rings) => rings ?? []));
  for (const view of [shp, shx]) writeHeader(view, shape, box);
  let at = HEADER_BYTES;
  parts.forEach((rings, i) => {
    for (const [view, from] of [
      [shp, at],
      [shx, HEADER_BYTES + 8 * i],
    ] as const) {
      view.setInt32(from, view === shp ? i + 1 : at / 2);
      view.setInt32(from + 4, lengths[i]! / 2);
    }
    writeShape(shp, at + 8, shape, rings);
    at += 8 + lengths[i]!;
  });
  return { shp: new Uint8Array(shp.buffer), shx: new Uint8Array(shx.buffer) };
}

function kindOf(geometries: readonly LayerFeature['geometry'][]): Kind {
  const kinds = new Set(geometries.flatMap((geometry) => (geometry ? [kindOfOne(geometry)] : [])));
  if (kinds.has('multipoint')) kinds.delete('point');
  if (kinds.size > 1)
    throw new UnwritableLayer(
      `A Shapefile holds one kind of shape, these are ${[...kinds].join(' and ')}; write a GeoPackage or GeoJSON instead`,
    );
  return kinds.values().next().value ?? 'polygon';
}

function kindOfOne({ type }: Geometry): Kind {
  if (type.endsWith('Polygon')) return 'polygon';
  if (type.endsWith('LineString')) return 'line';
  return type === 'Point' ? 'point' : 'multipoint';
}

/** Rings, lines, or one part that holds all points. */
function partsOf(geometry: Geometry): Position[][] {
  const wound = windRings(geometry, 'cw');
  switch (wound.type) {
    case 'Point':
      return [[wound.coordinates]];
    case 'MultiPoint':
    case 'LineString':
      return [wound.coordinates];
    case 'MultiLineString':
    case 'Polygon':
      return wound.coordinates;
    case 'MultiPolygon':
      return wound.coordinates.flat();
  }
}

const pointCount = (parts: readonly Position[][]): number => parts.reduce((sum, part) => sum + part.length, 0);

function contentBytes(shape: number, parts: readonly Position[][]): number {
  if (shape === SHAPE.point) return 20;
  if (shape === SHAPE.multipoint) return 40 + 16 * pointCount(parts);
  return 44 + 4 * parts.length + 16 * pointCount(parts);
}

function writeShape(view: DataView, start: number, shape: number, parts: readonly Position[][] | null): void {
  view.setInt32(start, parts ? shape : NULL_SHAPE, true);
  if (!parts) return;
  let at = start + 4;
  if (shape !== SHAPE.point) {
    boxOf(parts).forEach((ordinate, i) => {
      view.setFloat64(at + 8 * i, ordinate, true);
    });
    at += 32;
    if (shape !== SHAPE.multipoint) {
      view.setInt32(at, parts.length, true);
      at += 4;
    }
    view.setInt32(at, pointCount(parts), true);
    at += 4;
    if (shape !== SHAPE.multipoint) {
      let first = 0;
      for (const part of parts) {
        view.setInt32(at, first, true);
        first += part.length;
        at += 4;
      }
    }
  }
  for (const [x, y] of parts.flat()) {
    view.setFloat64(at, x!, true);
    view.setFloat64(at + 8, y!, true);
    at += 16;
  }
}

/** [west, south, east, north]; zeros without a point. */
function boxOf(parts: readonly Position[][]): [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const part of parts)
    for (const [x, y] of part) {
      west = Math.min(west, x!);
      south = Math.min(south, y!);
      east = Math.max(east, x!);
      north = Math.max(north, y!);
    }
  return west <= east ? [west, south, east, north] : [0, 0, 0, 0];
}

function writeHeader(view: DataView, shape: number, box: readonly number[]): void {
  view.setInt32(0, 9994);
  view.setInt32(24, view.byteLength / 2);
  view.setInt32(28, 1000, true);
  view.setInt32(32, shape, true);
  box.forEach((ordinate, i) => {
    view.setFloat64(36 + 8 * i, ordinate, true);
  });
}
