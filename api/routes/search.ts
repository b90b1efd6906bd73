import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import { scopeFor } from '../auth/actor.ts';
import { searchResults } from '../contract/things.ts';
import { today } from '../contract/today.ts';
import { isoDate } from '../contract/words.ts';
import type { Database } from '../db/database.ts';
import { divisionInForce } from '../db/divisions.ts';
import type { AppEnv } from '../http-env.ts';
import { NamesOfCounties } from '../services/search/county-names.ts';
import { search } from '../services/search/search.ts';
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

/** Mounted at /api/counties: find things by name, code and address. */
export const searchRoutes = ({ database }: { database: Database }) => {
  const names = new NamesOfCounties();
  return new Hono<AppEnv>().get(
    '/:county/search',
    describeRoute({
      tags: ['things'],
      summary: 'Find regions, compounds, buildings, sites, organizations, party organizations, roads, water and land',
      responses: answers(
        searchResults,
        'By name, address or code, as written or by pinyin (whole, initials, mixed with Chinese and digits); houses by number. What fits better and lies nearer comes first. Where nothing fits: what nearly does',
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
      return c.json({ results: await search(db, names, { phrase: q, division: division?.id ?? null, near, limit }) });
    },
  );
};
