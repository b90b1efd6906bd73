import { anneal, NO_EXCESS } from './anneal.ts';
import type { DualGraph } from './dual-graph.ts';
import { type Base, createPlanState, type PlanState, type Terms } from './plan-state.ts';
import type { Random } from './random.ts';
import { type Band, createRecombiner } from './recombine.ts';

export interface SearchInput {
  /** connected */
  readonly graph: DualGraph;
  readonly parts: number;
  readonly band: Band;
  readonly terms: Terms;
  /** as for `createTreeDrawer` */
  readonly weight: Float64Array | null;
  readonly base: Base | null;
  readonly lockedUnits: Uint8Array | null;
  /** a plan to begin with: contiguous parts, none empty; asked again when the first cannot be brought into its bands */
  readonly start: (random: Random) => Int32Array;
  /** the plan to begin with means something: it is put right by single units where that is enough */
  readonly gentle: boolean;
  readonly effort: Effort;
}

/** How long to search. */
export interface Effort {
  /** recombinations to be accepted */
  readonly steps: number;
  /** units looked at by the local search, for each unit of the graph */
  readonly looks: number;
}

export interface Found {
  readonly assignment: Int32Array;
  readonly cost: number;
  /** people out of the band, all parts together, as a share of the mean part; 0 = within the tolerance */
  readonly excess: number;
  /** recombinations accepted */
  readonly steps: number;
}

export interface SearchProgress {
  readonly phase: 'balance' | 'recombine' | 'refine';
  /** of the phase, 0 … 1 */
  readonly share: number;
  /** recombinations accepted so far */
  readonly steps: number;
  /** part of each unit in the best plan so far; it is not changed afterwards */
  readonly best: Int32Array;
}

/** Set by who drives the search: it comes to its end with the next slice. */
export interface Control {
  stopped: boolean;
}

/** Beginnings tried until one can be brought into its bands. */
const STARTS = 6;
/** Even cuts tried for each part before single units are moved: surpluses spread like heat. */
const EVEN_CUTS_A_PART = 40;
const EVEN_CUTS_A_SLICE = 50;
/** Rounds of local search to bring a plan into its bands, and units looked at in each, for each unit of the graph. */
const ROUNDS = 8;
const LOOKS_A_ROUND = 40;
/** Recombinations in a row before the best plan is returned to (a "short burst"). */
const BURST = 20;
/** Proposals that may fail for each step wanted: in a tight corner the chain gives up, not the program. */
const PATIENCE = 20;
const PATIENCE_LEAST = 2000;
/** In units of a cut edge; tuned on a lattice of 2,304 units and on the blocks of two towns. */
const HEAT = {
  gentle: { hot: 12, cold: 0.2 },
  balance: { hot: 2, cold: 0.3 },
  refine: { hot: 1.2, cold: 0.2 },
};
/** A mean part out of the bands costs this much, so a percent like ten cut edges … */
const EXCESS_COST = 1000;
/** … and more than all its people who would have to move. */
const EXCESS_BY_MOVED = 2;
/** People move through chains of parts, and which chain is soon settled: the best of several tries, each a longer one. */
const GENTLE_TRIES = 3;
const GENTLE_LOOKS = 2;
/** How often in the local search it is settled anew which region of today each part continues. */
const REMATCHES = 20;

/**
 * Looks for a plan whose terms are small and whose parts are in their bands: balance, recombination in short bursts,
 * local search that cools down. Every phase has an end, so that the search has one.
 *
 * @see Cannon et al., "Voting rights, Markov chains, and optimization by short bursts" (2020)
 */
export function* search(input: SearchInput, random: Random, control: Control): Generator<SearchProgress, Found> {
  const run: Run = { input, random, control, best: new Best(), steps: 0, excessCost: excessCostOf(input) };
  const { best } = run;
  let state = createPlanState({ ...input, assignment: input.start(random) });
  best.take(state);
  for (let i = 0; i < GENTLE_TRIES && input.gentle && !control.stopped; i++) {
    if (i > 0) state.reset(input.start(random));
    yield* cool(run, state, 'balance', HEAT.gentle, GENTLE_LOOKS);
  }
  best.restore(state);
  for (let i = 0; i < STARTS && !control.stopped && best.excess > 0; i++) {
    if (i > 0) state = createPlanState({ ...input, assignment: input.start(random) });
    yield* balance(run, state);
    best.take(state);
  }
  best.restore(state);
  yield* recombineInBursts(run, state);
  best.restore(state);
  yield* cool(run, state, 'refine', HEAT.refine, 1);
  return { assignment: best.assignment, cost: best.cost, excess: best.excess, steps: run.steps };
}

