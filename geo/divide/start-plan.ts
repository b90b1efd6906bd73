import { coarsen } from './coarse-graph.ts';
import type { DualGraph } from './dual-graph.ts';
import { initialPlan } from './initial-plan.ts';
import { piecesOf } from './pieces.ts';
import type { Random } from './random.ts';

export interface StartInput {
  /** connected */
  readonly graph: DualGraph;
  readonly parts: number;
  readonly weight: Float64Array | null;
  /** the part around each unit that is locked or connects locked ones (see `connectLocks`); −1 = free */
  readonly cores: Int32Array | null;
}

/** A plan to begin with where nothing stands: parts are built around their cores. */
export function startAnew({ graph, parts, weight, cores }: StartInput, random: Random): Int32Array {
  if (!cores) return initialPlan({ graph, parts, weight }, random);
  const groupOfCore = new Map<number, number>();
  const seeds: number[] = [];
  const groupOf = cores.map((core) => {
    const known = core >= 0 ? groupOfCore.get(core) : undefined;
    if (known !== undefined) return known;
    if (core >= 0) groupOfCore.set(core, seeds.length);
    return seeds.push(core) - 1;
  });
  const coarse = coarsen(graph, groupOf, seeds.length);
  const plan = initialPlan({ graph: coarse.graph, parts, seeds: Int32Array.from(seeds) }, random);
  return groupOf.map((group) => plan[group]!);
}

/**
 * A plan to begin with that keeps what stands: regions in several pieces keep one, what is left or unassigned joins a
 * neighbour, and the most populous regions are split, or neighbouring ones put together, until there are `parts`.
 *
 * @param regionOf  region of each unit; −1 = none. No number below the largest is missing, and regions with cores come
 *                  first, under the numbers of their cores
 * @returns         with no more regions than parts, the part of a region's number is what most of it has become
 */
export function startFrom(input: StartInput, regionOf: Int32Array, random: Random): Int32Array {
  const { cores } = input;
  const cored = cores ? regionOf.map((region, unit) => (cores[unit]! >= 0 ? cores[unit]! : region)) : regionOf;
  const whole = gatherPieces(input, cored);
  const regions = whole.reduce((most, region) => Math.max(most, region), -1) + 1;
  if (regions === 0) return startAnew(input, random);
  return regions > input.parts
    ? mergeRegions(input, whole, regions, random)
    : splitRegions(input, whole, regions, random);
}

/** The largest piece of each region (or the one with its core), grown over all the rest. */
function gatherPieces({ graph, cores }: StartInput, regionOf: Int32Array): Int32Array {
  const { pieceOf, partOf } = piecesOf(graph, regionOf);
  const weight = new Float64Array(partOf.length);
  pieceOf.forEach((piece, unit) => {
    if (piece < 0) return;
    weight[piece]! += graph.population[unit]! + SOME;
    if (cores && cores[unit]! >= 0) weight[piece]! += CORE;
  });
  const largest = new Map<number, number>();
  partOf.forEach((region, piece) => {
    const other = largest.get(region);
    if (other === undefined || weight[piece]! > weight[other]!) largest.set(region, piece);
  });
  const kept = regionOf.map((region, unit) => (region >= 0 && pieceOf[unit] === largest.get(region) ? region : -1));
  const grown = grow(graph, kept);
  // A region may have gone under cores of others. Cores come first, so that their numbers stay.
  const numbers = [...new Set(grown)].filter((region) => region >= 0).sort((p, q) => p - q);
  return grown.map((region) => numbers.indexOf(region));
}

/** A unit without people is better than none, and a core is worth everything else. */
const SOME = 1e-6;
const CORE = 1e12;

