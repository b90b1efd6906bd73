import {
  type Appended,
  type AppendSteps,
  appended,
  type PlanDocument,
  type PlanEvent,
  type PlanGround,
  type Presence,
  planDocument,
  planEvent,
  planGround,
  STREAM_BEAT,
} from '../../api/contract/plans.ts';
import { queryString, request } from './http.ts';

const path = (county: string, plan: number, part: string): string => `/api/counties/${county}/plans/${plan}/${part}`;

export const getPlanDocument = (county: string, plan: number, signal?: AbortSignal): Promise<PlanDocument> =>
  request(path(county, plan, 'document'), planDocument, { signal });

/** Whoever asked for TopoJSON knows what is in it (geo/fabric/topology.ts): it is too large to be checked point by point. */
const anyTopology = {
  safeParse: (data: unknown) =>
    typeof data === 'object' && data !== null && 'fabric' in data
      ? ({ success: true, data: data as object } as const)
      : ({ success: false, error: { message: 'no fabric in it' } } as const),
};

/** A fabric never changes, so the browser's own cache keeps it. */
export const getFabric = (county: string, fabric: number, signal?: AbortSignal): Promise<object> =>
  request(`/api/counties/${county}/fabrics/${fabric}`, anyTopology, { signal });

export const getPlanGround = (county: string, fabric: number, signal?: AbortSignal): Promise<PlanGround> =>
  request(`/api/counties/${county}/plan-ground${queryString({ fabric })}`, planGround, { signal });

/** A line may be dead and not say so. Steps that were logged and not answered for are told apart when they come again. */
const STEPS_TIMEOUT_MS = 30_000;

/** @throws ApiError `stale-version` with the steps that were missed, `invalid-edit` with the step that cannot be done */
export const appendSteps = (county: string, plan: number, body: AppendSteps, signal?: AbortSignal): Promise<Appended> =>
  request(path(county, plan, 'steps'), appended, { method: 'POST', body, signal, timeoutMs: STEPS_TIMEOUT_MS });

/** Goes out also while the page is being closed. */
export const sendPresence = (county: string, plan: number, body: Presence): Promise<null> =>
  request(path(county, plan, 'presence'), null, { method: 'POST', body, keepalive: true });

export interface PlanStreamListener {
  /** number of the last step that is known: the stream goes on after it */
  since(): number;
  onEvent(event: PlanEvent): void;
  onOpen(): void;
  /** the line broke; it is being mended */
  onLost(): void;
}

const RETRY_MS = { first: 1_000, most: 30_000 } as const;
/** Without a sign of life for so long the line is dead, whatever the browser thinks of it. */
const SILENT_MS = 2.5 * STREAM_BEAT.everyMs;
const EVENT_TYPES = planEvent.options.map((option) => option.shape.type.value);

/**
 * Listens to what others do with a plan.
 *
 * A browser mends a broken line itself and names the last event it had. The line is opened anew here when the browser
 * gave up since the server refused, when it has been silent for too long, and when the device is on the net again.
 *
 * @returns ends it
 */
export function listenToPlan(county: string, plan: number, listener: PlanStreamListener): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let waitMs: number = RETRY_MS.first;

  const onLife = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => {
      listener.onLost();
      reopen();
    }, SILENT_MS);
  };
  const onEvent = ({ data }: MessageEvent<string>): void => {
    onLife();
    const parsed = planEvent.safeParse(parseJson(data));
    // An event of a newer server is none of ours; the next document has what it says.
    if (parsed.success) listener.onEvent(parsed.data);
  };
  const open = (): void => {
    source = new EventSource(`${path(county, plan, 'stream')}${queryString({ since: listener.since() })}`);
    onLife();
    source.onopen = () => {
      onLife();
      waitMs = RETRY_MS.first;
      listener.onOpen();
    };
    source.onerror = () => {
      listener.onLost();
      if (source.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, waitMs);
      waitMs = Math.min(RETRY_MS.most, waitMs * 2);
    };
    for (const type of EVENT_TYPES) source.addEventListener(type, onEvent);
    source.addEventListener(STREAM_BEAT.event, onLife);
  };
  const stop = (): void => {
    clearTimeout(timer);
    clearTimeout(silence);
    source.close();
  };
  const reopen = (): void => {
    stop();
    open();
  };
  open();
  window.addEventListener('online', reopen);
  window.addEventListener('offline', listener.onLost);
  return () => {
    window.removeEventListener('online', reopen);
    window.removeEventListener('offline', listener.onLost);
    stop();
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
