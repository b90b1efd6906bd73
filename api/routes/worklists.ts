import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { type Actor, scopeFor } from '../auth/actor.ts';
import {
  editLayer,
  publishedFigures,
  talliesEntered,
  thingRecords,
  WORKLIST_KINDS,
  worklist,
  worklistKind,
  worklists,
} from '../contract/thing-edits.ts';
import { today } from '../contract/today.ts';
import type { Database } from '../db/database.ts';
import { divisionInForce } from '../db/divisions.ts';
import { listPublishedFigures } from '../db/published-figures.ts';
import { countWorklist, readWorklist } from '../db/worklists.ts';
import type { AppEnv } from '../http-env.ts';
import { keepTallies } from '../services/things/enter-tallies.ts';
import { KEEP_THINGS } from '../services/things/keeper.ts';
import { readRecords } from '../services/things/read-records.ts';
import { answers, countyParam, idText, privately, valid } from './validate.ts';

const PAGE = 100;
const RECORDS_PAGE = 500;

const listQuery = z.strictObject({
  layer: z.union([editLayer, z.literal('region')]).optional(),
  /** `next` of the page before */
  after: z
    .string()
    .regex(/^[a-z_]+:\d{1,15}$/, '`next` of the page before')
    .optional(),
});

const recordsQuery = z
  .strictObject({
    layer: editLayer,
    region: idText.optional(),
    list: worklistKind.optional(),
    after: idText.optional(),
  })
  .refine(({ region, list }) => region === undefined || list === undefined, {
    error: 'a region or a worklist, not both',
  });

/** Mounted at /api/counties: what is left to do about things, tallies that are entered, figures that are published. */
export const worklistRoutes = ({ database }: { database: Database }) => {
  const groundOf = async (actor: Actor, county: string) => {
    const db = database.as(scopeFor(actor, county, KEEP_THINGS));
    const head = await divisionInForce(db, county, today());
    return { db, ground: { county, division: head?.id ?? null, seq: head?.seq ?? null } };
  };
  return new Hono<AppEnv>()
    .get(
      '/:county/worklists',
      describeRoute({
        tags: ['editing'],
        summary: 'How many things should be looked at, and why',
        responses: answers(worklists, 'Every list, also empty ones'),
      }),
      valid('param', countyParam),
      async (c) => {
        const { db, ground } = await groundOf(c.get('actor'), c.req.valid('param').county);
        const lists = [];
        for (const kind of WORKLIST_KINDS) {
          const layers = await countWorklist(db, ground, kind);
          lists.push({ kind, layers, total: layers.reduce((sum, { total }) => sum + total, 0) });
        }
        privately(c);
        return c.json({ lists });
      },
    )
    .get(
      '/:county/worklists/:kind',
      describeRoute({
        tags: ['editing'],
        summary: 'A list of what should be looked at',
        responses: answers(worklist, `${PAGE} rows a page, in the order of layers and ids`),
      }),
      valid('param', countyParam.extend({ kind: worklistKind })),
      valid('query', listQuery),
      async (c) => {
        const { county, kind } = c.req.valid('param');
        const { layer = null, after } = c.req.valid('query');
        const { db, ground } = await groundOf(c.get('actor'), county);
        const [last, id] = after?.split(':') ?? [];
        const from = last === undefined ? null : { layer: last, id: Number(id) };
        const found = await readWorklist(db, ground, kind, layer, from, PAGE + 1);
        const rows = found.slice(0, PAGE);
        const end = rows.at(-1);
        privately(c);
        return c.json({
          rows: rows.map(({ lng, lat, ...row }) => ({ ...row, at: lng === null || lat === null ? null : [lng, lat] })),
          next: end && found.length > PAGE ? `${end.layer}:${end.id}` : null,
        });
      },
    )
    .get(
      '/:county/thing-records',
      describeRoute({
        tags: ['editing'],
        summary: 'Things of a region, of a worklist or of a layer, for a table',
        responses: answers(thingRecords, `${RECORDS_PAGE} a page, by id; without what is drawn`),
      }),
      valid('param', countyParam),
      valid('query', recordsQuery),
      async (c) => {
        const { layer, region = null, list = null, after = 0 } = c.req.valid('query');
        const { db, ground } = await groundOf(c.get('actor'), c.req.valid('param').county);
        privately(c);
        return c.json(await readRecords(db, ground, { layer, region, list, after }, RECORDS_PAGE));
      },
    )
    .post(
      '/:county/tallies',
      describeRoute({
        tags: ['editing'],
        summary: 'Enter counts of blocks; they are never read back',
        responses: { 204: { description: 'All are entered' }, default: answers(worklists, '').default },
      }),
      valid('param', countyParam),
      valid('json', talliesEntered),
      async (c) => {
        const scope = scopeFor(c.get('actor'), c.req.valid('param').county, KEEP_THINGS);
        await keepTallies(database.as(scope), c.req.valid('json').entries);
        return c.body(null, 204);
      },
    )
    .get(
      '/:county/published-figures',
      describeRoute({
        tags: ['counties'],
        summary: 'Totals that institutions publish themselves',
        responses: answers(publishedFigures, 'Each with its source'),
      }),
      valid('param', countyParam),
      async (c) => {
        const { county } = c.req.valid('param');
        privately(c);
        return c.json({ figures: await listPublishedFigures(database.as(scopeFor(c.get('actor'), county)), county) });
      },
    );
};
