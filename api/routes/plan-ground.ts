import { type Context, Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { scopeFor } from '../auth/actor.ts';
import { planGround, putRules, ruleSet } from '../contract/plans.ts';
import type { Database } from '../db/database.ts';
import type { AppEnv } from '../http-env.ts';
import type { FabricFiles, LargeAnswer } from '../services/plans/fabric-files.ts';
import * as rules from '../services/plans/rules.ts';
import { chooseEncoding } from '../tiles/compress.ts';
import { answers, countyParam, idText, privately, valid } from './validate.ts';

/** Mounted at /api/counties: what plans are drawn on and judged by. */
export const planGroundRoutes = ({ database, files }: { database: Database; files: FabricFiles }) =>
  new Hono<AppEnv>()
    .get(
      '/:county/fabrics/:fabric',
      describeRoute({
        tags: ['plans'],
        summary: 'The blocks of a fabric, as TopoJSON that shares its arcs',
        responses: answers(z.record(z.string(), z.unknown()), 'geo/fabric/topology.ts, FabricTopology'),
      }),
      valid('param', countyParam.extend({ fabric: idText })),
      async (c) => {
        const { county, fabric } = c.req.valid('param');
        return large(c, await files.topology(database.as(scopeFor(c.get('actor'), county)), fabric));
      },
    )
    .get(
      '/:county/plan-ground',
      describeRoute({
        tags: ['plans'],
        summary: 'What lies on the ground, in the centimetres of a fabric',
        responses: answers(planGround, 'Columns'),
      }),
      valid('param', countyParam),
      valid('query', z.strictObject({ fabric: idText })),
      async (c) => {
        const { county } = c.req.valid('param');
        const db = database.as(scopeFor(c.get('actor'), county));
        return large(c, await files.groundColumns(db, c.req.valid('query').fabric));
      },
    )
    .get(
      '/:county/rules',
      describeRoute({
        tags: ['plans'],
        summary: 'The rules of a county',
        responses: answers(ruleSet, 'In their order'),
      }),
      valid('param', countyParam),
      async (c) => {
        const { county } = c.req.valid('param');
        privately(c);
        return c.json(await rules.rulesOf(database.as(scopeFor(c.get('actor'), county)), county));
      },
    )
    .put(
      '/:county/rules',
      describeRoute({ tags: ['plans'], summary: 'Other rules, as a whole', responses: answers(ruleSet, 'The rules') }),
      valid('param', countyParam),
      valid('json', putRules),
      async (c) => {
        const db = database.as(scopeFor(c.get('actor'), c.req.valid('param').county, ['admin']));
        return c.json(await rules.putRules(db, c.req.valid('json')));
      },
    );

/** Answers that are asked for again and again are told not to have changed, without being made. */
async function large(c: Context, answer: LargeAnswer): Promise<Response> {
  privately(c);
  c.header('vary', 'accept-encoding');
  c.header('etag', answer.etag);
  if (c.req.header('if-none-match') === answer.etag) return c.body(null, 304);
  const encoding = chooseEncoding(c.req.header('accept-encoding'));
  c.header('content-type', 'application/json');
  if (encoding !== 'identity') c.header('content-encoding', encoding);
  return c.body((await answer.body(encoding)) as Uint8Array<ArrayBuffer>);
}
