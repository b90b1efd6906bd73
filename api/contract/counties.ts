import { z } from 'zod';
import { bounds, countyCode, isoDate, LAYERS, lngLat, regionKind, role, SITE_KINDS } from './words.ts';

/** GET /api/counties: the counties that the signed-in account has a grant for. */
export const countySummary = z.object({
  code: countyCode,
  name: z.string(),
  nameEn: z.string(),
  demo: z.boolean(),
  bounds: bounds.nullable(),
  roles: z.array(role),
});
export type CountySummary = z.infer<typeof countySummary>;

export const divisionSummary = z.object({
  id: z.number(),
  name: z.string(),
  fabric: z.number(),
  validFrom: isoDate,
  /** exclusive; null = until further notice */
  validTo: isoDate.nullable(),
});
export type DivisionSummary = z.infer<typeof divisionSummary>;

/** GET /api/counties/:county?date= */
export const county = countySummary.extend({
  /** credit lines that the data ask for, sources with `; ` between them */
  attribution: z.string(),
  /** the same in English; '' = `attribution` stands for both */
  attributionEn: z.string(),
  /** the division in force on the date asked; null when none is */
  division: divisionSummary.nullable(),
  divisions: z.array(divisionSummary),
  /** features by layer */
  counts: z.partialRecord(z.enum(LAYERS), z.number()),
  siteCounts: z.partialRecord(z.enum(SITE_KINDS), z.number()),
  /** things that lie in no block, by layer */
  unlocated: z.record(z.string(), z.number()),
  dataVersion: z.number(),
});
export type County = z.infer<typeof county>;

/** A region as it is in one division. */
export const region = z.object({
  id: z.number(),
  kind: regionKind,
  parent: z.number().nullable(),
  code: z.string().nullable(),
  name: z.string(),
  nameEn: z.string(),
  hue: z.number().int().min(0).max(7),
  label: lngLat,
  bounds,
  areaM2: z.number(),
  households: z.number(),
  residents: z.number(),
  buildings: z.number(),
  /** residents were shared out from a larger figure, not counted */
  estimated: z.boolean(),
  /** network and union that a community belongs to */
  groupings: z.array(z.number()).optional(),
});
export type Region = z.infer<typeof region>;

/** GET /api/counties/:county/regions?date= */
export const regionList = z.object({ division: divisionSummary.nullable(), regions: z.array(region) });
export type RegionList = z.infer<typeof regionList>;
