import { explainMoves, type PlanMove } from './explain-moves.ts';
import {
  continuedRegions,
  differenceOf,
  type FigureName,
  figuresOf,
  isBetter,
  type PlanFigures,
} from './plan-figures.ts';
import { type PreparedProposal, prepareProposal } from './prepare-proposal.ts';
import type { ProposalProblem } from './proposal-problem.ts';
import type { ProposalRequest } from './proposal-request.ts';
import { createRandom } from './random.ts';
import { type Control, type Found, type SearchProgress, search } from './search.ts';
import { startAnew, startFrom } from './start-plan.ts';
import { type Variant, variantsOf } from './variants.ts';

/** One plan of several. */
export interface Proposal {
  /** part of each unit, 0 … parts − 1; −1 = took no part */
  readonly assignment: Int32Array;
  /** region of the base that each part continues; −1 = it is new */
  readonly continues: Int32Array;
  readonly population: Float64Array;
  /** every part is within its band */
  readonly balanced: boolean;
  readonly figures: PlanFigures;
  /** the number in which no other of the proposals is better */
  readonly bestAt: FigureName;
  /** the largest moves against the base; empty without one */
  readonly moves: readonly PlanMove[];
}

/** What has to be said with the proposals, as data and in a sentence. */
export type ProposalNote =
  /** no plan within the band was found; the first proposal is the nearest */
  | { readonly kind: 'out-of-band'; readonly parts: readonly number[]; readonly detail: string }
  /** these units, which stay together, have more people than a part may have: no plan can be within the band */
  | { readonly kind: 'unit-too-large'; readonly units: readonly number[]; readonly detail: string }
  /** a group to be kept whole lies in pieces that share no border; each piece is kept whole */
  | { readonly kind: 'group-apart'; readonly group: number; readonly pieces: number; readonly detail: string }
  /** fewer plans than wanted differ enough and are each best at something */
  | { readonly kind: 'few-alternatives'; readonly wanted: number; readonly found: number; readonly detail: string }
  /** the search was stopped before its end */
  | { readonly kind: 'stopped'; readonly detail: string };

export type ProposalOutcome =
  | {
      readonly ok: true;
      /** the first is the best at what was asked for */
      readonly proposals: readonly Proposal[];
      readonly notes: readonly ProposalNote[];
      /** recombinations accepted, all plans together */
      readonly steps: number;
    }
  | { readonly ok: false; readonly problem: ProposalProblem };

export interface ProposalProgress extends Pick<SearchProgress, 'phase' | 'steps'> {
  /** of the whole, 0 … 1, never falling */
  readonly share: number;
  /** plan that is being searched for, from 0, and how many searches there may be */
  readonly run: number;
  readonly runs: number;
  /** the number that this plan is to be best at */
  readonly figure: FigureName;
  /** Its best plan so far; counted when asked. */
  best(): Pick<Proposal, 'figures' | 'balanced'>;
}

/** Plans count as different when so many of the people would live in another part. */
export const LEAST_DIFFERENCE = 0.05;
const STEPS = 1000;
const STEPS_GENTLE = 200;
const LOOKS = 2000;
/** Units looked at in one search at most: a few seconds, however large the county. */
const MOST_LOOKS = 20_000_000;
/** Searches with another seed when too few plans are left. */
const MORE_SEARCHES = 2;
/** Where in a search a phase begins. */
const PHASES = { balance: [0, 0.1], recombine: [0.1, 0.5], refine: [0.5, 1] } as const;

/**
 * Looks for plans: spanning-tree recombination and local search, one search for each number that a plan can be best at
 * until there are as many alternatives as wanted.
 *
 * A generator: drive it with `next()` in slices of a few milliseconds and show the progress, end it with
 * `next('stop')`, which gives the best so far, or with `return()`, which gives nothing. It ends by itself. Proposals
 * differ from each other by at least `LEAST_DIFFERENCE` of the people, and no other is better than `bestAt` says.
 */
export function* propose(request: ProposalRequest): Generator<ProposalProgress, ProposalOutcome, 'stop' | undefined> {
  const prepared = prepareProposal(request);
  if (!prepared.ok) return prepared;
  const wanted = request.alternatives ?? 1;
  const variants = variantsOf(request, prepared);
  const runs = wanted === 1 ? variants.slice(0, 1) : [...variants, ...variants.slice(0, MORE_SEARCHES)];
  const control: Control = { stopped: false };
  const pool: Candidate[] = [];
  let chosen: Omit<Proposal, 'moves'>[] = [];
  let steps = 0;
  for (const [run, variant] of runs.entries()) {
    if (control.stopped || chosen.length >= wanted) break;
    const searching = searchFor(request, prepared, variant, run, control);
    for (let next = searching.next(); ; next = searching.next()) {
      if (next.done) {
        steps += next.value.steps;
        pool.push(candidateOf(request, prepared, next.value));
        break;
      }
      const [from, to] = PHASES[next.value.phase];
      const share = (run + from + (to - from) * next.value.share) / runs.length;
      const { phase, best: assignment } = next.value;
      const order = yield {
        ...{ phase, steps: steps + next.value.steps, share, run, runs: runs.length, figure: variant.figure },
        best: () => candidateOf(request, prepared, { assignment }),
      };
      if (order === 'stop') control.stopped = true;
    }
    chosen = choose(request, variants, pool, wanted);
  }
  const proposals = chosen.map(
    (proposal): Proposal => ({
      ...proposal,
      moves: explainMoves(request, proposal.assignment, proposal.continues, proposal.figures),
    }),
  );
  return { ok: true, proposals, notes: notesOn(request, prepared, proposals, control), steps };
}

