import type { Position } from 'geojson';
import { type LocalCrs, toLngLat } from '../crs/local-crs.ts';
import type { Fabric } from './fabric.ts';
import type { Ring, RingPolygon } from './rings.ts';

/** A tenth of a millimetre: `toCm` gives the same centimetres back. */
const DECIMALS = 1e9;

const derived = new WeakMap<Fabric, Float64Array>();

/** Degrees [lng0, lat0, …] of every coordinate of `fabric.arcs.xy`, to nine decimals; worked out once for a fabric. */
export function arcLngLats(fabric: Fabric): Float64Array {
  let lngLats = derived.get(fabric);
  if (!lngLats) {
    lngLats = lngLatsOf(fabric.crs, fabric.arcs.xy);
    derived.set(fabric, lngLats);
  }
  return lngLats;
}

/** Degrees [lng0, lat0, …] of points [x0, y0, …] in cm, to nine decimals. */
export function lngLatsOf(crs: LocalCrs, xy: ArrayLike<number>): Float64Array {
  const lngLats = new Float64Array(xy.length);
  for (let i = 0; i < xy.length; i += 2) {
    const [lng, lat] = toLngLat(crs, xy[i]!, xy[i + 1]!);
    lngLats[i] = Math.round(lng * DECIMALS) / DECIMALS;
    lngLats[i + 1] = Math.round(lat * DECIMALS) / DECIMALS;
  }
  return lngLats;
}

/** Coordinates of a GeoJSON polygon: closed rings, the outline counter-clockwise, holes clockwise (RFC 7946). */
export function polygonCoordinates(fabric: Fabric, { outer, holes }: RingPolygon): Position[][] {
  const lngLats = arcLngLats(fabric);
  return [outer, ...holes].map((ring) => ringCoordinates(fabric, lngLats, ring));
}

function ringCoordinates({ arcs: { offsets } }: Fabric, lngLats: Float64Array, ring: Ring): Position[] {
  const coordinates: Position[] = [];
  for (const half of ring) {
    const arc = half >> 1;
    const first = 2 * offsets[arc]!;
    const last = 2 * (offsets[arc + 1]! - 1);
    if (half & 1) for (let i = last; i > first; i -= 2) coordinates.push([lngLats[i]!, lngLats[i + 1]!]);
    else for (let i = first; i < last; i += 2) coordinates.push([lngLats[i]!, lngLats[i + 1]!]);
  }
  coordinates.push([...coordinates[0]!]);
  return coordinates;
}
