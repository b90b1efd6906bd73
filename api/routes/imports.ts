import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import type { Logger } from 'pino';
import { z } from 'zod';
import { type Actor, countyWide, scopeFor } from '../auth/actor.ts';
import type { Background } from '../background.ts';
import { MATCH_STATES, matchDecisions, matchList, matchState } from '../contract/import-matches.ts';
import { type ImportSettings, importPreview, importReport, importSettings, reportWish } from '../contract/imports.ts';
import type { Database, ScopedDatabase } from '../db/database.ts';
import type { AppEnv } from '../http-env.ts';
import { ProblemError } from '../problems.ts';
import * as imports from '../services/imports/imports.ts';
import { listMatches, settleMatches } from '../services/imports/join/settle-matches.ts';
import { REPORT_MEDIA_TYPES, writeReport } from '../services/imports/report-file.ts';
import { dropUpload, keepUpload, receiveUpload, refuseAnnounced, uploadPath } from '../services/imports/uploads.ts';
import { announceFile } from './attachment.ts';
import { answers, countyParam, privately, valid } from './validate.ts';

const batchParam = countyParam.extend({ id: z.uuid() });
const uploadQuery = z.strictObject({
  /** of the file, as its owner calls it */
  name: z.string().min(1).max(200),
  /** JSON of the settings; `target` is needed, the rest has defaults */
  settings: z.string().max(20_000),
});

const matchesQuery = z.strictObject({
  /** words of MATCH_STATES with commas between; none = all */
  state: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((word) => word !== ''))
    .pipe(z.array(matchState).max(MATCH_STATES.length)),
  after: z.coerce.number().int().min(0).default(0),
});

/** Uploads are larger than other requests; the general limit leaves them alone. */
export const isUpload = (method: string, path: string): boolean =>
  method === 'POST' && /^\/api\/counties\/\d{6}\/imports$/.test(path);

export interface ImportDeps {
  database: Database;
  /** folder for files that are being imported */
  uploads: string;
  /** called when an account got a grant by creating a county, so that its next request has it */
  onGrant: (account: string) => void;
  /** reading and landing go on in it */
  background: Background;
  log: Logger;
}

