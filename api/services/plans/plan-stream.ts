import type { PlanEvent } from '../../contract/plans.ts';
import type { Database, ScopedDatabase } from '../../db/database.ts';
import { readSteps } from '../../db/plan-steps.ts';
import { listComments, listPresent } from '../../db/plan-talk.ts';
import { readPlan } from '../../db/plans.ts';

/** Somebody who has not been heard of for so long is not there any more. */
export const PRESENT_FOR_S = 30;

type What = PlanEvent['type'];
interface Watcher {
  county: string;
  plan: number;
  wake: (what: What) => void;
}

/**
 * Tells open screens what happens to their plan. The database says which plan changed and in what, to every server
 * process; what it was is read by whoever watches, within what they may see.
 */
export class PlanStreams {
  readonly #watchers = new Set<Watcher>();
  readonly #stopListening: (() => Promise<void>)[] = [];
  readonly #ended = new AbortController();

  private constructor() {}

  static async open(database: Database): Promise<PlanStreams> {
    const streams = new PlanStreams();
    streams.#stopListening.push(
      await database.listen('plan', (payload) => streams.#tell(payload)),
      // Plans are outdated from the moment on that a newer division has dates.
      await database.listen('division', (county) =>
        streams.#wake((each) => county === '' || each.county === county, ['status']),
      ),
    );
    return streams;
  }

  /** Aborted when the server stops. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** Calls back with what changed in a plan, until the returned function is called. */
  watch(county: string, plan: number, wake: (what: What) => void): () => void {
    const watcher = { county, plan, wake };
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  async close(): Promise<void> {
    this.#ended.abort();
    for (const stop of this.#stopListening.splice(0)) await stop();
  }

  #tell(payload: string): void {
    const all: What[] = ['step', 'status', 'comment', 'presence'];
    if (payload === '') this.#wake(() => true, all); // the line was down: anything may have changed
    const [county, plan, what] = payload.split(':');
    this.#wake(
      (each) => each.county === county && each.plan === Number(plan),
      all.filter((one) => one === what),
    );
  }

  #wake(concerns: (watcher: Watcher) => boolean, changes: readonly What[]): void {
    for (const watcher of this.#watchers) if (concerns(watcher)) for (const what of changes) watcher.wake(what);
  }
}

/**
 * What one screen is told of a plan, in order: first the steps after `since`, the status, every comment and who is
 * there; then whatever changes.
 */
export class PlanWatch {
  readonly #db: ScopedDatabase;
  readonly #plan: number;
  #seq: number;
  #revision = '';
  #comments = new Map<number, string>();
  #present = '';

  constructor(db: ScopedDatabase, plan: number, since: number) {
    this.#db = db;
    this.#plan = plan;
    this.#seq = since;
  }

  /** What is new of a kind since it was asked last. */
  async read(what: What): Promise<PlanEvent[]> {
    const { county } = this.#db.scope;
    switch (what) {
      case 'step': {
        const steps = await readSteps(this.#db, county, this.#plan, this.#seq);
        this.#seq = steps.at(-1)?.seq ?? this.#seq;
        return steps.map((step) => ({ type: 'step', step }));
      }
      case 'status': {
        const plan = await readPlan(this.#db, county, this.#plan);
        const revision = plan ? `${plan.revision} ${plan.outdated} ${plan.base.division}` : '';
        if (!plan || revision === this.#revision) return [];
        this.#revision = revision;
        return [{ type: 'status', plan }];
      }
      case 'comment': {
        const comments = await listComments(this.#db, county, this.#plan);
        const fresh = comments.filter((comment) => this.#comments.get(comment.id) !== String(comment.resolved));
        for (const { id, resolved } of fresh) this.#comments.set(id, String(resolved));
        return fresh.map((comment) => ({ type: 'comment', comment }));
      }
      case 'presence': {
        const present = await listPresent(this.#db, county, this.#plan, PRESENT_FOR_S);
        const told = JSON.stringify(present);
        if (told === this.#present) return [];
        this.#present = told;
        return [{ type: 'presence', present }];
      }
    }
  }
}
