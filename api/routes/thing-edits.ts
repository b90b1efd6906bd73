import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { type Actor, scopeFor } from '../auth/actor.ts';
import {
  type AskedChange,
  askedChanges,
  changedThing,
  changesDone,
  EDIT_LAYERS,
  editLayer,
  newThing,
  thingAction,
  thingChanges,
  thingRecord,
  thingVersion,
} from '../contract/thing-edits.ts';
import type { Database } from '../db/database.ts';
import { ANY_CHANGE, type ChangeFilter, listChanges } from '../db/thing-changes.ts';
import type { AppEnv } from '../http-env.ts';
import { changeThings, readRecord } from '../services/things/change-things.ts';
import { KEEP_THINGS, type Keeper, SEE_CHANGES } from '../services/things/keeper.ts';
import { undoChanges } from '../services/things/undo-changes.ts';
import { answers, countyParam, idText, privately, valid } from './validate.ts';

/** Lines of history a page. */
const PAGE = 100;

const thingParam = countyParam.extend({ layer: editLayer, id: idText });
const changesQuery = z.strictObject({
  layer: editLayer.optional(),
  action: thingAction.optional(),
  changeSet: z.uuid().optional(),
  after: idText.optional(),
});
const pageQuery = z.strictObject({ after: idText.optional() });

/** Tables of many things are changed at once; what takes them has a limit of its own. */
export const isThingChanges = (path: string): boolean => /^\/api\/counties\/\d{6}\/thing-changes$/.test(path);

/** Mounted at /api/counties: things by hand, and their history. */
export const thingEditRoutes = ({ database }: { database: Database }) => {
  const keeperOf = (actor: Actor, county: string): Keeper => ({
    db: database.as(scopeFor(actor, county, KEEP_THINGS)),
    name: actor.account?.name ?? '',
  });
  const page = async (actor: Actor, county: string, filter: Partial<ChangeFilter>, after: number | null) => {
    const db = database.as(scopeFor(actor, county, SEE_CHANGES));
    const found = await listChanges(db, county, { ...ANY_CHANGE, ...filter }, after, PAGE + 1);
    const changes = found.slice(0, PAGE);
    return { changes, next: found.length > PAGE ? changes.at(-1)!.id : null };
  };

  const routes = new Hono<AppEnv>()
    .get(
      '/:county/things/:layer/:id/record',
      describeRoute({
        tags: ['editing'],
        summary: 'A thing with all its fields, for a form',
        responses: answers(thingRecord, 'The thing'),
      }),
      valid('param', thingParam),
      async (c) => {
        const { county, layer, id } = c.req.valid('param');
        const db = database.as(scopeFor(c.get('actor'), county));
        privately(c);
        return c.json(await readRecord({ db }, layer, id));
      },
    )
    .get(
      '/:county/things/:layer/:id/history',
      describeRoute({
        tags: ['editing'],
        summary: 'What was done to a thing, retired ones too',
        responses: answers(thingChanges, 'Newest first'),
      }),
      valid('param', thingParam),
      valid('query', pageQuery),
      async (c) => {
        const { county, layer, id } = c.req.valid('param');
        const { after = null } = c.req.valid('query');
        privately(c);
        return c.json(await page(c.get('actor'), county, { layer, thing: id }, after));
      },
    )
    .get(
      '/:county/thing-changes',
      describeRoute({
        tags: ['editing'],
        summary: 'What was done to things of a county',
        responses: answers(thingChanges, 'Newest first'),
      }),
      valid('param', countyParam),
      valid('query', changesQuery),
      async (c) => {
        const { county } = c.req.valid('param');
        const { layer = null, action = null, changeSet = null, after = null } = c.req.valid('query');
        privately(c);
        return c.json(await page(c.get('actor'), county, { layer, action, changeSet }, after));
      },
    )
    .post(
      '/:county/thing-changes',
      describeRoute({
        tags: ['editing'],
        summary: 'Many changes at once, all of them or none',
        responses: answers(changesDone, 'What was done, and what followed'),
      }),
      valid('param', countyParam),
      valid('json', askedChanges),
      async (c) => {
        const keeper = keeperOf(c.get('actor'), c.req.valid('param').county);
        const { changes, cause } = c.req.valid('json');
        return c.json(await changeThings(keeper, changes, cause));
      },
    )
    .post(
      '/:county/thing-changes/:set/undo',
      describeRoute({
        tags: ['editing'],
        summary: 'Take a change set back, unless its things were changed since',
        responses: answers(changesDone, 'What was done, under a change set of its own'),
      }),
      valid('param', countyParam.extend({ set: z.uuid() })),
      async (c) => {
        const { county, set } = c.req.valid('param');
        return c.json(await undoChanges(keeperOf(c.get('actor'), county), set));
      },
    );
  for (const action of ['retire', 'restore'] as const)
    routes.post(
      `/:county/things/:layer/:id/${action}`,
      describeRoute({
        tags: ['editing'],
        summary: action === 'retire' ? 'Take a thing out of use' : 'Bring a retired thing back',
        responses: answers(changesDone, 'What was done'),
      }),
      valid('param', thingParam),
      valid('json', thingVersion),
      async (c) => {
        const { county, layer, id } = c.req.valid('param');
        const { version } = c.req.valid('json');
        return c.json(await changeThings(keeperOf(c.get('actor'), county), [{ action, layer, id, version }]));
      },
    );
  for (const layer of EDIT_LAYERS)
    routes
      .post(
        `/:county/things/${layer}`,
        describeRoute({
          tags: ['editing'],
          summary: `A new ${layer}`,
          responses: {
            201: answers(changesDone, 'What was done, and what followed')[200],
            ...answers(changesDone, ''),
          },
        }),
        valid('param', countyParam),
        valid('json', newThing(layer)),
        async (c) => {
          const keeper = keeperOf(c.get('actor'), c.req.valid('param').county);
          const asked = { action: 'create', layer, ...c.req.valid('json') } as AskedChange;
          return c.json(await changeThings(keeper, [asked]), 201);
        },
      )
      .patch(
        `/:county/things/${layer}/:id`,
        describeRoute({
          tags: ['editing'],
          summary: `Change or move a ${layer}`,
          responses: answers(changesDone, 'What was done, and what followed'),
        }),
        valid('param', countyParam.extend({ id: idText })),
        valid('json', changedThing(layer)),
        async (c) => {
          const { county, id } = c.req.valid('param');
          const asked = { action: 'change', layer, id, ...c.req.valid('json') } as AskedChange;
          return c.json(await changeThings(keeperOf(c.get('actor'), county), [asked]));
        },
      );
  return routes;
};
