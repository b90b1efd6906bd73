import { z } from 'zod';

/** GET /api/health */
export const health = z.object({
  status: z.enum(['ready', 'loading']),
  version: z.string(),
  database: z.object({ kind: z.enum(['pg', 'pglite']), postgres: z.string(), postgis: z.string() }),
  migration: z.string(),
  dataVersion: z.number(),
  /** what is still being loaded in the background, for the first minutes of a demo */
  loading: z.array(z.object({ county: z.string(), name: z.string(), progress: z.number() })),
});
export type Health = z.infer<typeof health>;
