import { isDeepStrictEqual } from 'node:util';
import { areDisjoint, invertDelta, touchesOf } from '../../../geo/divide/delta.ts';
import { blockPlace } from '../../../geo/divide/delta-of-edit.ts';
import { type DoneStep, doStep, type PlanScope, undoStep } from '../../../geo/divide/do-step.ts';
import { applyDelta } from '../../../geo/divide/draft.ts';
import type { DraftDelta, Edit, EditOutcome, TouchSet } from '../../../geo/divide/edit.ts';
import type { Appended, AppendSteps, LoggedStep, Step } from '../../contract/plans.ts';
import { EDITABLE_STATUSES } from '../../contract/plans.ts';
import { insertSteps, listReplayed, moveHead, readKnownSteps, readStepsOn } from '../../db/plan-steps.ts';
import { ProblemError } from '../../problems.ts';
import type { OpenPlan, OpenPlans } from './open-plans.ts';
import { type By, doerOf, notEditable } from './plan-rights.ts';
import { tryAgain } from './try-again.ts';

/**
 * Writes steps to the log of a plan, all of them or none.
 *
 * Steps that the log has already are not done again, so what was sent into a line that dropped may be sent again. Steps
 * made on an older version are done on the present one when they meet nothing that others have changed since.
 *
 * @returns every step since the version that these were made on
 * @throws ProblemError 'stale-version' with the steps that were missed and clash, 'invalid-edit' with reason and place,
 *   'conflict' when the plan may not be drawn on
 */
export const appendSteps = (plans: OpenPlans, by: By, id: number, request: AppendSteps): Promise<Appended> =>
  tryAgain(id, () => plans.use(by.db, id, (plan) => append(plans, by, plan, request)));

/** @returns null when another process was quicker: has drawn, or brought the plan onto another base */
async function append(
  plans: OpenPlans,
  by: By,
  plan: OpenPlan,
  { baseVersion, steps }: AppendSteps,
): Promise<Appended | null> {
  const { db } = by;
  const { county } = db.scope;
  const { id, state, draft } = plan;
  const known = await knownSteps(by, id, steps);
  const fresh = steps.filter((step) => !known.has(step.id));
  const past = await pastOf(by, plan, known);
  if (fresh.length === 0) return stepsSince(by, plan, baseVersion, past);
  if (!EDITABLE_STATUSES.includes(state.status)) throw notEditable(id, state.status);
  if (baseVersion > state.head)
    throw new ProblemError(
      'invalid-request',
      `Plan ${id} has ${state.head} steps; there is no version ${baseVersion}.`,
    );
  if (baseVersion < state.baseSeq)
    throw new ProblemError(
      'stale-version',
      `Plan ${id} was brought onto another division meanwhile; open it anew and draw this again.`,
      { currentVersion: state.head, reason: 'base-changed' },
    );
  const sent = new Set(steps.map((step) => step.id));
  const since = baseVersion === state.head ? [] : await readStepsOn(db, county, id, state.base, baseVersion);
  if (!since) return null;
  const missed = since.filter(({ step }) => !sent.has(step.id));
  const done = await doSteps(by, plan, fresh, steps, missed);
  let written = false;
  try {
    const dates = await db.transaction(async (tx) => {
      if (!(await moveHead(tx, county, id, state, done.length))) return null;
      return insertSteps(tx, county, id, state.head, done, doerOf(by));
    });
    written = dates !== null;
    if (!dates) return null;
    const version = state.head + done.length;
    plans.advance(db, id, version);
    if (baseVersion < state.head) {
      return stepsSince(by, { ...plan, state: { ...state, head: version } }, baseVersion, past);
    }
    const author = { account: db.scope.account ?? '', accountName: by.name };
    const logged = done.map((entry, i) => ({ seq: state.head + i + 1, ...entry, ...author, at: dates[i]! }));
    return { version, steps: logged, past };
  } finally {
    if (!written) takeBack(draft, done);
  }
}

type Done = Pick<LoggedStep, 'step'> & { delta: DraftDelta };

const takeBack = (draft: OpenPlan['draft'], done: readonly Done[]): void => {
  for (const { delta } of done.toReversed()) applyDelta(draft, invertDelta(delta));
};

async function stepsSince(
  { db }: By,
  { id, state }: OpenPlan,
  baseVersion: number,
  past: Appended['past'],
): Promise<Appended | null> {
  const steps = await readStepsOn(db, db.scope.county, id, state.base, Math.max(baseVersion, state.baseSeq));
  return steps && { version: steps.at(-1)?.seq ?? state.head, steps, past };
}

/** What became of those of the steps that were made on an earlier base. */
async function pastOf(
  { db }: By,
  { id, state }: OpenPlan,
  known: ReadonlyMap<string, number>,
): Promise<Appended['past']> {
  const past = [...known].flatMap(([step, seq]) => (seq <= state.baseSeq ? [step] : []));
  if (past.length === 0) return [];
  const again = await listReplayed(db, db.scope.county, id, past);
  return past.map((step) => ({ id: step, again: again.has(step) }));
}

/**
 * Of these steps those that the log has, with their numbers.
 * @throws ProblemError 'conflict' when the log has another step under the id of one of them
 */
