import type {
  Appended,
  AppendSteps,
  Plan,
  PlanDocument,
  PlanEvent,
  PlanGround,
  Presence,
  Present,
  Rule,
  Step,
  StepLabel,
} from '../../../api/contract/plans.ts';
import { EDITABLE_STATUSES } from '../../../api/contract/plans.ts';
import { createDraft, type Draft, makeDraft } from '../../../geo/divide/draft.ts';
import type { DraftDelta, Edit, EditOutcome } from '../../../geo/divide/edit.ts';
import type { GroundColumns } from '../../../geo/divide/ground.ts';
import type { FabricTopology } from '../../../geo/fabric/topology.ts';
import { type Notice, noticeOf } from '../../api-client/http.ts';
import type { PlanStreamListener } from '../../api-client/plan-drawing.ts';
import { breathe, inBreaths } from '../breathe.ts';
import { type BaseView, makeBaseView } from './base-view.ts';
import type { Outbox, OutboxOwner } from './outbox.ts';
import { peopleOf } from './people.ts';
import { FIRST_DRAWING, type LngLat, type OpenPlanState, openState, type PlanStore } from './plan-store.ts';
import { clashView, refusalView } from './refusal-view.ts';
import { type Attempt, createReplica, type PendingStep, type Reason, type Reception, type Replica } from './replica.ts';
import { shortened } from './shortened-label.ts';
import { createTimeline, type Timeline, type TimelineReader } from './timeline.ts';
import { columnsOf, readBase } from './wire-division.ts';

/** What the session needs of the world. */
export interface SessionDoors {
  readonly store: PlanStore;
  readonly outbox: Outbox;
  readonly server: {
    getPlanDocument(county: string, plan: number, signal?: AbortSignal): Promise<PlanDocument>;
    getFabric(county: string, fabric: number, signal?: AbortSignal): Promise<object>;
    getPlanGround(county: string, fabric: number, signal?: AbortSignal): Promise<PlanGround>;
    appendSteps(county: string, plan: number, body: AppendSteps): Promise<Appended>;
    sendPresence(county: string, plan: number, body: Presence): Promise<null>;
    listenToPlan(county: string, plan: number, listener: PlanStreamListener): () => void;
  };
  newId(): string;
  /** calls back after a time; @returns forgets it */
  later(callback: () => void, ms: number): () => void;
}

/** Who opens a plan, and whether their role lets them draw. */
export interface Drawer {
  readonly account: string;
  readonly mayDraw: boolean;
}

/** What is drawn: not plain data, so it stands beside the store. Read it freely; it changes through the session. */
export interface CurrentPlan {
  readonly replica: Replica;
  readonly draft: Draft;
  readonly base: BaseView;
  readonly rules: readonly Rule[];
  readonly ground: PlanGround;
  readonly account: string;
  timeline(): Timeline;
}

export interface PlanSession {
  open(county: string, plan: number, drawer: Drawer): Promise<void>;
  close(): void;
  current(): CurrentPlan | null;
  /** Does the edits of one gesture, keeps them and sends them. */
  execute(label: StepLabel, edits: readonly Edit[]): EditOutcome;
  /** Reads the draft as the edits would leave it; it is as it was afterwards. */
  attempt<T>(edits: readonly Edit[], read: (draft: Draft, delta: DraftDelta) => T): Attempt<T>;
  /** The same with the figures, which costs what doing them and taking them back does. */
  weigh<T>(edits: readonly Edit[], read: (draft: Draft, delta: DraftDelta) => T): Attempt<T>;
  /** Takes back the last of one's own steps, or a certain one. */
  undo(step?: string): EditOutcome | null;
  redo(): EditOutcome | null;
  keepMine(step: string): void;
  dropMine(step: string): void;
  /** Drops what waits and cannot be sent. */
  dropPending(): void;
  /** Sends now what waits. */
  retry(): void;
  /** Where the pointer is; others are told now and then. */
  point(place: LngLat | null): void;
  /** What is being drawn: the same. */
  drawAt(region: number | null): void;
  /** The page is being closed: others are told that nobody is here any more. */
  leave(): void;
  /** Hears what comes of the plan beside its steps: status, comments, which others are there. */
  onEvent(listener: (event: PlanEvent) => void): () => void;
  /** Hears of every change of the draft; a null delta says that it is another draft altogether. */
  onChange(listener: (delta: DraftDelta | null) => void): () => void;
}

