import { adoptEdits, type ProposedDivision } from './adopt-proposal.ts';
import type { AskedProposal, ProposalTask } from './ask-proposal.ts';
import { invertDelta } from './delta.ts';
import { doStep } from './do-step.ts';
import { applyDelta, type Draft } from './draft.ts';
import type { EditOutcome, NewRegion } from './edit.ts';
import type { PlanMove } from './explain-moves.ts';
import type { FigureName, PlanFigures } from './plan-figures.ts';
import type { Proposal } from './propose.ts';
import { totalsOf } from './region-stats.ts';
import { type BaseFacts, type DivisionRule, evaluateRules, type Verdict } from './rules.ts';

/** A proposal as it is shown: in the draft's own words, with what the draft would be with it. Plain data. */
export interface ToldProposal extends ProposedDivision {
  readonly bestAt: FigureName;
  readonly balanced: boolean;
  readonly figures: PlanFigures;
  /** length of the borders between two parts */
  readonly borderM: number;
  /** households of each part */
  readonly households: readonly number[];
  readonly moves: readonly ToldMove[];
  /** compounds of which a part would hold some buildings and not all; null when it cannot be adopted */
  readonly splitCompounds: number | null;
  /** rules that would not be kept */
  readonly failing: readonly FailingRule[];
  /** why it cannot be adopted as the draft is */
  readonly refusal: (EditOutcome & { ok: false }) | null;
}

export interface ToldMove extends Pick<PlanMove, 'to' | 'reason' | 'without' | 'with'> {
  readonly blocks: readonly number[];
  readonly households: number;
  /** null = in no region */
  readonly from: number | null;
}

export interface FailingRule {
  readonly rule: string;
  readonly verdict: Exclude<Verdict, 'passed' | 'not-evaluated'>;
  readonly places: number;
  /** how many there are in the draft as it is */
  readonly today: number;
}

interface Told {
  readonly draft: Draft;
  readonly base: BaseFacts;
  readonly rules: readonly DivisionRule[];
  /** as for `adoptEdits`: as many as there are parts will do */
  readonly fresh: readonly Pick<NewRegion, 'id' | 'name'>[];
}

/** The draft is as it was afterwards. */
export function tellProposal(
  { draft, base, rules, fresh }: Told,
  { level, scope }: ProposalTask,
  { request, blocks, regions }: AskedProposal,
  proposal: Proposal,
): ToldProposal {
  const units = [...proposal.assignment.keys()].filter((unit) => proposal.assignment[unit]! >= 0);
  const division: ProposedDivision = {
    level,
    blocks: units.map((unit) => blocks[unit]!),
    partOf: units.map((unit) => proposal.assignment[unit]!),
    continues: Array.from(proposal.continues, (region) => (region < 0 ? null : regions[region]!)),
  };
  const shown = {
    ...division,
    ...{ bestAt: proposal.bestAt, balanced: proposal.balanced, figures: proposal.figures },
    borderM: borderOf(request.graph, proposal.assignment),
    households: [...proposal.population],
    moves: proposal.moves.map(({ units: moved, population, from, ...move }) => ({
      ...move,
      blocks: moved.map((unit) => blocks[unit]!),
      households: population,
      from: from < 0 ? null : regions[from]!,
    })),
  };
  const edits = adoptEdits(draft, division, fresh);
  const today = new Map(evaluateRules(draft, base, rules).map(({ rule, places }) => [rule, places.length]));
  const judged = (created: readonly number[]) => judge({ draft, base, rules }, division, created, today);
  if (edits.length === 0) return { ...shown, ...judged([]), refusal: null };
  const outcome = doStep(draft, edits, scope);
  if (!outcome.ok) return { ...shown, splitCompounds: null, failing: [], refusal: outcome };
  const created = edits.flatMap((edit) => (edit.kind === 'create-region' ? [edit.region.id] : []));
  const after = judged(created);
  applyDelta(draft, invertDelta(outcome.delta));
  return { ...shown, ...after, refusal: null };
}

function borderOf({ a, b, sharedM }: AskedProposal['request']['graph'], assignment: Int32Array): number {
  let sum = 0;
  for (let e = 0; e < a.length; e++) {
    const [one, other] = [assignment[a[e]!]!, assignment[b[e]!]!];
    if (one >= 0 && other >= 0 && one !== other) sum += sharedM[e]!;
  }
  return sum;
}

function judge(
  { draft, base, rules }: Omit<Told, 'fresh'>,
  { continues }: ProposedDivision,
  created: readonly number[],
  today: ReadonlyMap<string, number>,
): Pick<ToldProposal, 'splitCompounds' | 'failing'> {
  const made = [...continues.filter((region) => region !== null), ...created];
  const split = new Set(made.flatMap((region) => [...totalsOf(draft, region).split]));
  const failing = evaluateRules(draft, base, rules).flatMap(({ rule, verdict, places }): FailingRule[] =>
    verdict === 'broken' || verdict === 'attention'
      ? [{ rule, verdict, places: places.length, today: today.get(rule) ?? 0 }]
      : [],
  );
  return { splitCompounds: split.size, failing };
}
