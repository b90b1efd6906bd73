import type { LoggedStep, Step } from '../../../api/contract/plans.ts';
import { areDisjoint, invertDelta, touchesOf } from '../../../geo/divide/delta.ts';
import { type DoneStep, doStep, type PlanScope, undoStep } from '../../../geo/divide/do-step.ts';
import { applyDelta, type Draft, onTrial } from '../../../geo/divide/draft.ts';
import type { DraftDelta, Edit, EditOutcome, TouchSet } from '../../../geo/divide/edit.ts';

export type Refusal = EditOutcome & { readonly ok: false };

export type Attempt<T> = { readonly ok: true; readonly value: T } | Refusal;

/** A step that is done in the draft and that the server has not logged yet. */
export interface PendingStep {
  readonly step: Step;
  readonly delta: DraftDelta;
  /** the version of the plan that it was made on */
  readonly baseVersion: number;
}

/** Why a step cannot be done: of the draft here, or in the words of the server. */
export type Reason = Pick<Refusal, 'detail' | 'at' | 'region'> & { readonly reason: string };

/**
 * A step of one's own that is taken out of the draft: it no longer goes with what others have done meanwhile, the server
 * refused it, or it stood on one of those. It waits for a word.
 */
export interface Clash extends PendingStep {
  /** whose step came before it; null when it met nobody's */
  readonly with: LoggedStep | null;
  /** why it cannot be done now, as it was when last tried; null = it was not tried, the two only meet */
  readonly refusal: Reason | null;
}

/** What became of one's own steps when those of others came in. */
export interface Reception {
  /** `gap`: steps in between are missing, nothing was taken in */
  readonly kind: 'taken' | 'gap';
  /** own steps that the server has logged */
  readonly acknowledged: readonly string[];
  readonly clashed: readonly Clash[];
}

/**
 * A plan as this browser has it: base, log, and what was drawn here since. The draft is always all three together.
 *
 * Mutable, and changed through the verbs alone; `onDelta` hears of every change of the draft, one after the other.
 */
export interface Replica {
  readonly draft: Draft;
  readonly scope: PlanScope;
  /** number of the last step of the log */
  version(): number;
  readonly log: readonly LoggedStep[];
  readonly pending: readonly PendingStep[];
  readonly clashes: readonly Clash[];
  /** Does a step in the draft, or says why not. */
  perform(step: Step): EditOutcome;
  /** Reads the draft as edits would leave it, but no figures; it is as it was afterwards, and nobody hears of it. */
  attempt<T>(edits: readonly Edit[], read: (draft: Draft, delta: DraftDelta) => T): Attempt<T>;
  /** The same with the figures, which costs what doing them and taking them back does. */
  weigh<T>(edits: readonly Edit[], read: (draft: Draft, delta: DraftDelta) => T): Attempt<T>;
  /** Takes in steps of the log, one's own among them: newer ones are rebased onto them or clash. */
  receive(steps: readonly LoggedStep[]): Reception;
  /** Takes steps that were kept from an earlier visit: those that go with the log are done again. */
  restore(kept: readonly PendingStep[]): Reception;
  /**
   * Takes steps back that the server does not write: each clashes for the reason given, and so does what stood on it.
   * One without a reason is in the log as another step, and goes without a word.
   */
  takeBack(steps: ReadonlyMap<string, Reason | null>): readonly Clash[];
  /** Drops everything that waits. */
  dropPending(): void;
  /**
   * Does a clashed step again on the draft as it is now; refused, it stays a clash.
   *
   * @param as  the id that it gets, where the log has its own for a step of an earlier base
   */
  keepMine(step: string, as?: string): EditOutcome;
  dropMine(step: string): void;
  /** What a step changed; undefined for one that is neither in the log nor pending. */
  deltaOf(step: string): DraftDelta | undefined;
}

export interface ReplicaStart {
  /** the base as it is, before any step */
  readonly draft: Draft;
  readonly scope: PlanScope;
  /** number of the step after which the log begins */
  readonly version: number;
  onDelta?(delta: DraftDelta): void;
}

