import { z } from 'zod';
import { crsName } from './imports.ts';
import { fileFormat, lngLat } from './words.ts';

/** POST /api/counties/:county/plans/:id/reading : a file as a plan. Its body is the file; nothing is changed. */
export const readingQuery = z.strictObject({
  /** field that names each polygon; default: the first that is called like a name */
  field: z.string().min(1).max(200).optional(),
  /** default: as the file names it */
  crs: crsName.optional(),
});
export type ReadingWish = z.infer<typeof readingQuery>;

/** Why a row, or a block, cannot be taken. */
export const READING_FAULTS = [
  /** value: cells there / cells wanted */
  'missing-cells',
  'empty-unit',
  'empty-region',
  'rounded-number',
  'unknown-block',
  'two-regions',
  'bad-name',
  'ambiguous-name',
  'no-such-region',
  'wrong-level',
  'locked-region',
  'foreign-region',
  'split-community',
  'no-area',
  'wrong-place',
  'polygons-overlap',
  'in-no-polygon',
] as const;
export type ReadingFaultReason = (typeof READING_FAULTS)[number];

const readingFault = z.object({
  /** of the file: a spreadsheet's row of a table, the place of a polygon; null = about a block that no row names */
  row: z.number().int().nullable(),
  block: z.number().int().nullable(),
  /** inside the block */
  at: lngLat.nullable(),
  reason: z.enum(READING_FAULTS),
  /** what the file, or the plan, calls it */
  value: z.string(),
  /** the row that it disagrees with */
  otherRow: z.number().int().nullable(),
  /** one sentence: what, and what to do */
  detail: z.string(),
});
export type ReadingFault = z.infer<typeof readingFault>;

/** What a file says of a plan, as far as it can be taken. */
export const planReading = z.object({
  format: fileFormat,
  rows: z.number().int(),
  /** of polygons: the field that names them, and those that could */
  field: z.string().nullable(),
  fields: z.array(z.string()),
  crs: z.object({ name: crsName, why: z.string() }).nullable(),
  /** each region with its blocks, those that it has already included; `region` null = it would be new */
  regions: z.array(z.object({ region: z.number().nullable(), name: z.string(), blocks: z.array(z.number()) })),
  /** the first of them */
  faults: z.array(readingFault),
  faultTotal: z.number().int(),
});
export type PlanReading = z.infer<typeof planReading>;
