import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { scopeFor } from '../auth/actor.ts';
import {
  comparison,
  comparisonQuery,
  EDITABLE_STATUSES,
  PLAN_MOVES,
  plan,
  planMove,
  publication,
  publish,
  published,
  rebased,
} from '../contract/plans.ts';
import { isoDate } from '../contract/words.ts';
import type { Database } from '../db/database.ts';
import type { AppEnv } from '../http-env.ts';
import type { FabricFiles } from '../services/plans/fabric-files.ts';
import { movePlanOn } from '../services/plans/moves.ts';
import { runPlanTask } from '../services/plans/off-thread.ts';
import { DECIDE_PLANS, DRAW_PLANS, requirePlan, SEE_PLANS } from '../services/plans/plan-rights.ts';
import { publishPlan } from '../services/plans/publish.ts';
import { rebasePlan } from '../services/plans/rebase-plan.ts';
import { byActor, planParam } from './plans.ts';
import { answers, countyParam, privately, valid } from './validate.ts';

/** Mounted at /api/counties: what is decided about a plan. */
export const planDecisionRoutes = ({ database, files }: { database: Database; files: FabricFiles }) =>
  new Hono<AppEnv>()
    .get(
      '/:county/comparison',
      describeRoute({
        tags: ['plans'],
        summary: 'What differs between two divisions or plans',
        responses: answers(comparison, 'Moves from region to region, and all of them together'),
      }),
      valid('param', countyParam),
      valid('query', comparisonQuery),
      async (c) => {
        const { county } = c.req.valid('param');
        const query = c.req.valid('query');
        const drafts = query.left.kind === 'plan' || query.right.kind === 'plan';
        const scope = scopeFor(c.get('actor'), county, drafts ? SEE_PLANS : undefined);
        privately(c);
        return c.json(await runPlanTask(database.as(scope), 'plans/compare', { query }));
      },
    )
    .post(
      '/:county/plans/:id/status',
      describeRoute({
        tags: ['plans'],
        summary: 'Submit, withdraw, review, return, approve, reopen',
        responses: answers(plan, 'The plan in its new status'),
      }),
      valid('param', planParam),
      valid('json', planMove),
      async (c) => {
        const { county, id } = c.req.valid('param');
        const move = c.req.valid('json');
        const by = byActor(database, c.get('actor'), county, PLAN_MOVES[move.action].roles.toReversed());
        return c.json(await movePlanOn(by, id, move));
      },
    )
    .post(
      '/:county/plans/:id/rebase',
      describeRoute({
        tags: ['plans'],
        summary: 'Bring a plan onto the newest division',
        responses: answers(rebased, 'What was done again, and what could not be'),
      }),
      valid('param', planParam),
      async (c) => {
        const { county, id } = c.req.valid('param');
        const seen = await requirePlan(byActor(database, c.get('actor'), county, SEE_PLANS), id);
        const roles = EDITABLE_STATUSES.includes(seen.status) ? DRAW_PLANS : DECIDE_PLANS;
        return c.json(await rebasePlan(byActor(database, c.get('actor'), county, roles), id));
      },
    )
    .get(
      '/:county/plans/:id/publication',
      describeRoute({
        tags: ['plans'],
        summary: 'What publishing would do on a day',
        responses: answers(publication, 'Obstacles, codes, moves, and what is left behind'),
      }),
      valid('param', planParam),
      valid('query', z.strictObject({ effective: isoDate })),
      async (c) => {
        const { county, id } = c.req.valid('param');
        const by = byActor(database, c.get('actor'), county, SEE_PLANS);
        privately(c);
        return c.json(await runPlanTask(by.db, 'plans/preview', { id, effective: c.req.valid('query').effective }));
      },
    )
    .post(
      '/:county/plans/:id/publication',
      describeRoute({
        tags: ['plans'],
        summary: 'Put an approved plan in force from a day on',
        responses: answers(published, 'The division that came of it'),
      }),
      valid('param', planParam),
      valid('json', publish),
      async (c) => {
        const { county, id } = c.req.valid('param');
        const by = byActor(database, c.get('actor'), county, DECIDE_PLANS);
        return c.json(await publishPlan(files, by, id, c.req.valid('json')));
      },
    );
