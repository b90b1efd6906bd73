import type { FigureName } from './plan-figures.ts';
import type { Terms } from './plan-state.ts';
import { isMeasured, type PreparedProposal } from './prepare-proposal.ts';
import type { Objective, ProposalRequest } from './proposal-request.ts';
import type { Band } from './recombine.ts';

/** What one search makes small, in units of a cut edge: see `Terms`. */
interface Weights {
  readonly cut: number;
  readonly compactness: number;
  readonly moved: number;
  readonly balance: number;
  /** an edge within a compound, when it is cut */
  readonly groups: number;
  /** an edge along a barrier, when it is not cut */
  readonly barriers: number;
}

/** One search: the number it is to be best at, and how. */
export interface Variant {
  readonly figure: FigureName;
  readonly terms: Terms;
  /** the band of the request, or the middle of it */
  readonly band: Band;
  /** begins with the plan that stands */
  readonly fromStart: boolean;
}

const USUAL: Weights = { cut: 1, compactness: 0, moved: 0, balance: 0.5, groups: 2, barriers: 1.5 };
/** Each number against the others; a little of them stays, so that a plan is not bought at any price. */
const WEIGHTS: Readonly<Record<FigureName, Partial<Weights>>> = {
  cutEdges: {},
  meanPolsbyPopper: { cut: 0.15, compactness: 2.5 },
  moved: { moved: 6 },
  maxDeviation: {},
  splitGroups: { groups: 12 },
  barrierM: { barriers: 8 },
};
/** Parts are most even when they are sought in the middle of the band. */
const NARROW = 0.25;
/** Where change is to be small, alternatives keep it in mind. */
const MOVED_BESIDE = 0.5;

const FIGURE: Readonly<Record<Objective, FigureName>> = {
  'cut-edges': 'cutEdges',
  compactness: 'meanPolsbyPopper',
  'least-change': 'moved',
};

/** The searches that make sense for a request: first what is asked for, then the other numbers that can be told. */
export function variantsOf(request: ProposalRequest, prepared: PreparedProposal): Variant[] {
  const asked = FIGURE[request.objective];
  const told: FigureName[] = ['cutEdges', 'maxDeviation'];
  if (prepared.base) told.push('moved');
  if (isMeasured(request.graph)) told.push('meanPolsbyPopper');
  if (request.groups) told.push('splitGroups');
  if (request.barriers) told.push('barrierM');
  return [asked, ...told.filter((figure) => figure !== asked)].map((figure) => {
    const weights: Weights = { ...USUAL, ...WEIGHTS[figure] };
    const moved = asked === 'moved' && figure !== 'moved' ? MOVED_BESIDE : weights.moved;
    return {
      figure,
      band: figure === 'maxDeviation' ? narrowed(request, prepared) : request.band,
      terms: termsOf(request, prepared, { ...weights, moved }),
      fromStart: prepared.start !== null && (request.start != null || moved > 0),
    };
  });
}

/** Around the mean, where that lies in the band. */
function narrowed({ band, parts }: ProposalRequest, { coarse }: PreparedProposal): Band {
  const mean = coarse.graph.population.reduce((sum, people) => sum + people, 0) / parts;
  if (mean < band.least || mean > band.most) return band;
  return { least: mean - NARROW * (mean - band.least), most: mean + NARROW * (band.most - mean) };
}

function termsOf(request: ProposalRequest, { coarse, base }: PreparedProposal, weights: Weights): Terms {
  const { graph, groups, barriers, parts } = request;
  const cutCost = new Float64Array(coarse.graph.a.length);
  coarse.edgeOf.forEach((edge, fine) => {
    if (edge < 0) return;
    cutCost[edge]! += weights.cut;
    const group = groups ? groups[graph.a[fine]!]! : -1;
    if (group >= 0 && group === groups![graph.b[fine]!]!) cutCost[edge]! += weights.groups;
    if (barriers) cutCost[edge]! -= weights.barriers * barriers[fine]!;
  });
  // A unit at the border changes the shape of a part of m units by about one √m-th.
  const compactness = weights.compactness * Math.sqrt(coarse.graph.count / parts);
  return { cutCost, compactness, moved: base ? weights.moved : 0, balance: weights.balance };
}
