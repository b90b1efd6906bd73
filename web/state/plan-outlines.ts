import { queryOptions } from '@tanstack/react-query';
import type { DraftDelta } from '../../geo/divide/edit.ts';
import type { FabricTopology } from '../../geo/fabric/topology.ts';
import { getFabric, getPlanDocument } from '../api-client/plan-drawing.ts';
import type { PlanOnBase } from '../workers/division-of.ts';
import type { OutlinesReply } from '../workers/outlines.worker.ts';

/** Where the outlines of a plan's regions can be read: addresses of GeoJSON, good while the page is open. */
export interface OutlineUrls {
  /** by kind of region */
  readonly areas: Readonly<Record<string, string>>;
  readonly labels: string;
}

/** The regions of a plan as it is now, for a map that draws what is not in force. */
export const planOutlinesQuery = (county: string, plan: number, version: number) =>
  queryOptions({
    queryKey: ['plan-outlines', county, plan, version],
    queryFn: ({ signal }) => readOutlines(county, plan, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 10 * 60_000,
  });

/** A plan as workers take it. */
export async function readPlanOnBase(county: string, plan: number, signal: AbortSignal): Promise<PlanOnBase> {
  const { fabric, base, steps } = await getPlanDocument(county, plan, signal);
  return {
    topology: (await getFabric(county, fabric, signal)) as FabricTopology,
    ...base,
    deltas: steps.map(({ delta }) => delta as DraftDelta),
  };
}

async function readOutlines(county: string, plan: number, signal: AbortSignal): Promise<OutlineUrls> {
  const reply = await inWorker(await readPlanOnBase(county, plan, signal), signal);
  if (!reply.ok) throw new Error(reply.message);
  const urlOf = (data: object): string =>
    URL.createObjectURL(new Blob([JSON.stringify(data)], { type: 'application/geo+json' }));
  return {
    areas: Object.fromEntries(Object.entries(reply.areas).map(([kind, data]) => [kind, urlOf(data)])),
    labels: urlOf(reply.labels),
  };
}

function inWorker(request: PlanOnBase, signal: AbortSignal): Promise<OutlinesReply> {
  const worker = new Worker(new URL('../workers/outlines.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<OutlinesReply>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
    worker.onmessage = ({ data }: MessageEvent<OutlinesReply>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(request);
  }).finally(() => worker.terminate());
}
