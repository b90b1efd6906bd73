import type { ProposalTask } from '../../../geo/divide/ask-proposal.ts';
import type { ProposalForm } from '../../state/plan/proposal-store.ts';
import type { OpenCommunity, PlanFacts } from './plan-facts.ts';

const ALTERNATIVES = 5;

/** What can be asked for in a plan of its level. */
export const kindsOf = ({ level }: Pick<PlanFacts, 'level'>): readonly ProposalTask['kind'][] =>
  level === 'grid' ? ['divide', 'rebalance'] : ['redivide', 'rebalance', 'divide'];

/** The form with what its plan's level lets one ask for. */
export const fitForm = (form: ProposalForm, facts: Pick<PlanFacts, 'level'>): ProposalForm =>
  kindsOf(facts).includes(form.kind) ? form : { ...form, kind: kindsOf(facts)[0]! };

/** The level of the regions that are made. */
export const levelOf = (
  form: Pick<ProposalForm, 'kind'>,
  { level }: Pick<PlanFacts, 'level'>,
): ProposalTask['level'] => (level === 'grid' || form.kind === 'divide' ? 'grid' : 'community');

/** Whether the task is about one community's grids. */
export const isOfOne = (form: Pick<ProposalForm, 'kind'>, facts: Pick<PlanFacts, 'level'>): boolean =>
  levelOf(form, facts) === 'grid';

/** The communities whose blocks take part; locked ones never do. */
export function takingPart(form: ProposalForm, facts: PlanFacts): readonly OpenCommunity[] {
  const open = facts.communities.filter(({ locked }) => !locked);
  if (isOfOne(form, facts)) return open.filter(({ id }) => id === form.community);
  return form.chosen === null ? open : open.filter(({ id }) => form.chosen!.includes(id));
}

/**
 * Parts that suit so many households: as many as bring each to the middle of what the rule says.
 *
 * @param today  regions that there are
 */
export function suitedParts(households: number, today: number, band: PlanFacts['bands']['grid']): number {
  if (!band) return Math.max(2, today);
  return Math.max(1, Math.round(households / ((band.min + band.max) / 2)));
}

interface Counts {
  /** households, blocks, and what counts as one where grids stay whole, in all that takes part */
  readonly households: number;
  readonly blocks: number;
  readonly units: number;
  /** regions of the level that there are */
  readonly today: number;
}

/** How many regions are asked for. */
export function partsOf(form: ProposalForm, facts: PlanFacts, counts: Pick<Counts, 'households' | 'today'>): number {
  if (form.kind === 'rebalance') return counts.today;
  return form.parts ?? suitedParts(counts.households, counts.today, facts.bands[levelOf(form, facts)]);
}

/** Why nothing can be looked for, before anything is. */
export type FormProblem =
  | { readonly reason: 'none-chosen' | 'none-open' | 'no-households' | 'one-region' }
  | { readonly reason: 'too-few-parts' }
  | { readonly reason: 'too-many-parts'; readonly units: number; readonly of: 'blocks' | 'grids' };

export function problemOf(form: ProposalForm, facts: PlanFacts, counts: Counts): FormProblem | null {
  const parts = partsOf(form, facts, counts);
  if (facts.communities.every(({ locked }) => locked)) return { reason: 'none-open' };
  if (takingPart(form, facts).length === 0) return { reason: 'none-chosen' };
  if (counts.households === 0) return { reason: 'no-households' };
  if (form.kind === 'rebalance' && parts < 2) return { reason: 'one-region' };
  if (!(parts >= 1)) return { reason: 'too-few-parts' };
  if (parts > counts.units)
    return { reason: 'too-many-parts', units: counts.units, of: keepsGrids(form, facts) ? 'grids' : 'blocks' };
  return null;
}

export const keepsGrids = (form: ProposalForm, facts: PlanFacts): boolean =>
  form.terms.grids && levelOf(form, facts) === 'community';

export function taskOfForm(form: ProposalForm, facts: PlanFacts, counts: Counts): ProposalTask {
  const level = levelOf(form, facts);
  const band = facts.bands[level];
  return {
    ...{ kind: form.kind, level, scope: facts.scope, seed: form.seed, terms: form.terms, alternatives: ALTERNATIVES },
    regions: takingPart(form, facts).map(({ id }) => id),
    unassigned: takesUnassigned(form, facts),
    parts: partsOf(form, facts, counts),
    size:
      form.size === 'band' && band ? { least: band.min, most: band.max } : { tolerance: form.tolerancePercent / 100 },
  };
}

/** What lies in no region is taken in where all of the plan's area is divided anew. */
export const takesUnassigned = (form: ProposalForm, facts: PlanFacts): boolean =>
  !isOfOne(form, facts) && form.chosen === null && facts.unassigned > 0;
