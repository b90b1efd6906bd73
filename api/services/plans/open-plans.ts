import { composeDeltas, NO_DELTA } from '../../../geo/divide/delta.ts';
import { applyDelta, createDraft, type Draft } from '../../../geo/divide/draft.ts';
import type { DraftDelta } from '../../../geo/divide/edit.ts';
import type { ScopedDatabase } from '../../db/database.ts';
import { Mutex } from '../../db/mutex.ts';
import { type LogState, readLogState, readSnapshot, readStepsOn, replaceSnapshot } from '../../db/plan-steps.ts';
import { ProblemError } from '../../problems.ts';
import { loadColumns, loadDivision } from './base-division.ts';
import type { FabricFiles } from './fabric-files.ts';
import { noSuchPlan } from './plan-rights.ts';
import { tryAgain } from './try-again.ts';

/** Plans kept in memory: at the most so many, with so many blocks in all (a block takes two kilobytes). */
const MOST_PLANS = 12;
const MOST_BLOCKS = 120_000;
/** Steps after which what they did together is written down, so that a plan opens without doing them all again. */
const SNAPSHOT_EVERY = 50;

/** A plan in memory, as far as its log goes. Only who is let in by `OpenPlans.use` may touch it. */
export interface OpenPlan {
  readonly id: number;
  readonly state: LogState;
  readonly draft: Draft;
}

interface Kept {
  mutex: Mutex;
  /** who is in or waits */
  users: number;
  /** names base, fabric and ground that the draft was made of; a draft of others is made anew */
  key: string;
  draft: Draft | null;
  head: number;
  snapshot: number;
}

/**
 * The plans that are being drawn, one queue each: whoever comes finds the draft as the log has it, also when another
 * process has written to it.
 */
export class OpenPlans {
  readonly #files: FabricFiles;
  readonly #kept = new Map<string, Kept>();

  constructor(files: FabricFiles) {
    this.#files = files;
  }

  /**
   * Lets one caller in at a time. A refusal leaves the draft as it was; after any other failure it is made anew.
   *
   * @throws ProblemError 'not-found' for a plan that the scope does not see
   */
  async use<T>(db: ScopedDatabase, id: number, fn: (plan: OpenPlan) => Promise<T>): Promise<T> {
    const name = `${db.scope.county} ${id}`;
    const kept = this.#kept.get(name) ?? { mutex: new Mutex(), users: 0, key: '', draft: null, head: 0, snapshot: 0 };
    this.#kept.delete(name); // last used, last to go
    this.#kept.set(name, kept);
    kept.users += 1;
    try {
      return await kept.mutex.run(async () => {
        try {
          return await fn({ id, ...(await tryAgain(id, () => this.#catchUp(db, id, kept))) });
        } catch (error) {
          if (!(error instanceof ProblemError)) kept.draft = null;
          throw error;
        }
      });
    } finally {
      kept.users -= 1;
      this.#letGo();
    }
  }

  /** Tells that the draft has followed the log to a step. */
  advance({ scope: { county } }: ScopedDatabase, id: number, head: number): void {
    const kept = this.#kept.get(`${county} ${id}`);
    if (kept) kept.head = head;
  }

  /** @returns null when the plan was brought onto another base meanwhile */
  async #catchUp(db: ScopedDatabase, id: number, kept: Kept): Promise<Pick<OpenPlan, 'state' | 'draft'> | null> {
    const { county } = db.scope;
    const state = await readLogState(db, county, id);
    if (!state) throw noSuchPlan(county, id);
    const key = `${state.base} ${state.baseSeq} ${await this.#files.stateOf(db, state.fabric)}`;
    if (!kept.draft || kept.key !== key || kept.head > state.head) {
      Object.assign(kept, { key, ...(await this.#open(db, id, state)) });
    }
    const draft = kept.draft!;
    if (kept.head < state.head) {
      const steps = await readStepsOn(db, county, id, state.base, kept.head);
      if (!steps) return null;
      for (const { delta } of steps) applyDelta(draft, delta as DraftDelta);
      kept.head = steps.at(-1)?.seq ?? kept.head;
    }
    if (kept.head - kept.snapshot >= SNAPSHOT_EVERY) kept.snapshot = await takeSnapshot(db, id, state);
    return { state: { ...state, head: kept.head }, draft };
  }

  async #open(db: ScopedDatabase, id: number, state: LogState): Promise<Pick<Kept, 'draft' | 'head' | 'snapshot'>> {
    const { county } = db.scope;
    const division = await loadDivision(this.#files, db, { division: state.base, fabric: state.fabric });
    const draft = createDraft(division, await loadColumns(this.#files, db, state.fabric));
    const snapshot = await readSnapshot(db, county, id, state.base);
    if (snapshot) applyDelta(draft, snapshot.delta as DraftDelta);
    const head = snapshot?.seq ?? state.baseSeq;
    return { draft, head, snapshot: head };
  }

  #letGo(): void {
    const idle = [...this.#kept].filter(([, { users }]) => users === 0);
    const blocks = (): number =>
      [...this.#kept.values()].reduce((sum, { draft }) => sum + (draft?.regionOf.size ?? 0), 0);
    for (const [name] of idle) {
      if (this.#kept.size <= MOST_PLANS && blocks() <= MOST_BLOCKS) return;
      this.#kept.delete(name);
    }
  }
}

/** Adds what has been done since the last snapshot to it. @returns how far the new one goes */
async function takeSnapshot(db: ScopedDatabase, id: number, { base, baseSeq }: LogState): Promise<number> {
  const { county } = db.scope;
  const last = await readSnapshot(db, county, id, base);
  const steps = await readStepsOn(db, county, id, base, last?.seq ?? baseSeq);
  const seq = steps?.at(-1)?.seq;
  if (!steps || seq === undefined) return last?.seq ?? baseSeq;
  const since = steps.reduce((sum, { delta }) => composeDeltas(sum, delta as DraftDelta), NO_DELTA);
  const delta = last ? composeDeltas(last.delta as DraftDelta, since) : since;
  await db.transaction((tx) => replaceSnapshot(tx, county, id, base, { seq, delta }));
  return seq;
}
