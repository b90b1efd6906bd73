import type { Position } from 'geojson';
import type { Frame } from './page.ts';
import { px } from './page.ts';

export type Bounds = readonly [west: number, south: number, east: number, north: number];

/** Where places of the ground lie in a frame; true to shape and length in its middle. */
export interface View {
  project(place: Position): [x: number, y: number];
  readonly metresPerPx: number;
}

/** Room around what is shown, as a share of the frame. */
const PADDING = 0.06;
const RADIANS = Math.PI / 180;

/** Metres of a degree along the meridian and along the parallel, on the ellipsoid. */
function degreeM(lat: number): { lat: number; lng: number } {
  const φ = lat * RADIANS;
  return {
    lat: 111_132.92 - 559.82 * Math.cos(2 * φ) + 1.175 * Math.cos(4 * φ),
    lng: 111_412.84 * Math.cos(φ) - 93.5 * Math.cos(3 * φ),
  };
}

/** Bounds in the middle of a frame, as large as they fit. */
export function fitView([west, south, east, north]: Bounds, { x, y, width, height }: Frame): View {
  const [lng0, lat0] = [(west + east) / 2, (south + north) / 2];
  const degree = degreeM(lat0);
  const room = 1 - 2 * PADDING;
  const metresPerPx = Math.max(
    ((east - west) * degree.lng) / (width * room),
    ((north - south) * degree.lat) / (height * room),
    0.01,
  );
  return {
    metresPerPx,
    project: ([lng, lat]) => [
      x + width / 2 + ((lng! - lng0) * degree.lng) / metresPerPx,
      y + height / 2 - ((lat! - lat0) * degree.lat) / metresPerPx,
    ],
  };
}

const ROUND = [1, 2, 5] as const;

/** The longest round distance (1, 2 or 5 times a power of ten) that is no longer than so many px. */
export function scaleBarM(metresPerPx: number, mostPx: number): number {
  const most = metresPerPx * mostPx;
  const decade = 10 ** Math.floor(Math.log10(most));
  return decade * (ROUND.findLast((round) => round * decade <= most) ?? 1);
}

/** n of 1 : n on the paper, to two digits that mean something. */
export function scaleNumber(metresPerPx: number): number {
  const exact = metresPerPx * 1000 * px(1);
  const digit = 10 ** (Math.floor(Math.log10(exact)) - 1);
  return Math.round(exact / digit) * digit;
}

/** What outlines span; null for none. */
export function boundsOf(outlines: Iterable<readonly Position[][][] | Position[][][]>): Bounds | null {
  let bounds: [number, number, number, number] | null = null;
  for (const coordinates of outlines)
    for (const [outer] of coordinates)
      for (const [lng, lat] of outer!) {
        bounds ??= [lng!, lat!, lng!, lat!];
        bounds = [
          Math.min(bounds[0], lng!),
          Math.min(bounds[1], lat!),
          Math.max(bounds[2], lng!),
          Math.max(bounds[3], lat!),
        ];
      }
  return bounds;
}