interface Candidate extends Omit<Proposal, 'bestAt' | 'moves'> {
  /** people out of the bands */
  readonly excess: number;
}

function searchFor(
  request: ProposalRequest,
  { coarse, base, start, lockedUnits, cores, weight }: PreparedProposal,
  { terms, band, fromStart }: Variant,
  run: number,
  control: Control,
): Generator<SearchProgress, Found> {
  const { graph } = coarse;
  const { parts } = request;
  const from = { graph, parts, weight, cores };
  const gentle = fromStart && terms.moved >= 1;
  return search(
    {
      ...{ graph, parts, band, terms, weight, base, lockedUnits, gentle },
      start: (random) => (fromStart && start ? startFrom(from, start, random) : startAnew(from, random)),
      effort: {
        steps: request.steps ?? (gentle ? STEPS_GENTLE : STEPS),
        looks: Math.min(LOOKS, Math.ceil(MOST_LOOKS / graph.count)),
      },
    },
    createRandom(request.seed + run * 2 ** 32),
    control,
  );
}

function candidateOf(
  request: ProposalRequest,
  prepared: PreparedProposal,
  found: Pick<Found, 'assignment'>,
): Candidate {
  const assignment = prepared.groupOf.map((group) => (group < 0 ? -1 : found.assignment[group]!));
  const continues = continuedRegions(request, assignment, request.base ?? request.start, prepared.lockedRegions);
  const population = new Float64Array(request.parts);
  assignment.forEach((part, unit) => {
    if (part >= 0) population[part]! += request.graph.population[unit]!;
  });
  const figures = figuresOf(request, assignment, continues);
  const { least, most } = request.band;
  const off = population.map((people) => Math.max(0, least - people, people - most));
  const excess = off.reduce((sum, people) => sum + people, 0);
  return { assignment, continues, population, balanced: excess <= ROUNDING * most, figures, excess };
}

/** The best at what is asked for; then for each other number the best of those that differ, if it is better there. */
function choose(
  request: ProposalRequest,
  variants: readonly Variant[],
  pool: readonly Candidate[],
  wanted: number,
): Omit<Proposal, 'moves'>[] {
  const asked = variants[0]!.figure;
  const balanced = pool.filter((candidate) => candidate.balanced);
  if (balanced.length === 0) {
    const nearest = pool.reduce((best, other) => (other.excess < best.excess ? other : best));
    return [{ ...nearest, bestAt: asked }];
  }
  const chosen: (Candidate & { bestAt: FigureName })[] = [];
  for (const { figure } of variants) {
    if (chosen.length === wanted) break;
    const suits = (candidate: Candidate): boolean =>
      chosen.every(
        (other) =>
          isBetter(figure, candidate.figures, other.figures) &&
          !isBetter(other.bestAt, candidate.figures, other.figures) &&
          differenceOf(request, candidate.assignment, other.assignment) >= LEAST_DIFFERENCE,
      );
    const best = balanced
      .filter(suits)
      .reduce<Candidate | null>(
        (first, other) => (first && !isBetter(figure, other.figures, first.figures) ? first : other),
        null,
      );
    if (best) chosen.push({ ...best, bestAt: figure });
  }
  return chosen;
}

function notesOn(
  request: ProposalRequest,
  { groupOf, coarse }: PreparedProposal,
  proposals: readonly Proposal[],
  control: Control,
): ProposalNote[] {
  const { band, keep, alternatives = 1 } = request;
  const notes: ProposalNote[] = [];
  const first = proposals[0]!;
  if (!first.balanced) {
    const outside = [...first.population.keys()].filter(
      (part) => first.population[part]! < band.least || first.population[part]! > band.most,
    );
    const detail = `no plan with every part between ${shown(band.least)} and ${shown(band.most)} was found; the nearest has ${outside.length} parts outside`;
    notes.push({ kind: 'out-of-band', parts: outside, detail });
  }
  for (let group = 0; group < coarse.graph.count; group++) {
    if (coarse.graph.population[group]! <= band.most) continue;
    const units = [...groupOf.keys()].filter((unit) => groupOf[unit] === group);
    const detail = `${units.length} units that stay together have ${shown(coarse.graph.population[group]!)}, a part may have ${shown(band.most)}`;
    notes.push({ kind: 'unit-too-large', units, detail });
  }
  for (const [group, pieces] of keep ? piecesOfGroups(keep, groupOf) : []) {
    if (pieces === 1) continue;
    const detail = `a group to be kept whole lies in ${pieces} pieces that share no border; each is kept whole`;
    notes.push({ kind: 'group-apart', group, pieces, detail });
  }
  if (control.stopped) notes.push({ kind: 'stopped', detail: 'the search was stopped; this is the best so far' });
  else if (first.balanced && proposals.length < alternatives) {
    const detail = `only ${proposals.length} of the ${alternatives} plans wanted differ by ${LEAST_DIFFERENCE * 100} % and are each best at something`;
    notes.push({ kind: 'few-alternatives', wanted: alternatives, found: proposals.length, detail });
  }
  return notes;
}

function piecesOfGroups(keep: Int32Array, groupOf: Int32Array): Map<number, number> {
  const sets = new Map<number, Set<number>>();
  keep.forEach((group, unit) => {
    if (group < 0 || groupOf[unit]! < 0) return;
    sets.set(group, (sets.get(group) ?? new Set()).add(groupOf[unit]!));
  });
  return new Map([...sets].sort(([g], [h]) => g - h).map(([group, pieces]) => [group, pieces.size]));
}

/** Populations need not be whole numbers. */
const ROUNDING = 1e-9;

const shown = (people: number): string => String(Math.round(people * 10) / 10);