async function knownSteps({ db }: By, id: number, steps: readonly Step[]): Promise<Map<string, number>> {
  if (new Set(steps.map((step) => step.id)).size !== steps.length)
    throw new ProblemError('invalid-request', 'Two of the steps have the same id; each needs one of its own.');
  const logged = await readKnownSteps(
    db,
    db.scope.county,
    id,
    steps.map((step) => step.id),
  );
  const sent = new Map(steps.map((step) => [step.id, step]));
  const other = logged.find(({ step }) => !isDeepStrictEqual(step, JSON.parse(JSON.stringify(sent.get(step.id)))));
  if (other)
    throw new ProblemError(
      'conflict',
      `The log of plan ${id} has another step under the id ${other.step.id}; draw it again.`,
    );
  return new Map(logged.map(({ seq, step }) => [step.id, seq]));
}

/** Does steps on the draft, or leaves it as it was. */
async function doSteps(
  by: By,
  plan: OpenPlan,
  fresh: readonly Step[],
  sent: readonly Step[],
  missed: readonly LoggedStep[],
): Promise<Done[]> {
  const { draft, state } = plan;
  const scope: PlanScope = { level: state.level, area: new Set(state.area) };
  const known = await stepsToUndo(by, plan, fresh);
  const theirs = missed.map(({ delta }) => touchesOf(delta as DraftDelta));
  const done: Done[] = [];
  const undo = (target: string): EditOutcome => {
    const earlier = known.get(target);
    if (earlier) return undoStep(draft, earlier);
    return { ok: false, reason: 'changed-since', at: null, detail: `the drawing has no step ${target} to undo` };
  };
  for (const step of fresh) {
    const outcome = 'undo' in step ? undo(step.undo) : doStep(draft, step.edits as Edit[], scope);
    const clash = outcome.ok ? theirs.find((touches) => !areDisjoint(touches, touchesOf(outcome.delta))) : undefined;
    if (outcome.ok) {
      done.push({ step, delta: outcome.delta });
      known.set(step.id, { edits: editsOf(step, known), delta: outcome.delta });
    }
    if (outcome.ok && !clash) continue;
    const at = outcome.ok ? placeInCommon(plan, clash!, touchesOf(outcome.delta)) : outcome.at;
    takeBack(draft, done);
    throw refusal(plan, outcome, { at, step: sent.indexOf(step), missed });
  }
  return done;
}

function refusal(
  { id, state }: OpenPlan,
  outcome: EditOutcome,
  where: { at: readonly [number, number] | null; step: number; missed: readonly LoggedStep[] },
): ProblemError {
  const { step, missed } = where;
  const extras = {
    ...(where.at ? { at: [...where.at] as [number, number] } : {}),
    reason: outcome.ok ? 'clash' : outcome.reason,
    step,
    ...(outcome.ok || outcome.region === undefined ? {} : { region: outcome.region }),
  };
  if (missed.length === 0)
    return new ProblemError('invalid-edit', outcome.ok ? '' : `Step ${step + 1}: ${outcome.detail}.`, extras);
  const who = [...new Set(missed.map(({ accountName }) => accountName))].join(', ');
  return new ProblemError(
    'stale-version',
    `Others (${who}) have changed plan ${id} meanwhile, and step ${step + 1} does not go with that; look at both.`,
    { ...extras, currentVersion: state.head, missed: [...missed] },
  );
}

/** What the steps did that are to be undone, those of the log. */
async function stepsToUndo(
  { db }: By,
  { id, state }: OpenPlan,
  steps: readonly Step[],
): Promise<Map<string, DoneStep>> {
  const known = new Map<string, Pick<LoggedStep, 'seq' | 'step' | 'delta'>>();
  // One that took another back is read with that one.
  for (let wanted = targetsOf(steps); wanted.length > 0; ) {
    const logged = await readKnownSteps(db, db.scope.county, id, wanted);
    for (const entry of logged) known.set(entry.step.id, entry);
    wanted = targetsOf(logged.map(({ step }) => step)).filter((target) => !known.has(target));
  }
  const done = new Map<string, DoneStep>();
  for (const { seq, step, delta } of [...known.values()].sort((a, b) => a.seq - b.seq))
    if (seq > state.baseSeq) done.set(step.id, { edits: editsOf(step, done), delta: delta as DraftDelta });
  return done;
}

const targetsOf = (steps: readonly Step[]): string[] => steps.flatMap((step) => ('undo' in step ? [step.undo] : []));

/** The edits of a step; of one that takes another back, those of that one. */
const editsOf = (step: Step, done: ReadonlyMap<string, DoneStep>): readonly Edit[] =>
  'undo' in step ? (done.get(step.undo)?.edits ?? []) : (step.edits as Edit[]);

function placeInCommon({ draft }: OpenPlan, theirs: TouchSet, own: TouchSet): readonly [number, number] | null {
  const blocks = new Set(theirs.blocks);
  const shared = own.blocks.find((block) => blocks.has(block) && draft.fabric.blocks.has(block));
  return shared === undefined ? null : blockPlace(draft, shared);
}
