import { askProposal, type ProposalTask } from '../../geo/divide/ask-proposal.ts';
import { applyDelta, createDraft, type DivisionState } from '../../geo/divide/draft.ts';
import type { DraftDelta, NewRegion } from '../../geo/divide/edit.ts';
import type { GroundColumns } from '../../geo/divide/ground.ts';
import type { FigureName, PlanFigures } from '../../geo/divide/plan-figures.ts';
import type { ProposalProblem } from '../../geo/divide/proposal-problem.ts';
import { type ProposalNote, type ProposalProgress, propose } from '../../geo/divide/propose.ts';
import { baseFacts, type DivisionRule } from '../../geo/divide/rules.ts';
import { type ToldProposal, tellProposal } from '../../geo/divide/tell-proposal.ts';

type BuildingColumn = keyof GroundColumns['buildings'];

/** A draft arrives in pieces, so that nobody who sends it is held up; `start` comes last. */
export type ProposeOrder =
  | { readonly kind: 'base'; readonly state: DivisionState }
  | { readonly kind: 'column'; readonly name: BuildingColumn; readonly values: Float64Array }
  | { readonly kind: 'ground'; readonly ground: Omit<GroundColumns, 'buildings'> }
  /** what has changed since the base, in order */
  | { readonly kind: 'deltas'; readonly deltas: readonly DraftDelta[] }
  | {
      readonly kind: 'start';
      readonly task: ProposalTask;
      readonly rules: readonly DivisionRule[];
      readonly fresh: readonly Pick<NewRegion, 'id' | 'name'>[];
    }
  /** the best so far will do */
  | { readonly kind: 'stop' };

export interface ToldProgress extends Pick<ProposalProgress, 'share' | 'run' | 'runs'> {
  readonly figure: FigureName;
  readonly best: { readonly figures: PlanFigures; readonly balanced: boolean };
}

export type ProposeReply =
  | { readonly kind: 'progress'; readonly progress: ToldProgress }
  | { readonly kind: 'done'; readonly proposals: readonly ToldProposal[]; readonly notes: readonly ProposalNote[] }
  /** @property places  blocks to look at */
  | { readonly kind: 'refused'; readonly problem: ProposalProblem; readonly places: readonly number[] }
  | { readonly kind: 'failed'; readonly message: string };

const TELL_EVERY_MS = 200;
/** Orders are heard this often. */
const BREATH_MS = 40;

let state: DivisionState | undefined;
let ground: Omit<GroundColumns, 'buildings'> | undefined;
const columns: Partial<Record<BuildingColumn, Float64Array>> = {};
const deltas: DraftDelta[] = [];
let stopped = false;

const reply = (message: ProposeReply): void => self.postMessage(message);
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

async function run({ task, rules, fresh }: ProposeOrder & { kind: 'start' }): Promise<void> {
  if (!state || !ground) throw new RangeError('there is no draft to propose for');
  const draft = createDraft(state, { ...ground, buildings: columns as GroundColumns['buildings'] });
  const base = baseFacts(draft);
  for (const delta of deltas) applyDelta(draft, delta);
  const asked = askProposal(draft, task);
  const searching = propose(asked.request);
  let heardAt = performance.now();
  let toldAt = 0;
  for (let next = searching.next(); ; next = searching.next(stopped ? 'stop' : undefined)) {
    if (next.done) {
      const outcome = next.value;
      if (!outcome.ok) {
        const { problem } = outcome;
        reply({ kind: 'refused', problem, places: placesOf(problem).map((unit) => asked.blocks[unit]!) });
        return;
      }
      const { notes } = outcome;
      const proposals = outcome.proposals.map((each) => tellProposal({ draft, base, rules, fresh }, task, asked, each));
      reply({ kind: 'done', proposals, notes });
      return;
    }
    const now = performance.now();
    if (now - toldAt >= TELL_EVERY_MS) {
      const { share, run, runs, figure, best } = next.value;
      const { figures, balanced } = best();
      reply({ kind: 'progress', progress: { share, run, runs, figure, best: { figures, balanced } } });
      toldAt = now;
    }
    if (now - heardAt >= BREATH_MS) {
      await breathe();
      heardAt = performance.now();
    }
  }
}

/** Units to look at. */
function placesOf(problem: ProposalProblem): readonly number[] {
  switch (problem.reason) {
    case 'disconnected':
      return problem.pieces.slice(1).flat();
    case 'lock-conflict':
    case 'locks-apart':
      return problem.units;
    default:
      return [];
  }
}

self.onmessage = ({ data }: MessageEvent<ProposeOrder>) => {
  switch (data.kind) {
    case 'base':
      state = data.state;
      break;
    case 'column':
      columns[data.name] = data.values;
      break;
    case 'ground':
      ground = data.ground;
      break;
    case 'deltas':
      deltas.push(...data.deltas);
      break;
    case 'start':
      run(data).catch((error) =>
        reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
      );
      break;
    case 'stop':
      stopped = true;
      break;
  }
};
