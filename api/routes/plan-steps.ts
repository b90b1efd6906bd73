import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { appended, appendSteps } from '../contract/plans.ts';
import type { Database } from '../db/database.ts';
import { readSteps } from '../db/plan-steps.ts';
import type { AppEnv } from '../http-env.ts';
import * as steps from '../services/plans/append-steps.ts';
import type { OpenPlans } from '../services/plans/open-plans.ts';
import { DRAW_PLANS, requirePlan, SEE_PLANS } from '../services/plans/plan-rights.ts';
import { byActor, planParam } from './plans.ts';
import { answers, idText, privately, valid } from './validate.ts';

/** Steps may be larger than other requests. */
export const isStepsPath = (path: string): boolean => /^\/api\/counties\/\d{6}\/plans\/\d+\/steps$/.test(path);

/** Mounted at /api/counties: the log of a plan. */
export const planStepRoutes = ({ database, plans }: { database: Database; plans: OpenPlans }) =>
  new Hono<AppEnv>()
    .get(
      '/:county/plans/:id/steps',
      describeRoute({
        tags: ['plans'],
        summary: 'Steps since a version',
        responses: answers(appended.omit({ past: true }), 'In their order'),
      }),
      valid('param', planParam),
      valid('query', z.strictObject({ since: idText.default(0) })),
      async (c) => {
        const { county, id } = c.req.valid('param');
        const by = byActor(database, c.get('actor'), county, SEE_PLANS);
        const { version } = await requirePlan(by, id);
        const found = await readSteps(by.db, county, id, c.req.valid('query').since);
        privately(c);
        return c.json({ version: found.at(-1)?.seq ?? version, steps: found });
      },
    )
    .post(
      '/:county/plans/:id/steps',
      describeRoute({
        tags: ['plans'],
        summary: 'Draw: append steps to the log, all of them or none',
        responses: answers(appended, 'Every step since the version that these were made on'),
      }),
      valid('param', planParam),
      valid('json', appendSteps),
      async (c) => {
        const { county, id } = c.req.valid('param');
        const by = byActor(database, c.get('actor'), county, DRAW_PLANS);
        return c.json(await steps.appendSteps(plans, by, id, c.req.valid('json')));
      },
    );
