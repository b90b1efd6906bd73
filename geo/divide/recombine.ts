import type { DualGraph } from './dual-graph.ts';
import { piecesOf } from './pieces.ts';
import { createRandom, type Random } from './random.ts';
import { createTreeDrawer, LEAST_WEIGHT, type TreeDrawer } from './spanning-tree.ts';

/** What a part may have, both included. */
export interface Band {
  readonly least: number;
  readonly most: number;
}

export interface RecombineInput {
  readonly graph: DualGraph;
  /** part of each unit; −1 = a unit that takes no part; changed in place by `apply` */
  readonly assignment: Int32Array;
  readonly parts: number;
  readonly band: Band;
  /** 1 = a part that does not change */
  readonly lockedParts?: Uint8Array | null;
  /** 1 = a unit that stays in its part */
  readonly lockedUnits?: Uint8Array | null;
  /** of each edge, in (0, 1]: how readily a tree takes it; low where a border should rather run */
  readonly weight?: Float64Array | null;
}

/** One recombination after the other in the same buffers: see `createRecombiner`. */
export interface Recombiner {
  readonly population: Float64Array;
  /** edges between two parts, of none too */
  readonly cutEdges: number;
  /** trees drawn since the beginning */
  readonly trees: number;
  /** the two parts of the proposal */
  readonly pair: { readonly a: number; readonly b: number };
  /** the units of the two, in local numbers 0 … size − 1 */
  readonly tree: TreeDrawer;
  readonly size: number;
  /** the part proposed for each */
  readonly proposed: Int32Array;
  /** by how much the number of cut edges would change */
  readonly cutEdgesChange: number;
  /**
   * Joins two neighbouring parts, draws trees of them, and looks for a cut that leaves both in the band.
   *
   * @returns `found`: `apply` makes it true, the next `propose` forgets it · `failed`: not in these two, or not with
   *   these trees · `no-pair`: no two parts may be joined at all
   */
  propose(): Proposing;
  /** The same for the cut that comes nearest to two equal halves, in the band or not; `found` when it is nearer than today's. */
  proposeEven(): Proposing;
  apply(): void;
  /** to be called when others have changed the assignment */
  refresh(): void;
}

export type Proposing = 'found' | 'failed' | 'no-pair';

/** Trees drawn of one pair before another pair is tried: most pairs that can be cut at all are cut by then. */
const TREES_A_PAIR = 16;
/** Trees of which the most even cut is taken. */
const TREES_FOR_EVEN = 4;
/** Draws of an edge before the cut ones are listed: with few parts most edges lie inside one. */
const DRAWS = 64;

/**
 * Recombination (ReCom): a random pair of neighbouring parts, in proportion to the edges between them, is joined, a
 * random spanning tree of it drawn, and an edge that cuts the tree in balance taken away.
 *
 * Both new parts are contiguous because a tree's branch is. Labels go so that as few units as possible change. Nothing
 * is allocated after the beginning, and a step costs the two parts only, whatever the size of the graph.
 *
 * @throws RangeError when a part that is not locked has no unit or several pieces: its trees would never be finished
 * @see    DeFord, Duchin, Solomon, "Recombination: a family of Markov chains for redistricting" (2021)
 */
