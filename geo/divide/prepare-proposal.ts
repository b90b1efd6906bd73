import { createUnionFind } from '../fabric/union-find.ts';
import { type CoarseGraph, coarsen } from './coarse-graph.ts';
import { connectLocks } from './connect-locks.ts';
import { piecesOf } from './pieces.ts';
import type { Base } from './plan-state.ts';
import type { ProposalProblem } from './proposal-problem.ts';
import type { ProposalRequest } from './proposal-request.ts';

/** A request made ready: units that stay together are one, units that take no part are gone. */
export interface PreparedProposal {
  readonly ok: true;
  readonly coarse: CoarseGraph;
  /** unit of the coarse graph that each unit is in; −1 = takes no part */
  readonly groupOf: Int32Array;
  /** what moved people are counted against; null = nothing */
  readonly base: Base | null;
  /** region of each coarse unit in the plan to begin with, as `startFrom` wants it; null = none */
  readonly start: Int32Array | null;
  /** 1 = a coarse unit that is locked */
  readonly lockedUnits: Uint8Array | null;
  /** as `startAnew` wants it */
  readonly cores: Int32Array | null;
  /** region of the base that each of the first parts is locked to */
  readonly lockedRegions: readonly number[];
  /** of each coarse edge, as `createTreeDrawer` wants it; null = no barriers */
  readonly weight: Float64Array | null;
}

type Refused = { readonly ok: false; readonly problem: ProposalProblem };
const refuse = (problem: ProposalProblem): Refused => ({ ok: false, problem });

/** A tree takes an edge along a barrier so much more seldom. */
const BARRIER_WEIGHT = 0.1;

/** Checks a request and makes it ready; what stands in the way comes back as a value. */
export function prepareProposal(request: ProposalRequest): PreparedProposal | Refused {
  const problem = problemOf(request);
  if (problem) return refuse(problem);
  const { graph, parts, barriers } = request;
  const groups = groupUnits(request);
  if (!groups.ok) return groups;
  const { groupOf, count, lockedTo } = groups;
  if (parts > count) {
    const detail = `${parts} parts cannot be made of ${count} units, those that stay together counted as one`;
    return refuse({ reason: 'too-many-parts', parts, units: count, detail });
  }
  const coarse = coarsen(graph, groupOf, count);
  const lockedRegions = [...new Set(lockedTo)].filter((region) => region >= 0).sort((p, q) => p - q);
  if (lockedRegions.length > parts) {
    const detail = `units are locked to ${lockedRegions.length} regions, which is more than the ${parts} wanted`;
    return refuse({ reason: 'too-many-locks', regions: lockedRegions.length, parts, detail });
  }
  const locked = lockedTo.map((region) => lockedRegions.indexOf(region));
  const hasLocks = lockedRegions.length > 0;
  const cores = hasLocks ? connectLocks(coarse.graph, locked) : null;
  if (cores && 'apart' in cores) {
    const region = lockedRegions[cores.apart]!;
    const units = [...groupOf.keys()].filter((unit) => groupOf[unit]! >= 0 && lockedTo[groupOf[unit]!] === region);
    const detail = 'units locked to one region cannot be connected without units locked to others';
    return refuse({ reason: 'locks-apart', region, units, detail });
  }
  const start = request.start ?? request.base;
  return {
    ok: true,
    coarse,
    groupOf,
    base: baseOf(request, groupOf, count),
    start: start ? denseStart(coarse, start, groupOf, lockedRegions, graph.population) : null,
    lockedUnits: hasLocks ? Uint8Array.from(locked, (part) => Number(part >= 0)) : null,
    cores,
    lockedRegions,
    weight: barriers ? weightOf(coarse, barriers) : null,
  };
}

function problemOf(request: ProposalRequest): ProposalProblem | null {
  const { graph, objective, base, start } = request;
  const inside = insideOf(request);
  if (!inside.includes(0)) return { reason: 'no-units', detail: 'there are no units to divide' };
  const people = graph.population.reduce((sum, own, unit) => (inside[unit] === 0 ? sum + own : sum), 0);
  if (people === 0) return { reason: 'no-population', detail: 'nobody lives in any of the units' };
  if (objective === 'least-change' && !base && !start)
    return { reason: 'no-base', detail: 'change can be kept small only where something stands' };
  if (objective === 'compactness' && !isMeasured(graph))
    return { reason: 'no-measures', detail: 'compactness needs areas and lengths of borders, which the graph has not' };
  const { pieceOf, partOf } = piecesOf(graph, inside);
  if (partOf.length === 1) return null;
  const pieces: number[][] = Array.from(partOf, () => []);
  pieceOf.forEach((piece, unit) => {
    if (piece >= 0) pieces[piece]!.push(unit);
  });
  pieces.sort((p, q) => q.length - p.length || p[0]! - q[0]!);
  return { reason: 'disconnected', pieces, detail: `the units fall into ${pieces.length} pieces that share no border` };
}

