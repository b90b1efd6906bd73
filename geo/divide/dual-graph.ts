import { arcLengthsM } from '../fabric/arc-lengths.ts';
import { type Fabric, OUTSIDE } from '../fabric/fabric.ts';
import { blockAreasM2 } from '../fabric/polygons.ts';

/**
 * The units of a division (blocks, or whole communities) and which of them share a border.
 *
 * Plain typed arrays: can be sent from thread to thread. Units are 0 … count − 1, edges 0 … a.length − 1. Units that
 * touch in a point only are no neighbours. Measures that are not known are NaN, and so is every score made of them.
 */
export interface DualGraph {
  readonly count: number;
  /** the two units of each edge, a < b, sorted */
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  /** length of the border that the two units share */
  readonly sharedM: Float64Array;
  /** unit u has the neighbours neighbours[offsets[u]] … neighbours[offsets[u + 1] − 1], ascending */
  readonly offsets: Uint32Array;
  readonly neighbours: Uint32Array;
  /** the edge beside each entry of `neighbours` */
  readonly edgeAt: Uint32Array;
  /** people, households, or whatever is to be balanced; never negative */
  readonly population: Float64Array;
  readonly areaM2: Float64Array;
  /** length of the border towards no unit at all */
  readonly boundaryM: Float64Array;
  /** the whole outline of each unit: `boundaryM` and all that it shares */
  readonly perimeterM: Float64Array;
}

/** What a dual graph is made from; edges in any order and direction, several between two units are added up. */
export interface DualGraphInput {
  readonly edges: {
    readonly a: ArrayLike<number>;
    readonly b: ArrayLike<number>;
    readonly sharedM: ArrayLike<number>;
  };
  readonly population: Float64Array;
  readonly areaM2: Float64Array;
  readonly boundaryM: Float64Array;
}

/** @throws RangeError for an edge to a unit that is not there, or a population that is negative or no number */
export function dualGraph({ edges, population, areaM2, boundaryM }: DualGraphInput): DualGraph {
  const count = population.length;
  const bad = population.findIndex((people) => !(people >= 0 && people < Number.POSITIVE_INFINITY));
  if (bad >= 0) throw new RangeError(`unit ${bad} has the population ${population[bad]}`);
  const { a, b, sharedM } = mergeEdges(edges, count);
  const offsets = new Uint32Array(count + 1);
  for (let e = 0; e < a.length; e++) {
    offsets[a[e]! + 1]!++;
    offsets[b[e]! + 1]!++;
  }
  for (let unit = 0; unit < count; unit++) offsets[unit + 1]! += offsets[unit]!;
  const neighbours = new Uint32Array(2 * a.length);
  const edgeAt = new Uint32Array(2 * a.length);
  const perimeterM = boundaryM.slice();
  const fill = offsets.slice();
  const enter = (unit: number, neighbour: number, e: number): void => {
    const at = fill[unit]!++;
    neighbours[at] = neighbour;
    edgeAt[at] = e;
    perimeterM[unit]! += sharedM[e]!;
  };
  // Edges are sorted: first all smaller neighbours in their order, then all larger ones.
  for (let e = 0; e < a.length; e++) enter(b[e]!, a[e]!, e);
  for (let e = 0; e < a.length; e++) enter(a[e]!, b[e]!, e);
  return { count, a, b, sharedM, offsets, neighbours, edgeAt, population, areaM2, boundaryM, perimeterM };
}

/**
 * The dual graph of a fabric.
 *
 * @param population  of each unit
 * @param unitOf      unit of each block, for units of several blocks; −1 = of none, which is like the outside;
 *                    by default each block is a unit
 */
export function dualGraphOf(fabric: Fabric, population: Float64Array, unitOf?: ArrayLike<number>): DualGraph {
  const { left, right } = fabric.arcs;
  const lengths = arcLengthsM(fabric);
  const unitAt = (block: number): number => (block === OUTSIDE ? -1 : unitOf ? unitOf[block]! : block);
  const areaM2 = new Float64Array(population.length);
  const boundaryM = new Float64Array(population.length);
  const a: number[] = [];
  const b: number[] = [];
  const sharedM: number[] = [];
  blockAreasM2(fabric).forEach((area, block) => {
    const unit = unitAt(block);
    if (unit >= 0) areaM2[unit]! += area;
  });
  for (let arc = 0; arc < lengths.length; arc++) {
    const one = unitAt(left[arc]!);
    const other = unitAt(right[arc]!);
    if (one === other) continue;
    if (one < 0 || other < 0) boundaryM[Math.max(one, other)]! += lengths[arc]!;
    else {
      a.push(one);
      b.push(other);
      sharedM.push(lengths[arc]!);
    }
  }
  return dualGraph({ edges: { a, b, sharedM }, population, areaM2, boundaryM });
}

/** Larger than any count of units; a pair is one number. */
const PAIR = 2 ** 26;

function mergeEdges({ a, b, sharedM }: DualGraphInput['edges'], count: number) {
  const lengths = new Map<number, number>();
  for (let e = 0; e < a.length; e++) {
    const low = Math.min(a[e]!, b[e]!);
    const high = Math.max(a[e]!, b[e]!);
    if (!(low >= 0 && high < count)) throw new RangeError(`edge ${low}–${high} leads out of the ${count} units`);
    if (low === high) continue;
    const key = low * PAIR + high;
    lengths.set(key, (lengths.get(key) ?? 0) + sharedM[e]!);
  }
  const keys = Float64Array.from(lengths.keys()).sort();
  return {
    a: Uint32Array.from(keys, (key) => Math.floor(key / PAIR)),
    b: Uint32Array.from(keys, (key) => key % PAIR),
    sharedM: keys.map((key) => lengths.get(key)!),
  };
}