/** The plan was brought onto another base, and the step could not be done again there. */
const LOST: Reason = { reason: 'not-done-again', detail: 'it could not be done again on the newer division', at: null };
const MOST_AT_ONCE = 100;
/** Steps of a log that are done at once when a plan is opened: some milliseconds in a large county. */
const STEPS_A_BREATH = 20;
const RETRY_MS = { first: 1_000, most: 30_000 } as const;
const PRESENCE_EVERY_MS = 1_000;
/** Others are forgotten after half a minute. */
const STILL_HERE_MS = 12_000;

export function createPlanSession(doors: SessionDoors): PlanSession {
  const { store, outbox, server } = doors;
  /** This window is one at every plan, whoever signs in: so it never stands beside itself under an earlier name. */
  const client = doors.newId();
  const listeners = new Set<(delta: DraftDelta | null) => void>();
  const eventListeners = new Set<(event: PlanEvent) => void>();
  let opened: Opened | null = null;
  let opening: AbortController | null = null;

  interface Opened {
    readonly owner: OutboxOwner;
    /** random: this visit to the plan, for those who see it. Another person in the same window is another visit */
    readonly client: string;
    readonly drawer: Drawer;
    /** steps that the log knows as lost; kept, they are steps of their own */
    readonly lost: Set<string>;
    readonly base: BaseView;
    readonly columns: GroundColumns;
    readonly ground: PlanGround;
    readonly rules: readonly Rule[];
    readonly fabric: number;
    readonly readTimeline: TimelineReader;
    replica: Replica;
    stopListening(): void;
    /** the browser's own store is written in the order of what happened */
    keeping: Promise<void>;
    sending: boolean;
    /** what is drawn here does not go with the log: the document is to be read */
    astray: boolean;
    reading: boolean;
    atOnce: number;
    waitMs: number;
    forgetRetry(): void;
    here: { place: LngLat | null; region: number | null; sentAt: number; forget(): void };
  }

  const tell = (delta: DraftDelta | null): void => {
    for (const listener of listeners) listener(delta);
  };
  const patch = (part: Partial<OpenPlanState>): void =>
    store.setState(({ session }) => (session.kind === 'open' ? { session: { ...session, ...part } } : {}));

  /** Brings the store's plain picture of the replica up to date. */
  function show({ replica }: Opened, part: Partial<OpenPlanState> = {}): void {
    store.setState(({ session }) => {
      if (session.kind !== 'open') return {};
      return {
        session: {
          ...session,
          version: replica.version(),
          pending: replica.pending.length,
          clashes: replica.clashes.map((clash) => clashView(replica, clash)),
          tick: session.tick + 1,
          ...part,
        },
      };
    });
  }

  function keep(plan: Opened, work: () => Promise<void>): void {
    plan.keeping = plan.keeping.then(work).catch(() => patch({ keepsNothing: true }));
  }

  function settle(plan: Opened, { acknowledged }: Pick<Reception, 'acknowledged'>): void {
    if (acknowledged.length > 0) keep(plan, () => outbox.remove(acknowledged));
  }

  /** @returns whether it fits; otherwise the document is read anew */
  function take(plan: Opened, steps: Parameters<Replica['receive']>[0]): boolean {
    try {
      const reception = plan.replica.receive(steps);
      settle(plan, reception);
      if (reception.kind === 'gap') void readAnew(plan);
      else show(plan);
      return reception.kind === 'taken';
    } catch (error) {
      // The log does not follow what is drawn here: one of the two went astray, and the log is the truth.
      if (!(error instanceof RangeError)) throw error;
      void readAnew(plan);
      return false;
    }
  }

  /** @param draft  of the base, in which nothing has changed yet; the steps of the document are still to be received */
  function newReplica(draft: Draft, { plan: { level, area, baseVersion } }: PlanDocument): Replica {
    return createReplica({ draft, scope: { level, area: new Set(area) }, version: baseVersion, onDelta: tell });
  }

  /**
   * The document once more, with what waits here done again on it. One reads at a time, and once more when something
   * came meanwhile that the answer may be older than: so the last one that is taken is the newest.
   */
  async function readAnew(plan: Opened): Promise<void> {
    plan.astray = true;
    if (plan.reading) return;
    plan.reading = true;
    plan.forgetRetry();
    try {
      while (opened === plan && plan.astray) {
        plan.astray = false;
        const known = plan.replica.version();
        const document = await server.getPlanDocument(plan.owner.county, plan.owner.plan).catch(() => null);
        if (opened !== plan) return;
        const followed = plan.replica.version();
        if (!document) {
          plan.astray = true;
          return retryLater(plan, () => readAnew(plan));
        }
        if (followed > known && followed > document.plan.version) plan.astray = true;
        if (!plan.astray) await takeDocument(plan, document);
      }
    } finally {
      plan.reading = false;
    }
    void pump(plan);
  }

  async function takeDocument(plan: Opened, document: PlanDocument): Promise<void> {
    const kept: PendingStep[] = [...plan.replica.clashes, ...plan.replica.pending];
    if (document.fabric !== plan.fabric || isOtherBase(document.plan, headOf(store))) {
      await plan.keeping;
      if (opened === plan) await open(plan.owner.county, plan.owner.plan, plan.drawer, kept);
      return;
    }
    plan.replica = newReplica(createDraft(plan.base.state, plan.columns), document);
    plan.replica.receive(document.steps);
    settle(plan, plan.replica.restore(kept));
    store.setState(({ session }) =>
      session.kind === 'open' ? { session: { ...session, epoch: session.epoch + 1 } } : {},
    );
    tell(null);
    show(plan, { plan: document.plan, editable: isEditable(document.plan, plan.drawer) });
  }

  function retryLater(plan: Opened, work: () => unknown): void {
    plan.forgetRetry();
    plan.forgetRetry = doors.later(() => void work(), plan.waitMs);
    plan.waitMs = Math.min(RETRY_MS.most, plan.waitMs * 2);
  }

  /** Sends what waits, in order, until nothing does or something stands in the way. */
  async function pump(plan: Opened): Promise<void> {
    if (plan.astray) return readAnew(plan);
    if (plan.sending || plan.reading) return;
    plan.sending = true;
    plan.forgetRetry();
    try {
      while (opened === plan && plan.replica.pending.length > 0) if (!(await sendOnce(plan))) return;
    } finally {
      plan.sending = false;
    }
  }

  /** @returns whether to go on */
  async function sendOnce(plan: Opened): Promise<boolean> {
    const steps = plan.replica.pending.slice(0, plan.atOnce).map(({ step }) => step);
    const baseVersion = plan.replica.version();
    try {
      const reply = await server.appendSteps(plan.owner.county, plan.owner.plan, { baseVersion, steps });
      if (opened !== plan) return false;
      plan.waitMs = RETRY_MS.first;
      plan.atOnce = MOST_AT_ONCE;
      patch({ line: 'online', held: null });
      if (!take(plan, reply.steps)) return false;
      if (reply.past.length > 0) takeBack(plan, new Map(reply.past.map(({ id, again }) => [id, again ? null : LOST])));
      const { replica } = plan;
      if (replica.pending[0]?.step.id !== steps[0]!.id || replica.version() > baseVersion) return true;
      // Not a word about it: asking again at once would get the same answer.
      plan.astray = true;
      retryLater(plan, () => readAnew(plan));
      return false;
    } catch (error) {
      if (opened !== plan) return false;
      return refused(plan, steps, noticeOf(error));
    }
  }

  function refused(plan: Opened, steps: readonly Step[], notice: Notice): boolean {
    if (notice.type === 'offline' || notice.type === 'busy' || notice.type === 'internal') {
      patch({ line: 'offline' });
      retryLater(plan, () => pump(plan));
      return false;
    }
    patch({ line: 'online' });
    if (notice.reason === 'base-changed') {
      void readAnew(plan);
      return false;
    }
    if (notice.type === 'stale-version') {
      if (notice.missed && notice.missed.length > 0) return take(plan, notice.missed);
      void readAnew(plan);
      return false;
    }
    if (notice.type === 'invalid-edit' || notice.type === 'invalid-request') {
      const at = notice.step ?? (steps.length === 1 ? 0 : null);
      if (at === null) {
        plan.atOnce = 1;
        return true;
      }
      const { reason = 'invalid-edit', detail, region } = notice;
      const why = { reason, detail, at: notice.at ?? null, ...(region === undefined ? {} : { region }) };
      takeBack(plan, new Map([[steps[at]!.id, why]]));
      return true;
    }
    patch({ held: notice });
    return false;
  }

  /** What is taken back is told as a clash, and kept until a word is said about it. */
  function takeBack(plan: Opened, steps: ReadonlyMap<string, Reason | null>): void {
    plan.replica.takeBack(steps);
    for (const [id, why] of steps) if (why === LOST) plan.lost.add(id);
    const settled = [...steps].flatMap(([id, why]) => (why ? [] : [id]));
    settle(plan, { acknowledged: settled });
    show(plan);
  }

  function hear(plan: Opened, event: PlanEvent): void {
    if (event.type === 'presence') {
      meet(plan, event.present);
      return;
    }
    for (const listener of eventListeners) listener(event);
    switch (event.type) {
      case 'step':
        take(plan, [event.step]);
        break;
      case 'status': {
        const known = headOf(store);
        if (known && isOtherBase(event.plan, known)) void readAnew(plan);
        else {
          patch({ plan: event.plan, editable: isEditable(event.plan, plan.drawer) });
          if (isEditable(event.plan, plan.drawer)) resume(plan);
        }
        break;
      }
      case 'comment':
        break; // who shows them listens by `onEvent`
    }
  }

  /** Pointers move all the time, and whoever draws them listens by `onEvent`; the store has what stays a while. */
  function meet({ replica, client: own }: Opened, everybody: readonly Present[]): void {
    const present = everybody.filter(({ client }) => client !== own);
    for (const listener of eventListeners) listener({ type: 'presence', present });
    const people = peopleOf(present, (region) => replica.draft.regions.get(region));
    const known = openState(store.getState())?.people ?? [];
    if (JSON.stringify(people) !== JSON.stringify(known)) patch({ people });
  }

  function resume(plan: Opened): void {
    plan.waitMs = RETRY_MS.first;
    patch({ held: null });
    void pump(plan);
  }

  /** Notes a step that was just done here, and sends it. */
  function perform(step: Step): EditOutcome {
    const plan = opened;
    if (!plan) throw new RangeError('no plan is open');
    const outcome = plan.replica.perform(step);
    store.setState({ refusal: outcome.ok ? null : refusalView(outcome) });
    if (outcome.ok) {
      const own = plan.replica.pending.at(-1)!;
      keep(plan, () => outbox.put(plan.owner, [own]));
      show(plan);
      void pump(plan);
    }
    return outcome;
  }

  function takeOver(plan: Opened, step: string | undefined, redo: boolean): EditOutcome | null {
    const timeline = plan.readTimeline(plan.replica.log, plan.replica.pending);
    const entry = step ? timeline.entries.find(({ id }) => id === step) : redo ? timeline.redo : timeline.undo;
    if (!entry) return null;
    const key = entry.state === 'undone' ? 'redo' : 'undo';
    return perform({ id: doors.newId(), label: { key, values: { what: entry.label.key } }, undo: entry.last });
  }

  function sayHere(plan: Opened, gone = false): void {
    plan.here.forget();
    const { place, region } = plan.here;
    const { county, plan: id } = plan.owner;
    const body = { client: plan.client, place: place && ([...place] as [number, number]), region, gone };
    // Nobody waits for an answer: a pointer that does not arrive is an old pointer soon.
    server.sendPresence(county, id, body).catch(() => undefined);
    plan.here.forget = doors.later(() => opened === plan && sayHere(plan), STILL_HERE_MS);
    plan.here.sentAt = Date.now();
  }

  function sayHereSoon(plan: Opened): void {
    const wait = PRESENCE_EVERY_MS - (Date.now() - plan.here.sentAt);
    plan.here.forget();
    if (wait <= 0) sayHere(plan);
    else plan.here.forget = doors.later(() => opened === plan && sayHere(plan), wait);
  }

  /** @param carried  steps that wait in this window */
  async function open(county: string, id: number, drawer: Drawer, carried: readonly PendingStep[]): Promise<void> {
    session.close();
    const abort = new AbortController();
    opening = abort;
    store.setState({ ...FIRST_DRAWING, session: { kind: 'opening', county, plan: id } });
    try {
      const document = await server.getPlanDocument(county, id, abort.signal);
      const [topology, ground] = await Promise.all([
        server.getFabric(county, document.fabric, abort.signal),
        server.getPlanGround(county, document.fabric, abort.signal),
      ]);
      const owner = { county, plan: id, account: drawer.account };
      const listed = await outbox.list(owner).catch(() => null);
      const ids = new Set(listed?.map(({ step }) => step.id));
      const kept = [...(listed ?? []), ...carried.filter(({ step }) => !ids.has(step.id))];
      if (abort.signal.aborted) return;
      // This takes a while in a large county; in between the screen shall go on.
      const columns = columnsOf(ground);
      const made = await inBreaths(begin(document, topology as FabricTopology, columns), () => !abort.signal.aborted);
      if (!made) return;
      const { draft, base } = made;
      const replica = newReplica(draft, document);
      for (let done = 0; done < document.steps.length; done += STEPS_A_BREATH) {
        if (abort.signal.aborted) return;
        replica.receive(document.steps.slice(done, done + STEPS_A_BREATH));
        await breathe();
      }
      if (abort.signal.aborted) return;
      const plan: Opened = {
        ...{ owner, drawer, base, columns, ground, rules: document.rules, fabric: document.fabric },
        readTimeline: createTimeline(drawer.account, document.plan),
        replica,
        stopListening: () => undefined,
        ...{
          keeping: Promise.resolve(),
          sending: false,
          astray: false,
          reading: false,
          atOnce: MOST_AT_ONCE,
          waitMs: RETRY_MS.first,
        },
        forgetRetry: () => undefined,
        here: { place: null, region: null, sentAt: 0, forget: () => undefined },
        ...{ client, lost: new Set<string>() },
      };
      opened = plan;
      opening = null;
      settle(plan, plan.replica.restore(kept));
      const first: OpenPlanState = {
        ...{ kind: 'open', county, plan: document.plan, editable: isEditable(document.plan, drawer) },
        ...{ version: 0, pending: 0, line: 'online', held: null, keepsNothing: listed === null, clashes: [] },
        ...{ restored: plan.replica.pending.length, people: [], tick: 0, epoch: 0 },
      };
      store.setState({ session: first, level: document.plan.level });
      show(plan);
      tell(null);
      plan.stopListening = server.listenToPlan(county, id, {
        since: () => plan.replica.version(),
        onEvent: (event) => opened === plan && hear(plan, event),
        onOpen: () => {
          if (opened !== plan) return;
          patch({ line: 'online' });
          sayHere(plan);
          void pump(plan);
        },
        onLost: () => {
          if (opened !== plan) return;
          patch({ line: 'offline' });
          meet(plan, []);
        },
      });
      void pump(plan);
    } catch (error) {
      if (abort.signal.aborted) return;
      store.setState({ session: { kind: 'failed', county, plan: id, notice: noticeOf(error) } });
    }
  }

  const session: PlanSession = {
    open: (county, id, drawer) => open(county, id, drawer, []),
    close() {
      opening?.abort();
      opening = null;
      if (opened) {
        opened.stopListening();
        opened.forgetRetry();
        meet(opened, []);
        session.leave();
        opened.here.forget();
        opened = null;
        tell(null);
      }
      store.setState(FIRST_DRAWING);
    },
    current() {
      if (!opened) return null;
      const { replica, base, rules, ground, drawer, readTimeline } = opened;
      return {
        ...{ replica, draft: replica.draft, base, rules, ground, account: drawer.account },
        timeline: () => readTimeline(replica.log, replica.pending),
      };
    },
    execute: (label, edits) =>
      perform({
        ...{ id: doors.newId(), label: shortened(label) },
        edits: edits as Extract<Step, { edits: unknown }>['edits'],
      }),
    attempt(edits, read) {
      if (!opened) throw new RangeError('no plan is open');
      return opened.replica.attempt(edits, read);
    },
    weigh(edits, read) {
      if (!opened) throw new RangeError('no plan is open');
      return opened.replica.weigh(edits, read);
    },
    undo: (step) => (opened ? takeOver(opened, step, false) : null),
    redo: () => (opened ? takeOver(opened, undefined, true) : null),
    keepMine(step) {
      const plan = opened;
      if (!plan) return;
      const isPast = plan.lost.has(step);
      const outcome = plan.replica.keepMine(step, isPast ? doors.newId() : step);
      if (outcome.ok) {
        const own = plan.replica.pending.at(-1)!;
        keep(plan, () => outbox.put(plan.owner, [own]));
        if (isPast) keep(plan, () => outbox.remove([step]));
        void pump(plan);
      }
      show(plan);
    },
    dropMine(step) {
      const plan = opened;
      if (!plan) return;
      plan.replica.dropMine(step);
      keep(plan, () => outbox.remove([step]));
      show(plan);
    },
    dropPending() {
      const plan = opened;
      if (!plan) return;
      const ids = plan.replica.pending.map(({ step }) => step.id);
      plan.replica.dropPending();
      keep(plan, () => outbox.remove(ids));
      show(plan, { held: null });
    },
    retry: () => {
      if (opened) resume(opened);
    },
    point(place) {
      if (!opened) return;
      opened.here.place = place;
      sayHereSoon(opened);
    },
    drawAt(region) {
      if (!opened || opened.here.region === region) return;
      opened.here.region = region;
      sayHereSoon(opened);
    },
    leave() {
      if (opened) sayHere(opened, true);
    },
    onEvent(listener) {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return session;
}

/** What a plan starts from, with the draft of it in which nothing has changed yet. */
function* begin(document: PlanDocument, topology: FabricTopology, columns: GroundColumns) {
  const state = yield* readBase(document, topology);
  const draft = yield* makeDraft(state, columns);
  const base = yield* makeBaseView(state, draft);
  return { draft, base };
}

const headOf = (store: PlanStore): Plan | null => {
  const { session } = store.getState();
  return session.kind === 'open' ? session.plan : null;
};

/** Regions are others then, and what was drawn has been done again there. */
const isOtherBase = (plan: Plan, known: Plan | null): boolean =>
  plan.base.division !== known?.base.division || plan.baseVersion !== known.baseVersion;

const isEditable = ({ status }: Plan, { mayDraw }: Drawer): boolean => mayDraw && EDITABLE_STATUSES.includes(status);
