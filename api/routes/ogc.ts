import { type Context, type Handler, Hono } from 'hono';
import project from '../../package.json' with { type: 'json' };
import { scopeFor } from '../auth/actor.ts';
import type { CountyRow } from '../db/counties.ts';
import type { Database, ScopedDatabase } from '../db/database.ts';
import { listDivisions } from '../db/divisions.ts';
import { type Collection, collectionOf } from '../db/ogc-collections.ts';
import type { AppEnv } from '../http-env.ts';
import { ProblemError, problemResponse } from '../problems.ts';
import { requireCounty } from '../services/exports/export-source.ts';
import { countySystems, type OgcCrs } from '../services/ogc/crs.ts';
import {
  CONFORMS_TO,
  collectionDocument,
  collectionsDocument,
  landingPage,
  queryablesDocument,
  schemaDocument,
} from '../services/ogc/documents.ts';
import { createCounts, itemsPage, oneItem } from '../services/ogc/items.ts';
import { readItemQuery, readItemsQuery, readParameters } from '../services/ogc/items-query.ts';
import { GEOJSON_TYPE, Links, OPENAPI_TYPE, SCHEMA_TYPE } from '../services/ogc/links.ts';
import { openApiDocument } from '../services/ogc/openapi-document.ts';
import { privately } from './validate.ts';

type OgcContext = Context<AppEnv>;

interface OgcDeps {
  database: Database;
  /** honour X-Forwarded-Host */
  trustProxy: boolean;
}

/** Everything that a request of a county can be answered from. */
interface Asked {
  db: ScopedDatabase;
  county: CountyRow;
  systems: OgcCrs[];
  query: URLSearchParams;
  links: Links;
}

const READING = 'GET, HEAD, OPTIONS';

/** Mounted at /ogc: OGC API – Features of a county, as QGIS and GDAL open it. */
export function ogcRoutes({ database, trustProxy }: OgcDeps) {
  const counts = createCounts();
  const routes = new Hono<AppEnv>();

  const ask = async (c: OgcContext): Promise<Asked> => {
    const code = c.req.param('county')!;
    if (!/^\d{6}$/.test(code)) throw new ProblemError('not-found', 'The code of a county has six digits.');
    const db = database.as(scopeFor(c.get('actor'), code));
    const county = await requireCounty(db);
    const query = new URL(c.req.url).searchParams;
    const links = new Links(`${originOf(c, trustProxy)}/ogc/${code}`, query.get('token'));
    return { db, county, systems: countySystems(county.bounds), query, links };
  };

  /** An address that is read: with and without a slash at its end, and what it says of other methods. */
  const read = (path: string, handler: (c: OgcContext, asked: Asked) => Response | Promise<Response>): void => {
    for (const each of [path, `${path}/`]) {
      routes.get(each, (async (c: OgcContext) => {
        const asked = await ask(c);
        privately(c);
        return handler(c, asked);
      }) as Handler<AppEnv>);
      routes.options(each, async (c) => {
        await ask(c);
        return c.body(null, 204, { allow: READING });
      });
      routes.all(each, (c) => refuseMethod(c, READING));
    }
  };
  const firstDay = async ({ db, county }: Asked): Promise<string | null> =>
    (await listDivisions(db, county.code)).map(({ validFrom }) => validFrom).toSorted()[0] ?? null;

  read('/:county', (c, { query, links, county }) => {
    readParameters(query);
    return c.json(landingPage(links, county));
  });
  read('/:county/api', (c, { query, links }) => {
    readParameters(query);
    return c.body(JSON.stringify(openApiDocument(links, project.version)), 200, { 'content-type': OPENAPI_TYPE });
  });
  read('/:county/conformance', (c, { query }) => {
    readParameters(query);
    return c.json({ conformsTo: CONFORMS_TO });
  });
  read('/:county/collections', async (c, asked) => {
    const { query, links, county, systems } = asked;
    readParameters(query);
    return c.json(collectionsDocument(links, county, systems, await firstDay(asked)));
  });
  read('/:county/collections/:collection', async (c, asked) => {
    const { query, links, county, systems } = asked;
    const collection = collectionIn(c);
    readParameters(query);
    return c.json(collectionDocument(links, collection, county, systems, await firstDay(asked)));
  });
  read('/:county/collections/:collection/queryables', (c, { query, links }) => {
    const collection = collectionIn(c);
    readParameters(query);
    return c.body(JSON.stringify(queryablesDocument(links, collection)), 200, { 'content-type': SCHEMA_TYPE });
  });
  read('/:county/collections/:collection/schema', (c, { query, links }) => {
    const collection = collectionIn(c);
    readParameters(query);
    return c.body(JSON.stringify(schemaDocument(links, collection)), 200, { 'content-type': SCHEMA_TYPE });
  });
  read('/:county/collections/:collection/items', async (c, { db, query, links, systems }) => {
    const collection = collectionIn(c);
    const asked = readItemsQuery(query, collection, systems);
    const page = await itemsPage(db, collection, asked, query, links, counts);
    return c.body(page, 200, { 'content-type': GEOJSON_TYPE, 'content-crs': `<${asked.crs.uri}>` });
  });
  read('/:county/collections/:collection/items/:feature', async (c, { db, query, links, systems }) => {
    const collection = collectionIn(c);
    const asked = readItemQuery(query, systems);
    const { text, version } = await oneItem(db, collection, c.req.param('feature')!, asked, links);
    if (version !== null) c.header('etag', `"${version}"`);
    return c.body(text, 200, { 'content-type': GEOJSON_TYPE, 'content-crs': `<${asked.crs.uri}>` });
  });
  return routes;
}

/** How whoever asks reaches this server. */
function originOf(c: OgcContext, trustProxy: boolean): string {
  const forwarded = trustProxy ? c.req.header('x-forwarded-host')?.split(',').at(-1)?.trim() : undefined;
  const host = forwarded && /^[\w.:[\]-]+$/.test(forwarded) ? forwarded : new URL(c.req.url).host;
  return `${c.get('client').secure ? 'https' : 'http'}://${host}`;
}

function collectionIn(c: OgcContext): Collection {
  const id = c.req.param('collection')!;
  const collection = collectionOf(id);
  if (!collection)
    throw new ProblemError('not-found', `There is no collection "${id.slice(0, 40)}"; see /collections.`);
  return collection;
}

function refuseMethod(c: OgcContext, allow: string): Response {
  const refusal = problemResponse(
    new ProblemError('method-not-allowed', `${c.req.method} is nothing that can be done here; there are ${allow}.`),
  );
  refusal.headers.set('allow', allow);
  return refusal;
}