/** Gives each unit of none to the region across its longest border, from the borders of the regions inwards. */
function grow(graph: DualGraph, kept: Int32Array): Int32Array {
  const { count, offsets, neighbours, edgeAt, sharedM } = graph;
  const grown = kept.slice();
  let open = Array.from({ length: count }, (_, unit) => unit).filter((unit) => grown[unit]! < 0);
  while (open.length > 0) {
    const before = grown.slice();
    for (const unit of open) {
      let longest = -1;
      for (let at = offsets[unit]!; at < offsets[unit + 1]!; at++) {
        const region = before[neighbours[at]!]!;
        const lengthM = sharedM[edgeAt[at]!]! || 0;
        if (region < 0 || lengthM <= longest) continue;
        longest = lengthM;
        grown[unit] = region;
      }
    }
    const left = open.filter((unit) => grown[unit]! < 0);
    if (left.length === open.length) break; // nothing stands at all
    open = left;
  }
  return grown;
}

function mergeRegions({ graph, parts, cores }: StartInput, whole: Int32Array, regions: number, random: Random) {
  const coarse = coarsen(graph, whole, regions);
  const cored = new Set(cores);
  const seeds = Int32Array.from({ length: regions }, (_, region) => (cored.has(region) ? region : -1));
  const plan = initialPlan({ graph: coarse.graph, parts, seeds }, random);
  return whole.map((region) => plan[region]!);
}

function splitRegions(input: StartInput, whole: Int32Array, regions: number, random: Random): Int32Array {
  const shares = shareOut(input, whole, regions);
  const assignment = new Int32Array(whole.length);
  let free = regions;
  for (let region = 0; region < regions; region++) {
    const members = Uint32Array.from(whole.keys()).filter((unit) => whole[unit] === region);
    const plan = splitRegion(input, members, shares[region]!, random);
    const own =
      input.cores && members.some((unit) => input.cores![unit]! >= 0) ? 0 : mostPopulous(input.graph, members, plan);
    const labels = Array.from({ length: shares[region]! }, (_, part) => (part === own ? region : free++));
    members.forEach((unit, i) => {
      assignment[unit] = labels[plan[i]!]!;
    });
  }
  return assignment;
}

/** How many parts each region becomes: one each, the others by Webster's rule where they are needed most. */
function shareOut({ graph, parts }: StartInput, whole: Int32Array, regions: number): Uint32Array {
  const people = new Float64Array(regions).fill(SOME);
  const units = new Uint32Array(regions);
  whole.forEach((region, unit) => {
    people[region]! += graph.population[unit]!;
    units[region]! += 1;
  });
  const shares = new Uint32Array(regions).fill(1);
  for (let given = regions; given < parts; given++) {
    let neediest = -1;
    for (let region = 0; region < regions; region++) {
      if (shares[region]! >= units[region]!) continue;
      const need = people[region]! / (shares[region]! + 0.5);
      if (neediest < 0 || need > people[neediest]! / (shares[neediest]! + 0.5)) neediest = region;
    }
    shares[neediest]! += 1;
  }
  return shares;
}

/** Part of each member; a core comes into part 0. */
function splitRegion(input: StartInput, members: Uint32Array, parts: number, random: Random): Int32Array {
  const localOf = new Int32Array(input.graph.count).fill(-1);
  members.forEach((unit, i) => {
    localOf[unit] = i;
  });
  const { graph, edgeOf } = coarsen(input.graph, localOf, members.length);
  const weight = input.weight && new Float64Array(graph.a.length);
  edgeOf.forEach((edge, fine) => {
    if (weight && edge >= 0) weight[edge] = input.weight![fine]!;
  });
  const cores = input.cores && Int32Array.from(members, (unit) => (input.cores![unit]! >= 0 ? 0 : -1));
  return startAnew({ graph, parts, weight, cores }, random);
}

function mostPopulous(graph: DualGraph, members: Uint32Array, plan: Int32Array): number {
  const people: number[] = [];
  members.forEach((unit, i) => {
    people[plan[i]!] = (people[plan[i]!] ?? 0) + graph.population[unit]!;
  });
  return people.indexOf(Math.max(...people));
}
