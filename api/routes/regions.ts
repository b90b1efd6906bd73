import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { scopeFor } from '../auth/actor.ts';
import { inspection } from '../contract/things.ts';
import { today } from '../contract/today.ts';
import type { Database } from '../db/database.ts';
import { divisionInForce } from '../db/divisions.ts';
import type { AppEnv } from '../http-env.ts';
import { ProblemError } from '../problems.ts';
import { inspectRegion } from '../services/inspect.ts';
import { answers, countyParam, dateQuery, idText, privately, valid } from './validate.ts';

/** Mounted at /api/counties: one region with what lies in it. */
export const regionRoutes = ({ database }: { database: Database }) =>
  new Hono<AppEnv>().get(
    '/:county/regions/:id',
    describeRoute({ tags: ['things'], summary: 'A region on a date', responses: answers(inspection, 'The region') }),
    valid('param', countyParam.extend({ id: idText })),
    valid('query', dateQuery),
    async (c) => {
      const { county, id } = c.req.valid('param');
      const date = c.req.valid('query').date ?? today();
      const db = database.as(scopeFor(c.get('actor'), county));
      const division = await divisionInForce(db, county, date);
      const found = division && (await inspectRegion(db, county, division, id));
      if (!found)
        throw new ProblemError('not-found', `County ${county} has no region ${id} on ${date}; try another date.`, {
          reason: 'no-region',
          values: { id, date },
        });
      privately(c);
      return c.json(found);
    },
  );
