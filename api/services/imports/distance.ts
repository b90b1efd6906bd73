import type { LngLatBounds } from './fault-list.ts';

/** Data of a county do not lie farther than this beside it; a wrong CRS puts them hundreds of kilometres away. */
export const NEAR_M = 50_000;

/** Metres on the sphere, for a sentence. */
export function distanceM([lngA, latA]: readonly [number, number], [lngB, latB]: readonly [number, number]): number {
  const radians = Math.PI / 180;
  const dx = (lngB - lngA) * Math.cos(((latA + latB) / 2) * radians);
  return Math.hypot(dx, latB - latA) * radians * 6_371_000;
}

/** Metres between two boxes; 0 when they meet. */
export function gapM(a: LngLatBounds, b: LngLatBounds): number {
  const lng = Math.max(0, a[0] - b[2], b[0] - a[2]);
  const lat = Math.max(0, a[1] - b[3], b[1] - a[3]);
  const from: [number, number] = [b[0], (b[1] + b[3]) / 2];
  return distanceM(from, [from[0] + lng, from[1] + lat]);
}