export function createReplica({ draft, scope, version: first, onDelta = () => undefined }: ReplicaStart): Replica {
  const log: LoggedStep[] = [];
  const pending: PendingStep[] = [];
  const clashes: Clash[] = [];
  const done = new Map<string, DoneStep>();
  let version = first;

  const change = (delta: DraftDelta): void => {
    applyDelta(draft, delta);
    onDelta(delta);
  };

  /** The draft with a step done in it, and nothing noted of it. */
  function run(step: Step): EditOutcome {
    let outcome: EditOutcome;
    if ('edits' in step) outcome = doStep(draft, step.edits, scope);
    else {
      const earlier = done.get(step.undo);
      outcome = earlier
        ? undoStep(draft, earlier)
        : { ok: false, reason: 'changed-since', at: null, detail: `step ${step.undo} is not in the plan` };
    }
    if (outcome.ok) onDelta(outcome.delta);
    return outcome;
  }

  const note = (step: Step, delta: DraftDelta): void => {
    const edits = 'edits' in step ? step.edits : (done.get(step.undo)?.edits ?? []);
    done.set(step.id, { edits, delta });
  };

  function hold(step: Step, delta: DraftDelta): void {
    pending.push({ step, delta, baseVersion: version });
    note(step, delta);
  }

  function enter(step: LoggedStep): void {
    log.push(step);
    version = step.seq;
    note(step.step, step.delta as DraftDelta);
  }

  /** Takes everything pending out of the draft, the last first. */
  function liftPending(): PendingStep[] {
    for (const { step, delta } of pending.toReversed()) {
      change(invertDelta(delta));
      done.delete(step.id);
    }
    return pending.splice(0);
  }

  /** Does steps of one's own again after others': what meets theirs, or one's own that met theirs, clashes. */
  function rebase(mine: readonly PendingStep[], theirs: readonly LoggedStep[]): Clash[] {
    const seen = Math.min(...mine.map(({ baseVersion }) => baseVersion));
    const met: { touches: TouchSet; by: LoggedStep | null }[] = theirs
      .filter(({ seq }) => seq > seen)
      .map((by) => ({ touches: touchesOf(by.delta as DraftDelta), by }));
    const clashed: Clash[] = [];
    for (const own of mine) {
      const touches = touchesOf(own.delta);
      // What had come in before it was drawn was known to whoever drew it.
      const meeting = met.find(
        ({ by, touches: other }) => (by === null || by.seq > own.baseVersion) && !areDisjoint(other, touches),
      );
      const outcome = meeting ? null : run(own.step);
      if (outcome?.ok) hold(own.step, outcome.delta);
      else {
        clashed.push({ ...own, with: meeting?.by ?? null, refusal: outcome });
        met.push({ touches, by: null });
      }
    }
    clashes.push(...clashed);
    return clashed;
  }

  function tryOut<T>(edits: readonly Edit[], read: (draft: Draft, delta: DraftDelta) => T): Attempt<T> {
    const outcome = doStep(draft, edits, scope);
    if (!outcome.ok) return outcome;
    try {
      return { ok: true, value: read(draft, outcome.delta) };
    } finally {
      applyDelta(draft, invertDelta(outcome.delta));
    }
  }

  return {
    draft,
    scope,
    version: () => version,
    log,
    pending,
    clashes,
    perform(step) {
      const outcome = run(step);
      if (outcome.ok) hold(step, outcome.delta);
      return outcome;
    },
    attempt: (edits, read) => onTrial(draft, () => tryOut(edits, read)),
    weigh: tryOut,
    receive(steps) {
      const fresh = steps.filter(({ seq }) => seq > version).sort((a, b) => a.seq - b.seq);
      if (fresh.some(({ seq }, i) => seq !== version + 1 + i)) return { kind: 'gap', acknowledged: [], clashed: [] };
      const acknowledged: string[] = [];
      while (fresh.length > 0 && fresh[0]!.step.id === pending[0]?.step.id) {
        acknowledged.push(fresh[0]!.step.id);
        enter(fresh.shift()!);
        pending.shift();
      }
      if (fresh.length === 0) return { kind: 'taken', acknowledged, clashed: [] };
      const mine = liftPending();
      const own = new Set(mine.map(({ step }) => step.id));
      for (const step of fresh) {
        change(step.delta as DraftDelta);
        enter(step);
        if (own.has(step.step.id)) acknowledged.push(step.step.id);
      }
      const logged = new Set(acknowledged);
      const clashed = rebase(
        mine.filter(({ step }) => !logged.has(step.id)),
        fresh.filter(({ step }) => !own.has(step.id)),
      );
      return { kind: 'taken', acknowledged, clashed };
    },
    restore(kept) {
      // What was done again on another base is in the log under a new id.
      const logged = new Set(log.flatMap(({ step, replayOf }) => (replayOf ? [step.id, replayOf] : [step.id])));
      const acknowledged = kept.map(({ step }) => step.id).filter((id) => logged.has(id));
      const mine = kept.filter(({ step }) => !logged.has(step.id));
      const own = new Set(acknowledged);
      const theirs = log.filter(({ step, replayOf }) => !own.has(step.id) && !own.has(replayOf ?? ''));
      return { kind: 'taken', acknowledged, clashed: rebase(mine, theirs) };
    },
    takeBack(steps) {
      if (!pending.some(({ step }) => steps.has(step.id))) return [];
      const clashed: Clash[] = [];
      for (const own of liftPending()) {
        const known = steps.get(own.step.id);
        if (known === null) continue;
        const outcome = known ? null : run(own.step);
        if (outcome?.ok) hold(own.step, outcome.delta);
        else clashed.push({ ...own, with: null, refusal: known ?? outcome });
      }
      clashes.push(...clashed);
      return clashed;
    },
    dropPending: () => void liftPending(),
    keepMine(id, as = id) {
      const at = clashes.findIndex(({ step }) => step.id === id);
      const clash = clashes[at];
      if (!clash) throw new RangeError(`step ${id} does not clash`);
      const step = { ...clash.step, id: as };
      const outcome = run(step);
      if (outcome.ok) {
        hold(step, outcome.delta);
        clashes.splice(at, 1);
      } else clashes[at] = { ...clash, refusal: outcome };
      return outcome;
    },
    dropMine(id) {
      const at = clashes.findIndex(({ step }) => step.id === id);
      if (at !== -1) clashes.splice(at, 1);
    },
    deltaOf: (id) => done.get(id)?.delta,
  };
}
