import type { PlanLevel, StepLabel } from '../../../api/contract/plans.ts';
import { adoptEdits } from '../../../geo/divide/adopt-proposal.ts';
import type { ProposalTask } from '../../../geo/divide/ask-proposal.ts';
import type { DraftDelta, EditOutcome } from '../../../geo/divide/edit.ts';
import type { GroundColumns } from '../../../geo/divide/ground.ts';
import { planSession } from '../../state/plan/current.ts';
import { planStore } from '../../state/plan/plan-store.ts';
import { FIRST_PROPOSALS, type ProposalRun, proposalStore } from '../../state/plan/proposal-store.ts';
import { randomIds } from '../../state/plan/random-id.ts';
import type { CurrentPlan } from '../../state/plan/session.ts';
import type { ProposeOrder, ProposeReply } from '../../workers/propose.worker.ts';
import { previewOf } from './proposed-regions.ts';

/** Steps sent at a time. */
const DELTAS_A_PIECE = 200;

let end: (() => void) | null = null;
let stop: (() => void) | null = null;
let forgetPlan: () => void = () => undefined;
/** what was painted before a preview showed another level */
let levelBefore: PlanLevel | null = null;

/**
 * Looks for proposals in a worker; what comes of it stands in the store.
 *
 * @param names  of new regions, as many as there are parts
 */
export function startSearch(task: ProposalTask, names: readonly string[]): void {
  const plan = planSession.current();
  if (!plan) return;
  cancelSearch();
  const ids = randomIds(names.length);
  const asked = { task, fresh: names.map((name, i) => ({ id: ids[i]!, name })), of: draftMark(plan) };
  const worker = new Worker(new URL('../../workers/propose.worker.ts', import.meta.url), { type: 'module' });
  const finish = (run: ProposalRun): void => {
    cancelSearch();
    proposalStore.setState({ run });
  };
  worker.onmessage = ({ data }: MessageEvent<ProposeReply>) => {
    if (data.kind === 'progress') note(data.progress);
    else finish({ ...asked, ...data });
  };
  worker.onerror = ({ message }) => finish({ ...asked, kind: 'failed', message });
  // Another plan, or another draft of it altogether: whatever is found would be of no use.
  const { session } = planStore.getState();
  const isOther = (): boolean => {
    const now = planStore.getState().session;
    if (now.kind !== 'open' || session.kind !== 'open') return true;
    return now.plan.id !== session.plan.id || now.county !== session.county;
  };
  forgetPlan();
  forgetPlan = planStore.subscribe(() => {
    if (!isOther()) return;
    forgetPlan();
    cancelSearch();
    proposalStore.setState(FIRST_PROPOSALS);
  });
  end = () => {
    worker.terminate();
    end = null;
    stop = null;
  };
  stop = () => worker.postMessage({ kind: 'stop' } satisfies ProposeOrder);
  showProposal(null);
  proposalStore.setState({
    run: { ...asked, kind: 'running', progress: null, found: {}, stopping: false },
    adopted: null,
  });
  void send(plan, { kind: 'start', task, rules: plan.rules, fresh: asked.fresh }, worker);
}

/** Sends the draft piece by piece: a large county's would hold the screen up if it went at once. */
async function send(plan: CurrentPlan, start: ProposeOrder, worker: Worker): Promise<void> {
  const { base, ground, replica } = plan;
  const deltas = [...replica.log.map(({ delta }) => delta as DraftDelta), ...replica.pending.map(({ delta }) => delta)];
  const post = async (order: ProposeOrder, transfer: Transferable[] = []): Promise<void> => {
    worker.postMessage(order, transfer);
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  await post({ kind: 'base', state: base.state });
  for (const [name, column] of Object.entries(ground.buildings)) {
    const values = Float64Array.from(column);
    await post({ kind: 'column', name: name as keyof GroundColumns['buildings'], values }, [values.buffer]);
  }
  const { barriers, compounds, stations } = plan.draft.ground.columns;
  await post({ kind: 'ground', ground: { barriers, compounds, stations } });
  for (let at = 0; at < deltas.length; at += DELTAS_A_PIECE)
    await post({ kind: 'deltas', deltas: deltas.slice(at, at + DELTAS_A_PIECE) });
  await post(start);
}

function note(progress: Extract<ProposeReply, { kind: 'progress' }>['progress']): void {
  proposalStore.setState(({ run }) =>
    run.kind === 'running'
      ? { run: { ...run, progress, found: { ...run.found, [progress.figure]: progress.best } } }
      : {},
  );
}

/** The best so far will do. */
export function stopSearch(): void {
  stop?.();
  proposalStore.setState(({ run }) => (run.kind === 'running' ? { run: { ...run, stopping: true } } : {}));
}

/** Ends a running search, and nothing is left of it. */
export function cancelSearch(): void {
  end?.();
  proposalStore.setState(({ run }) => (run.kind === 'running' ? { run: { kind: 'idle' } } : {}));
}

/** Back to the form. */
export function dropProposals(): void {
  cancelSearch();
  showProposal(null);
  proposalStore.setState({ run: { kind: 'idle' }, adopted: null });
}

/** What the draft is just now, told by the steps that are done in it. */
export const draftMark = (plan: CurrentPlan): string =>
  plan
    .timeline()
    .entries.flatMap(({ id, state }) => (state === 'done' ? [id] : []))
    .join();

/** Shows a proposal on the map in the place of the draft; null shows the draft again. */
export function showProposal(index: number | null): void {
  const { run, shown } = proposalStore.getState();
  const plan = planSession.current();
  const proposal = index !== null && run.kind === 'done' ? run.proposals[index] : undefined;
  if (!proposal || !plan || run.kind !== 'done') {
    if (shown !== null) proposalStore.setState({ shown: null });
    const { preview, level } = planStore.getState();
    if (preview) planStore.setState({ preview: null, level: levelBefore ?? level });
    levelBefore = null;
    return;
  }
  levelBefore ??= planStore.getState().level;
  planStore.setState({ level: proposal.level, preview: previewOf(plan.draft, proposal, run.fresh) });
  proposalStore.setState({ shown: index });
}

/** Makes the plan what is proposed, in one step like any other: it is sent, seen by others, and undone with one press. */
export function adoptProposal(index: number, label: StepLabel): EditOutcome | null {
  const { run } = proposalStore.getState();
  const plan = planSession.current();
  const proposal = run.kind === 'done' ? run.proposals[index] : undefined;
  if (run.kind !== 'done' || !proposal || !plan) return null;
  // Ids of its own: the same proposal may be taken over, undone, and taken over once more.
  const ids = randomIds(run.fresh.length);
  const fresh = run.fresh.map(({ name }, i) => ({ id: ids[i]!, name }));
  const outcome = planSession.execute(label, adoptEdits(plan.draft, proposal, fresh));
  if (outcome.ok) {
    showProposal(null);
    planStore.setState({ regions: [], blocks: [], target: null });
    proposalStore.setState({ adopted: { proposal: index, step: plan.timeline().undo!.id } });
  }
  return outcome;
}
