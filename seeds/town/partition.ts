/**
 * Divides a graph of places into connected parts of wanted weights. Deterministic: no chance is involved.
 */
export interface PlaceGraph {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly weight: Float64Array;
  /** neighbours of place i: other[start[i]] … other[start[i + 1] − 1] */
  readonly start: Uint32Array;
  readonly other: Uint32Array;
  /** how far apart two neighbours are for our purpose, metres; barriers lengthen it */
  readonly distance: Float64Array;
  /** what it costs to let a border run between two neighbours; nothing along a barrier */
  readonly price: Float64Array;
}

export interface Link {
  readonly a: number;
  readonly b: number;
  readonly distance: number;
  readonly price: number;
}

export function placeGraph(x: Float64Array, y: Float64Array, weight: Float64Array, links: readonly Link[]): PlaceGraph {
  const start = new Uint32Array(x.length + 1);
  for (const { a, b } of links) {
    start[a + 1]!++;
    start[b + 1]!++;
  }
  for (let i = 0; i < x.length; i++) start[i + 1]! += start[i]!;
  const next = start.slice();
  const other = new Uint32Array(2 * links.length);
  const distance = new Float64Array(2 * links.length);
  const price = new Float64Array(2 * links.length);
  for (const link of links) {
    for (const [from, to] of [
      [link.a, link.b],
      [link.b, link.a],
    ] as const) {
      const slot = next[from]!++;
      other[slot] = to;
      distance[slot] = link.distance;
      price[slot] = link.price;
    }
  }
  return { x, y, weight, start, other, distance, price };
}

/** The same graph for some of its places. */
export function subgraph(graph: PlaceGraph, places: readonly number[]): PlaceGraph {
  const index = new Int32Array(graph.x.length).fill(-1);
  places.forEach((place, i) => {
    index[place] = i;
  });
  const links: Link[] = [];
  places.forEach((place, a) => {
    for (let slot = graph.start[place]!; slot < graph.start[place + 1]!; slot++) {
      const b = index[graph.other[slot]!]!;
      if (b > a) links.push({ a, b, distance: graph.distance[slot]!, price: graph.price[slot]! });
    }
  });
  const take = (from: Float64Array): Float64Array => Float64Array.from(places, (place) => from[place]!);
  return placeGraph(take(graph.x), take(graph.y), take(graph.weight), links);
}

/** Rounds of moving the seeds and their head starts. */
const ROUNDS = 28;
/** Passes of moving single places between parts. */
const PASSES = 14;

/**
 * @param wanted weight wanted for each part, relative
 * @returns part of each place, 0 … wanted.length − 1; a part is connected where the graph is
 */
export function partition(graph: PlaceGraph, wanted: readonly number[]): Int32Array {
  const n = graph.x.length;
  const k = wanted.length;
  if (k <= 1 || n === 0) return new Int32Array(n);
  const total = graph.weight.reduce((sum, weight) => sum + weight, 0);
  const sum = wanted.reduce((a, b) => a + b, 0);
  const target = Float64Array.from(wanted, (share) => Math.max(1e-9, (share / sum) * total));

  const seeds = spreadSeeds(graph, wanted);
  const head = new Float64Array(k);
  const reach = typicalReach(graph, k);
  let best: Int32Array = new Int32Array(n);
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const part = grow(graph, seeds, head);
    const load = loads(graph, part, k);
    let error = 0;
    for (let p = 0; p < k; p++) error += ((load[p]! - target[p]!) / target[p]!) ** 2;
    if (error < least) {
      least = error;
      best = part;
    }
    const pace = reach * 0.5 * (1 - round / ROUNDS);
    for (let p = 0; p < k; p++) head[p]! += pace * Math.max(-1, Math.min(1, load[p]! / target[p]! - 1));
    if (round < ROUNDS / 2) recentre(graph, part, seeds);
  }
  fillEmpty(graph, best, k);
  refine(graph, best, target);
  return best;
}

/** Seeds by halving the places along their longer side until each piece stands for one part. */
function spreadSeeds(graph: PlaceGraph, wanted: readonly number[]): number[] {
  const seeds: number[] = new Array(wanted.length).fill(0);
  const settle = (places: number[], parts: number[]): void => {
    if (parts.length === 1) {
      seeds[parts[0]!] = middleOf(graph, places);
      return;
    }
    const first = parts.slice(0, parts.length >> 1);
    const rest = parts.slice(parts.length >> 1);
    const [dx, dy] = longAxis(graph, places);
    const sorted = [...places].sort(
      (a, b) => graph.x[a]! * dx + graph.y[a]! * dy - graph.x[b]! * dx - graph.y[b]! * dy || a - b,
    );
    const weigh = (list: readonly number[]): number => list.reduce((sum, p) => sum + wanted[p]!, 0);
    const share = weigh(first) / weigh(parts);
    const all = sorted.reduce((sum, place) => sum + graph.weight[place]!, 0);
    let cut = 0;
    for (let load = 0; cut < sorted.length && load < share * all; cut++) load += graph.weight[sorted[cut]!]!;
    cut = Math.max(first.length, Math.min(sorted.length - rest.length, cut));
    settle(sorted.slice(0, cut), first);
    settle(sorted.slice(cut), rest);
  };
  settle(
    Array.from(graph.x, (_, i) => i),
    wanted.map((_, p) => p),
  );
  return seeds;
}

