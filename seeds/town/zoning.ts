import type { Character, Quarter } from './character.ts';
import type { Random } from './random.ts';
import type { Skeleton } from './skeleton.ts';
import { placeVillages } from './villages.ts';

export interface Zoning {
  /** 0 in the centre, 1 at the ring; superelliptic */
  outAt(x: number, y: number): number;
  quarterAt(x: number, y: number): Quarter;
  /** the nearest village and how far inside it a point lies, metres; negative outside */
  villageAt(x: number, y: number): { readonly village: number; readonly insideM: number };
  /** middles of the villages (not of hamlets) */
  readonly villages: readonly (readonly [x: number, y: number])[];
}

/**
 * Which kind of quarter lies where: core, old patches around it, estates, works down one side, a new town up another,
 * villages and fields around.
 *
 * @param villageCount villages beyond the ring
 */
export function createZoning(skeleton: Skeleton, character: Character, villageCount: number, random: Random): Zoning {
  const { warp, ringM } = skeleton;
  const [ox, oy] = warp(0, 0);
  const [ax, ay] = warp(ringM[0] * 0.5, 0);
  const turn = Math.atan2(ay - oy, ax - ox);
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  const normal = (x: number, y: number): [number, number] => {
    const dx = x - ox;
    const dy = y - oy;
    return [(dx * cos + dy * sin) / ringM[0], (dy * cos - dx * sin) / ringM[1]];
  };
  const place = (nx: number, ny: number): [number, number] => {
    const [u, v] = [nx * ringM[0], ny * ringM[1]];
    return [ox + u * cos - v * sin, oy + u * sin + v * cos];
  };
  const radius = (nx: number, ny: number): number => (Math.abs(nx) ** 3 + Math.abs(ny) ** 3) ** (1 / 3);
  const worksSide = worksDirection(skeleton, random);
  const newSide = worksSide + Math.PI * random.between(0.75, 1.25);
  const towards = (nx: number, ny: number, side: number): number => nx * Math.cos(side) + ny * Math.sin(side);

  const waves = Array.from({ length: 4 }, () => ({
    kx: random.between(3, 7) * (random.chance(0.5) ? 1 : -1),
    ky: random.between(3, 7),
    phase: random.between(0, 2 * Math.PI),
  }));
  const patch = (nx: number, ny: number): number =>
    waves.reduce((sum, wave) => sum + Math.sin(wave.kx * nx + wave.ky * ny + wave.phase), 0) / waves.length;

  const settled = placeVillages(character, villageCount, random.fork('villages')).map((village) => ({
    ...village,
    at: place(village.nx, village.ny),
  }));

  return {
    outAt: (x, y) => radius(...normal(x, y)),
    villageAt: (x, y) => {
      let best = { village: -1, insideM: Number.NEGATIVE_INFINITY };
      for (const { at, radiusM, home } of settled) {
        const bearing = Math.atan2(y - at[1], x - at[0]);
        const ragged = 1 + 0.22 * Math.sin(2 * bearing + at[0]) + 0.14 * Math.sin(3 * bearing + at[1]);
        const insideM = radiusM * ragged - Math.hypot(x - at[0], y - at[1]);
        if (insideM > best.insideM) best = { village: home, insideM };
      }
      return best;
    },
    villages: settled.slice(0, villageCount).map(({ at }) => at),
    quarterAt: (x, y) => {
      const [nx, ny] = normal(x, y);
      const out = radius(nx, ny);
      const works = towards(nx, ny, worksSide);
      if (out > 1 && character.outskirts) {
        if (works > character.worksFrom + 0.15 && out < 1.18 && patch(nx, ny) > -0.2) return 'industrial';
        const rise = patch(nx * 0.8, ny * 0.8) + 0.5 * (out / character.edge) ** 2;
        if (character.hills !== null && rise > character.hills) return 'hill';
        return 'fields';
      }
      const ragged = 0.09 * patch(nx * 1.4, ny * 1.4);
      if (out < character.coreReach + ragged) return 'core';
      if (works > character.worksFrom + ragged) return 'industrial';
      if (out < character.oldReach + ragged && patch(nx, ny) > 0.02) return 'old';
      if (towards(nx, ny, newSide) > 0.44 + ragged) return 'newtown';
      return patch(nx * 1.2 + 3, ny * 1.2) > 0.42 ? 'old' : 'estate';
    },
  };
}

/** Works stand beyond the railway, else anywhere. */
function worksDirection(skeleton: Skeleton, random: Random): number {
  const { railwayAt, grid } = skeleton;
  if (railwayAt === null) return random.between(0, 2 * Math.PI);
  const alongU = grid.u.some((line) => line.kind === 'railway');
  const base = alongU ? (railwayAt > 0 ? 0 : Math.PI) : railwayAt > 0 ? Math.PI / 2 : -Math.PI / 2;
  return base + random.between(-0.35, 0.35);
}
