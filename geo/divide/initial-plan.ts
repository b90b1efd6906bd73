import type { DualGraph } from './dual-graph.ts';
import type { Random } from './random.ts';
import { createTreeDrawer } from './spanning-tree.ts';

export interface InitialPlanInput {
  /** connected */
  readonly graph: DualGraph;
  /** 1 … graph.count */
  readonly parts: number;
  /** as for `createTreeDrawer` */
  readonly weight?: Float64Array | null;
  /** part that a unit shall be the seed of, each part at most once; −1 = none */
  readonly seeds?: Int32Array | null;
}

interface Cut {
  readonly branch: Uint32Array;
  readonly rest: Uint32Array;
  readonly partsInBranch: number;
}

/** Trees of which the best cut is taken: more at the end, where nothing further down can put it right. */
const TREES = 8;
const TREES_FOR_TWO = 24;
/** What is nearer than this to whole mean parts is near enough; of those the most even halves are taken. */
const NEAR = 0.02;

/**
 * A first plan: contiguous parts, none empty, as even as a few trees allow.
 *
 * The units are halved again and again: of some random spanning trees that edge is taken away whose two sides come
 * nearest to a whole number of mean parts each.
 *
 * @returns part of each unit
 * @throws RangeError for more parts than units, or less than one
 */
export function initialPlan({ graph, parts, weight, seeds }: InitialPlanInput, random: Random): Int32Array {
  const { count, population } = graph;
  if (!(parts >= 1 && parts <= count)) throw new RangeError(`${parts} parts cannot be made of ${count} units`);
  const tree = createTreeDrawer(graph, random, weight);
  const mean = population.reduce((sum, people) => sum + people, 0) / parts;
  const people = new Float64Array(count);
  const size = new Uint32Array(count);
  const seeded = new Uint32Array(count);
  const isSeed = (unit: number): boolean => seeds != null && seeds[unit]! >= 0;

  /** How badly the branch at `local` suits as `number` parts of `all`: off the mean, and then uneven. */
  const badness = (local: number, number: number, all: number, each: number): number => {
    const off = each > 0 ? Math.abs(people[local]! - number * each) / mean : 0;
    return Math.max(off, NEAR) + (NEAR * Math.abs(2 * number - all)) / all;
  };

  const bestCut = (units: Uint32Array, all: number): Cut => {
    const { order, parent } = tree;
    tree.units.set(units);
    tree.load(units.length);
    const total = units.reduce((sum, unit) => sum + population[unit]!, 0);
    const allSeeds = units.reduce((sum, unit) => sum + Number(isSeed(unit)), 0);
    const each = total / all;
    let best: Cut | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < (all === 2 ? TREES_FOR_TWO : TREES) || !best; i++) {
      tree.draw(random.below(units.length));
      units.forEach((unit, local) => {
        people[local] = population[unit]!;
        size[local] = 1;
        seeded[local] = Number(isSeed(unit));
      });
      let at = -1;
      let partsInBranch = 0;
      for (let k = units.length - 1; k > 0; k--) {
        const local = order[k]!;
        people[parent[local]!]! += people[local]!;
        size[parent[local]!]! += size[local]!;
        seeded[parent[local]!]! += seeded[local]!;
        const fewest = Math.max(1, seeded[local]!, all - (units.length - size[local]!));
        const most = Math.min(all - 1, size[local]!, all - (allSeeds - seeded[local]!));
        if (fewest > most) continue;
        const wanted = each > 0 ? people[local]! / each : (size[local]! / units.length) * all;
        const number = Math.min(most, Math.max(fewest, Math.round(wanted)));
        const bad = badness(local, number, all, each);
        if (bad >= least) continue;
        least = bad;
        at = k;
        partsInBranch = number;
      }
      if (at < 0) continue;
      best = { ...branchAt(units, at), partsInBranch };
    }
    return best;
  };

  const branchAt = (units: Uint32Array, k: number): Omit<Cut, 'partsInBranch'> => {
    const { order, parent } = tree;
    const inBranch = new Uint8Array(units.length);
    inBranch[order[k]!] = 1;
    for (let i = k + 1; i < units.length; i++)
      inBranch[order[i]!] = inBranch[order[i]!] || inBranch[parent[order[i]!]!]!;
    return {
      branch: units.filter((_, local) => inBranch[local] === 1),
      rest: units.filter((_, local) => inBranch[local] === 0),
    };
  };

  const groups: Uint32Array[] = [];
  const split = (units: Uint32Array, all: number): void => {
    if (all === 1) groups.push(units);
    else {
      const { branch, rest, partsInBranch } = bestCut(units, all);
      split(branch, partsInBranch);
      split(rest, all - partsInBranch);
    }
  };
  split(
    Uint32Array.from({ length: count }, (_, unit) => unit),
    parts,
  );
  return labelled(groups, count, seeds ?? null);
}

/** Parts with a seed have its label, the others the labels that are left. */
function labelled(groups: readonly Uint32Array[], count: number, seeds: Int32Array | null): Int32Array {
  const assignment = new Int32Array(count);
  const labels = groups.map((units) => {
    const seed = seeds && units.find((unit) => seeds[unit]! >= 0);
    return seed == null ? -1 : seeds![seed]!;
  });
  const taken = new Set(labels);
  const free = groups.map((_, label) => label).filter((label) => !taken.has(label));
  groups.forEach((units, i) => {
    const label = labels[i]! >= 0 ? labels[i]! : free.shift()!;
    for (const unit of units) assignment[unit] = label;
  });
  return assignment;
}
