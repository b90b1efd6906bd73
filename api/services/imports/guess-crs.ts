import { parseCrs } from '../../../geo/crs/epsg.ts';
import { definitionOf, THREE_DEGREE_ZONES } from '../../../geo/crs/known-crs.ts';
import { distanceM, gapM, NEAR_M } from './distance.ts';
import type { LngLatBounds } from './fault-list.ts';

/** In the order in which they are likely: 3° zones of CGCS2000, Web Mercator, UTM, 6° zones. */
const IN_METRES: readonly string[] = [
  ...THREE_DEGREE_ZONES.map(({ code }) => code),
  'EPSG:3857',
  ...Array.from({ length: 60 }, (_, i) => `EPSG:${32_601 + i}`),
  ...Array.from({ length: 22 }, (_, i) => `EPSG:${4491 + i}`),
];
/** Two systems that put a file so close are one: a 6° zone and the 3° zone with its meridian. */
const SAME_M = 1;

/**
 * Systems in metres in which numbers without a name come to lie in a county, the likelier first; none outside them.
 *
 * @param middle  [x, y] in metres
 * @param near    the county, EPSG:4326
 */
export function systemsInMetres([x, y]: readonly [number, number], near: LngLatBounds): string[] {
  const found: { code: string; at: [number, number] }[] = [];
  for (const code of IN_METRES) {
    const crs = parseCrs(definitionOf(code)!);
    if (!crs.ok) continue;
    const at = crs.toLngLat([x, y]) as [number, number];
    if (!at.every(Number.isFinite) || gapM([...at, ...at], near) > NEAR_M) continue;
    if (!found.some((other) => distanceM(other.at, at) < SAME_M)) found.push({ code, at });
  }
  return found.map(({ code }) => code);
}
