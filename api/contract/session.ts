import { z } from 'zod';
import { countySummary } from './counties.ts';
import { countyCode, role } from './words.ts';

export const grant = z.object({
  county: countyCode,
  countyName: z.string(),
  role,
  /** the grant is limited to this region; null = the whole county */
  region: z.number().nullable(),
});
export type Grant = z.infer<typeof grant>;

export const demoAccount = z.object({ username: z.string(), name: z.string(), nameEn: z.string(), role });
export type DemoAccount = z.infer<typeof demoAccount>;

/** GET /api/session */
export const session = z.object({
  account: z
    .object({
      ...{ id: z.string(), username: z.string(), name: z.string(), demo: z.boolean() },
      /** the password was made by an administrator: nothing is open before it is changed (PUT /api/session/password) */
      mustChange: z.boolean().optional(),
    })
    .nullable(),
  grants: z.array(grant),
  /** those of the grants, as GET /api/counties tells them: what the page needs before it can draw a map */
  counties: z.array(countySummary),
  /** one-click accounts; empty unless the embedded demo listens on loopback */
  demoAccounts: z.array(demoAccount),
});
export type Session = z.infer<typeof session>;

/** POST /api/session (sign in) */
export const credentials = z.object({ username: z.string().min(1).max(64), password: z.string().min(1).max(256) });
/** POST /api/session/demo */
export const demoSignIn = z.object({ username: z.string().min(1).max(64) });
