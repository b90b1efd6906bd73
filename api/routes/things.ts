import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { scopeFor } from '../auth/actor.ts';
import { inspection, unlocated } from '../contract/things.ts';
import { today } from '../contract/today.ts';
import { isoDate, thingLayer } from '../contract/words.ts';
import type { Database } from '../db/database.ts';
import { divisionInForce } from '../db/divisions.ts';
import { listUnlocated } from '../db/inspection.ts';
import type { AppEnv } from '../http-env.ts';
import { ProblemError } from '../problems.ts';
import { inspectThing } from '../services/inspect.ts';
import { answers, countyParam, dateQuery, idText, privately, valid } from './validate.ts';

/** The list is for looking through, not for export. */
const MOST_UNLOCATED = 500;

const unlocatedQuery = z.strictObject({
  layer: z.enum(['building', 'compound', 'site', 'organization']),
  date: isoDate.optional(),
});

/** Mounted at /api/counties: things on the ground. */
export const thingRoutes = ({ database }: { database: Database }) =>
  new Hono<AppEnv>()
    .get(
      '/:county/things/:layer/:id',
      describeRoute({
        tags: ['things'],
        summary: 'A thing, placed in the division in force on a date',
        responses: answers(inspection, 'The thing'),
      }),
      valid('param', countyParam.extend({ layer: thingLayer, id: idText })),
      valid('query', dateQuery),
      async (c) => {
        const { county, layer, id } = c.req.valid('param');
        const db = database.as(scopeFor(c.get('actor'), county));
        const division = await divisionInForce(db, county, c.req.valid('query').date ?? today());
        const found = await inspectThing(db, county, division, layer, id);
        if (!found)
          throw new ProblemError('not-found', `County ${county} has no ${layer} ${id}.`, {
            reason: 'no-thing',
            values: { layer, id },
          });
        privately(c);
        return c.json(found);
      },
    )
    .get(
      '/:county/unlocated',
      describeRoute({
        tags: ['things'],
        summary: 'Things that lie in no block on a date',
        responses: answers(unlocated, `The first ${MOST_UNLOCATED}, and how many there are`),
      }),
      valid('param', countyParam),
      valid('query', unlocatedQuery),
      async (c) => {
        const { county } = c.req.valid('param');
        const { layer, date } = c.req.valid('query');
        const db = database.as(scopeFor(c.get('actor'), county));
        const head = await divisionInForce(db, county, date ?? today());
        const standing = head && { county, division: head.id, fabric: head.fabric, seq: head.seq };
        const found = standing && (await listUnlocated(db, standing, layer, MOST_UNLOCATED));
        privately(c);
        return c.json({ things: found?.rows ?? [], total: found?.total ?? 0 });
      },
    );