export function createRecombiner(input: RecombineInput, random: Random): Recombiner {
  const { graph, assignment, parts, band, lockedUnits, weight } = input;
  const { count, a, b } = graph;
  const edges = a.length;
  const lockedParts = input.lockedParts ?? new Uint8Array(parts);
  refuseScattered(graph, assignment, parts, lockedParts);
  const tree = createTreeDrawer(graph, random, weight);
  const { units, starts, localNeighbours, parent, order } = tree;
  const population = new Float64Array(parts);
  /** members of a part as a chain of units */
  const first = new Int32Array(parts);
  const next = new Int32Array(count);
  const people = new Float64Array(count);
  const branch = new Float64Array(count);
  const branchLocksA = new Int32Array(count);
  const branchLocksB = new Int32Array(count);
  const side = new Uint8Array(count);
  const proposed = new Int32Array(count);
  const found = new Uint32Array(count);
  const pair = { a: -1, b: -1 };
  let cutEdges = 0;
  let cutEdgesChange = 0;
  let size = 0;
  let sizeA = 0;
  let branchPeople = 0;
  let branchPart = 0;
  let trees = 0;

  const refresh = (): void => {
    population.fill(0);
    first.fill(-1);
    for (let unit = count - 1; unit >= 0; unit--) {
      const part = assignment[unit]!;
      if (part < 0) continue;
      population[part]! += graph.population[unit]!;
      next[unit] = first[part]!;
      first[part] = unit;
    }
    cutEdges = 0;
    for (let e = 0; e < edges; e++) if (assignment[a[e]!] !== assignment[b[e]!]) cutEdges += 1;
  };

  const joins = (e: number): boolean => {
    const one = assignment[a[e]!]!;
    const other = assignment[b[e]!]!;
    return one !== other && one >= 0 && other >= 0 && lockedParts[one] === 0 && lockedParts[other] === 0;
  };

  /** An edge between two parts that may change, each as likely as the others; −1 = there is none. */
  const drawCutEdge = (): number => {
    for (let i = 0; i < DRAWS; i++) {
      const e = random.below(edges);
      if (joins(e)) return e;
    }
    let cut = 0;
    for (let e = 0; e < edges; e++) if (joins(e)) cut += 1;
    if (cut === 0) return -1;
    let skip = random.below(cut);
    for (let e = 0; ; e++) if (joins(e) && skip-- === 0) return e;
  };

  /** The local number of the tree's root: a unit at the edge, so that it lies about in the middle. */
  const loadPair = (edge: number): number => {
    size = 0;
    for (let unit = first[pair.a]!; unit >= 0; unit = next[unit]!) units[size++] = unit;
    sizeA = size;
    for (let unit = first[pair.b]!; unit >= 0; unit = next[unit]!) units[size++] = unit;
    for (let i = 0; i < size; i++) people[i] = graph.population[units[i]!]!;
    tree.load(size);
    return units.indexOf(a[edge]!);
  };

  /** Fills `found` with the places in `order` whose branch may be cut off. */
  const findCuts = (least: number, most: number): number => {
    let cuts = 0;
    for (let i = 0; i < size; i++) branch[i] = people[i]!;
    for (let k = size - 1; k > 0; k--) {
      const local = order[k]!;
      const inBranch = branch[local]!;
      if (inBranch >= least && inBranch <= most) found[cuts++] = k;
      branch[parent[local]!]! += inBranch;
    }
    return cuts;
  };

  /** Leaves those of `found` whose locked units can stay where they are. */
  const respectLocks = (cuts: number): number => {
    branchLocksA.fill(0, 0, size);
    branchLocksB.fill(0, 0, size);
    for (let k = size - 1; k >= 0; k--) {
      const local = order[k]!;
      if (lockedUnits![units[local]!]) (local < sizeA ? branchLocksA : branchLocksB)[local]!++;
      if (k === 0) break;
      branchLocksA[parent[local]!]! += branchLocksA[local]!;
      branchLocksB[parent[local]!]! += branchLocksB[local]!;
    }
    let kept = 0;
    for (let i = 0; i < cuts; i++) {
      const local = order[found[i]!]!;
      if (mayBe(local, true) || mayBe(local, false)) found[kept++] = found[i]!;
    }
    return kept;
  };

  /** Whether the branch may become part a (or b), its locked units and all others staying where they are. */
  const mayBe = (local: number, partA: boolean): boolean => {
    if (!lockedUnits) return true;
    const [own, others] = partA ? [branchLocksA, branchLocksB] : [branchLocksB, branchLocksA];
    return others[local] === 0 && own[local] === own[order[0]!];
  };

  const cutAt = (k: number): void => {
    const cut = order[k]!;
    branchPeople = branch[cut]!;
    side.fill(0, 0, size);
    side[cut] = 1;
    let inA = cut < sizeA ? 1 : 0;
    let inB = 1 - inA;
    for (let i = k + 1; i < size; i++) {
      const local = order[i]!;
      if (side[parent[local]!] === 0) continue;
      side[local] = 1;
      if (local < sizeA) inA += 1;
      else inB += 1;
    }
    // Units that would change if the branch became part a: those of b in it, those of a in the rest.
    const changes = inB + (sizeA - inA);
    const branchIsA = mayBe(cut, true) && (!mayBe(cut, false) || 2 * changes <= size);
    branchPart = branchIsA ? pair.a : pair.b;
    const restPart = branchIsA ? pair.b : pair.a;
    cutEdgesChange = 0;
    for (let i = 0; i < size; i++) {
      proposed[i] = side[i] ? branchPart : restPart;
      for (let at = starts[i]!; at < starts[i + 1]!; at++) {
        const j = localNeighbours[at]!;
        if (j <= i) continue;
        if (side[i] !== side[j]) cutEdgesChange += 1;
        if (i < sizeA && j >= sizeA) cutEdgesChange -= 1;
      }
    }
  };

  /** The edge through which a pair of parts is found; −1 = there is none. */
  const drawPair = (): number => {
    const edge = drawCutEdge();
    if (edge < 0) return -1;
    pair.a = assignment[a[edge]!]!;
    pair.b = assignment[b[edge]!]!;
    return edge;
  };

  const drawCuts = (root: number, least: number, most: number): number => {
    tree.draw(root);
    trees += 1;
    const cuts = findCuts(least, most);
    return lockedUnits && cuts > 0 ? respectLocks(cuts) : cuts;
  };

  /** One of the cuts found; one at a light edge is more likely by as much as the tree was loath to take it. */
  const drawCut = (cuts: number): number => {
    if (!weight) return random.below(cuts);
    let sum = 0;
    for (let i = 0; i < cuts; i++) sum += 1 / weightAbove(order[found[i]!]!);
    let left = random.unit() * sum;
    for (let i = 0; i < cuts - 1; i++) {
      left -= 1 / weightAbove(order[found[i]!]!);
      if (left < 0) return i;
    }
    return cuts - 1;
  };

  /** Of the edge between a local unit and its parent in the tree. */
  const weightAbove = (local: number): number => {
    for (let at = starts[local]!; at < starts[local + 1]!; at++)
      if (localNeighbours[at] === parent[local]) return Math.max(weight![tree.localEdges[at]!]!, LEAST_WEIGHT);
    return 1;
  };

  const propose = (): Proposing => {
    const edge = drawPair();
    if (edge < 0) return 'no-pair';
    const total = population[pair.a]! + population[pair.b]!;
    const least = Math.max(band.least, total - band.most);
    const most = Math.min(band.most, total - band.least);
    if (least > most) return 'failed';
    const root = loadPair(edge);
    for (let i = 0; i < TREES_A_PAIR; i++) {
      const cuts = drawCuts(root, least, most);
      if (cuts === 0) continue;
      cutAt(found[cuts === 1 ? 0 : drawCut(cuts)]!);
      return 'found';
    }
    return 'failed';
  };

  const proposeEven = (): Proposing => {
    const edge = drawPair();
    if (edge < 0) return 'no-pair';
    const root = loadPair(edge);
    const half = (population[pair.a]! + population[pair.b]!) / 2;
    let nearest = Math.abs(population[pair.a]! - half);
    let outcome: Proposing = 'failed';
    for (let i = 0; i < TREES_FOR_EVEN; i++) {
      const cuts = drawCuts(root, half - nearest, half + nearest);
      let best = -1;
      for (let k = 0; k < cuts; k++) {
        const off = Math.abs(branch[order[found[k]!]!]! - half);
        if (off >= nearest) continue;
        nearest = off;
        best = found[k]!;
      }
      if (best < 0) continue;
      cutAt(best);
      outcome = 'found';
    }
    return outcome;
  };

  const apply = (): void => {
    const total = population[pair.a]! + population[pair.b]!;
    population[branchPart] = branchPeople;
    population[branchPart === pair.a ? pair.b : pair.a] = total - branchPeople;
    first[pair.a] = -1;
    first[pair.b] = -1;
    for (let i = 0; i < size; i++) {
      const unit = units[i]!;
      const part = proposed[i]!;
      assignment[unit] = part;
      next[unit] = first[part]!;
      first[part] = unit;
    }
    cutEdges += cutEdgesChange;
  };

  refresh();
  return {
    population,
    get cutEdges() {
      return cutEdges;
    },
    get trees() {
      return trees;
    },
    pair,
    tree,
    get size() {
      return size;
    },
    proposed,
    get cutEdgesChange() {
      return cutEdgesChange;
    },
    propose,
    proposeEven,
    apply,
    refresh,
  };
}

