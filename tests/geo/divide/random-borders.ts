import { createDraft, type Draft } from '../../../geo/divide/draft.ts';
import type { GroundColumns } from '../../../geo/divide/ground.ts';
import type { Fabric } from '../../../geo/index.ts';
import { seededRandom } from '../../bench/bench.ts';
import { draftRegion } from '../../support/small-division.ts';

type Point = [x: number, y: number];

const NOTHING: GroundColumns = {
  buildings: { x: [], y: [], households: [], residents: [], estimated: [], compound: [] },
  ...{ compounds: 0, stations: { x: [], y: [] }, barriers: new Set() },
};

/** A town by chance, its blocks shared out to four grids of two communities that grow from four of them. */
export function divided(fabric: Fabric, seed: number): Draft {
  const random = seededRandom(seed);
  const regions = [
    ...[10, 20].map((id) => draftRegion({ id, kind: 'community' })),
    ...[1, 2, 3, 4].map((id) => draftRegion({ id, kind: 'grid', parent: id < 3 ? 10 : 20 })),
  ];
  const { left, right } = fabric.arcs;
  const region = new Map<number, number>();
  const { ids } = fabric.blocks;
  for (const grid of [1, 2, 3, 4]) region.set(Math.floor(random() * ids.length), grid);
  for (let round = 0; round < ids.length; round++)
    left.forEach((block, arc) => {
      const [a, b] = [region.get(block), region.get(right[arc]!)];
      if (a && !b && right[arc] !== -1 && random() < 0.6) region.set(right[arc]!, a);
      if (b && !a && block !== -1 && random() < 0.6) region.set(block, b);
    });
  const assignment = new Map([...region].map(([block, grid]) => [ids[block]!, grid]));
  return createDraft({ fabric, regions, assignment, groupings: { network: new Map(), union: new Map() } }, NOTHING);
}

/** A line from a place on a border of grids to another one near by, with a bend or two. */
export function lineAtRandom(draft: Draft, random: () => number): number[] | null {
  const whole = (n: number): number => Math.floor(random() * n);
  const sideOf = (block: number | null) => (block === null ? undefined : draft.regionOf.get(block));
  const parting = [...draft.fabric.arcs.values()].filter(
    ({ left, right }) => left !== null && right !== null && sideOf(left) !== sideOf(right),
  );
  if (parting.length === 0) return null;
  const from = parting[whole(parting.length)]!;
  const pair = (arc: typeof from) => [sideOf(arc.left), sideOf(arc.right)].sort().join();
  const same = parting.filter((arc) => pair(arc) === pair(from));
  const to = same[whole(same.length)]!;
  const on = ({ xy }: typeof from): Point => {
    const i = 2 * whole(xy.length / 2 - 1);
    const share = random() < 0.3 ? 0 : random();
    const along = (k: number): number => Math.round(xy[i + k]! + share * (xy[i + k + 2]! - xy[i + k]!));
    return [along(0), along(1)];
  };
  const [a, b] = [on(from), on(to)];
  const size = Math.hypot(b[0] - a[0], b[1] - a[1]) + 100;
  const aside = (): number => Math.round((random() - 0.5) * size);
  const count = 1 + whole(3);
  const bends = Array.from({ length: count }, (_, i) => (i + 1) / (count + 1));
  return [
    ...a,
    ...bends.flatMap((share) => [
      Math.round(a[0] + share * (b[0] - a[0])) + aside(),
      Math.round(a[1] + share * (b[1] - a[1])) + aside(),
    ]),
    ...b,
  ];
}
