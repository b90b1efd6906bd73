import type { Side } from './character.ts';
import type { Random } from './random.ts';

/** From the base grid's (u, v) to the plane's (x, y), metres. Smooth, keeps the sense of rotation, seeded. */
export type Warp = (u: number, v: number) => [x: number, y: number];

export interface WarpSpec {
  /** half sizes of the whole grid */
  readonly halfU: number;
  readonly halfV: number;
  readonly roundness: number;
  /** the ring as a share of the whole, and how far the outer edge strays from its curve, as a share of the half size */
  readonly ringShare: number;
  readonly ragged: number;
  readonly warpM: number;
  readonly orientationDeg: number;
  /** a river bends the grid around it; `at` is its position on its axis */
  readonly river: { readonly side: Side; readonly at: number; readonly meanderM: number } | null;
}

/** Wavelengths of the displacement in a town of this half size, metres: longer than a few blocks, shorter than a town. */
const WAVES_M = [1500, 2300, 3600] as const;
const WAVES_HALF_M = 2300;
/** A meander's length and how far from the river its bends are felt. */
const MEANDER_M = 2100;
const MEANDER_REACH_M = 760;

/** Nowhere does the grid shrink to a smaller share of its ground; at 0 its cells would begin to fold over. */
const LEAST_SHARE = 0.01;
/** How much of its raggedness an edge keeps each time that it folds. */
const CALMER = 0.85;

/** A warp whose outer edge is as ragged as asked, or less where its bays would fold the cells at the edge. */
export function createWarp(spec: WarpSpec, random: Random): Warp {
  const warpOf = drawWarp(spec, random);
  let ragged = spec.ragged;
  while (ragged > 0.001 && leastShareAtEdge(warpOf(ragged), spec) < LEAST_SHARE) ragged *= CALMER;
  return warpOf(ragged);
}

/** The smallest signed share of its ground that a little of the grid keeps, along the outer edge; negative where it folds. */
function leastShareAtEdge(warp: Warp, { halfU, halfV }: Pick<WarpSpec, 'halfU' | 'halfV'>): number {
  const stepM = 0.2;
  let least = Number.POSITIVE_INFINITY;
  const look = (u: number, v: number): void => {
    const [west, east] = [warp(u - stepM, v), warp(u + stepM, v)];
    const [south, north] = [warp(u, v - stepM), warp(u, v + stepM)];
    const cross = (east[0] - west[0]) * (north[1] - south[1]) - (north[0] - south[0]) * (east[1] - west[1]);
    least = Math.min(least, cross / (2 * stepM) ** 2);
  };
  const n = 200;
  for (const depth of [1, 0.97]) {
    for (let i = -n; i <= n; i++) {
      for (const sign of [-depth, depth]) {
        look(sign * halfU, (i / n) * halfV);
        look((i / n) * halfU, sign * halfV);
      }
    }
  }
  return least;
}

/** Draws everything that chance decides; the raggedness is chosen afterwards. */
function drawWarp(spec: WarpSpec, random: Random): (ragged: number) => Warp {
  const stretched = Math.max(0.5, Math.min(2.4, spec.halfU / WAVES_HALF_M));
  const waves = WAVES_M.flatMap((lengthM) =>
    [0, 1].map((axis) => ({
      axis,
      k: (2 * Math.PI) / (lengthM * stretched),
      direction: random.between(0, 2 * Math.PI),
      phase: random.between(0, 2 * Math.PI),
      amplitude: (spec.warpM * Math.min(1, stretched) * lengthM) / WAVES_M[2],
    })),
  );
  const phases = [random.between(0, 2 * Math.PI), random.between(0, 2 * Math.PI)] as const;
  const bays = [random.between(0, 6.3), random.between(0, 6.3), random.between(0, 6.3)] as const;
  const angle = (spec.orientationDeg * Math.PI) / 180;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);

  return (ragged) => (u, v) => {
    const nu = Math.abs(u / spec.halfU);
    const nv = Math.abs(v / spec.halfV);
    let x = u * Math.sqrt(1 - (spec.roundness * nv ** 1.6) / 2);
    let y = v * Math.sqrt(1 - (spec.roundness * nu ** 1.6) / 2);
    let dx = 0;
    let dy = 0;
    for (const wave of waves) {
      const s =
        wave.amplitude * Math.sin(wave.k * (u * Math.cos(wave.direction) + v * Math.sin(wave.direction)) + wave.phase);
      if (wave.axis === 0) dx += s;
      else dy += s;
    }
    if (spec.river) {
      const eastWest = spec.river.side === 'north' || spec.river.side === 'south';
      const along = eastWest ? u : v;
      const off = ((eastWest ? v : u) - spec.river.at) / MEANDER_REACH_M;
      const bend =
        spec.river.meanderM *
        Math.min(1, spec.halfU / WAVES_HALF_M) *
        Math.exp(-off * off) *
        (Math.sin((2 * Math.PI * along) / MEANDER_M + phases[0]) +
          0.45 * Math.sin((4.6 * Math.PI * along) / MEANDER_M + phases[1]));
      if (eastWest) dy += bend;
      else dx += bend;
    }
    const beyond = (Math.max(nu, nv) - spec.ringShare) / (1 - spec.ringShare);
    if (beyond > 0 && ragged > 0) {
      const bearing = Math.atan2(v, u);
      const bay =
        Math.sin(5 * bearing + bays[0]) +
        0.7 * Math.sin(8 * bearing + bays[1]) +
        0.5 * Math.sin(13 * bearing + bays[2]);
      const stretch = 1 + ragged * bay * beyond * beyond;
      x *= stretch;
      y *= stretch;
    }
    x += dx;
    y += dy;
    return [x * cos - y * sin, x * sin + y * cos];
  };
}