function longAxis(graph: PlaceGraph, places: readonly number[]): [number, number] {
  let [sx, sy, sw] = [0, 0, 0];
  for (const i of places) {
    const w = graph.weight[i]! + 1e-6;
    sx += w * graph.x[i]!;
    sy += w * graph.y[i]!;
    sw += w;
  }
  const [mx, my] = [sx / sw, sy / sw];
  let [xx, xy, yy] = [0, 0, 0];
  for (const i of places) {
    const w = graph.weight[i]! + 1e-6;
    xx += w * (graph.x[i]! - mx) ** 2;
    xy += w * (graph.x[i]! - mx) * (graph.y[i]! - my);
    yy += w * (graph.y[i]! - my) ** 2;
  }
  const angle = 0.5 * Math.atan2(2 * xy, xx - yy);
  return [Math.cos(angle), Math.sin(angle)];
}

/** The place nearest to the weighted middle of some places. */
function middleOf(graph: PlaceGraph, places: readonly number[]): number {
  let [sx, sy, sw] = [0, 0, 0];
  for (const i of places) {
    const w = graph.weight[i]! + 1e-6;
    sx += w * graph.x[i]!;
    sy += w * graph.y[i]!;
    sw += w;
  }
  let best = places[0] ?? 0;
  let least = Number.POSITIVE_INFINITY;
  for (const i of places) {
    const d = (graph.x[i]! - sx / sw) ** 2 + (graph.y[i]! - sy / sw) ** 2;
    if (d < least) {
      least = d;
      best = i;
    }
  }
  return best;
}

function typicalReach(graph: PlaceGraph, parts: number): number {
  let [w, s, e, n] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < graph.x.length; i++) {
    w = Math.min(w, graph.x[i]!);
    e = Math.max(e, graph.x[i]!);
    s = Math.min(s, graph.y[i]!);
    n = Math.max(n, graph.y[i]!);
  }
  return Math.sqrt(((e - w) * (n - s)) / parts) / 2 + 1;
}

function loads(graph: PlaceGraph, part: Int32Array, k: number): Float64Array {
  const load = new Float64Array(k);
  for (let i = 0; i < part.length; i++) load[part[i]!]! += graph.weight[i]!;
  return load;
}

/** Every place goes to the seed it is nearest to along the graph, `head` metres added; so parts are connected. */
export function grow(graph: PlaceGraph, seeds: readonly number[], head: Float64Array): Int32Array {
  const n = graph.x.length;
  const part = new Int32Array(n).fill(-1);
  const far = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const heap = new Heap();
  const low = head.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const owner = new Int32Array(n).fill(-1);
  seeds.forEach((place, p) => {
    const d = head[p]! - low;
    if (owner[place] !== -1 && far[place]! <= d) return;
    far[place] = d;
    owner[place] = p;
    heap.push(d, place);
  });
  for (let item = heap.pop(); item; item = heap.pop()) {
    const [d, place] = item;
    if (part[place] !== -1 || d > far[place]!) continue;
    part[place] = owner[place]!;
    for (let slot = graph.start[place]!; slot < graph.start[place + 1]!; slot++) {
      const next = graph.other[slot]!;
      const sum = d + graph.distance[slot]!;
      if (part[next] !== -1 || sum >= far[next]!) continue;
      far[next] = sum;
      owner[next] = owner[place]!;
      heap.push(sum, next);
    }
  }
  for (let i = 0; i < n; i++) if (part[i] === -1) part[i] = nearestSeed(graph, seeds, i);
  return part;
}

function nearestSeed(graph: PlaceGraph, seeds: readonly number[], place: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  seeds.forEach((seed, p) => {
    const d = Math.hypot(graph.x[seed]! - graph.x[place]!, graph.y[seed]! - graph.y[place]!);
    if (d < least) {
      least = d;
      best = p;
    }
  });
  return best;
}

function recentre(graph: PlaceGraph, part: Int32Array, seeds: number[]): void {
  const members: number[][] = seeds.map(() => []);
  part.forEach((p, i) => {
    members[p]!.push(i);
  });
  members.forEach((places, p) => {
    if (places.length > 0) seeds[p] = middleOf(graph, places);
  });
}

