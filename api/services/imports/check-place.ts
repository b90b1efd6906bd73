import { isInChina } from '../../../geo/crs/offset-crs.ts';
import type { Fault } from '../../contract/imports.ts';
import { distanceM } from './choose-crs.ts';
import type { LngLatBounds } from './fault-list.ts';

/** Data of a county do not lie farther than this beside it; a wrong CRS puts them hundreds of kilometres away. */
const NEAR_M = 50_000;

/**
 * Whether a file lies where its county is; a file that does not is refused as a whole.
 *
 * @param bounds  of the file in lon/lat
 * @param known   of the county as it is; null = it has nothing yet
 */
export function checkPlace(county: string, bounds: LngLatBounds | null, known: LngLatBounds | null): Fault[] {
  if (bounds === null) return [];
  const centre: [number, number] = [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2];
  if (known === null) {
    if (county.startsWith('99') || isInChina(centre)) return [];
    return [
      misplaced(
        centre,
        `county ${county} lies in China; check the coordinate reference system, or take a county code 99xxxx for a place abroad`,
      ),
    ];
  }
  const away = gapM(bounds, known);
  if (away <= NEAR_M) return [];
  const swapped = gapM([bounds[1], bounds[0], bounds[3], bounds[2]], known) <= NEAR_M;
  const why = swapped
    ? 'longitude and latitude look swapped: export the file with longitude first'
    : 'check the coordinate reference system and the county code';
  const km = Math.round(away / 1000);
  return [{ ...misplaced(centre, `that is ${km} km beside county ${county}; ${why}`), values: { km } }];
}

const misplaced = (centre: [number, number], why: string): Fault => ({
  kind: 'far-from-county',
  severity: 'error',
  row: null,
  at: centre,
  detail: `The file lies around ${centre[0].toFixed(4)}, ${centre[1].toFixed(4)}: ${why}`,
  mendable: false,
});

/** Metres between two boxes; 0 when they meet. */
function gapM(a: LngLatBounds, b: LngLatBounds): number {
  const lng = Math.max(0, a[0] - b[2], b[0] - a[2]);
  const lat = Math.max(0, a[1] - b[3], b[1] - a[3]);
  const from: [number, number] = [b[0], (b[1] + b[3]) / 2];
  return distanceM(from, [from[0] + lng, from[1] + lat]);
}
