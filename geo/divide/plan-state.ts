import type { DualGraph } from './dual-graph.ts';
import { matchLabels } from './label-matching.ts';
import type { Band, Recombiner } from './recombine.ts';
import { polsbyPopper } from './scores.ts';

/** What a search makes small, as a sum in which cutting one plain edge counts about 1. */
export interface Terms {
  /** of each edge when it is cut; below 0 where a border should rather run */
  readonly cutCost: Float64Array;
  /** for each part, times 1 − Polsby–Popper; 0 where the graph has no measures */
  readonly compactness: number;
  /** for as many people as a unit has on the average, when they come into another region than today */
  readonly moved: number;
  /** for a part at the end of its band; grows with the square of the deviation */
  readonly balance: number;
}

/** What stands today: which people of a unit live in which region. A unit made of several may lie in several. */
export interface Base {
  readonly regions: number;
  /** unit u has people[i] people in region[i], i = offsets[u] … offsets[u + 1] − 1 */
  readonly offsets: Uint32Array;
  readonly region: Uint32Array;
  readonly people: Float64Array;
}

export interface PlanStateInput {
  readonly graph: DualGraph;
  /** part of each unit; changed in place */
  readonly assignment: Int32Array;
  readonly parts: number;
  readonly band: Band;
  readonly terms: Terms;
  readonly base: Base | null;
  readonly lockedUnits: Uint8Array | null;
}

/** A plan while it is searched: its numbers follow each change. */
export interface PlanState {
  readonly assignment: Int32Array;
  readonly population: Float64Array;
  /** the sum of the terms */
  readonly cost: number;
  /** people above or below the band, all parts together, as a share of the mean part */
  readonly excess: number;
  /** by how much cost would change if a unit joined a neighbouring part; the pieces are not looked at */
  costOfFlip(unit: number, to: number): number;
  excessOfFlip(unit: number, to: number): number;
  /** whether the unit's part stays in one piece, and not empty, without it */
  mayLeave(unit: number): boolean;
  flip(unit: number, to: number): void;
  /** by how much cost would change with what a recombiner on the same assignment proposes */
  costOfRecombination(recombiner: Recombiner): number;
  /** applies what `costOfRecombination` was asked about, in the recombiner too */
  recombine(recombiner: Recombiner): void;
  /** takes over another assignment */
  reset(assignment: Int32Array): void;
  /** the region of today that each part continues is settled anew */
  rematch(): void;
  /** region of today that each part continues; −1 = none */
  readonly continues: Int32Array;
}