/** A part without a place takes half of the heaviest part that can be halved. */
function fillEmpty(graph: PlaceGraph, part: Int32Array, k: number): void {
  for (let empty = 0; empty < k; empty++) {
    if (part.includes(empty)) continue;
    const load = loads(graph, part, k);
    const count = new Int32Array(k);
    for (const p of part) count[p]!++;
    let heavy = -1;
    for (let p = 0; p < k; p++) if (count[p]! > 1 && (heavy < 0 || load[p]! > load[heavy]!)) heavy = p;
    if (heavy < 0) return;
    const places: number[] = [];
    part.forEach((p, i) => {
      if (p === heavy) places.push(i);
    });
    const halves = partition(subgraph(graph, places), [1, 1]);
    places.forEach((place, i) => {
      if (halves[i] === 1) part[place] = empty;
    });
  }
}

/** Moves places on a border to the neighbouring part while that evens the weights or straightens the border. */
function refine(graph: PlaceGraph, part: Int32Array, target: Float64Array): void {
  const load = loads(graph, part, target.length);
  const count = new Int32Array(target.length);
  for (const p of part) count[p]!++;
  const priceScale = meanPrice(graph);
  for (let pass = 0; pass < PASSES; pass++) {
    let moved = false;
    for (let i = 0; i < part.length; i++) {
      const here = part[i]!;
      if (count[here]! < 2) continue;
      let best = -1;
      let most = 1e-9;
      for (let slot = graph.start[i]!; slot < graph.start[i + 1]!; slot++) {
        const there = part[graph.other[slot]!]!;
        if (there === here || there === best) continue;
        const gain =
          balanceGain(load, target, here, there, graph.weight[i]!) +
          0.004 * (priceGain(graph, part, i, here, there) / priceScale);
        if (gain > most) {
          most = gain;
          best = there;
        }
      }
      if (best < 0 || !staysWhole(graph, part, i)) continue;
      part[i] = best;
      load[here]! -= graph.weight[i]!;
      load[best]! += graph.weight[i]!;
      count[here]!--;
      count[best]!++;
      moved = true;
    }
    if (!moved) return;
  }
}

function balanceGain(load: Float64Array, target: Float64Array, here: number, there: number, weight: number): number {
  const square = (p: number, change: number): number => ((load[p]! + change - target[p]!) / target[p]!) ** 2;
  return square(here, 0) + square(there, 0) - square(here, -weight) - square(there, weight);
}

function priceGain(graph: PlaceGraph, part: Int32Array, i: number, here: number, there: number): number {
  let gain = 0;
  for (let slot = graph.start[i]!; slot < graph.start[i + 1]!; slot++) {
    const p = part[graph.other[slot]!]!;
    if (p === there) gain += graph.price[slot]!;
    else if (p === here) gain -= graph.price[slot]!;
  }
  return gain;
}

function meanPrice(graph: PlaceGraph): number {
  const sum = graph.price.reduce((a, b) => a + b, 0);
  return sum > 0 ? sum / graph.price.length : 1;
}

/** Whether the neighbours of a place in its own part still reach each other without it. */
function staysWhole(graph: PlaceGraph, part: Int32Array, place: number): boolean {
  const own: number[] = [];
  for (let slot = graph.start[place]!; slot < graph.start[place + 1]!; slot++) {
    if (part[graph.other[slot]!] === part[place]) own.push(graph.other[slot]!);
  }
  if (own.length <= 1) return own.length === 1;
  const missing = new Set(own.slice(1));
  const seen = new Set([place, own[0]!]);
  const queue = [own[0]!];
  for (let current = queue.pop(); current !== undefined; current = queue.pop()) {
    for (let slot = graph.start[current]!; slot < graph.start[current + 1]!; slot++) {
      const next = graph.other[slot]!;
      if (seen.has(next) || part[next] !== part[place]) continue;
      seen.add(next);
      missing.delete(next);
      if (missing.size === 0) return true;
      queue.push(next);
    }
  }
  return false;
}

/** Binary heap of (key, place), ties to the lower place. */
class Heap {
  private readonly keys: number[] = [];
  private readonly places: number[] = [];

  push(key: number, place: number): void {
    let i = this.keys.length;
    this.keys.push(key);
    this.places.push(place);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.before(i, parent)) break;
      this.swap(i, parent);
      i = parent;
    }
  }

  pop(): [key: number, place: number] | null {
    const [key, place] = [this.keys[0], this.places[0]];
    if (key === undefined || place === undefined) return null;
    const last = this.keys.length - 1;
    this.swap(0, last);
    this.keys.pop();
    this.places.pop();
    for (let i = 0; ; ) {
      const left = 2 * i + 1;
      if (left >= last) break;
      const child = left + 1 < last && this.before(left + 1, left) ? left + 1 : left;
      if (!this.before(child, i)) break;
      this.swap(i, child);
      i = child;
    }
    return [key, place];
  }

  private before(a: number, b: number): boolean {
    const d = this.keys[a]! - this.keys[b]!;
    return d < 0 || (d === 0 && this.places[a]! < this.places[b]!);
  }

  private swap(a: number, b: number): void {
    [this.keys[a], this.keys[b]] = [this.keys[b]!, this.keys[a]!];
    [this.places[a], this.places[b]] = [this.places[b]!, this.places[a]!];
  }
}
