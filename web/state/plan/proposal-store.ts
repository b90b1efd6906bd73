import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ProposalTask, ProposalTerms } from '../../../geo/divide/ask-proposal.ts';
import type { NewRegion } from '../../../geo/divide/edit.ts';
import type { FigureName } from '../../../geo/divide/plan-figures.ts';
import type { ProposalProblem } from '../../../geo/divide/proposal-problem.ts';
import type { ProposalNote } from '../../../geo/divide/propose.ts';
import type { ToldProposal } from '../../../geo/divide/tell-proposal.ts';
import type { ToldProgress } from '../../workers/propose.worker.ts';

type Kind = ProposalTask['kind'];

/** What is asked for, as it stands in the form. */
export interface ProposalForm {
  readonly kind: Kind;
  /** communities that take part; null = all of the plan's area */
  readonly chosen: readonly number[] | null;
  /** the community that is divided, or whose grids are evened out; null = none yet */
  readonly community: number | null;
  /** null = as many as suits the households */
  readonly parts: number | null;
  /** `band`: what the rule says of households */
  readonly size: 'tolerance' | 'band';
  readonly tolerancePercent: number;
  readonly seed: number;
  readonly terms: ProposalTerms;
}

/** A search that has been asked for; `of` says what the draft was then. */
interface Asked {
  readonly task: ProposalTask;
  /** ids and names for new regions */
  readonly fresh: readonly Pick<NewRegion, 'id' | 'name'>[];
  readonly of: string;
}

export type ProposalRun =
  | { readonly kind: 'idle' }
  | (Asked & {
      readonly kind: 'running';
      readonly progress: ToldProgress | null;
      /** the best plan for each number that has been sought so far */
      readonly found: Partial<Record<FigureName, ToldProgress['best']>>;
      readonly stopping: boolean;
    })
  | (Asked & {
      readonly kind: 'done';
      readonly proposals: readonly ToldProposal[];
      readonly notes: readonly ProposalNote[];
    })
  | (Asked & { readonly kind: 'refused'; readonly problem: ProposalProblem; readonly places: readonly number[] })
  | (Asked & { readonly kind: 'failed'; readonly message: string });

export interface ProposalState {
  readonly form: ProposalForm;
  readonly run: ProposalRun;
  /** the proposal that the map shows */
  readonly shown: number | null;
  /** the proposal that was taken over last, and the step that did it */
  readonly adopted: { readonly proposal: number; readonly step: string } | null;
}

export const FIRST_PROPOSALS: ProposalState = {
  form: {
    kind: 'redivide',
    ...{ chosen: null, community: null, parts: null },
    ...{ size: 'tolerance', tolerancePercent: 10, seed: 1 },
    terms: { compounds: true, barriers: true, grids: true },
  },
  run: { kind: 'idle' },
  shown: null,
  adopted: null,
};

/** Proposals for the open plan. Who looks for them is the feature; that some were found is for others to see as well. */
export const proposalStore = createStore<ProposalState>()(() => FIRST_PROPOSALS);
export const useProposals = <T>(selector: (state: ProposalState) => T): T => useStore(proposalStore, selector);
