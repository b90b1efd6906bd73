import { randomUUID } from 'node:crypto';
import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { HTTPException } from 'hono/http-exception';
import type { Logger } from 'pino';
import project from '../package.json' with { type: 'json' };
import type { Auth } from './auth/auth.ts';
import { sameOriginOnly, securityHeaders } from './auth/guards.ts';
import { askForToken, demoReader, withActor, withToken } from './auth/middleware.ts';
import type { Background } from './background.ts';
import type { Config } from './config.ts';
import type { Health } from './contract/health.ts';
import { databaseProblem } from './database-problems.ts';
import { readTotalDataVersion } from './db/layers.ts';
import type { OpenedDatabase } from './db/open.ts';
import type { AppEnv } from './http-env.ts';
import { createMetrics } from './metrics.ts';
import { ProblemError, problemResponse } from './problems.ts';
import { auditRoutes } from './routes/audit.ts';
import { baseMapRoutes } from './routes/base-maps.ts';
import { countyRoutes } from './routes/counties.ts';
import { docsRoutes } from './routes/docs.ts';
import { exportRoutes } from './routes/exports.ts';
import { healthRoutes } from './routes/health.ts';
import { holidayRoutes } from './routes/holidays.ts';
import { importRoutes, isUpload } from './routes/imports.ts';
import { layerExportRoutes } from './routes/layer-exports.ts';
import { ogcRoutes } from './routes/ogc.ts';
import { openApiDocument } from './routes/openapi.ts';
import { peopleRoutes } from './routes/people.ts';
import { isPhoto, photoRoutes } from './routes/photos.ts';
import { planDecisionRoutes } from './routes/plan-decisions.ts';
import { planGroundRoutes } from './routes/plan-ground.ts';
import { isReading, planReadingRoutes } from './routes/plan-reading.ts';
import { isStepsPath, planStepRoutes } from './routes/plan-steps.ts';
import { planTalkRoutes } from './routes/plan-talk.ts';
import { planRoutes } from './routes/plans.ts';
import { regionRoutes } from './routes/regions.ts';
import { searchRoutes } from './routes/search.ts';
import { sessionRoutes } from './routes/session.ts';
import { isThingChanges, thingEditRoutes } from './routes/thing-edits.ts';
import { thingRoutes } from './routes/things.ts';
import { tileRoutes } from './routes/tiles.ts';
import { worklistRoutes } from './routes/worklists.ts';
import { BaseMaps } from './services/base-maps.ts';
import { FabricFiles } from './services/plans/fabric-files.ts';
import { OpenPlans } from './services/plans/open-plans.ts';
import type { PlanStreams } from './services/plans/plan-stream.ts';
import { staticFiles } from './static-files.ts';
import type { TileServer } from './tiles/tile-server.ts';

export interface Deps {
  database: OpenedDatabase;
  config: Pick<Config, 'trustProxy'> & Partial<Pick<Config, 'metricsToken' | 'baseMaps'>>;
  auth: Auth;
  tiles: TileServer;
  /** what tells open screens of their plans */
  streams: PlanStreams;
  background: Background;
  log: Logger;
  /** what is being loaded in the background now */
  loading: () => Health['loading'];
  /** folder of the built web app */
  webRoot: string;
  /** folder for files that are being imported */
  uploads: string;
  /** folder of photographs */
  photos: string;
  /** folder for files that are being taken away */
  exports: string;
}

/** Requests that are not an upload; what takes files sets a limit of its own. */
const LARGEST_BODY_MB = 1;
/** Steps that paint a whole county name each of its blocks. */
const LARGEST_STEPS_MB = 16;
/** Two thousand things with their outlines. */
const LARGEST_CHANGES_MB = 8;

