import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { type Actor, countyWide, scopeFor } from '../auth/actor.ts';
import { auditFilter, auditPage } from '../contract/audit.ts';
import { readAudit } from '../db/audit.ts';
import type { Database } from '../db/database.ts';
import type { AppEnv } from '../http-env.ts';
import { exportAudit } from '../services/audit/export-audit.ts';
import { TABLE_MEDIA_TYPES } from '../services/tables/write-table.ts';
import { answers, countyParam, idText, privately, valid } from './validate.ts';

const PAGE = 100;

/** Mounted at /api/counties: who did what, for who administers the whole county. */
export const auditRoutes = ({ database }: { database: Database }) => {
  const log = (actor: Actor, county: string) => database.as(scopeFor(countyWide(actor), county, ['admin']));
  return new Hono<AppEnv>()
    .get(
      '/:county/audit',
      describeRoute({
        tags: ['people'],
        summary: 'The audit log',
        responses: answers(auditPage, `${PAGE} lines a page, latest first`),
      }),
      valid('param', countyParam),
      valid('query', auditFilter.extend({ before: idText.optional() })),
      async (c) => {
        const { county } = c.req.valid('param');
        const { before = null, ...filter } = c.req.valid('query');
        const found = await readAudit(log(c.get('actor'), county), county, filter, before, PAGE + 1);
        const lines = found.slice(0, PAGE);
        privately(c);
        return c.json({ lines, next: found.length > PAGE ? lines.at(-1)!.id : null });
      },
    )
    .get(
      '/:county/audit/export',
      describeRoute({
        tags: ['people'],
        summary: 'Lines of the audit log as a file',
        responses: {
          200: {
            description: 'The file',
            content: Object.fromEntries(Object.values(TABLE_MEDIA_TYPES).map((type) => [type, {}])),
          },
          default: answers(auditPage, '').default,
        },
      }),
      valid('param', countyParam),
      valid(
        'query',
        auditFilter.extend({ format: z.enum(['csv', 'xlsx']), language: z.enum(['zh', 'en']).default('zh') }),
      ),
      async (c) => {
        const { format, language, ...filter } = c.req.valid('query');
        const db = log(c.get('actor'), c.req.valid('param').county);
        const { name, bytes } = await exportAudit(db, filter, { format, language });
        c.header('cache-control', 'no-store');
        c.header('content-type', TABLE_MEDIA_TYPES[format]);
        c.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
        return c.body(bytes);
      },
    );
};
