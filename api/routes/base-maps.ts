import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { requireAccount } from '../auth/actor.ts';
import { BASE_MAP_IDS, baseMapList } from '../contract/base-maps.ts';
import type { AppEnv } from '../http-env.ts';
import type { BaseMaps } from '../services/base-maps.ts';
import { answers, valid } from './validate.ts';

const whole = z
  .string()
  .regex(/^\d{1,8}$/, 'a whole number')
  .transform(Number);
const tileParam = z.object({ map: z.enum(BASE_MAP_IDS), sheet: whole, z: whole, x: whole, y: whole });

/** A map hardly changes, and the provider counts what is fetched. */
const KEPT_S = 7 * 86_400;

/** Mounted at /api/base-maps: which maps of others may lie under the county's layers, and their pictures. */
export const baseMapRoutes = ({ baseMaps }: { baseMaps: BaseMaps }) =>
  new Hono<AppEnv>()
    .get(
      '/',
      describeRoute({
        tags: ['tiles'],
        summary: 'The raster base maps that this server offers',
        responses: answers(baseMapList, 'The maps; empty unless the administrator has set one up'),
      }),
      valid('query', z.strictObject({})),
      (c) => {
        requireAccount(c.get('actor'));
        c.header('cache-control', 'private, max-age=3600');
        return c.json(baseMaps.list());
      },
    )
    .get(
      '/:map/:sheet/:z/:x/:y',
      describeRoute({
        tags: ['tiles'],
        summary: 'One picture of a base map, in the datum of its provider, as its server sends it',
        responses: {
          200: {
            description: 'A picture of 256 × 256 pixels',
            content: Object.fromEntries(['image/png', 'image/jpeg', 'image/webp'].map((type) => [type, {}])),
          },
        },
      }),
      valid('param', tileParam),
      valid('query', z.strictObject({})),
      async (c) => {
        requireAccount(c.get('actor'));
        const { map, ...tile } = c.req.valid('param');
        const { bytes, type } = await baseMaps.tile(map, tile);
        return c.body(bytes, 200, { 'content-type': type, 'cache-control': `private, max-age=${KEPT_S}` });
      },
    );
