import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { type Actor, scopeFor } from '../auth/actor.ts';
import { exportJob, exportJobs, layerExport } from '../contract/layer-exports.ts';
import type { Database } from '../db/database.ts';
import type { AppEnv } from '../http-env.ts';
import {
  beginExport,
  dropExport,
  type ExportDeps,
  listExports,
  openExport,
  requireExport,
} from '../services/exports/export-jobs.ts';
import { LAYER_FILES } from '../services/exports/write-layer.ts';
import { KEEP_THINGS } from '../services/things/keeper.ts';
import { announceFile, sendFile } from './attachment.ts';
import { answers, countyParam, privately, valid } from './validate.ts';

const jobParam = countyParam.extend({ id: z.uuid() });

/** Mounted at /api/counties: layers as files, written in the background. Whoever sees the county may; lists are their keepers'. */
export const layerExportRoutes = ({ database, ...deps }: ExportDeps & { database: Database }) => {
  const scoped = (actor: Actor, county: string) => database.as(scopeFor(actor, county));
  return new Hono<AppEnv>()
    .post(
      '/:county/exports',
      describeRoute({
        tags: ['exports'],
        summary: 'Begin to write a layer, a list or a selection as a file',
        responses: {
          202: answers(exportJob, 'It is being written; ask for it again until it is ready')[200],
          default: answers(exportJob, '').default,
        },
      }),
      valid('param', countyParam),
      valid('json', layerExport),
      async (c) => {
        const { county } = c.req.valid('param');
        const wish = c.req.valid('json');
        const roles = wish.worklist === undefined ? undefined : KEEP_THINGS;
        const db = database.as(scopeFor(c.get('actor'), county, roles));
        return c.json(await beginExport(deps, db, wish), 202);
      },
    )
    .get(
      '/:county/exports',
      describeRoute({
        tags: ['exports'],
        summary: 'Layers that you are taking away',
        responses: answers(exportJobs, 'Newest first; each is kept for a day'),
      }),
      valid('param', countyParam),
      async (c) => {
        privately(c);
        return c.json({ exports: await listExports(scoped(c.get('actor'), c.req.valid('param').county)) });
      },
    )
    .get(
      '/:county/exports/:id',
      describeRoute({ tags: ['exports'], summary: 'One of them', responses: answers(exportJob, 'How far it is') }),
      valid('param', jobParam),
      async (c) => {
        const { county, id } = c.req.valid('param');
        privately(c);
        return c.json(await requireExport(scoped(c.get('actor'), county), id));
      },
    )
    .get(
      '/:county/exports/:id/file',
      describeRoute({
        tags: ['exports'],
        summary: 'The file of one that is ready',
        responses: {
          200: {
            description: 'The file, under the name in content-disposition',
            content: Object.fromEntries(Object.values(LAYER_FILES).map(({ mediaType }) => [mediaType, {}])),
          },
          default: answers(exportJob, '').default,
        },
      }),
      valid('param', jobParam),
      async (c) => {
        const { county, id } = c.req.valid('param');
        const file = await openExport(deps.folder, scoped(c.get('actor'), county), id);
        announceFile(c, { ...file, name: file.fileName });
        return sendFile(c, file);
      },
    )
    .delete(
      '/:county/exports/:id',
      describeRoute({
        tags: ['exports'],
        summary: 'Stop one, or throw its file away',
        responses: { 204: { description: 'It is gone' }, default: answers(exportJob, '').default },
      }),
      valid('param', jobParam),
      async (c) => {
        const { county, id } = c.req.valid('param');
        await dropExport(deps.folder, scoped(c.get('actor'), county), id);
        return c.body(null, 204);
      },
    );
};
