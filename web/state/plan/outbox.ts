import Dexie, { type EntityTable } from 'dexie';
import type { PendingStep } from './replica.ts';

/** Whose steps, on which plan. Another account of the same browser neither sees nor sends them. */
export interface OutboxOwner {
  readonly county: string;
  readonly plan: number;
  readonly account: string;
}

/** Steps that wait to be sent, kept across a closed page and a dead browser. */
export interface Outbox {
  /** in the order in which they were drawn; those of a window that is still open elsewhere are left to it */
  list(owner: OutboxOwner): Promise<readonly PendingStep[]>;
  put(owner: OutboxOwner, steps: readonly PendingStep[]): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
}

interface Row extends PendingStep {
  readonly id: string;
  readonly owner: string;
  /** of the window that drew it */
  readonly window: string;
  readonly order: number;
}

const keyOf = ({ county, plan, account }: OutboxOwner): string => `${county} ${plan} ${account}`;

/** For a browser that keeps nothing, and for tests. */
export function createMemoryOutbox(): Outbox {
  const rows = new Map<string, Row>();
  let order = 0;
  return {
    list: async (owner) => [...rows.values()].filter((row) => row.owner === keyOf(owner)).sort(byOrder),
    put: async (owner, steps) => {
      for (const step of steps)
        rows.set(step.step.id, { ...step, id: step.step.id, owner: keyOf(owner), window: '', order: order++ });
    },
    remove: async (ids) => {
      for (const id of ids) rows.delete(id);
    },
  };
}

const byOrder = (a: Row, b: Row): number => a.order - b.order;

/**
 * In the browser's IndexedDB.
 *
 * @param window  id of this window: it holds a lock of that name while it lives, so that another window of the same
 *                account can tell steps that are being sent from steps that nobody sends any more
 */
export function createBrowserOutbox(window: string): Outbox {
  const database = new Dexie('tongxin.plans', { chromeTransactionDurability: 'strict' }) as Dexie & {
    steps: EntityTable<Row, 'id'>;
  };
  database.version(1).stores({ steps: 'id, owner' });
  let order = Date.now();
  holdWhileAlive(window);
  return {
    list: async (owner) => {
      const rows = await database.steps.where('owner').equals(keyOf(owner)).toArray();
      const alive = await windowsAlive();
      return rows
        .filter((row) => row.window === window || !alive.has(row.window))
        .sort(byOrder)
        .map(({ step, delta, baseVersion }) => ({ step, delta, baseVersion }));
    },
    put: async (owner, steps) => {
      const rows = steps.map(
        (step): Row => ({
          ...{ step: step.step, delta: step.delta, baseVersion: step.baseVersion },
          ...{ id: step.step.id, owner: keyOf(owner), window, order: order++ },
        }),
      );
      await database.steps.bulkPut(rows);
    },
    remove: async (ids) => {
      await database.steps.bulkDelete([...ids]);
    },
  };
}

const lockName = (window: string): string => `tongxin.window.${window}`;

/**
 * Browsers give locks to secure pages only, and not where storage is forbidden; without them every window takes up what
 * it finds, which is idempotent.
 */
function holdWhileAlive(window: string): void {
  navigator.locks?.request(lockName(window), () => new Promise(() => undefined)).catch(() => undefined);
}

async function windowsAlive(): Promise<ReadonlySet<string>> {
  const { held = [] } = (await navigator.locks?.query().catch(() => undefined)) ?? {};
  return new Set(held.flatMap(({ name }) => (name?.startsWith(lockName('')) ? [name.slice(lockName('').length)] : [])));
}
