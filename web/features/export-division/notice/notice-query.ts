import { queryOptions } from '@tanstack/react-query';
import type { Plan } from '../../../../api/contract/plans.ts';
import { today } from '../../../../api/contract/today.ts';
import { getPublication } from '../../../api-client/plans.ts';
import { readPlanOnBase } from '../../../state/plan-outlines.ts';
import type { NoticeContent, NoticeReply, NoticeRequest } from '../../../workers/notice.worker.ts';

/** A plan before and after, worked out beside the page. */
export const noticeQuery = (county: string, { id, version, level }: Plan) =>
  queryOptions({
    queryKey: ['notice', county, id, version],
    queryFn: async ({ signal }) => {
      const plan = await readPlanOnBase(county, id, signal);
      const { regions } = await getPublication(county, id, today(), signal);
      const pairs = regions.flatMap(({ id: now, was }): [number, number][] =>
        now === null || was === null ? [] : [[now, was]],
      );
      return inWorker({ plan, level, goesOnAs: new Map(pairs) }, signal);
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });

function inWorker(request: NoticeRequest, signal: AbortSignal): Promise<NoticeContent> {
  const worker = new Worker(new URL('../../../workers/notice.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<NoticeContent>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
    worker.onmessage = ({ data }: MessageEvent<NoticeReply>) =>
      data.ok ? resolve(data.content) : reject(new Error(data.message));
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(request);
  }).finally(() => worker.terminate());
}