function refuseScattered(graph: DualGraph, assignment: Int32Array, parts: number, locked: Uint8Array): void {
  const pieces = new Uint32Array(parts);
  for (const part of piecesOf(graph, assignment).partOf) pieces[part]!++;
  const bad = pieces.findIndex((number, part) => number !== 1 && locked[part] === 0);
  if (bad >= 0) throw new RangeError(`part ${bad} has ${pieces[bad]} pieces, one is wanted`);
}

export interface ChainInput extends RecombineInput {
  readonly seed: number;
}

/** How a run of a chain went. */
export interface ChainRun {
  /** accepted steps */
  readonly steps: number;
  /** trees drawn for them */
  readonly trees: number;
  readonly cutEdges: number;
}

/**
 * A plain ReCom chain: every balanced cut is accepted. Changes `input.assignment` in place.
 *
 * @param steps  to be made; fewer are made when `patience` times in a row no proposal was found
 */
export function runChain(input: ChainInput, steps: number, patience = 10_000): ChainRun {
  const recombiner = createRecombiner(input, createRandom(input.seed));
  let made = 0;
  for (let failed = 0; made < steps && failed < patience; ) {
    const outcome = recombiner.propose();
    if (outcome === 'no-pair') break;
    failed = outcome === 'found' ? 0 : failed + 1;
    if (outcome === 'failed') continue;
    recombiner.apply();
    made += 1;
  }
  return { steps: made, trees: recombiner.trees, cutEdges: recombiner.cutEdges };
}