/** 0 = takes part, −1 = does not. */
const insideOf = ({ graph, within }: ProposalRequest): Int32Array =>
  Int32Array.from({ length: graph.count }, (_, unit) => (!within || within[unit] === 1 ? 0 : -1));

export const isMeasured = ({ areaM2, perimeterM }: ProposalRequest['graph']): boolean =>
  areaM2.every((area) => area >= 0) && perimeterM.every((length) => length > 0);

interface UnitGroups {
  readonly ok: true;
  readonly groupOf: Int32Array;
  readonly count: number;
  /** region that each group is locked to; −1 = none */
  readonly lockedTo: Int32Array;
}

/** Puts together neighbours of one kept group and neighbours locked to one region. */
function groupUnits(request: ProposalRequest): UnitGroups | Refused {
  const { graph, keep, locked } = request;
  const inside = insideOf(request);
  const sets = createUnionFind(graph.count);
  const alike = (labels: Int32Array | null | undefined, one: number, other: number): boolean =>
    labels != null && labels[one]! >= 0 && labels[one] === labels[other];
  for (let e = 0; e < graph.a.length; e++) {
    const one = graph.a[e]!;
    const other = graph.b[e]!;
    if (inside[one] !== 0 || inside[other] !== 0) continue;
    if (alike(keep, one, other) || alike(locked, one, other)) sets.union(one, other);
  }
  const groupOf = new Int32Array(graph.count).fill(-1);
  const lockedTo: number[] = [];
  const lockedBy: number[] = [];
  for (let unit = 0; unit < graph.count; unit++) {
    if (inside[unit] !== 0) continue;
    const first = sets.find(unit);
    if (first === unit) {
      groupOf[unit] = lockedTo.push(-1) - 1;
      lockedBy.push(-1);
    }
    const group = groupOf[first]!;
    groupOf[unit] = group;
    const region = locked ? locked[unit]! : -1;
    if (region < 0) continue;
    if (lockedTo[group]! >= 0 && lockedTo[group] !== region) {
      const detail = 'units that stay together are locked to two regions';
      return refuse({ reason: 'lock-conflict', units: [lockedBy[group]!, unit], detail });
    }
    lockedTo[group] = region;
    lockedBy[group] = unit;
  }
  return { ok: true, groupOf, count: lockedTo.length, lockedTo: Int32Array.from(lockedTo) };
}

function baseOf({ graph, base, start }: ProposalRequest, groupOf: Int32Array, count: number): Base | null {
  const regionOf = base ?? start;
  if (!regionOf) return null;
  const lists = peopleByRegion(regionOf, groupOf, count, graph.population);
  const offsets = new Uint32Array(count + 1);
  for (const [group, people] of lists.entries()) offsets[group + 1] = offsets[group]! + people.size;
  return {
    regions: regionOf.reduce((most, region) => Math.max(most, region), -1) + 1,
    offsets,
    region: Uint32Array.from(lists.flatMap((people) => [...people.keys()])),
    people: Float64Array.from(lists.flatMap((people) => [...people.values()])),
  };
}

function peopleByRegion(regionOf: Int32Array, groupOf: Int32Array, count: number, population: Float64Array) {
  const lists = Array.from({ length: count }, () => new Map<number, number>());
  groupOf.forEach((group, unit) => {
    const region = regionOf[unit]!;
    if (group < 0 || region < 0) return;
    lists[group]!.set(region, (lists[group]!.get(region) ?? 0) + population[unit]!);
  });
  return lists;
}

/** The region that most people of each coarse unit are in, numbered anew. */
function denseStart(
  { graph }: CoarseGraph,
  regionOf: Int32Array,
  groupOf: Int32Array,
  lockedRegions: readonly number[],
  population: Float64Array,
): Int32Array {
  const lists = peopleByRegion(regionOf, groupOf, graph.count, population);
  const main = lists.map((people) => {
    let best = -1;
    for (const [region, number] of people) if (best < 0 || number > people.get(best)!) best = region;
    return best;
  });
  const others = [...new Set(main)].filter((region) => region >= 0 && !lockedRegions.includes(region));
  const numbers = new Map([...lockedRegions, ...others.sort((p, q) => p - q)].map((region, i) => [region, i]));
  return Int32Array.from(main, (region) => numbers.get(region) ?? -1);
}

function weightOf({ graph, multiplicity, edgeOf }: CoarseGraph, barriers: Float64Array): Float64Array {
  const weight = new Float64Array(graph.a.length);
  edgeOf.forEach((edge, fine) => {
    if (edge >= 0) weight[edge]! += (1 - (1 - BARRIER_WEIGHT) * barriers[fine]!) / multiplicity[edge]!;
  });
  return weight;
}
