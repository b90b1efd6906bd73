import * as client from '../../api-client/plan-drawing.ts';
import { notePlan, notePlanVersion } from '../plan-queries.ts';
import { queryClient } from '../queries.ts';
import { createBrowserOutbox, createMemoryOutbox, type Outbox } from './outbox.ts';
import { planStore } from './plan-store.ts';
import { createPlanSession, type PlanSession } from './session.ts';

const thisWindow = crypto.randomUUID();

function browserOutbox(): Outbox {
  try {
    return createBrowserOutbox(thisWindow);
  } catch {
    return createMemoryOutbox();
  }
}

/** The one session of this window. Loads with whatever draws: the store beside it is light and is there from the start. */
export const planSession: PlanSession = createPlanSession({
  store: planStore,
  outbox: browserOutbox(),
  server: client,
  newId: () => crypto.randomUUID(),
  later: (callback, ms) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
});

// The panels beside the drawing read plan and comments through the query cache: what the stream tells reaches them, too.
planSession.onEvent((event) => {
  const { session } = planStore.getState();
  if (session.kind !== 'open') return;
  if (event.type === 'status') notePlan(session.county, event.plan);
  if (event.type === 'comment')
    void queryClient.invalidateQueries({ queryKey: ['plan-comments', session.county, session.plan.id] });
});
// Tests read what stands beside the session without a window.
globalThis.addEventListener?.('pagehide', () => planSession.leave());
planStore.subscribe(({ session }, before) => {
  if (session.kind !== 'open') return;
  if (before.session.kind !== 'open' || before.session.version !== session.version)
    notePlanVersion(session.county, session.plan.id, session.version);
});
