import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import type { Auth } from '../auth/auth.ts';
import { changeComment, newComment, type PlanEvent, planComment, presence, STREAM_BEAT } from '../contract/plans.ts';
import type { Database } from '../db/database.ts';
import { insertComment, listComments, resolveComment, upsertPresence } from '../db/plan-talk.ts';
import type { AppEnv } from '../http-env.ts';
import { ProblemError } from '../problems.ts';
import { doerOf, requirePlan, SEE_PLANS } from '../services/plans/plan-rights.ts';
import { type PlanStreams, PlanWatch } from '../services/plans/plan-stream.ts';
import { byActor, planParam } from './plans.ts';
import { answers, idText, privately, valid } from './validate.ts';

/** Pointers move often; a screen is told so often at the most. */
const AT_ONCE_MS = 100;
const KINDS: readonly PlanEvent['type'][] = ['step', 'status', 'comment', 'presence'];

export interface TalkDeps {
  database: Database;
  auth: Auth;
  streams: PlanStreams;
}

/** Mounted at /api/counties: what people say about a plan, who is there, and what happens to it. */
export const planTalkRoutes = ({ database, auth, streams }: TalkDeps) =>
  new Hono<AppEnv>()
    .get(
      '/:county/plans/:id/comments',
      describeRoute({ tags: ['plans'], summary: 'Comments', responses: answers(z.array(planComment), 'Oldest first') }),
      valid('param', planParam),
      async (c) => {
        const { county, id } = c.req.valid('param');
        const by = byActor(database, c.get('actor'), county, SEE_PLANS);
        await requirePlan(by, id);
        privately(c);
        return c.json(await listComments(by.db, county, id));
      },
    )
    .post(
      '/:county/plans/:id/comments',
      describeRoute({ tags: ['plans'], summary: 'Say something', responses: answers(planComment, 'The comment') }),
      valid('param', planParam),
      valid('json', newComment),
      async (c) => {
        const { county, id } = c.req.valid('param');
        const by = byActor(database, c.get('actor'), county, SEE_PLANS);
        await requirePlan(by, id);
        return c.json(await insertComment(by.db, county, id, c.req.valid('json'), doerOf(by)), 201);
      },
    )
    .patch(
      '/:county/plans/:id/comments/:comment',
      describeRoute({ tags: ['plans'], summary: 'Settled, or not', responses: answers(planComment, 'The comment') }),
      valid('param', planParam.extend({ comment: idText })),
      valid('json', changeComment),
      async (c) => {
        const { county, id, comment } = c.req.valid('param');
        const by = byActor(database, c.get('actor'), county, SEE_PLANS);
        await requirePlan(by, id);
        const changed = await resolveComment(by.db, county, id, comment, c.req.valid('json').resolved);
        if (!changed) throw new ProblemError('not-found', `Plan ${id} has no comment ${comment}.`);
        return c.json(changed);
      },
    )
    .post(
      '/:county/plans/:id/presence',
      describeRoute({
        tags: ['plans'],
        summary: 'I am here',
        responses: { 204: { description: 'Heard' }, default: answers(planComment, '').default },
      }),
      valid('param', planParam),
      valid('json', presence),
      async (c) => {
        const { county, id } = c.req.valid('param');
        const by = byActor(database, c.get('actor'), county, SEE_PLANS);
        await requirePlan(by, id);
        await by.db.transaction((tx) => upsertPresence(tx, county, id, c.req.valid('json'), doerOf(by)));
        return c.body(null, 204);
      },
    )
    .get(
      '/:county/plans/:id/stream',
      describeRoute({
        tags: ['plans'],
        summary: 'What happens to a plan, as server-sent events',
        responses: { 200: { description: 'text/event-stream' }, default: answers(planComment, '').default },
      }),
      valid('param', planParam),
      valid('query', z.strictObject({ since: idText.optional() })),
      async (c) => {
        const { county, id } = c.req.valid('param');
        const by = byActor(database, c.get('actor'), county, SEE_PLANS);
        const plan = await requirePlan(by, id);
        const last = idText.safeParse(c.req.header('last-event-id'));
        const since = last.success ? last.data : (c.req.valid('query').since ?? plan.version);
        const reader = c.get('actor').account?.id ?? null;
        const [cookie, client] = [c.req.header('cookie'), c.get('client')];
        /** Whether the reader still may see the plan: a session ends, a grant is taken back. */
        const stillMay = async (): Promise<boolean> => {
          const { actor } = await auth.enter(cookie, client);
          try {
            await requirePlan(byActor(database, actor, county, SEE_PLANS), id);
            return true;
          } catch (error) {
            if (error instanceof ProblemError) return false;
            throw error;
          }
        };
        c.header('x-accel-buffering', 'no'); // nginx would keep events until a buffer is full
        return streamSSE(c, async (stream) => {
          const watch = new PlanWatch(by.db, id, since);
          const waiting = new Set<PlanEvent['type']>(KINDS);
          let wake = (): void => {};
          let over = false;
          let doubtful = false;
          const stopWatching = streams.watch(county, id, (what) => {
            waiting.add(what);
            wake();
          });
          const stopDoubting = auth.watch((account) => {
            if (account !== null && account !== reader) return;
            doubtful = true;
            wake();
          });
          const end = (): void => {
            over = true;
            wake();
          };
          stream.onAbort(end);
          streams.ended.addEventListener('abort', end);
          try {
            if (streams.ended.aborted) return;
            for (let beat = Date.now(); !over; ) {
              if (doubtful) {
                doubtful = false;
                if (!(await stillMay())) return;
              }
              for (const kind of KINDS.filter((each) => waiting.delete(each)))
                for (const event of await watch.read(kind))
                  await stream.writeSSE({
                    event: event.type,
                    data: JSON.stringify(event),
                    ...(event.type === 'step' ? { id: String(event.step.seq) } : {}),
                  });
              if (Date.now() - beat >= STREAM_BEAT.everyMs) {
                if (!(await stillMay())) return;
                await stream.writeSSE({ event: STREAM_BEAT.event, data: '{}' }); // without data a browser passes it over
                waiting.add('presence'); // somebody may have left without a word
                beat = Date.now();
                continue;
              }
              if (waiting.size > 0 || doubtful || over) continue;
              await new Promise<void>((resolve) => {
                const timer = setTimeout(resolve, STREAM_BEAT.everyMs);
                wake = () => {
                  clearTimeout(timer);
                  setTimeout(resolve, over ? 0 : AT_ONCE_MS);
                };
              });
              wake = () => {};
            }
          } finally {
            stopWatching();
            stopDoubting();
            streams.ended.removeEventListener('abort', end);
          }
        });
      },
    );
