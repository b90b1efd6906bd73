import type { Character, Side } from './character.ts';
import { addGridWays, type Grid, type GridLine, type Superblock } from './grid-ways.ts';
import type { Random } from './random.ts';
import { createWarp, type Warp } from './warp.ts';
import type { Way, WayClass, WayRole, Ways } from './ways.ts';

export interface RiverPlan {
  readonly side: Side;
  /** distance from the centre as a share of the ring */
  readonly offset: number;
  readonly widthM: number;
  /** the town ends in the middle of the river */
  readonly border?: boolean;
  readonly name: string;
}
export interface RailwayPlan {
  readonly side: Side;
  readonly offset: number;
  readonly name: string;
}

export interface Skeleton {
  readonly warp: Warp;
  readonly grid: Grid;
  readonly superblocks: Superblock[];
  readonly ringM: readonly [number, number];
  readonly edgeM: readonly [number, number];
  /** position of the river and the railway on their axis */
  readonly riverAt: number | null;
  readonly railwayAt: number | null;
  readonly waysOf: { readonly u: Way[]; readonly v: Way[] };
}

export interface SkeletonPlan {
  readonly character: Character;
  readonly scale: number;
  readonly orientationDeg: number;
  readonly river: RiverPlan | null;
  readonly railway: RailwayPlan | null;
}

/** Land between the middle of the railway and the way beside it, metres. */
const RAILSIDE_M = 48;
/** How far a river may swing at most: with more the base grid would fold, metres. */
const MEANDER_M = 80;
/** Land between the water's edge and the way along the bank. */
const BANK_M = 34;

const axisOf = (side: Side): 'u' | 'v' => (side === 'north' || side === 'south' ? 'v' : 'u');
const signOf = (side: Side): number => (side === 'north' || side === 'east' ? 1 : -1);

/** The base grid: arterials, ring, river and railway with the ways beside them, and the land between. */
export function buildSkeleton(ways: Ways, plan: SkeletonPlan, random: Random): Skeleton {
  const { character, river, railway } = plan;
  const grow = Math.sqrt(plan.scale);
  const ringM: [number, number] = [character.ringM[0] * grow, character.ringM[1] * grow];
  const edgeM: [number, number] = [ringM[0] * character.edge, ringM[1] * character.edge];
  const half = (axis: 'u' | 'v', of: readonly [number, number]): number => of[axis === 'u' ? 0 : 1];

  const fixed: Record<'u' | 'v', GridLine[]> = { u: [], v: [] };
  const riverAt = river ? signOf(river.side) * half(axisOf(river.side), ringM) * river.offset : null;
  const railwayAt = railway ? signOf(railway.side) * half(axisOf(railway.side), ringM) * railway.offset : null;
  for (const axis of ['u', 'v'] as const) {
    const lines = fixed[axis];
    const edge = half(axis, edgeM);
    const ring = half(axis, ringM);
    lines.push({ at: 0, kind: 'road', wayClass: 'primary', role: 'main' });
    for (const sign of [-1, 1]) {
      const endsInRiver = river?.border && axisOf(river.side) === axis && signOf(river.side) === sign;
      lines.push({ at: endsInRiver ? riverAt! : sign * edge, kind: 'edge', wayClass: 'track', role: 'plain' });
      if (endsInRiver) lines.push(road(riverAt! - sign * (river.widthM / 2 + BANK_M), 'secondary', 'bank'));
      else if (character.ringClass) lines.push(road(sign * ring, character.ringClass, 'ring'));
    }
    if (river && !river.border && axisOf(river.side) === axis) {
      lines.push({ at: riverAt!, kind: 'river', wayClass: 'track', role: 'plain' });
      for (const sign of [-1, 1]) lines.push(road(riverAt! + sign * (river.widthM / 2 + BANK_M), 'secondary', 'bank'));
    }
    if (railway && axisOf(railway.side) === axis) {
      lines.push({ at: railwayAt!, kind: 'railway', wayClass: 'track', role: 'plain' });
      for (const sign of [-1, 1]) lines.push(road(railwayAt! + sign * RAILSIDE_M, 'tertiary', 'railside'));
    }
  }
  const lines = {
    u: fill(spread(fixed.u), half('u', ringM), character, random.fork('u')),
    v: fill(spread(fixed.v), half('v', ringM), character, random.fork('v')),
  };
  const warp = createWarp(
    {
      halfU: edgeM[0],
      halfV: edgeM[1],
      roundness: character.roundness,
      ringShare: 1 / character.edge,
      ragged: character.ragged,
      warpM: character.warpM,
      orientationDeg: plan.orientationDeg,
      river: river ? { side: river.side, at: riverAt!, meanderM: Math.min(MEANDER_M, character.warpM * 1.3) } : null,
    },
    random.fork('warp'),
  );
  const ruralM = character.townCommunities === null ? null : character.spacingM[2] * 1.2;
  const grid: Grid = { u: lines.u, v: lines.v, ringM, ruralM };
  return { warp, grid, ringM, edgeM, riverAt, railwayAt, ...addGridWays(ways, grid, warp, random.fork('merge')) };
}

const road = (at: number, wayClass: WayClass, role: WayRole): GridLine => ({ at, kind: 'road', wayClass, role });

/** Roads may not lie nearer than this to a fixed line that matters more, metres. */
const LEAST_GAP_M = 90;
const RANK: Readonly<Partial<Record<WayRole, number>>> = { main: 2, ring: 1 };

/** Sorts the fixed lines and drops the main or ring road where a river, railway or edge lies too near. */
function spread(lines: GridLine[]): GridLine[] {
  return lines
    .filter(
      (line) =>
        !RANK[line.role] ||
        lines.every(
          (other) => other === line || Math.abs(other.at - line.at) > LEAST_GAP_M || (RANK[other.role] ?? 0) > 0,
        ),
    )
    .sort((a, b) => a.at - b.at);
}

/** Adds ordinary ways between the fixed lines; spacing grows outwards. */
function fill(fixed: GridLine[], ringM: number, character: Character, random: Random): GridLine[] {
  const out: GridLine[] = [];
  const [core, ring, beyond] = character.spacingM;
  for (let i = 0; i < fixed.length; i++) {
    const from = fixed[i]!;
    out.push(from);
    const to = fixed[i + 1];
    if (!to) break;
    const gap = to.at - from.at;
    const middle = Math.abs(from.at + to.at) / 2 / ringM;
    const spacing = middle > 1 ? beyond : core + (ring - core) * middle;
    const n = Math.round(gap / spacing);
    for (let k = 1; k < n; k++) {
      const at = from.at + (gap * (k + random.between(-0.16, 0.16))) / n;
      const outside = Math.abs(at) > ringM;
      const arterial = (k + (i & 1)) % 2 === 0;
      const wayClass = outside ? 'tertiary' : arterial ? (random.chance(0.22) ? 'primary' : 'secondary') : 'tertiary';
      out.push(road(at, wayClass, outside ? 'country' : 'plain'));
    }
  }
  return out;
}
