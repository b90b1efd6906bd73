/**
 * The proj4 definition of the systems that Chinese and world-wide files name most: what can be read without a
 * catalogue.
 *
 * WGS84 and CGCS2000 in degrees, Web Mercator, UTM on WGS84, and the Gauss–Krüger zones of CGCS2000: 6° (EPSG:4491–4512)
 * and 3° (EPSG:4513–4554), each with and without the zone's number in front of the easting.
 *
 * @param code  EPSG:nnnn
 * @returns     null for any other code
 */
export function definitionOf(code: string): string | null {
  const number = Number(/^EPSG:(\d+)$/.exec(code)?.[1]);
  if (number === 4326 || number === 4490) return '+proj=longlat +ellps=WGS84 +no_defs';
  if (number === 3857) return 'EPSG:3857';
  if (number > 32600 && number <= 32660) return `+proj=utm +zone=${number - 32600} +datum=WGS84 +units=m +no_defs`;
  if (number > 32700 && number <= 32760)
    return `+proj=utm +zone=${number - 32700} +south +datum=WGS84 +units=m +no_defs`;
  for (const { first, last, meridian, step, zone } of GAUSS_KRUEGER) {
    if (!(number >= first && number <= last)) continue;
    const lon0 = meridian + step * (number - first);
    const eastingM = 500_000 + (zone === null ? 0 : (zone + number - first) * 1_000_000);
    return `+proj=tmerc +lat_0=0 +lon_0=${lon0} +k=1 +x_0=${eastingM} +y_0=0 +ellps=GRS80 +units=m +no_defs`;
  }
  return null;
}

/** Codes in a row: the meridian of the first, degrees to the next, and the number of its zone where the easting has it. */
const GAUSS_KRUEGER = [
  { first: 4491, last: 4501, meridian: 75, step: 6, zone: 13 },
  { first: 4502, last: 4512, meridian: 75, step: 6, zone: null },
  { first: 4513, last: 4533, meridian: 75, step: 3, zone: 25 },
  { first: 4534, last: 4554, meridian: 75, step: 3, zone: null },
] as const;

export interface GaussKruegerZone {
  /** EPSG:nnnn */
  readonly code: string;
  readonly meridianDeg: number;
  /** the number that stands before the easting; null = none does */
  readonly zone: number | null;
}

/** The 3° zones of CGCS2000 from 75°E to 135°E: without the zone's number before the easting, then with it. */
export const THREE_DEGREE_ZONES: readonly GaussKruegerZone[] = GAUSS_KRUEGER.filter(({ step }) => step === 3)
  .toReversed()
  .flatMap(({ first, last, meridian, zone }) =>
    Array.from({ length: last - first + 1 }, (_, i) => ({
      ...{ code: `EPSG:${first + i}`, meridianDeg: meridian + 3 * i, zone: zone === null ? null : zone + i },
    })),
  );
