import type { Border } from './borders.ts';
import type { Parcel } from './parcels.ts';
import { grow, type Link, type PlaceGraph, partition, placeGraph, subgraph } from './partition.ts';
import type { CommunityPlan } from './town.ts';
import type { Way, Ways } from './ways.ts';

/** How much farther apart two parcels are for the way between them, metres: borders settle on barriers. */
function barrierM(way: Way): number {
  if (way.kind === 'river') return 600;
  if (way.kind === 'railway') return 420;
  return { trunk: 260, primary: 220, secondary: 150, tertiary: 70, residential: 8 }[way.wayClass as string] ?? 4;
}

/** What a metre of border along a way costs: least on a barrier. */
function borderPrice(way: Way): number {
  return way.kind === 'road'
    ? ({ trunk: 0.1, primary: 0.1, secondary: 0.2, tertiary: 0.45 }[way.wayClass as string] ?? 1)
    : 0.05;
}

/** Parcels as places with their households, linked across the ways between them. */
function parcelGraph(
  ways: Ways,
  parcels: readonly Parcel[],
  borders: readonly Border[],
  parcelOf: Int32Array,
  households: Float64Array,
): PlaceGraph {
  const links = new Map<number, { a: number; b: number; barrier: number; price: number; longest: number }>();
  for (const border of borders) {
    if (border.left < 0 || border.right < 0) continue;
    const a = Math.min(parcelOf[border.left]!, parcelOf[border.right]!);
    const b = Math.max(parcelOf[border.left]!, parcelOf[border.right]!);
    if (a === b) continue;
    const way = ways.list[border.way]!;
    const length = border.to - border.from;
    const key = a * parcels.length + b;
    const link = links.get(key) ?? { a, b, barrier: 0, price: 0, longest: 0 };
    link.price += length * borderPrice(way);
    if (length > link.longest) {
      link.longest = length;
      link.barrier = barrierM(way);
    }
    links.set(key, link);
  }
  const list = [...links.values()].map(({ a, b, barrier, price }): Link => {
    const [p, q] = [parcels[a]!, parcels[b]!];
    return { a, b, distance: Math.min(900, Math.hypot(p.x - q.x, p.y - q.y)) + barrier, price };
  });
  return placeGraph(
    Float64Array.from(parcels, (p) => p.x),
    Float64Array.from(parcels, (p) => p.y),
    households,
    list,
  );
}

/**
 * Divides the parcels among communities: first streets, then the communities that were there first, then those split
 * off from them later; each time into connected parts with households in proportion to the plans' weights.
 *
 * @param rural in a township: the middles of its villages, one for each community but the first, the market town's
 * @returns community (index into the plans) of each parcel
 */
export function divideCommunities(
  ways: Ways,
  parcels: readonly Parcel[],
  borders: readonly Border[],
  parcelOf: Int32Array,
  households: Float64Array,
  plans: readonly CommunityPlan[],
  rural: { readonly towns: number; readonly villages: readonly (readonly [number, number])[] } | null,
): Int32Array {
  const graph = parcelGraph(ways, parcels, borders, parcelOf, households);
  if (rural) return divideByVillages(graph, rural, plans.length);
  const communityOf = new Int32Array(parcels.length);
  const weightOf = (list: readonly number[]): number => list.reduce((sum, i) => sum + (plans[i]!.weight ?? 1), 0);

  const split = (places: readonly number[], groups: number[][]): number[][] => {
    const part = partition(subgraph(graph, places), groups.map(weightOf));
    const out: number[][] = groups.map(() => []);
    places.forEach((place, i) => {
      out[part[i]!]!.push(place);
    });
    const order = matchBearings(
      out.map((list) => meanOf(graph, list)),
      groups.map((list) => list.map((i) => plans[i]!.name).join('')),
      groups.map(weightOf),
    );
    return groups.map((_, g) => out[order[g]!]!);
  };
  const byKey = (indices: readonly number[], key: (i: number) => string): number[][] => {
    const groups = new Map<string, number[]>();
    for (const i of indices) groups.set(key(i), [...(groups.get(key(i)) ?? []), i]);
    return [...groups.values()];
  };
  const everything = plans.map((_, i) => i);
  const streets = byKey(everything, (i) => plans[i]!.street ?? '');
  split(
    parcels.map((_, i) => i),
    streets,
  ).forEach((ofStreet, s) => {
    const first = byKey(streets[s]!, (i) => plans[i]!.from ?? plans[i]!.name);
    split(ofStreet, first).forEach((ofFirst, f) => {
      const last = first[f]!.map((i) => [i]);
      split(ofFirst, last).forEach((places, l) => {
        for (const place of places) communityOf[place] = last[l]![0]!;
      });
    });
  });
  return communityOf;
}

/** The market town reaches this much further than a village, metres. */
const TOWN_LEAD_M = 900;

/** Every parcel goes to its nearest village, the middle of the township to the market town. */
function divideByVillages(
  graph: PlaceGraph,
  { towns, villages }: { readonly towns: number; readonly villages: readonly (readonly [number, number])[] },
  count: number,
): Int32Array {
  const middle: [number, number] = [0, 0];
  const places = [...Array.from({ length: towns }, () => middle), ...villages].slice(0, count);
  const seeds = places.map(([x, y]) => nearestPlace(graph, x, y));
  const head = Float64Array.from(places, (_, k) => (k < towns ? 0 : TOWN_LEAD_M));
  return grow(graph, seeds, head);
}

function nearestPlace(graph: PlaceGraph, x: number, y: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < graph.x.length; i++) {
    const d = Math.hypot(graph.x[i]! - x, graph.y[i]! - y);
    if (d < least) {
      least = d;
      best = i;
    }
  }
  return best;
}

function meanOf(graph: PlaceGraph, places: readonly number[]): [number, number] {
  let [x, y, w] = [0, 0, 0];
  for (const i of places) {
    x += graph.weight[i]! * graph.x[i]!;
    y += graph.weight[i]! * graph.y[i]!;
    w += graph.weight[i]!;
  }
  return w > 0 ? [x / w, y / w] : [0, 0];
}

const BEARINGS: Readonly<Record<string, readonly [number, number]>> = {
  东: [1, 0],
  西: [-1, 0],
  南: [0, -1],
  北: [0, 1],
};

/**
 * Which part takes which name: 城东 lies in the east. Parts of different wanted weight keep to their own.
 *
 * @returns part of each name
 */
function matchBearings(
  centres: readonly [number, number][],
  names: readonly string[],
  weights: readonly number[],
): number[] {
  const mean = centres.reduce(([sx, sy], [x, y]) => [sx + x / centres.length, sy + y / centres.length], [0, 0]);
  const pairs = names.flatMap((name, g) => {
    let [hx, hy] = [0, 0];
    for (const character of name) {
      hx += BEARINGS[character]?.[0] ?? 0;
      hy += BEARINGS[character]?.[1] ?? 0;
    }
    return centres.map(([x, y], part) => ({ g, part, score: (x - mean[0]!) * hx + (y - mean[1]!) * hy }));
  });
  pairs.sort((a, b) => b.score - a.score || Math.abs(a.g - a.part) - Math.abs(b.g - b.part) || a.g - b.g);
  const order = new Array<number>(names.length).fill(-1);
  const taken = new Set<number>();
  for (const { g, part } of pairs) {
    if (order[g] !== -1 || taken.has(part) || Math.abs(weights[g]! - weights[part]!) > 1e-9) continue;
    order[g] = part;
    taken.add(part);
  }
  return order;
}
