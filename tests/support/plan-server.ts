import type {
  Appended,
  AppendSteps,
  LoggedStep,
  Plan,
  PlanDocument,
  PlanEvent,
  Presence,
  Step,
} from '../../api/contract/plans.ts';
import { createDraft, type DivisionState } from '../../geo/divide/draft.ts';
import type { DraftDelta } from '../../geo/divide/edit.ts';
import { toTopology } from '../../geo/fabric/topology.ts';
import { ApiError, type Notice } from '../../web/api-client/http.ts';
import type { PlanStreamListener } from '../../web/api-client/plan-drawing.ts';
import { createReplica } from '../../web/state/plan/replica.ts';
import { smallDivision, smallGround } from './small-division.ts';

/** Another planner's window, or a line, as a test sees them. */
export interface PlanServer {
  readonly log: LoggedStep[];
  /** how many requests with steps came in */
  requests: number;
  /** what windows said of where they are */
  readonly presence: Presence[];
  /** set: every request fails with it */
  failure: Notice | null;
  /** called while a request is under way, before it is answered */
  meanwhile: (() => void) | null;
  /** replies are lost on their way back when set */
  losesReplies: boolean;
  /** somebody else's step, which everybody hears of */
  add(by: string, step: Step): LoggedStep;
  tell(event: PlanEvent): void;
  change(part: Partial<Plan>): void;
}

const OFFLINE: Notice = { type: 'offline', status: 0, detail: 'the line broke' };
export const offline = (): Notice => OFFLINE;

const PLAN: Plan = {
  ...{ id: 7, title: '试画', description: '', level: 'community', status: 'draft' },
  base: { division: 3, name: '现行区划', fabric: 5, validFrom: '2026-01-01' },
  ...{ outdated: false, area: [], version: 0, baseVersion: 0, revision: 1 },
  author: { id: 'me', name: '我' },
  ...{ copyOf: null, createdAt: '2026-11-21T09:00:00Z', updatedAt: '2026-11-21T09:00:00Z' },
  ...{ effective: null, published: null, comments: 0 },
};

/** The contract of a plan's routes, in memory, on the small division. */
export function createPlanServer(state: DivisionState = smallDivision()) {
  const ground = smallGround(state);
  const replica = createReplica({
    draft: createDraft(state, ground),
    scope: { level: 'community', area: new Set() },
    version: 0,
  });
  const listeners = new Set<PlanStreamListener>();
  let plan = PLAN;

  /** All of them or none. */
  function append(by: string, steps: readonly Step[]): LoggedStep[] {
    const first = replica.version();
    for (const [at, step] of steps.entries()) {
      const outcome = replica.perform(step);
      if (outcome.ok) continue;
      replica.dropPending();
      const { reason, detail } = outcome;
      throw new ApiError({
        ...{ type: 'invalid-edit', status: 422, detail, reason, step: at },
        ...(outcome.at ? { at: [...outcome.at] } : {}),
      } as Notice);
    }
    const logged = replica.pending.map(
      ({ step, delta }, i): LoggedStep => ({
        ...{ seq: first + 1 + i, step, delta, account: by, accountName: by, at: '2026-11-21T09:30:00Z' },
      }),
    );
    replica.receive(logged);
    return logged;
  }
  const announce = (steps: readonly LoggedStep[]): void => {
    for (const listener of listeners) for (const step of steps) listener.onEvent({ type: 'step', step });
  };

  const server: PlanServer = {
    log: replica.log as LoggedStep[],
    requests: 0,
    presence: [],
    failure: null,
    meanwhile: null,
    losesReplies: false,
    add(by, step) {
      const logged = append(by, [step]);
      announce(logged);
      return logged[0]!;
    },
    tell: (event) => {
      for (const listener of listeners) listener.onEvent(event);
    },
    change(part) {
      plan = { ...plan, ...part };
      server.tell({ type: 'status', plan });
    },
  };

  const doors = (account: string) => ({
    async getPlanDocument(): Promise<PlanDocument> {
      if (server.failure) throw new ApiError(server.failure);
      return {
        plan: { ...plan, version: replica.version() },
        fabric: 5,
        base: {
          regions: [...state.regions],
          assignment: { block: [...state.assignment.keys()], region: [...state.assignment.values()] },
          groupings: [...state.groupings.network].map(([community, into]) => ({
            grouping: 'network',
            community,
            into,
          })),
        },
        rules: [],
        steps: structuredClone([...replica.log]),
      };
    },
    getFabric: async () => toTopology(state.fabric),
    getPlanGround: async () => ({
      buildings: ground.buildings as never,
      compounds: { id: [1], name: ['小区'], x: [0], y: [0] },
      stations: {
        id: [1],
        kind: ['community_station'],
        name: ['站'],
        ...(ground.stations as { x: number[]; y: number[] }),
      },
      barriers: { arc: [], kind: [] },
    }),
    async appendSteps(_county: string, _plan: number, { baseVersion, steps }: AppendSteps): Promise<Appended> {
      server.requests += 1;
      await Promise.resolve();
      server.meanwhile?.();
      if (server.failure) throw new ApiError(server.failure);
      const known = new Map(replica.log.map((step) => [step.step.id, step]));
      const missed = replica.log.filter(({ seq, account: by }) => seq > baseVersion && by !== account);
      if (missed.length > 0) {
        const all = replica.log.filter(({ seq }) => seq > baseVersion);
        throw new ApiError({
          type: 'stale-version',
          status: 409,
          detail: 'missed',
          missed: structuredClone(all),
        } as Notice);
      }
      const fresh = append(
        account,
        steps.filter(({ id }) => !known.has(id)),
      );
      announce(fresh);
      const logged = steps.map(({ id }) => replica.log.find(({ step }) => step.id === id)!);
      if (server.losesReplies) throw new ApiError(OFFLINE);
      return structuredClone({ version: replica.version(), steps: logged, past: [] });
    },
    async sendPresence(_county: string, _plan: number, said: Presence): Promise<null> {
      server.presence.push(said);
      return null;
    },
    listenToPlan(_county: string, _plan: number, listener: PlanStreamListener) {
      listeners.add(listener);
      listener.onOpen();
      return () => {
        listeners.delete(listener);
      };
    },
  });
  return { server, doors, deltaOf: (id: string) => replica.deltaOf(id) as DraftDelta };
}
