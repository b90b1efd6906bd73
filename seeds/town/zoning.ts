import type { Character, Quarter } from './character.ts';
import type { Random } from './random.ts';
import type { Skeleton } from './skeleton.ts';

export interface Zoning {
  /** 0 in the centre, 1 at the ring; superelliptic */
  outAt(x: number, y: number): number;
  quarterAt(x: number, y: number): Quarter;
}

/** Which kind of quarter lies where: core, old patches around it, estates, works down one side, a new town up another. */
export function createZoning(skeleton: Skeleton, character: Character, random: Random): Zoning {
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

  const reach = character.edge;
  const villages = Array.from({ length: character.villages }, (_, k) => {
    const angle = (2 * Math.PI * (k + random.between(-0.3, 0.3))) / character.villages;
    const far =
      reach > 2 ? 1.6 + (reach - 2) * Math.sqrt(random.next()) : random.between(1.08, 1.06 + (reach - 1) * 0.5);
    return {
      nx: far * Math.cos(angle),
      ny: far * Math.sin(angle),
      size: (reach > 2 ? 0.5 : 0.2) * random.between(0.8, 1.3),
    };
  });

  return {
    outAt: (x, y) => radius(...normal(x, y)),
    quarterAt: (x, y) => {
      const [nx, ny] = normal(x, y);
      const out = radius(nx, ny);
      const works = towards(nx, ny, worksSide);
      if (out > 1) {
        if (villages.some((village) => Math.hypot(nx - village.nx, ny - village.ny) < village.size)) return 'village';
        if (works > 0.75 && out < 1.18 && patch(nx, ny) > -0.2) return 'industrial';
        if (character.jitterDeg > 5 && patch(nx * 0.8, ny * 0.8) > 0.12) return 'hill';
        return 'fields';
      }
      const ragged = 0.09 * patch(nx * 1.4, ny * 1.4);
      if (out < character.coreReach + ragged) return 'core';
      if (works > 0.6 + ragged) return 'industrial';
      if (out < character.oldReach + ragged && patch(nx, ny) > 0.02) return 'old';
      if (towards(nx, ny, newSide) > 0.44 + ragged) return 'newtown';
      return patch(nx * 1.2 + 3, ny * 1.2) > 0.42 ? 'old' : 'estate';
    },
  };
}

/** Works stand beyond the railway, else downstream, else anywhere. */
function worksDirection(skeleton: Skeleton, random: Random): number {
  const { railwayAt, grid } = skeleton;
  if (railwayAt === null) return random.between(0, 2 * Math.PI);
  const alongU = grid.u.some((line) => line.kind === 'railway');
  const base = alongU ? (railwayAt > 0 ? 0 : Math.PI) : railwayAt > 0 ? Math.PI / 2 : -Math.PI / 2;
  return base + random.between(-0.35, 0.35);
}
