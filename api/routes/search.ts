import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { scopeFor } from '../auth/actor.ts';
import { type SearchResult, searchResults } from '../contract/things.ts';
import { today } from '../contract/today.ts';
import { isoDate, REGION_KINDS } from '../contract/words.ts';
import type { Database } from '../db/database.ts';
import { divisionInForce } from '../db/divisions.ts';
import type { AppEnv } from '../http-env.ts';
import { search } from '../services/search.ts';
import { answers, countyParam, numberText, privately, valid } from './validate.ts';

const HAN = /\p{Script=Han}/u;

/** Full-width letters and digits become plain; in a phrase with Chinese, spaces mean nothing (解放大街 12 号). */
export function tidyPhrase(text: string): string {
  const plain = text.normalize('NFKC').trim();
  return HAN.test(plain) ? plain.replace(/\s+/g, '') : plain.replace(/\s+/g, ' ');
}

const searchQuery = z
  .strictObject({
    q: z.string().max(100).transform(tidyPhrase).pipe(z.string().min(1, 'a name, code or address')),
    lng: numberText(-180, 180).optional(),
    lat: numberText(-90, 90).optional(),
    date: isoDate.optional(),
    limit: numberText(1, 50).pipe(z.number().int()).optional(),
  })
  .refine(({ lng, lat }) => (lng === undefined) === (lat === undefined), {
    message: 'lng and lat go together',
    path: ['lng'],
  });

const RESULTS = 20;
/** Of so many the order is made: a town has more grids and addresses near the middle of the map than a list shows. */
const LOOKED_AT = 200;

/** Regions that begin with the phrase come first, the larger level before the smaller: 幸福 means 幸福社区. */
export function regionsFirst(found: readonly SearchResult[], phrase: string): SearchResult[] {
  const wanted = phrase.toLowerCase();
  const level = ({ layer, kind, name }: SearchResult): number =>
    layer === 'region' && name.toLowerCase().startsWith(wanted)
      ? (REGION_KINDS as readonly string[]).indexOf(kind)
      : REGION_KINDS.length;
  return [...found].sort((a, b) => level(a) - level(b));
}

/** Mounted at /api/counties: find things by name, code and address. */
export const searchRoutes = ({ database }: { database: Database }) =>
  new Hono<AppEnv>().get(
    '/:county/search',
    describeRoute({
      tags: ['things'],
      summary: 'Find regions, compounds, buildings, sites, organizations, roads and water',
      responses: answers(
        searchResults,
        'The same first, then those that begin with it, then those that contain it; then the nearest. Where nothing contains it: what it names as an address',
      ),
    }),
    valid('param', countyParam),
    valid('query', searchQuery),
    async (c) => {
      const { county } = c.req.valid('param');
      const { q, lng, lat, date, limit = RESULTS } = c.req.valid('query');
      const db = database.as(scopeFor(c.get('actor'), county));
      const division = await divisionInForce(db, county, date ?? today());
      const near = lng === undefined || lat === undefined ? null : ([lng, lat] as const);
      privately(c);
      const question = { phrase: q, division: division?.id ?? null, near, limit: Math.max(limit, LOOKED_AT) };
      const found = await search(db, question);
      return c.json({ results: regionsFirst(found, q).slice(0, limit) });
    },
  );
