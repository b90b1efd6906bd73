import { useEffect, useMemo, useState } from 'react';
import { blocksOfTask } from '../../../geo/divide/ask-proposal.ts';
import type { Draft } from '../../../geo/divide/draft.ts';
import { regionAt } from '../../../geo/divide/regions.ts';
import { blockNeighbours } from '../../../geo/fabric/draft/block-rings.ts';
import { planSession } from '../../state/plan/current.ts';
import { openState, usePlan } from '../../state/plan/plan-store.ts';
import { type ProposalForm, useProposals } from '../../state/plan/proposal-store.ts';
import { type PlanFacts, planFacts } from './plan-facts.ts';
import {
  type FormProblem,
  fitForm,
  isOfOne,
  keepsGrids,
  levelOf,
  problemOf,
  takesUnassigned,
  takingPart,
} from './task-of-form.ts';

/** What would be asked for, and whether it can be. */
export interface Readiness {
  readonly form: ProposalForm;
  readonly facts: PlanFacts;
  readonly counts: {
    readonly households: number;
    readonly blocks: number;
    readonly units: number;
    readonly today: number;
  };
  readonly problem: FormProblem | null;
  /** pieces without a common border that the area falls into, the largest first; null = not known yet */
  readonly pieces: readonly (readonly number[])[] | null;
}

/** Blocks looked at before the screen has its turn. */
const BLOCKS_A_SLICE = 1500;

/** Reads the open plan again after every change of it or of the form; null while no plan is open. */
export function useReadiness(): Readiness | null {
  const tick = usePlan((state) => openState(state)?.tick ?? -1);
  const stored = useProposals((state) => state.form);
  const known = useMemo(() => {
    const plan = planSession.current();
    if (!plan || tick < 0) return null;
    const facts = planFacts(plan.draft, plan.replica.scope, plan.rules);
    const form = fitForm(stored, facts);
    const blocks = blocksTaking(plan.draft, form, facts);
    const counts = countsOf(plan.draft, form, facts, blocks);
    return { draft: plan.draft, blocks, form, facts, counts, problem: problemOf(form, facts, counts) };
  }, [tick, stored]);
  const [joined, setJoined] = useState<{ blocks: ReadonlySet<number>; pieces: readonly number[][] } | null>(null);
  useEffect(() => {
    if (!known) return;
    const { draft, blocks } = known;
    const looking = piecesOfBlocks(draft, blocks);
    let timer: ReturnType<typeof setTimeout>;
    const look = (): void => {
      const next = looking.next();
      if (next.done) setJoined({ blocks, pieces: next.value });
      else timer = setTimeout(look, 0);
    };
    timer = setTimeout(look, 0);
    return () => clearTimeout(timer);
  }, [known]);
  if (!known) return null;
  const { form, facts, counts, problem, blocks } = known;
  return { form, facts, counts, problem, pieces: joined?.blocks === blocks ? joined.pieces : null };
}

function blocksTaking(draft: Draft, form: ProposalForm, facts: PlanFacts): Set<number> {
  return blocksOfTask(draft, {
    level: levelOf(form, facts),
    regions: takingPart(form, facts).map(({ id }) => id),
    unassigned: takesUnassigned(form, facts),
  });
}

function countsOf(
  draft: Draft,
  form: ProposalForm,
  facts: PlanFacts,
  blocks: ReadonlySet<number>,
): Readiness['counts'] {
  const level = levelOf(form, facts);
  const grids = new Set<number | null>();
  const today = new Set<number | null>();
  let households = 0;
  let single = 0;
  for (const block of blocks) {
    const grid = regionAt(draft, block, 'grid');
    if (grid === null) single += 1;
    else grids.add(grid);
    const region = level === 'grid' ? grid : regionAt(draft, block, level);
    if (region !== null) today.add(region);
    households += draft.contentsOf(block).households;
  }
  const units = keepsGrids(form, facts) ? grids.size + single : blocks.size;
  return {
    households,
    blocks: blocks.size,
    units,
    today: isOfOne(form, facts) ? today.size : takingPart(form, facts).length,
  };
}

/** Blocks that hang together by borders, the most blocks first; stops after a few so that who asks can do other things. */
export function* piecesOfBlocks(draft: Draft, blocks: ReadonlySet<number>): Generator<void, number[][]> {
  const seen = new Set<number>();
  const pieces: number[][] = [];
  let looked = 0;
  for (const first of blocks) {
    if (seen.has(first)) continue;
    seen.add(first);
    const piece = [first];
    for (const block of piece) {
      if (++looked % BLOCKS_A_SLICE === 0) yield;
      for (const neighbour of blockNeighbours(draft.fabric, block).keys()) {
        if (neighbour === null || seen.has(neighbour) || !blocks.has(neighbour)) continue;
        seen.add(neighbour);
        piece.push(neighbour);
      }
    }
    pieces.push(piece);
  }
  return pieces.sort((a, b) => b.length - a.length);
}
