import type { DualGraph } from './dual-graph.ts';
import { piecesOf } from './pieces.ts';

/** Numbers of each part, one entry a part. What cannot be measured is NaN: see `scoreParts`. */
export interface PartScores {
  readonly units: Uint32Array;
  readonly population: Float64Array;
  /** share by which the population is above (+) or below (−) the mean of all parts */
  readonly deviation: Float64Array;
  /** connected pieces: 1 for a contiguous part, 0 for an empty one */
  readonly pieces: Uint32Array;
  /** edges from a unit of the part to a unit that is not of it */
  readonly cutEdges: Uint32Array;
  /** length of the border towards other units */
  readonly cutM: Float64Array;
  readonly areaM2: Float64Array;
  /** the whole outline, holes included */
  readonly perimeterM: Float64Array;
  readonly polsbyPopper: Float64Array;
}

/** Numbers of a division as a whole. */
export interface DivisionScores {
  readonly parts: PartScores;
  /** edges between units of two parts, or of a part and none; each once */
  readonly cutEdges: number;
  readonly cutM: number;
  /** the largest |deviation|; 0 without parts */
  readonly maxDeviation: number;
  /** no part is in several pieces */
  readonly contiguous: boolean;
  /** units of no part */
  readonly unassigned: number;
  /** mean over the parts that have units; NaN when one of theirs is */
  readonly meanPolsbyPopper: number;
}

/**
 * Scores of a division.
 *
 * The mean that deviations are from is the population of all units, assigned or not, by the number of parts: what each
 * part would have in the end; where nobody lives every deviation is 0. An empty part has deviation −1, no pieces (and
 * is contiguous), no area, no perimeter and NaN as Polsby–Popper. A part in several pieces is measured as a whole, not
 * set to 0. Measures unknown to the graph make NaN.
 *
 * @param assignment  part of each unit, 0 … parts − 1; −1 = none
 */
export function scoreParts(graph: DualGraph, assignment: ArrayLike<number>, parts: number): DivisionScores {
  const scores: PartScores = {
    units: new Uint32Array(parts),
    population: new Float64Array(parts),
    deviation: new Float64Array(parts),
    pieces: new Uint32Array(parts),
    cutEdges: new Uint32Array(parts),
    cutM: new Float64Array(parts),
    areaM2: new Float64Array(parts),
    perimeterM: new Float64Array(parts),
    polsbyPopper: new Float64Array(parts),
  };
  const unassigned = addUnits(graph, assignment, scores);
  const cut = addCuts(graph, assignment, scores);
  for (const part of piecesOf(graph, assignment).partOf) scores.pieces[part]!++;
  const mean = graph.population.reduce((sum, people) => sum + people, 0) / parts;
  let maxDeviation = 0;
  let sum = 0;
  let used = 0;
  for (let part = 0; part < parts; part++) {
    scores.deviation[part] = mean > 0 ? scores.population[part]! / mean - 1 : 0;
    maxDeviation = Math.max(maxDeviation, Math.abs(scores.deviation[part]!));
    scores.perimeterM[part]! += scores.cutM[part]!;
    scores.polsbyPopper[part] = polsbyPopper(scores.areaM2[part]!, scores.perimeterM[part]!);
    if (scores.units[part] === 0) continue;
    sum += scores.polsbyPopper[part]!;
    used += 1;
  }
  const contiguous = scores.pieces.every((pieces) => pieces <= 1);
  return { parts: scores, ...cut, maxDeviation, contiguous, unassigned, meanPolsbyPopper: sum / used };
}

/** 4π · area / perimeter²: 1 for a circle, π/4 for a square, NaN without a perimeter. */
export function polsbyPopper(areaM2: number, perimeterM: number): number {
  return perimeterM > 0 ? (4 * Math.PI * areaM2) / (perimeterM * perimeterM) : Number.NaN;
}

/** Leaves in `perimeterM` what borders no unit. */
function addUnits(graph: DualGraph, assignment: ArrayLike<number>, scores: PartScores): number {
  let unassigned = 0;
  for (let unit = 0; unit < graph.count; unit++) {
    const part = assignment[unit]!;
    if (part < 0) {
      unassigned += 1;
      continue;
    }
    scores.units[part]!++;
    scores.population[part]! += graph.population[unit]!;
    scores.areaM2[part]! += graph.areaM2[unit]!;
    scores.perimeterM[part]! += graph.boundaryM[unit]!;
  }
  return unassigned;
}

function addCuts({ a, b, sharedM }: DualGraph, assignment: ArrayLike<number>, scores: PartScores) {
  let cutEdges = 0;
  let cutM = 0;
  for (let e = 0; e < a.length; e++) {
    const one = assignment[a[e]!]!;
    const other = assignment[b[e]!]!;
    if (one === other || (one < 0 && other < 0)) continue;
    cutEdges += 1;
    cutM += sharedM[e]!;
    for (const part of [one, other]) {
      if (part < 0) continue;
      scores.cutEdges[part]!++;
      scores.cutM[part]! += sharedM[e]!;
    }
  }
  return { cutEdges, cutM };
}
