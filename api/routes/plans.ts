import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { type Actor, scopeFor } from '../auth/actor.ts';
import { changePlan, copyPlan, newPlan, plan, planDocument, planHistory } from '../contract/plans.ts';
import type { Role } from '../contract/words.ts';
import type { Database } from '../db/database.ts';
import { listPlanEvents, listPlans } from '../db/plans.ts';
import type { AppEnv } from '../http-env.ts';
import { readDocument } from '../services/plans/document.ts';
import { type By, DRAW_PLANS, requirePlan, SEE_PLANS } from '../services/plans/plan-rights.ts';
import * as plans from '../services/plans/plans.ts';
import { answers, countyParam, idText, privately, valid } from './validate.ts';

export const planParam = countyParam.extend({ id: idText });

/** Who asks about plans, in the widest of these roles that they have. */
export const byActor = (database: Database, actor: Actor, county: string, roles: readonly Role[]): By => ({
  db: database.as(scopeFor(actor, county, roles)),
  name: actor.account?.name ?? '',
});

/** Mounted at /api/counties: plans as a whole. Planners, approvers and administrators see them. */
export const planRoutes = ({ database }: { database: Database }) =>
  new Hono<AppEnv>()
    .get(
      '/:county/plans',
      describeRoute({
        tags: ['plans'],
        summary: 'Plans of a county',
        responses: answers(z.array(plan), 'The last one changed first'),
      }),
      valid('param', countyParam),
      async (c) => {
        const { county } = c.req.valid('param');
        const { db } = byActor(database, c.get('actor'), county, SEE_PLANS);
        privately(c);
        return c.json(await listPlans(db, county));
      },
    )
    .post(
      '/:county/plans',
      describeRoute({ tags: ['plans'], summary: 'Begin a plan', responses: answers(plan, 'The plan') }),
      valid('param', countyParam),
      valid('json', newPlan),
      async (c) => {
        const by = byActor(database, c.get('actor'), c.req.valid('param').county, DRAW_PLANS);
        return c.json(await plans.createPlan(by, c.req.valid('json')), 201);
      },
    )
    .get(
      '/:county/plans/:id',
      describeRoute({ tags: ['plans'], summary: 'A plan', responses: answers(plan, 'The plan') }),
      valid('param', planParam),
      async (c) => {
        const { county, id } = c.req.valid('param');
        privately(c);
        return c.json(await requirePlan(byActor(database, c.get('actor'), county, SEE_PLANS), id));
      },
    )
    .get(
      '/:county/plans/:id/document',
      describeRoute({
        tags: ['plans'],
        summary: 'All that is needed to go on drawing',
        responses: answers(planDocument, 'The base, the rules and the log'),
      }),
      valid('param', planParam),
      async (c) => {
        const { county, id } = c.req.valid('param');
        privately(c);
        return c.json(await readDocument(byActor(database, c.get('actor'), county, SEE_PLANS), id));
      },
    )
    .patch(
      '/:county/plans/:id',
      describeRoute({ tags: ['plans'], summary: 'Another title or description', responses: answers(plan, 'The plan') }),
      valid('param', planParam),
      valid('json', changePlan),
      async (c) => {
        const { county, id } = c.req.valid('param');
        const by = byActor(database, c.get('actor'), county, DRAW_PLANS);
        return c.json(await plans.changePlan(by, id, c.req.valid('json')));
      },
    )
    .post(
      '/:county/plans/:id/copies',
      describeRoute({
        tags: ['plans'],
        summary: 'The same drawing as a draft of its own',
        responses: answers(plan, 'The copy'),
      }),
      valid('param', planParam),
      valid('json', copyPlan),
      async (c) => {
        const { county, id } = c.req.valid('param');
        const by = byActor(database, c.get('actor'), county, DRAW_PLANS);
        return c.json(await plans.copyPlan(by, id, c.req.valid('json').title), 201);
      },
    )
    .get(
      '/:county/plans/:id/history',
      describeRoute({
        tags: ['plans'],
        summary: 'What became of a plan',
        responses: answers(planHistory, 'Oldest first'),
      }),
      valid('param', planParam),
      async (c) => {
        const { county, id } = c.req.valid('param');
        const by = byActor(database, c.get('actor'), county, SEE_PLANS);
        await requirePlan(by, id);
        privately(c);
        return c.json(await listPlanEvents(by.db, county, id));
      },
    );
