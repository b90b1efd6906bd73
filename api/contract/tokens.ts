import { z } from 'zod';
import { countyCode } from './words.ts';

// Tokens with which programs (QGIS, GDAL, scripts) read a county's open interface under /ogc and /tiles.

/** Of one account and county, at the same time. */
export const MOST_TOKENS = 20;

export const accessToken = z.object({
  id: z.uuid(),
  county: countyCode,
  /** what its owner calls it: the program, the machine */
  name: z.string(),
  /** it may do all that its owner may in the county; else it reads as a viewer does */
  mayWrite: z.boolean(),
  createdAt: z.iso.datetime({ offset: true }),
  /** to the minute or so; null = never */
  lastUsedAt: z.iso.datetime({ offset: true }).nullable(),
});
export type AccessToken = z.infer<typeof accessToken>;

/** GET /api/session/tokens, DELETE /api/session/tokens/:id: those of the own account, newest first */
export const tokenList = z.object({ tokens: z.array(accessToken) });

/** POST /api/session/tokens */
export const newToken = z.strictObject({
  county: countyCode,
  name: z.string().trim().min(1, 'a name for the token').max(60),
  mayWrite: z.boolean().default(false),
});

/** The answer to it: the only time that the token itself is told. */
export const madeToken = z.object({ token: z.string(), tokens: z.array(accessToken) });
export type MadeToken = z.infer<typeof madeToken>;
