import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { scopeFor } from '../auth/actor.ts';
import type { Auth } from '../auth/auth.ts';
import { clientOf } from '../auth/client.ts';
import { SECURITY_HEADERS } from '../auth/guards.ts';
import { attributionInBoth } from '../contract/attribution.ts';
import { tileJson } from '../contract/tiles.ts';
import { today } from '../contract/today.ts';
import { countyCode, isoDate } from '../contract/words.ts';
import { readCounty } from '../db/counties.ts';
import type { Database } from '../db/database.ts';
import type { AppEnv } from '../http-env.ts';
import { ProblemError } from '../problems.ts';
import { chooseEncoding } from '../tiles/compress.ts';
import { MAX_ZOOM, parseLayers, TILE_LAYERS } from '../tiles/layers.ts';
import type { TileAddress, TileServer } from '../tiles/tile-server.ts';
import { answers, privately, valid } from './validate.ts';

const MEDIA_TYPE = 'application/vnd.mapbox-vector-tile';

const layerList = z
  .string()
  .transform((text, context) => {
    const layers = parseLayers(text);
    if (layers) return layers;
    context.addIssue(`"${text.slice(0, 80)}" names an unknown layer; known are ${Object.keys(TILE_LAYERS).join(', ')}`);
    return z.NEVER;
  })
  .meta({ description: 'Layers joined by + or a comma' });

/** Digits only: Number('') and Number('0x1') would pass. */
const digits = z
  .string()
  .regex(/^\d{1,5}$/, 'a whole number')
  .transform(Number);
const zoom = digits.pipe(z.number().max(MAX_ZOOM, `tiles end at zoom ${MAX_ZOOM}`));

const address = z
  .object({
    county: countyCode,
    layers: layerList,
    z: zoom,
    x: digits,
    y: z
      .string()
      .regex(/^\d{1,5}\.mvt$/, 'a whole number and .mvt')
      .transform((text) => Number.parseInt(text, 10)),
  })
  .refine(({ z, x, y }) => x < 2 ** z && y < 2 ** z, { message: 'there is no such tile at this zoom', path: ['x'] });

const index = z.object({
  county: countyCode,
  layers: z
    .string()
    .endsWith('.json')
    .transform((text) => text.slice(0, -5))
    .pipe(layerList),
});

/** `token` has been looked at before (auth/middleware.ts). */
const tileQuery = z.strictObject({ date: isoDate.optional(), token: z.string().optional() });

interface TileDeps {
  database: Database;
  tiles: TileServer;
  auth: Auth;
}

/** Mounted at /tiles. `lane` stands before everything else, see `fastLane`. */
export function tileRoutes({ database, tiles, auth }: TileDeps) {
  const found = createKnownAddresses();
  const routes = new Hono<AppEnv>()
    .get(
      '/:county/:layers/:z/:x/:y',
      describeRoute({
        tags: ['tiles'],
        summary: 'A vector tile',
        responses: {
          200: { description: 'MVT 2.1', content: { [MEDIA_TYPE]: {} } },
          204: { description: 'Nothing lies here' },
        },
      }),
      valid('param', address),
      valid('query', tileQuery),
      async (c) => {
        const { county, ...place } = c.req.valid('param');
        scopeFor(c.get('actor'), county);
        const address = { county, ...place, date: c.req.valid('query').date };
        found.remember(c.req.url, address);
        return sendTile(c, tiles, address);
      },
    )
    .get(
      '/:county/:layers',
      describeRoute({
        tags: ['tiles'],
        summary: 'TileJSON of some layers',
        responses: answers(tileJson, 'TileJSON 3.0'),
      }),
      valid('param', index),
      valid('query', tileQuery),
      async (c) => {
        const { county, layers } = c.req.valid('param');
        const db = database.as(scopeFor(c.get('actor'), county));
        const found = await readCounty(db, county);
        if (!found) throw new ProblemError('not-found', `There is no county ${county}.`);
        const query = new URLSearchParams(c.req.valid('query'));
        const origin = `${c.get('client').secure ? 'https' : 'http'}://${new URL(c.req.url).host}`;
        privately(c);
        return c.json({
          tilejson: '3.0.0',
          name: found.name,
          tiles: [`${origin}/tiles/${county}/${layers.join('+')}/{z}/{x}/{y}.mvt${query.size > 0 ? `?${query}` : ''}`],
          scheme: 'xyz',
          minzoom: Math.min(...layers.map((layer) => TILE_LAYERS[layer].minZoom)),
          maxzoom: MAX_ZOOM,
          ...(found.bounds ? { bounds: found.bounds } : {}),
          attribution: attributionInBoth(found),
          vector_layers: layers.map((id) => ({
            id,
            fields: TILE_LAYERS[id].fields,
            minzoom: TILE_LAYERS[id].minZoom,
            maxzoom: MAX_ZOOM,
          })),
        });
      },
    );

  return { routes, lane: fastLane(auth, tiles, found) };
}

type KnownAddress = Omit<TileAddress, 'date'> & { date: string | undefined };

const MOST_KNOWN = 20_000;

/** Tiles that were asked for before and found well-formed, by path and query. */
function createKnownAddresses() {
  const addresses = new Map<string, KnownAddress>();
  const keyOf = (url: string): string => url.slice(url.indexOf('/', 8));
  return {
    of: (url: string): KnownAddress | undefined => addresses.get(keyOf(url)),
    remember(url: string, address: KnownAddress): void {
      if (addresses.size >= MOST_KNOWN) addresses.clear();
      addresses.set(keyOf(url), address);
    },
  };
}

/**
 * Answers tiles whose address has been checked before and whose asker may see the county, before any other middleware:
 * a cached tile costs less than the checks. Everything else, refusals included, goes the long way.
 */
const fastLane =
  (auth: Auth, tiles: TileServer, found: ReturnType<typeof createKnownAddresses>): MiddlewareHandler =>
  async (c, next) => {
    const address = c.req.method === 'GET' ? found.of(c.req.url) : undefined;
    if (address === undefined) return next();
    const { actor, setCookie } = await auth.enter(c.req.header('cookie'), clientOf(c, auth.settings.trustProxy));
    if (setCookie !== null || !actor.grants.some((grant) => grant.county === address.county)) return next();
    const answer = await sendTile(c, tiles, address).catch(() => null); // the long way fails too, and says how
    return answer ?? next();
  };

/** A tile in the encoding that whoever asks takes best; 304 for what they have, 204 where nothing lies. */
export async function sendTile(c: Context, tiles: TileServer, address: KnownAddress): Promise<Response> {
  const encoding = chooseEncoding(c.req.header('accept-encoding'));
  const tile = await tiles.find(
    address.date === undefined ? { ...address, date: today() } : (address as TileAddress),
    encoding,
  );
  const headers: Record<string, string> = {
    ...SECURITY_HEADERS,
    etag: tile.etag,
    'cache-control': 'private, no-cache',
    vary: 'accept-encoding',
  };
  if (matches(c.req.header('if-none-match'), tile.etag)) return new Response(null, { status: 304, headers });
  const body = await tiles.read(tile);
  if (body === null) return new Response(null, { status: 204, headers });
  headers['content-type'] = MEDIA_TYPE;
  headers['content-length'] = String(body.byteLength);
  if (encoding !== 'identity') headers['content-encoding'] = encoding;
  return new Response(body as Uint8Array<ArrayBuffer>, { headers });
}

/** If-None-Match compares weakly: the part behind W/ decides. */
function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || header.split(',').some((item) => item.trim().replace(/^W\//, '') === etag.slice(2));
}
