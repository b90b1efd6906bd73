import { rm } from 'node:fs/promises';
import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { planReading, readingQuery } from '../contract/plan-reading.ts';
import type { Database } from '../db/database.ts';
import type { AppEnv } from '../http-env.ts';
import { receiveUpload, refuseAnnounced } from '../services/imports/uploads.ts';
import { runPlanTask } from '../services/plans/off-thread.ts';
import { DRAW_PLANS, requireEditable } from '../services/plans/plan-rights.ts';
import { byActor, planParam } from './plans.ts';
import { answers, privately, valid } from './validate.ts';

/** Files are larger than other requests; the general limit leaves them alone. */
export const isReading = (method: string, path: string): boolean =>
  method === 'POST' && /^\/api\/counties\/\d{6}\/plans\/\d+\/reading$/.test(path);

interface ReadingDeps {
  database: Database;
  /** folder for files that are being read */
  uploads: string;
}

/** Mounted at /api/counties: files that are to become a plan. */
export const planReadingRoutes = ({ database, uploads }: ReadingDeps) =>
  new Hono<AppEnv>().post(
    '/:county/plans/:id/reading',
    describeRoute({
      tags: ['plans'],
      summary: 'Read a file as a plan; nothing is changed',
      requestBody: {
        required: true,
        description:
          'The file itself, up to 200 MB: polygons as GeoJSON, plain or gzipped, or a zipped Shapefile; or a CSV of block and region, up to 50 MB and 500,000 rows',
        content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
      },
      responses: answers(planReading, 'The blocks of each region, and faults by row'),
    }),
    valid('param', planParam),
    valid('query', readingQuery),
    async (c) => {
      const { county, id } = c.req.valid('param');
      const by = byActor(database, c.get('actor'), county, DRAW_PLANS);
      const plan = await requireEditable(by, id);
      refuseAnnounced(c.req.header('content-length'));
      const path = await receiveUpload(uploads, c.req.raw.body);
      try {
        privately(c);
        const { level } = plan;
        return c.json(
          await runPlanTask(by.db, 'plans/read', { plan: { id, level }, path, wish: c.req.valid('query') }),
        );
      } finally {
        await rm(path, { force: true });
      }
    },
  );
