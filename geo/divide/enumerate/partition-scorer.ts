import type { DualGraph } from '../dual-graph.ts';
import { polsbyPopper } from '../scores.ts';
import type { Step } from './frontier.ts';

/** Scores of one partition after the other, in the same buffers: millions are looked at. */
export interface PartitionScorer {
  /** part of each unit, numbered as they appear */
  readonly partOf: Int32Array;
  readonly cutEdges: number;
  /** the largest |deviation| from the mean of all parts */
  readonly deviation: number;
  /** @param joined  for each step, which of its units `beside` are in the unit's part, as a set of bits */
  look(joined: Uint32Array): void;
  /** mean over the parts of the partition looked at */
  meanPolsbyPopper(): number;
}

export function createPartitionScorer(graph: DualGraph, parts: number, steps: readonly Step[]): PartitionScorer {
  const { count, a, b, sharedM, population, areaM2, boundaryM } = graph;
  const mean = population.reduce((sum, people) => sum + people, 0) / parts;
  /** a unit of the same part, with a smaller number; itself for the first */
  const parent = new Int32Array(count);
  const partOf = new Int32Array(count);
  const people = new Float64Array(parts);
  const areas = new Float64Array(parts);
  const perimeters = new Float64Array(parts);
  let cutEdges = 0;
  let deviation = 0;

  const rootOf = (unit: number): number => {
    let root = unit;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]!]!;
      root = parent[root]!;
    }
    return root;
  };

  const join = (one: number, other: number): void => {
    const [p, q] = [rootOf(one), rootOf(other)];
    if (p < q) parent[q] = p;
    else parent[p] = q;
  };

  const look = (joined: Uint32Array): void => {
    for (let unit = 0; unit < count; unit++) parent[unit] = unit;
    for (let i = 0; i < joined.length; i++) {
      const { unit, beside } = steps[i]!;
      for (let k = 0; k < beside.length; k++) if ((joined[i]! >> k) & 1) join(unit, beside[k]!);
    }
    people.fill(0);
    let found = 0;
    for (let unit = 0; unit < count; unit++) {
      const root = rootOf(unit);
      partOf[unit] = root === unit ? found++ : partOf[root]!;
      people[partOf[unit]!]! += population[unit]!;
    }
    deviation = 0;
    if (mean > 0) for (const own of people) deviation = Math.max(deviation, Math.abs(own / mean - 1));
    cutEdges = 0;
    for (let e = 0; e < a.length; e++) if (partOf[a[e]!] !== partOf[b[e]!]) cutEdges += 1;
  };

  const meanPolsbyPopper = (): number => {
    areas.fill(0);
    perimeters.fill(0);
    for (let unit = 0; unit < count; unit++) {
      areas[partOf[unit]!]! += areaM2[unit]!;
      perimeters[partOf[unit]!]! += boundaryM[unit]!;
    }
    for (let e = 0; e < a.length; e++) {
      const [one, other] = [partOf[a[e]!]!, partOf[b[e]!]!];
      if (one === other) continue;
      perimeters[one]! += sharedM[e]!;
      perimeters[other]! += sharedM[e]!;
    }
    let sum = 0;
    for (let part = 0; part < parts; part++) sum += polsbyPopper(areas[part]!, perimeters[part]!);
    return sum / parts;
  };

  return {
    partOf,
    get cutEdges() {
      return cutEdges;
    },
    get deviation() {
      return deviation;
    },
    look,
    meanPolsbyPopper,
  };
}