interface Run {
  readonly input: SearchInput;
  readonly random: Random;
  readonly control: Control;
  readonly best: Best;
  readonly excessCost: number;
  /** recombinations accepted */
  steps: number;
}

const excessCostOf = ({ graph, parts, terms }: SearchInput): number =>
  EXCESS_COST + (EXCESS_BY_MOVED * terms.moved * graph.count) / parts;

/** The best plan so far: first what is out of the bands counts, then the cost. */
class Best {
  assignment = new Int32Array();
  cost = Number.POSITIVE_INFINITY;
  excess = Number.POSITIVE_INFINITY;

  take(state: PlanState): void {
    const excess = state.excess < NO_EXCESS ? 0 : state.excess;
    if (excess > this.excess || (excess === this.excess && state.cost >= this.cost)) return;
    this.excess = excess;
    this.cost = state.cost;
    this.assignment = state.assignment.slice();
  }

  restore(state: PlanState): void {
    state.reset(this.assignment);
    state.rematch();
    this.cost = state.cost;
  }
}

function* balance({ input, random, control, best, excessCost }: Run, state: PlanState): Generator<SearchProgress> {
  const { graph, parts, gentle } = input;
  const isDone = (): boolean => state.excess < NO_EXCESS || control.stopped;
  for (let round = 0; round < ROUNDS && !isDone(); round++) {
    const progress = { phase: 'balance', share: round / ROUNDS, steps: 0, best: best.assignment } as const;
    if (!gentle || round >= ROUNDS / 2) {
      const recombiner = createRecombiner({ ...input, assignment: state.assignment }, random);
      for (let i = 0; i < parts * EVEN_CUTS_A_PART && !isDone(); i++) {
        if (i % EVEN_CUTS_A_SLICE === 0) yield progress;
        if (recombiner.proposeEven() !== 'found') continue;
        state.costOfRecombination(recombiner);
        state.recombine(recombiner);
      }
    }
    const looks = LOOKS_A_ROUND * graph.count;
    for (const _ of anneal({ graph, state, random, ...HEAT.balance, excessCost, looks })) {
      if (isDone()) break;
      yield progress;
    }
    state.rematch();
  }
}

function* recombineInBursts(run: Run, state: PlanState): Generator<SearchProgress> {
  const { input, random, control, best } = run;
  const wanted = input.effort.steps;
  const burst = input.gentle ? 1 : BURST;
  const recombiner = createRecombiner({ ...input, assignment: state.assignment }, random);
  for (let left = PATIENCE * wanted + PATIENCE_LEAST; run.steps < wanted && left > 0 && !control.stopped; ) {
    for (let i = 0; i < burst && run.steps < wanted && left > 0; left--) {
      const outcome = recombiner.propose();
      if (outcome === 'no-pair') return;
      if (outcome === 'failed') continue;
      state.costOfRecombination(recombiner);
      state.recombine(recombiner);
      best.take(state);
      run.steps += 1;
      i += 1;
    }
    state.reset(best.assignment);
    recombiner.refresh();
    yield { phase: 'recombine', share: run.steps / wanted, steps: run.steps, best: best.assignment };
  }
}

function* cool(
  { input, random, control, best, excessCost, steps }: Run,
  state: PlanState,
  phase: 'balance' | 'refine',
  heat: { hot: number; cold: number },
  longer: number,
): Generator<SearchProgress> {
  const { graph, effort } = input;
  const looks = longer * effort.looks * graph.count;
  let matched = 0;
  for (const share of anneal({ graph, state, random, ...heat, excessCost, looks })) {
    if (control.stopped) break;
    if (share * REMATCHES > matched) {
      state.rematch();
      matched += 1;
    }
    best.take(state);
    yield { phase, share, steps, best: best.assignment };
  }
  best.take(state);
}