/** The whole HTTP interface, given its parts. */
export function createApp(deps: Deps): Hono<AppEnv> {
  const { database, config, auth, tiles, streams, background, log, loading, webRoot, uploads, photos, exports } = deps;
  const app = new Hono<AppEnv>();
  const tileFaces = tileRoutes({ database, tiles, auth });
  app.use('/tiles/*', tileFaces.lane);
  const metrics = createMetrics({
    ...{ version: project.version, database: database.kind },
    ...{ trustProxy: config.trustProxy, token: config.metricsToken },
    gauges: { tongxin_loading: { help: 'Demo counties still to be loaded', read: () => loading().length } },
  });
  app.use(metrics.observe);
  app.use(numberAndLog(log));
  app.use(securityHeaders(config));
  for (const path of ['/api/*', '/tiles/*', '/ogc/*']) app.use(path, sameOriginOnly, withActor(auth));
  app.use('/ogc/*', askForToken);
  for (const path of ['/tiles/*', '/ogc/*']) app.use(path, withToken(auth));
  app.use('/ogc/*', demoReader(auth), compress(), limitBody());
  app.use('/api/*', compress(), limitBody());

  app.route('/api/health', healthRoutes({ state: () => healthOf(database, loading()) }));
  app.route('/api/session', sessionRoutes({ auth, database }));
  for (const routes of [
    countyRoutes,
    regionRoutes,
    thingRoutes,
    thingEditRoutes,
    worklistRoutes,
    searchRoutes,
    planRoutes,
    auditRoutes,
  ])
    app.route('/api/counties', routes({ database }));
  app.route('/api/counties', holidayRoutes({ database, uploads }));
  app.route('/api/counties', peopleRoutes({ database, auth, uploads }));
  const files = new FabricFiles();
  app.route('/api/counties', planGroundRoutes({ database, files }));
  const plans = new OpenPlans(files);
  app.route('/api/counties', planStepRoutes({ database, plans }));
  app.route('/api/counties', planReadingRoutes({ database, uploads }));
  app.route('/api/counties', planDecisionRoutes({ database, files }));
  app.route('/api/counties', photoRoutes({ database, folder: photos }));
  app.route('/api/counties', exportRoutes({ database }));
  app.route('/api/counties', layerExportRoutes({ database, folder: exports, background, log }));
  app.route('/api/counties', planTalkRoutes({ database, auth, streams }));
  app.route('/api/counties', importRoutes({ database, uploads, background, log, onGrant: auth.forgetAccount }));
  app.route('/api/base-maps', baseMapRoutes({ baseMaps: new BaseMaps(config.baseMaps ?? {}) }));
  app.route('/tiles', tileFaces.routes);
  app.route('/ogc', ogcRoutes({ database, tiles, trustProxy: config.trustProxy }));

  app.get('/metrics', metrics.show);
  app.route('/api/docs', docsRoutes());
  app.get('/api/openapi.json', openApiDocument(app, project.version));
  for (const path of ['/api/*', '/tiles/*', '/ogc/*']) {
    app.all(path, (c) => {
      throw new ProblemError('not-found', `There is no ${c.req.method} ${c.req.path}; see /api/openapi.json.`);
    });
  }
  app.use(staticFiles(webRoot));
  app.notFound(() =>
    problemResponse(
      new ProblemError('not-found', 'There is no such page; the app starts at the root of this address.'),
    ),
  );
  app.onError((error, c) => problemResponse(problemOf(error, c.get('requestId'), log)));
  return app;
}

/**
 * Every request has a number, which the answer carries, and what the log says of a failure; the log's line about each
 * request is for level debug. Paths hold no personal data; queries may, and are not logged.
 */
const numberAndLog =
  (log: Logger): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    const requestId = randomUUID();
    c.set('requestId', requestId);
    const started = performance.now();
    await next();
    c.res.headers.set('x-request-id', requestId);
    const line = { requestId, method: c.req.method, path: c.req.path, status: c.res.status };
    log.debug({ ...line, ms: Math.round(performance.now() - started) }, 'request');
  };

function limitBody(): MiddlewareHandler {
  const limitTo = (megabytes: number): MiddlewareHandler =>
    bodyLimit({
      maxSize: megabytes * 1024 * 1024,
      onError: () => {
        throw new ProblemError(
          'file-too-large',
          `A request of this kind may have a body of ${megabytes} MB at the most; send less at a time.`,
        );
      },
    });
  const limit = limitTo(LARGEST_BODY_MB);
  const limitSteps = limitTo(LARGEST_STEPS_MB);
  const limitChanges = limitTo(LARGEST_CHANGES_MB);
  return (c, next) => {
    if (isUpload(c.req.method, c.req.path) || isReading(c.req.method, c.req.path)) return next();
    if (isPhoto(c.req.method, c.req.path)) return next();
    if (isThingChanges(c.req.path)) return limitChanges(c, next);
    return isStepsPath(c.req.path) ? limitSteps(c, next) : limit(c, next);
  };
}

async function healthOf(database: OpenedDatabase, loading: Health['loading']): Promise<Health> {
  const { migration, ...versions } = database.versions;
  return {
    status: loading.length > 0 ? 'loading' : 'ready',
    version: project.version,
    database: { kind: database.kind, ...versions },
    migration,
    dataVersion: await readTotalDataVersion(database),
    loading,
  };
}

/** The one translator of failures: what the caller is told. What is nobody's input is logged with its stack. */
function problemOf(error: Error, requestId: string, log: Logger): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof HTTPException && error.status < 500) {
    return new ProblemError(
      'invalid-request',
      'The request cannot be read; send it as it is documented in /api/openapi.json.',
    );
  }
  const problem = databaseProblem(error);
  if (problem && problem.type !== 'busy') return problem;
  log.error({ requestId, err: error }, problem ? 'the database is busy or away' : 'a request failed');
  return problem ?? new ProblemError('internal', `Something went wrong; the log has it under ${requestId}.`);
}