/** Mounted at /api/counties: files on their way into a county. Administrators only. */
export const importRoutes = ({ database, uploads, onGrant, background, log }: ImportDeps) => {
  const scoped = async (actor: Actor, county: string): Promise<ScopedDatabase> => {
    const db = database.as(await importScope(database, actor, county));
    return db;
  };
  /** Goes on after the answer; what goes wrong stands in the batch, and in the log when it is nobody's file. */
  const readInBackground = (db: ScopedDatabase, id: string): void => {
    background.run(readOrTidy(db, id)).catch((error: unknown) => {
      log.error({ import: id, err: error }, 'an import could not be read');
    });
  };
  /** The file of an import that has failed is of no use to anybody: it has to be sent again. */
  const readOrTidy = async (db: ScopedDatabase, id: string): Promise<void> => {
    try {
      await imports.readIntoBatch(db, id, uploadPath(uploads, id), background.signal);
    } catch (error) {
      const { status } = await imports.readReport(db, id);
      if (status === 'failed') await dropUpload(uploads, id);
      if (!(error instanceof ProblemError)) throw error;
    }
  };

  return new Hono<AppEnv>()
    .post(
      '/:county/imports',
      describeRoute({
        tags: ['imports'],
        summary: 'Send a file; it is read and checked, nothing is written to the county',
        requestBody: {
          required: true,
          description:
            'The file itself, up to 200 MB: GeoJSON, Shapefile (zipped), GeoPackage, FlatGeobuf, KML, KMZ, CSV or XLSX; also gzipped',
          content: Object.fromEntries(
            ['application/octet-stream', 'application/geo+json', 'application/gzip', 'application/zip'].map((type) => [
              type,
              { schema: { type: 'string', format: 'binary' } },
            ]),
          ),
        },
        responses: {
          202: answers(importReport, '')[200],
          ...answers(importReport, 'The report; ask for it again until it is a preview'),
        },
      }),
      valid('param', countyParam),
      valid('query', uploadQuery),
      async (c) => {
        const { county } = c.req.valid('param');
        const { name, settings } = c.req.valid('query');
        const db = await scoped(c.get('actor'), county);
        const asked = parseSettings(settings);
        refuseAnnounced(c.req.header('content-length'));
        await imports.endInterrupted(db, {
          onUnsettled: (err, counties) => log.error({ counties, err }, imports.unsettledWords(counties)),
        });
        const path = await receiveUpload(uploads, c.req.raw.body);
        const id = await keepUpload(uploads, path, () => imports.openBatch(db, name, asked));
        readInBackground(db, id);
        return c.json(await imports.readReport(db, id), 202);
      },
    )
    .get(
      '/:county/imports',
      describeRoute({
        tags: ['imports'],
        summary: 'Imports of a county',
        responses: answers(z.array(importReport), 'Newest first, without their faults and fields'),
      }),
      valid('param', countyParam),
      async (c) => {
        const db = await scoped(c.get('actor'), c.req.valid('param').county);
        privately(c);
        return c.json(await imports.listReports(db));
      },
    )
    .get(
      '/:county/imports/:id',
      describeRoute({ tags: ['imports'], summary: 'An import', responses: answers(importReport, 'The report') }),
      valid('param', batchParam),
      async (c) => {
        const { county, id } = c.req.valid('param');
        privately(c);
        return c.json(await imports.readReport(await scoped(c.get('actor'), county), id));
      },
    )
    .get(
      '/:county/imports/:id/report',
      describeRoute({
        tags: ['imports'],
        summary: 'The report as a file to keep: a workbook, its list of faults as CSV, or all of it as JSON',
        responses: {
          200: {
            description: 'A file under the name in content-disposition',
            content: Object.fromEntries(Object.values(REPORT_MEDIA_TYPES).map((mediaType) => [mediaType, {}])),
          },
          default: answers(importReport, '').default,
        },
      }),
      valid('param', batchParam),
      valid('query', reportWish),
      async (c) => {
        const { county, id } = c.req.valid('param');
        const report = await imports.readReport(await scoped(c.get('actor'), county), id);
        const file = await writeReport(report, c.req.valid('query'));
        announceFile(c, { ...file, losses: [] });
        return c.body(file.bytes as Uint8Array<ArrayBuffer>);
      },
    )
    .get(
      '/:county/imports/:id/preview',
      describeRoute({
        tags: ['imports'],
        summary: 'Features and places of faults, for the map',
        responses: answers(importPreview, 'Simplified, and not more than a map can show'),
      }),
      valid('param', batchParam),
      async (c) => {
        const { county, id } = c.req.valid('param');
        privately(c);
        return c.json(await imports.readPreview(await scoped(c.get('actor'), county), id));
      },
    )
    .get(
      '/:county/imports/:id/matches',
      describeRoute({
        tags: ['imports'],
        summary: 'What the rows of a table without coordinates were joined to',
        responses: answers(matchList, 'Spellings in the order of the file, and how many there are of each state'),
      }),
      valid('param', batchParam),
      valid('query', matchesQuery),
      async (c) => {
        const { county, id } = c.req.valid('param');
        const { state, after } = c.req.valid('query');
        privately(c);
        return c.json(await listMatches(await scoped(c.get('actor'), county), id, { states: state, after }));
      },
    )
    .put(
      '/:county/imports/:id/matches',
      describeRoute({
        tags: ['imports'],
        summary: 'Settle by hand what is meant; the rows are checked with it when the settings are sent again',
        responses: { 204: { description: 'It is noted' }, default: answers(matchList, '').default },
      }),
      valid('param', batchParam),
      valid('json', matchDecisions),
      async (c) => {
        const { county, id } = c.req.valid('param');
        await settleMatches(await scoped(c.get('actor'), county), id, c.req.valid('json').decisions);
        return c.body(null, 204);
      },
    )
    .put(
      '/:county/imports/:id',
      describeRoute({
        tags: ['imports'],
        summary: 'Other settings; the rows are checked anew',
        responses: answers(
          importReport,
          'The report; reading again when the layer, the columns of places, the CRS or the filter changed',
        ),
      }),
      valid('param', batchParam),
      valid('json', importSettings),
      async (c) => {
        const { county, id } = c.req.valid('param');
        const db = await scoped(c.get('actor'), county);
        const { rereads, report } = await imports.changeSettings(db, id, c.req.valid('json'));
        if (rereads) readInBackground(db, id);
        return c.json(report, rereads ? 202 : 200);
      },
    )
    .post(
      '/:county/imports/:id/switch',
      describeRoute({
        tags: ['imports'],
        summary: 'Write the import to the county, all of it or nothing',
        responses: answers(importReport, 'What was written'),
      }),
      valid('param', batchParam),
      async (c) => {
        const { county, id } = c.req.valid('param');
        const actor = c.get('actor');
        const landing = imports.landBatch(await scoped(actor, county), id, {
          creator: actor.account,
          signal: background.signal,
          onLeftOver: (error) =>
            log.warn({ import: id, err: error }, 'an import is written; not everything could be tidied up after it'),
        });
        const report = await background.run(landing);
        if (actor.account) onGrant(actor.account.id);
        await dropUpload(uploads, id).catch((error: unknown) =>
          log.warn({ import: id, err: error }, 'an import is written; its file could not be removed'),
        );
        return c.json(report);
      },
    )
    .delete(
      '/:county/imports/:id',
      describeRoute({
        tags: ['imports'],
        summary: 'Throw an import away that has not been written',
        responses: { 204: { description: 'It is gone' }, default: answers(importReport, '').default },
      }),
      valid('param', batchParam),
      async (c) => {
        const { county, id } = c.req.valid('param');
        await imports.rejectBatch(await scoped(c.get('actor'), county), id);
        await dropUpload(uploads, id);
        return c.body(null, 204);
      },
    );
};

/**
 * Administrators import into their county; a grant for one region of it does not do, since an import replaces what
 * the whole county has. A county that does not exist yet may be made by whoever administers
 * another one; until it stands, each of them sees only what they sent themselves.
 */
async function importScope(database: Database, actor: Actor, county: string) {
  const keeper = countyWide(actor);
  const ofOther = keeper.grants.some((grant) => grant.role === 'admin');
  const here = actor.grants.some((grant) => grant.county === county);
  if (!actor.account || !ofOther || here) return scopeFor(keeper, county, ['admin']);
  const scope = { county, account: actor.account.id, role: 'admin' as const };
  if (await imports.countyExists(database.as(scope))) return scopeFor(keeper, county, ['admin']);
  return scope;
}

function parseSettings(text: string): ImportSettings {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ProblemError(
      'invalid-request',
      'In the query, settings: it is not JSON; send {"target":"buildings"} or more.',
    );
  }
  const parsed = importSettings.safeParse(value);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new ProblemError('invalid-request', `In the query, settings.${path.join('.')}: ${message}.`);
}