export function createPlanState(input: PlanStateInput): PlanState {
  const { graph, assignment, parts, band, terms, base, lockedUnits } = input;
  const { count, a, b, offsets, neighbours, edgeAt, sharedM } = graph;
  const total = graph.population.reduce((sum, people) => sum + people, 0);
  const mean = total / parts;
  const reach = Math.max(band.most - mean, mean - band.least, Number.MIN_VALUE);
  const perMoved = total > 0 ? (terms.moved * count) / total : 0;
  const measured = terms.compactness !== 0;
  const population = new Float64Array(parts);
  const units = new Uint32Array(parts);
  const areaM2 = new Float64Array(parts);
  const perimeterM = new Float64Array(parts);
  const regions = base?.regions ?? 0;
  const overlap = new Float64Array(parts * regions);
  const continues = new Int32Array(parts).fill(-1);
  const seen = new Uint32Array(count);
  const queue = new Uint32Array(count);
  let round = 0;
  let cost = 0;
  let excess = 0;

  const excessAt = (people: number): number => Math.max(0, band.least - people, people - band.most) / mean;
  const balanceAt = (people: number): number => terms.balance * ((people - mean) / reach) ** 2;
  const shapeAt = (area: number, perimeter: number): number =>
    measured ? terms.compactness * (1 - polsbyPopper(area, perimeter)) : 0;
  const partCost = (part: number): number => balanceAt(population[part]!) + shapeAt(areaM2[part]!, perimeterM[part]!);
  /** people of a unit that today live in the region that a part continues */
  const atHome = (unit: number, part: number): number => {
    const region = continues[part]!;
    if (region < 0) return 0;
    for (let i = base!.offsets[unit]!; i < base!.offsets[unit + 1]!; i++)
      if (base!.region[i] === region) return base!.people[i]!;
    return 0;
  };

  const recount = (): void => {
    population.fill(0);
    units.fill(0);
    areaM2.fill(0);
    perimeterM.fill(0);
    overlap.fill(0);
    cost = 0;
    excess = 0;
    for (let unit = 0; unit < count; unit++) {
      const part = assignment[unit]!;
      population[part]! += graph.population[unit]!;
      units[part]! += 1;
      areaM2[part]! += graph.areaM2[unit]!;
      perimeterM[part]! += graph.perimeterM[unit]!;
      if (base) moveOverlap(unit, part, 1);
      if (base) cost += perMoved * (graph.population[unit]! - atHome(unit, part));
    }
    for (let e = 0; e < a.length; e++) {
      const part = assignment[a[e]!]!;
      if (part === assignment[b[e]!]) perimeterM[part]! -= 2 * sharedM[e]!;
      else cost += terms.cutCost[e]!;
    }
    for (let part = 0; part < parts; part++) {
      cost += partCost(part);
      excess += excessAt(population[part]!);
    }
  };

  const moveOverlap = (unit: number, part: number, sign: 1 | -1): void => {
    for (let i = base!.offsets[unit]!; i < base!.offsets[unit + 1]!; i++)
      overlap[part * regions + base!.region[i]!]! += sign * base!.people[i]!;
  };

  const rematch = (): void => {
    if (!base) return;
    continues.set(matchLabels(overlap, parts, regions));
    recount();
  };

  const costOfFlip = (unit: number, to: number): number => {
    const from = assignment[unit]!;
    let change = 0;
    let sharedFrom = 0;
    let sharedTo = 0;
    for (let at = offsets[unit]!; at < offsets[unit + 1]!; at++) {
      const part = assignment[neighbours[at]!]!;
      if (part === from) {
        change += terms.cutCost[edgeAt[at]!]!;
        sharedFrom += sharedM[edgeAt[at]!]!;
      } else if (part === to) {
        change -= terms.cutCost[edgeAt[at]!]!;
        sharedTo += sharedM[edgeAt[at]!]!;
      }
    }
    const people = graph.population[unit]!;
    if (people > 0) {
      change += balanceAt(population[from]! - people) - balanceAt(population[from]!);
      change += balanceAt(population[to]! + people) - balanceAt(population[to]!);
      if (base) change += perMoved * (atHome(unit, from) - atHome(unit, to));
    }
    if (!measured) return change;
    const area = graph.areaM2[unit]!;
    const outline = graph.perimeterM[unit]!;
    return (
      change +
      shapeAt(areaM2[from]! - area, perimeterM[from]! - outline + 2 * sharedFrom) -
      shapeAt(areaM2[from]!, perimeterM[from]!) +
      shapeAt(areaM2[to]! + area, perimeterM[to]! + outline - 2 * sharedTo) -
      shapeAt(areaM2[to]!, perimeterM[to]!)
    );
  };

  const excessOfFlip = (unit: number, to: number): number => {
    const people = graph.population[unit]!;
    if (people === 0) return 0;
    const from = assignment[unit]!;
    return (
      excessAt(population[from]! - people) -
      excessAt(population[from]!) +
      excessAt(population[to]! + people) -
      excessAt(population[to]!)
    );
  };

  const mayLeave = (unit: number): boolean => {
    const part = assignment[unit]!;
    if (units[part] === 1 || lockedUnits?.[unit]) return false;
    round += 1;
    let wanted = 0;
    let start = -1;
    for (let at = offsets[unit]!; at < offsets[unit + 1]!; at++) {
      if (assignment[neighbours[at]!] !== part) continue;
      wanted += 1;
      start = neighbours[at]!;
    }
    if (wanted <= 1) return true;
    // From one neighbour through the part until all the others are met; around most units that is a few steps.
    for (let at = offsets[unit]!; at < offsets[unit + 1]!; at++) {
      if (assignment[neighbours[at]!] === part) seen[neighbours[at]!] = round;
    }
    round += 1;
    seen[unit] = round;
    seen[start] = round;
    wanted -= 1;
    queue[0] = start;
    for (let head = 0, tail = 1; head < tail; head++) {
      const next = queue[head]!;
      for (let at = offsets[next]!; at < offsets[next + 1]!; at++) {
        const neighbour = neighbours[at]!;
        if (assignment[neighbour] !== part || seen[neighbour] === round) continue;
        if (seen[neighbour] === round - 1 && --wanted === 0) return true;
        seen[neighbour] = round;
        queue[tail++] = neighbour;
      }
    }
    return false;
  };

  const flip = (unit: number, to: number): void => {
    const from = assignment[unit]!;
    cost += costOfFlip(unit, to);
    excess += excessOfFlip(unit, to);
    for (let at = offsets[unit]!; at < offsets[unit + 1]!; at++) {
      const part = assignment[neighbours[at]!]!;
      if (part === from) perimeterM[from]! += 2 * sharedM[edgeAt[at]!]!;
      else if (part === to) perimeterM[to]! -= 2 * sharedM[edgeAt[at]!]!;
    }
    perimeterM[from]! -= graph.perimeterM[unit]!;
    perimeterM[to]! += graph.perimeterM[unit]!;
    areaM2[from]! -= graph.areaM2[unit]!;
    areaM2[to]! += graph.areaM2[unit]!;
    population[from]! -= graph.population[unit]!;
    population[to]! += graph.population[unit]!;
    units[from]! -= 1;
    units[to]! += 1;
    if (base) {
      moveOverlap(unit, from, -1);
      moveOverlap(unit, to, 1);
    }
    assignment[unit] = to;
  };

  /** Numbers that the two parts of a recombination would have. */
  const fresh = {
    cost: 0,
    excess: 0,
    population: new Float64Array(2),
    units: new Uint32Array(2),
    areaM2: new Float64Array(2),
    perimeterM: new Float64Array(2),
  };
  const measurePair = ({ pair, tree, size, proposed }: Recombiner): void => {
    let change = 0;
    for (let side = 0; side < 2; side++) {
      fresh.population[side] = 0;
      fresh.units[side] = 0;
      fresh.areaM2[side] = 0;
      fresh.perimeterM[side] = 0;
    }
    for (let i = 0; i < size; i++) {
      const unit = tree.units[i]!;
      const part = proposed[i]!;
      const side = part === pair.a ? 0 : 1;
      fresh.population[side]! += graph.population[unit]!;
      fresh.units[side]! += 1;
      fresh.areaM2[side]! += graph.areaM2[unit]!;
      fresh.perimeterM[side]! += graph.perimeterM[unit]!;
      const today = assignment[unit]!;
      if (base && part !== today) change += perMoved * (atHome(unit, today) - atHome(unit, part));
      for (let at = tree.starts[i]!; at < tree.starts[i + 1]!; at++) {
        const j = tree.localNeighbours[at]!;
        if (j <= i) continue;
        const edge = tree.localEdges[at]!;
        if (part === proposed[j]) fresh.perimeterM[side]! -= 2 * sharedM[edge]!;
        else change += terms.cutCost[edge]!;
        if (today !== assignment[tree.units[j]!]) change -= terms.cutCost[edge]!;
      }
    }
    fresh.excess = 0;
    for (let side = 0; side < 2; side++) {
      const part = side === 0 ? pair.a : pair.b;
      change += balanceAt(fresh.population[side]!) + shapeAt(fresh.areaM2[side]!, fresh.perimeterM[side]!);
      change -= partCost(part);
      fresh.excess += excessAt(fresh.population[side]!) - excessAt(population[part]!);
    }
    fresh.cost = change;
  };

  const recombine = (recombiner: Recombiner): void => {
    const { pair, tree, size, proposed } = recombiner;
    if (base) {
      for (let i = 0; i < size; i++) {
        const unit = tree.units[i]!;
        if (proposed[i] === assignment[unit]) continue;
        moveOverlap(unit, assignment[unit]!, -1);
        moveOverlap(unit, proposed[i]!, 1);
      }
    }
    for (let side = 0; side < 2; side++) {
      const part = side === 0 ? pair.a : pair.b;
      population[part] = fresh.population[side]!;
      units[part] = fresh.units[side]!;
      areaM2[part] = fresh.areaM2[side]!;
      perimeterM[part] = fresh.perimeterM[side]!;
    }
    cost += fresh.cost;
    excess += fresh.excess;
    recombiner.apply();
  };

  recount();
  rematch();
  return {
    assignment,
    population,
    get cost() {
      return cost;
    },
    get excess() {
      return excess;
    },
    continues,
    costOfFlip,
    excessOfFlip,
    mayLeave,
    flip,
    costOfRecombination: (recombiner) => {
      measurePair(recombiner);
      return fresh.cost;
    },
    recombine,
    reset: (other) => {
      assignment.set(other);
      recount();
    },
    rematch,
  };
}
