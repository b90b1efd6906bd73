import { matchLabels } from './label-matching.ts';
import type { ProposalRequest } from './proposal-request.ts';
import { scoreParts } from './scores.ts';
import { splitsOf } from './splits.ts';

/** The numbers by which proposals are told apart. null = cannot be said of this request. */
export interface PlanFigures {
  /** edges between two parts */
  readonly cutEdges: number;
  /** mean over the parts */
  readonly meanPolsbyPopper: number | null;
  /** the largest |population / mean − 1| */
  readonly maxDeviation: number;
  /** people who come into another region than today's */
  readonly moved: number | null;
  /** compounds that lie in several parts */
  readonly splitGroups: number | null;
  /** length of barriers that parts reach across */
  readonly barrierM: number | null;
}

export type FigureName = keyof PlanFigures;

/** +1: less is better; −1: more is. */
export const SIGN: Readonly<Record<FigureName, 1 | -1>> = {
  cutEdges: 1,
  meanPolsbyPopper: -1,
  maxDeviation: 1,
  moved: 1,
  splitGroups: 1,
  barrierM: 1,
};

/** Whether `one` has the better number; a number that cannot be said is never better. */
export function isBetter(name: FigureName, one: PlanFigures, other: PlanFigures): boolean {
  const a = one[name];
  const b = other[name];
  return a !== null && b !== null && SIGN[name] * (a - b) < 0;
}

/** @param continues  region of today that each part continues; −1 = none */
export function figuresOf(request: ProposalRequest, assignment: Int32Array, continues: Int32Array): PlanFigures {
  const { graph, parts, groups, barriers } = request;
  const scores = scoreParts(graph, assignment, parts);
  const mean = scores.parts.population.reduce((sum, people) => sum + people, 0) / parts;
  let cutEdges = 0;
  let barrierM = 0;
  for (let e = 0; e < graph.a.length; e++) {
    const one = assignment[graph.a[e]!]!;
    const other = assignment[graph.b[e]!]!;
    if (one < 0 || other < 0) continue;
    if (one !== other) cutEdges += 1;
    else if (barriers) barrierM += barriers[e]! * (graph.sharedM[e]! || 0);
  }
  const inGroups = groups?.map((group, unit) => (assignment[unit]! < 0 ? -1 : group));
  return {
    cutEdges,
    meanPolsbyPopper: Number.isNaN(scores.meanPolsbyPopper) ? null : scores.meanPolsbyPopper,
    maxDeviation: scores.parts.population.reduce((most, people) => Math.max(most, Math.abs(people / mean - 1)), 0),
    moved: movedPeople(request, assignment, continues),
    splitGroups: inGroups ? splitsOf(inGroups, assignment, graph.population).length : null,
    barrierM: barriers ? barrierM : null,
  };
}

function movedPeople(request: ProposalRequest, assignment: Int32Array, continues: Int32Array): number | null {
  const base = request.base ?? request.start;
  if (!base) return null;
  return request.graph.population.reduce((sum, people, unit) => {
    const part = assignment[unit]!;
    return part < 0 || continues[part] === base[unit] ? sum : sum + people;
  }, 0);
}

/**
 * Region that each part continues: the matching with the most people who stay, in which parts go on as the region
 * they are locked to.
 *
 * @param lockedRegions  region of each of the first parts
 */
export function continuedRegions(
  { graph, parts }: Pick<ProposalRequest, 'graph' | 'parts'>,
  assignment: ArrayLike<number>,
  base: ArrayLike<number> | null | undefined,
  lockedRegions: readonly number[] = [],
): Int32Array {
  if (!base) return Int32Array.from({ length: parts }, (_, part) => lockedRegions[part] ?? -1);
  let regions = Math.max(0, ...lockedRegions.map((region) => region + 1));
  for (let unit = 0; unit < graph.count; unit++) regions = Math.max(regions, base[unit]! + 1);
  const overlap = new Float64Array(parts * regions);
  let total = 1;
  for (let unit = 0; unit < graph.count; unit++) {
    const part = assignment[unit]!;
    const region = base[unit]!;
    if (part < 0 || region < 0) continue;
    overlap[part * regions + region]! += graph.population[unit]!;
    total += graph.population[unit]!;
  }
  lockedRegions.forEach((region, part) => {
    overlap[part * regions + region]! += total;
  });
  return matchLabels(overlap, parts, regions);
}

/** Share of the people who are in another part, when parts of two plans are matched so that most stay. */
export function differenceOf(
  { graph, parts }: Pick<ProposalRequest, 'graph' | 'parts'>,
  one: Int32Array,
  other: Int32Array,
): number {
  const same = continuedRegions({ graph, parts }, one, other);
  let total = 0;
  let moved = 0;
  for (let unit = 0; unit < graph.count; unit++) {
    if (one[unit]! < 0) continue;
    total += graph.population[unit]!;
    if (same[one[unit]!] !== other[unit]) moved += graph.population[unit]!;
  }
  return total > 0 ? moved / total : 0;
}
