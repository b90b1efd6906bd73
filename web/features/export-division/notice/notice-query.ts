import { queryOptions } from '@tanstack/react-query';
import type { Plan, Publication } from '../../../../api/contract/plans.ts';
import { today } from '../../../../api/contract/today.ts';
import { getPlan, getPublication } from '../../../api-client/plans.ts';
import { readPlanOnBase } from '../../../state/plan-outlines.ts';
import type { NoticeContent, NoticeReply, NoticeRequest } from '../../../workers/notice.worker.ts';
import { changesOf } from './changes.ts';
import { extentOf } from './draw-notice.ts';
import { readGround } from './read-ground.ts';

const MOST_READINGS = 4;

/**
 * A plan's regions, and what they go on as. The two are asked one after the other: when somebody draws in between they are
 * of two drawings, and asked again.
 *
 * @param known  the plan as it was last seen
 * @throws Error when it is drawn on without a pause
 */
export async function readDrawing(
  county: string,
  known: Plan,
  signal: AbortSignal,
): Promise<Pick<NoticeRequest, 'plan' | 'goesOnAs'> & Pick<Publication, 'regions' | 'moves'>> {
  let before = known;
  for (let n = 0; n < MOST_READINGS; n++) {
    const plan = await readPlanOnBase(county, known.id, signal);
    const { regions, moves } = await getPublication(county, known.id, today(), signal);
    const after = await getPlan(county, known.id, signal);
    if (after.version === before.version && after.base.division === before.base.division) {
      const goesOnAs = regions.flatMap(({ id: now, was }): [number, number][] =>
        now === null || was === null ? [] : [[now, was]],
      );
      return { plan, goesOnAs: new Map(goesOnAs), regions, moves };
    }
    before = after;
  }
  throw new Error(`plan ${known.id} is being drawn on without a pause`);
}

/** A plan before and after, worked out beside the page, with the ground it lies on and its figures. */
export const noticeQuery = (county: string, plan: Plan) =>
  queryOptions({
    queryKey: ['notice', county, plan.id, plan.version],
    queryFn: async ({ signal }) => {
      const { regions, moves, ...drawing } = await readDrawing(county, plan, signal);
      const content = await inWorker({ ...drawing, level: plan.level }, signal);
      const changes = changesOf(content, plan.level);
      const ground = await readGround(county, extentOf(content, changes, plan.level), signal);
      return { content, changes, ground, regions, moves };
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
