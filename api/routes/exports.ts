import { type Context, Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { scopeFor } from '../auth/actor.ts';
import { changeList, divisionExport, LOSSES_HEADER, planExport } from '../contract/exports.ts';
import { problem } from '../contract/problems.ts';
import { today } from '../contract/today.ts';
import type { Database } from '../db/database.ts';
import type { AppEnv } from '../http-env.ts';
import { PROBLEM_MEDIA_TYPE } from '../problems.ts';
import { CHANGE_LIST_MEDIA_TYPE } from '../services/exports/change-list.ts';
import { EXPORT_MEDIA_TYPES, type ExportedFile } from '../services/exports/write-division.ts';
import { runPlanTask } from '../services/plans/off-thread.ts';
import { SEE_PLANS } from '../services/plans/plan-rights.ts';
import { announceFile } from './attachment.ts';
import { byActor, planParam } from './plans.ts';
import { countyParam, valid } from './validate.ts';

/** Mounted at /api/counties: divisions and plans as files. */
export const exportRoutes = ({ database }: { database: Database }) =>
  new Hono<AppEnv>()
    .get(
      '/:county/division/export',
      describeRoute({
        tags: ['exports'],
        summary: 'The division in force on a date, as a file',
        responses: fileAnswers(EXPORT_MEDIA_TYPES),
      }),
      valid('param', countyParam),
      valid('query', divisionExport),
      async (c) => {
        const db = database.as(scopeFor(c.get('actor'), c.req.valid('param').county));
        const { date = today(), ...wish } = c.req.valid('query');
        return sendFile(c, (signal) => runPlanTask(db, 'exports/export-division', { date, wish }, signal));
      },
    )
    .get(
      '/:county/plans/:id/export',
      describeRoute({
        tags: ['exports'],
        summary: 'A plan as it is drawn now, as a file',
        responses: fileAnswers(EXPORT_MEDIA_TYPES),
      }),
      valid('param', planParam),
      valid('query', planExport),
      async (c) => {
        const { county, id } = c.req.valid('param');
        const { db } = byActor(database, c.get('actor'), county, SEE_PLANS);
        const wish = c.req.valid('query');
        return sendFile(c, (signal) => runPlanTask(db, 'exports/export-plan', { id, wish }, signal));
      },
    )
    .get(
      '/:county/plans/:id/change-list',
      describeRoute({
        tags: ['exports'],
        summary: 'What a plan changes against its base, as a workbook',
        responses: fileAnswers([CHANGE_LIST_MEDIA_TYPE]),
      }),
      valid('param', planParam),
      valid('query', changeList),
      async (c) => {
        const { county, id } = c.req.valid('param');
        const { db } = byActor(database, c.get('actor'), county, SEE_PLANS);
        const { lang } = c.req.valid('query');
        return sendFile(c, (signal) => runPlanTask(db, 'exports/change-list', { id, lang }, signal));
      },
    );

const fileAnswers = (mediaTypes: readonly string[]) => ({
  200: {
    description: `A file under the name in content-disposition; ${LOSSES_HEADER} tells what its format could not hold`,
    content: Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, {}])),
  },
  default: { description: 'A problem (RFC 9457)', content: { [PROBLEM_MEDIA_TYPE]: { schema: resolver(problem) } } },
});

/** What is answered to a caller who has left, for the log alone: nginx's number for it. */
const CALLER_HAS_LEFT = 499;

/** The writing ends when the caller leaves, so that nobody waits for a file that nobody fetches. */
async function sendFile(c: Context, write: (signal: AbortSignal) => Promise<ExportedFile>): Promise<Response> {
  const { signal } = c.req.raw;
  const file = await write(signal).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  if (!file) return new Response(null, { status: CALLER_HAS_LEFT });
  announceFile(c, file);
  return c.body(file.bytes as Uint8Array<ArrayBuffer>);
}
