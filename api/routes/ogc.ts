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
import { readItemQuery, readItemsQuery, readParameters, readTileDay } from '../services/ogc/items-query.ts';
import { GEOJSON_TYPE, Links, OPENAPI_TYPE, SCHEMA_TYPE } from '../services/ogc/links.ts';
import { openApiDocument } from '../services/ogc/openapi-document.ts';
import {
  MATRIX_SET,
  matrixSetDocument,
  matrixSetsDocument,
  tileLayersOf,
  tilesetDocument,
  tilesetsDocument,
} from '../services/ogc/tile-documents.ts';
import { changeItem, createItem, type Editable, isEditable, removeItem } from '../services/ogc/write-items.ts';
import { KEEP_THINGS, type Keeper } from '../services/things/keeper.ts';
import { MAX_ZOOM } from '../tiles/layers.ts';
import type { TileServer } from '../tiles/tile-server.ts';
import { sendTile } from './tiles.ts';
import { privately } from './validate.ts';

type OgcContext = Context<AppEnv>;

interface OgcDeps {
  database: Database;
  tiles: TileServer;
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

/** In whose name which collection is changed. */
interface Edit {
  keeper: Keeper;
  collection: Editable;
}
type Write = (c: OgcContext, asked: Asked, edit: Edit) => Promise<Response>;
type Writes = Partial<Record<'POST' | 'PUT' | 'PATCH' | 'DELETE', Write>>;

/** Mounted at /ogc: OGC API – Features and Tiles of a county, as QGIS and GDAL open it. */
export function ogcRoutes({ database, tiles, trustProxy }: OgcDeps) {
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

  /** What may be done at an address, by whoever asks. */
  const allowed = (c: OgcContext, writes: Writes): string =>
    [READING, ...(mayWrite(c) ? Object.keys(writes) : [])].join(', ');

  /** An address: with and without a slash at its end, and what it says of methods that it does not take. */
  const read = (
    path: string,
    handler: (c: OgcContext, asked: Asked) => Response | Promise<Response>,
    writes: Writes = {},
  ): void => {
    for (const each of [path, `${path}/`]) {
      routes.get(each, (async (c: OgcContext) => {
        const asked = await ask(c);
        privately(c);
        return handler(c, asked);
      }) as Handler<AppEnv>);
      routes.options(each, async (c) => {
        await ask(c);
        return c.body(null, 204, { allow: allowed(c, writes) });
      });
      routes.all(each, async (c) => {
        const write = writes[c.req.method as keyof Writes];
        const collection = write && collectionIn(c);
        if (!write || !collection || !isEditable(collection)) return refuseMethod(c, allowed(c, writes));
        const asked = await ask(c);
        readParameters(asked.query);
        const keeper: Keeper = {
          db: database.as(scopeFor(c.get('actor'), asked.county.code, KEEP_THINGS)),
          name: c.get('actor').account?.name ?? '',
        };
        return write(c, asked, { keeper, collection });
      });
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
  read(
    '/:county/collections/:collection/items',
    async (c, { db, query, links, systems }) => {
      const collection = collectionIn(c);
      const asked = readItemsQuery(query, collection, systems);
      const page = await itemsPage(db, collection, asked, query, links, counts);
      return c.body(page, 200, { 'content-type': GEOJSON_TYPE, 'content-crs': `<${asked.crs.uri}>` });
    },
    {
      POST: async (c, { links, systems }, { keeper, collection }) => {
        const id = await createItem(keeper, collection, await bodyOf(c), contentCrs(c, systems));
        return c.body(null, 201, { location: links.named(`/collections/${collection.id}/items/${id}`) });
      },
    },
  );
  read(
    '/:county/collections/:collection/items/:feature',
    async (c, { db, query, links, systems }) => {
      const collection = collectionIn(c);
      const asked = readItemQuery(query, systems);
      const { text, version } = await oneItem(db, collection, c.req.param('feature')!, asked, links);
      if (version !== null) c.header('etag', `"${version}"`);
      return c.body(text, 200, { 'content-type': GEOJSON_TYPE, 'content-crs': `<${asked.crs.uri}>` });
    },
    {
      PUT: (c, asked, edit) => changeFeature(c, asked, edit, true),
      PATCH: (c, asked, edit) => changeFeature(c, asked, edit, false),
      DELETE: async (c, _, { keeper, collection }) => {
        await removeItem(keeper, collection, featureIn(c), versionOf(c));
        return c.body(null, 204);
      },
    },
  );

  read('/:county/tileMatrixSets', (c, { query, links }) => {
    readParameters(query);
    return c.json(matrixSetsDocument(links));
  });
  read('/:county/tileMatrixSets/:set', (c, { query }) => {
    requireMatrixSet(c);
    readParameters(query);
    return c.json(matrixSetDocument());
  });
  for (const path of ['', '/collections/:collection']) {
    const ofCollection = (c: OgcContext): Collection | null => (path === '' ? null : collectionIn(c));
    const pathOf = (collection: Collection | null): string => (collection ? `/collections/${collection.id}` : '');
    read(`/:county${path}/tiles`, (c, { query, links, county }) => {
      const collection = ofCollection(c);
      readParameters(query);
      return c.json(tilesetsDocument(links, pathOf(collection), collection?.title ?? county.name));
    });
    read(`/:county${path}/tiles/:set`, (c, { query, links, county }) => {
      const collection = ofCollection(c);
      requireMatrixSet(c);
      readParameters(query);
      const title = collection?.title ?? county.name;
      return c.json(tilesetDocument(links, pathOf(collection), title, tileLayersOf(collection), county.bounds));
    });
    read(`/:county${path}/tiles/:set/:matrix/:row/:col`, (c, { query, county }) => {
      const layers = tileLayersOf(ofCollection(c));
      requireMatrixSet(c);
      const date = readTileDay(query) ?? undefined;
      return sendTile(c, tiles, { county: county.code, layers, ...tilePlace(c), date });
    });
  }
  return routes;
}

function requireMatrixSet(c: OgcContext): void {
  if (c.req.param('set') !== MATRIX_SET)
    throw new ProblemError('not-found', `Tiles are made in ${MATRIX_SET} alone; see /tileMatrixSets.`);
}

/** OGC counts rows before columns. @throws ProblemError 'not-found' for a tile that the matrix does not have */
function tilePlace(c: OgcContext): { z: number; x: number; y: number } {
  const [z, y, x] = ['matrix', 'row', 'col'].map((name) => {
    const text = c.req.param(name)!;
    return /^\d{1,5}$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
  }) as [number, number, number];
  if (z > MAX_ZOOM || x >= 2 ** z || y >= 2 ** z)
    throw new ProblemError(
      'not-found',
      `There is no such tile; matrices go from 0 to ${MAX_ZOOM}, rows before columns.`,
    );
  return { z, x, y };
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

/** Whether whoever asks may change features of the collection that the address names. */
function mayWrite(c: OgcContext): boolean {
  const collection = collectionOf(c.req.param('collection') ?? '');
  const here = c.get('actor').grants.filter(({ county }) => county === c.req.param('county'));
  return collection !== undefined && isEditable(collection) && here.some(({ role }) => KEEP_THINGS.includes(role));
}

async function changeFeature(c: OgcContext, { systems }: Asked, edit: Edit, whole: boolean): Promise<Response> {
  const { keeper, collection } = edit;
  const as = { crs: contentCrs(c, systems), whole };
  await changeItem(keeper, collection, featureIn(c), versionOf(c), await bodyOf(c), as);
  return c.body(null, 204);
}

function featureIn(c: OgcContext): number {
  const id = c.req.param('feature')!;
  if (!/^\d{1,15}$/.test(id)) throw new ProblemError('not-found', 'The id of a feature is a number.');
  return Number(id);
}

/**
 * The version that a change was made on: the ETag with which the feature was read. Null where a program does not say, as QGIS:
 * then the change is to whatever stands.
 */
function versionOf(c: OgcContext): number | null {
  const said = c.req.header('if-match')?.trim() ?? '*';
  if (said === '*') return null;
  const version = /^(?:W\/)?"(\d{1,9})(?:-gzip)?"$/.exec(said)?.[1];
  if (version !== undefined) return Number(version);
  throw new ProblemError('precondition-failed', 'If-Match is no ETag with which a feature was read; read it again.');
}

async function bodyOf(c: OgcContext): Promise<unknown> {
  try {
    return JSON.parse(await c.req.text());
  } catch {
    throw new ProblemError('invalid-request', 'The body is no JSON; send a GeoJSON Feature.');
  }
}

/** @throws ProblemError 'bad-parameter' for a system that the county does not have */
function contentCrs(c: OgcContext, systems: readonly OgcCrs[]): OgcCrs {
  const uri = c.req
    .header('content-crs')
    ?.trim()
    .replace(/^<(.*)>$/, '$1');
  const crs = uri === undefined ? systems[0] : systems.find((each) => each.uri === uri);
  if (crs) return crs;
  throw new ProblemError(
    'bad-parameter',
    'Content-Crs names a system that this county does not have; see its collections.',
  );
}

function refuseMethod(c: OgcContext, allow: string): Response {
  const refusal = problemResponse(
    new ProblemError('method-not-allowed', `${c.req.method} is nothing that can be done here; there are ${allow}.`),
  );
  refusal.headers.set('allow', allow);
  return refusal;
}
