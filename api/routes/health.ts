import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { type Health, health } from '../contract/health.ts';
import type { AppEnv } from '../http-env.ts';
import { answers, valid } from './validate.ts';

/** Mounted at /api/health: for whoever looks after the server, and for the page while a demo is still loading. */
export const healthRoutes = ({ state }: { state: () => Promise<Health> }) =>
  new Hono<AppEnv>().get(
    '/',
    describeRoute({
      tags: ['server'],
      summary: 'Is the server ready, on which database',
      responses: answers(health, 'The state of the server'),
    }),
    valid('query', z.strictObject({})),
    async (c) => {
      c.header('cache-control', 'no-store');
      return c.json(await state());
    },
  );
