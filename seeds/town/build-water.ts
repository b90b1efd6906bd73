import { toPolygon } from './build-features.ts';
import type { Plane } from './plane.ts';
import type { Polygon } from './polygon.ts';
import type { RiverPlan, Skeleton } from './skeleton.ts';
import type { TownWater } from './town.ts';

/** The river has a vertex on its banks this often, metres. */
const STEP_M = 45;

/** River and lakes as polygons; the river keeps to the land between the streets on its banks. */
export function buildWater(
  skeleton: Skeleton,
  river: RiverPlan | null,
  lakes: readonly Polygon[],
  plane: Plane,
): TownWater[] {
  const water: TownWater[] = lakes.map((lake) => ({ name: '', kind: 'lake', geometry: toPolygon(plane, lake) }));
  if (!river || skeleton.riverAt === null) return water;
  const eastWest = river.side === 'north' || river.side === 'south';
  const half = eastWest ? skeleton.edgeM[0] : skeleton.edgeM[1];
  const place = (along: number, off: number): [number, number] =>
    eastWest ? skeleton.warp(along, skeleton.riverAt! + off) : skeleton.warp(skeleton.riverAt! + off, along);
  const steps = Math.ceil((2 * half) / STEP_M);
  const bank = (sign: number): number[] => {
    const line: number[] = [];
    for (let k = 0; k <= steps; k++) {
      const along = -half + (2 * half * k) / steps;
      const swell = 1 + 0.13 * Math.sin(along / 210 + sign) + 0.08 * Math.sin(along / 83 + 2 * sign);
      line.push(...place(along, (sign * river.widthM * swell) / 2));
    }
    return line;
  };
  const shore = (sign: number): number[] => {
    const outward = river.side === 'north' || river.side === 'east' ? 1 : -1;
    if (!river.border || sign !== outward) return bank(sign);
    const line: number[] = [];
    for (let k = 0; k <= steps; k++) line.push(...place(-half + (2 * half * k) / steps, 0));
    return line;
  };
  // East along the bank on the right of the axis, back along the other; turned when the axis runs north.
  const right = shore(-1);
  const left = shore(1);
  const ring = [...right, ...reversed(left)];
  water.unshift({ name: river.name, kind: 'river', geometry: toPolygon(plane, eastWest ? ring : reversed(ring)) });
  return water;
}

function reversed(xy: readonly number[]): number[] {
  const out: number[] = [];
  for (let i = xy.length - 2; i >= 0; i -= 2) out.push(xy[i]!, xy[i + 1]!);
  return out;
}
