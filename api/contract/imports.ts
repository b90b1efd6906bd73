import { z } from 'zod';
import { WORD_LANGUAGES } from './exports.ts';
import { importJoin } from './import-matches.ts';
import { problemValues } from './problem-values.ts';
import { PROBLEM_TYPES } from './problems.ts';
import { ORGANIZATION_ATTRIBUTE_NAMES, PLACE_ATTRIBUTE_NAMES, SITE_ATTRIBUTE_NAMES } from './site-kinds.ts';
import {
  bounds,
  countyCode,
  fileFormat,
  geometry,
  type ImportTarget,
  importTarget,
  isoDate,
  lngLat,
  regionKind,
} from './words.ts';

/**
 * A coordinate reference system: a code of PostGIS's catalogue, one of the Chinese offsets that have none, or PRJ:
 * the definition in the file's own .prj, when the catalogue knows no such system.
 */
export const crsName = z
  .string()
  .regex(/^((EPSG|ESRI):\d{4,6}|GCJ-02|BD-09|PRJ)$/, 'EPSG:nnnn, ESRI:nnnn, GCJ-02, BD-09 or PRJ');

export const fault = z.object({
  /** stable kebab-case word; the screen translates it */
  kind: z.string(),
  severity: z.enum(['error', 'warning']),
  /** 1-based row of the file; null = the file as a whole */
  row: z.number().nullable(),
  /** what this row calls itself */
  name: z.string().optional(),
  at: lngLat.nullable(),
  /** one sentence: what, and what to do */
  detail: z.string(),
  /** what the sentence speaks of, for saying it in another language: `value`, `attribute`, `max`, `type`, `otherRow`, `column`, `metres`, `km` */
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /** size of a gap, overlap or sliver */
  areaM2: z.number().optional(),
  /** the import can mend it with consent */
  mendable: z.boolean(),
});
export type Fault = z.infer<typeof fault>;

/** How a table is read that has its places in columns; '' and null = made out from its header. */
export const tableSettings = z.object({
  /** row that names the columns, as a spreadsheet counts: the first is 1 */
  headerRow: z.number().int().min(1).max(1000).nullable().default(null),
  /** column of longitudes or eastings, of latitudes or northings */
  x: z.string().max(200).default(''),
  y: z.string().max(200).default(''),
  /** column of geometries as well-known text or GeoJSON, in place of the two */
  wkt: z.string().max(200).default(''),
});
export type TableSettings = z.infer<typeof tableSettings>;

/** One of several things that a file holds: a table of a GeoPackage, a Shapefile of an archive, a sheet of a workbook. */
export const fileLayer = z.object({
  name: z.string(),
  /** null = not known before it is read */
  rows: z.number().nullable(),
});
export type FileLayer = z.infer<typeof fileLayer>;

export const IMPORT_MODES = ['replace', 'add', 'update'] as const;

export const importSettings = z.object({
  target: importTarget,
  /** of a file with several layers, the one to read; null = the first that holds places */
  layer: z.string().max(300).nullable().default(null),
  /** null = made out from the table */
  table: tableSettings.nullable().default(null),
  /** null = as the file names it (WGS84 when it names none) */
  crs: crsName.nullable().default(null),
  /** region level, for target regions */
  level: regionKind.nullable().default(null),
  /** take only rows in which a field has a value: "field=value"; '' = all rows */
  where: z
    .string()
    .regex(/^([^=]+=.*)?$/, 'field=value')
    .default(''),
  /** first day of the division that regions and blocks make; null = today, or the day of the division they replace */
  validFrom: isoDate.nullable().default(null),
  /** name of a county that the import creates */
  countyName: z.string().max(80).default(''),
  /** where nothing is said of the mapping: as the last file with the same fields; false = that is forgotten */
  memory: z.boolean().default(true),
  /** attribute → field of the file; '' = leave empty */
  mapping: z.record(z.string(), z.string()).default({}),
  /** constant attributes, e.g. the kind of all sites */
  constants: z.record(z.string(), z.string()).default({}),
  /** what to do with faults that can be mended */
  faults: z.enum(['mend', 'refuse-rows', 'refuse-file']).default('refuse-file'),
  /** rows without coordinates: the column that names where they belong; null = each row has its place */
  join: importJoin.nullable().default(null),
  /** replace what the county has of this target, add to it, or change what the rows name and add the others */
  mode: z.enum(IMPORT_MODES).default('replace'),
});
export type ImportSettings = z.infer<typeof importSettings>;

/** What an import can fill, by target; `kind` may come from a field, a constant, or the row's other tags. */
export const IMPORT_ATTRIBUTES: Readonly<Record<ImportTarget, readonly string[]>> = {
  regions: ['name', 'name_en', 'code', 'population', 'households'],
  blocks: ['name'],
  compounds: [
    ...[
      'name',
      'address',
      'manager',
      'management',
      'households',
      'built_year',
      'stage',
      'expected_households',
      'source_id',
    ],
  ],
  buildings: [
    ...['name', 'street_name', 'house_number', 'kind', 'floors', 'height', 'households', 'residents', 'source_id'],
  ],
  roads: ['name', 'class', 'source_id'],
  water: ['name', 'kind', 'source_id'],
  landuse: ['name', 'kind', 'source_id'],
  sites: ['name', 'kind', 'address', 'street_name', 'house_number', ...SITE_ATTRIBUTE_NAMES, 'source_id'],
  organizations: [
    ...['name', 'kind', 'address', 'street_name', 'house_number', ...ORGANIZATION_ATTRIBUTE_NAMES, 'source_id'],
  ],
  pois: ['name', 'address', 'street_name', 'house_number', ...PLACE_ATTRIBUTE_NAMES, 'source_id'],
};

export const importField = z.object({
  name: z.string(),
  type: z.enum(['text', 'number', 'mixed']),
  samples: z.array(z.string()),
});

export const importReport = z.object({
  id: z.uuid(),
  county: countyCode,
  countyExists: z.boolean(),
  fileName: z.string(),
  status: z.enum(['reading', 'preview', 'switching', 'done', 'rejected', 'failed']),
  createdAt: z.iso.datetime({ offset: true }),
  /** when it was written, refused or given up; null = it is still open */
  finishedAt: z.iso.datetime({ offset: true }).nullable(),
  /** who sent the file; '' = the command line, or an account that is no more */
  accountName: z.string(),
  settings: importSettings,
  /** null = not read yet */
  format: fileFormat.nullable(),
  /** of a file that may hold several; empty when its format knows none */
  layers: z.array(fileLayer),
  /** the one that was read */
  layer: z.string().nullable(),
  /** how a table was read; null when the file is none */
  table: tableSettings.nullable(),
  /** what the file says of its CRS, or what was guessed, and why */
  crs: z.object({ name: crsName, source: z.enum(['file', 'guessed', 'chosen']), why: z.string() }),
  fields: z.array(importField),
  rows: z.number(),
  /** rows that a switch would write */
  ready: z.number(),
  bounds: bounds.nullable(),
  faults: z.array(fault),
  faultTotal: z.number(),
  attribution: z.string(),
  /** the mapping that holds is that of an earlier file with the same fields, not a guess */
  remembered: z.boolean(),
  /** after the switch: what was written, mended, left out, lies in no block … */
  outcome: z.record(z.string(), z.union([z.number(), z.string()])),
  progress: z.number().min(0).max(1),
  message: z.string(),
  /** why a file could not be read, or other settings were not taken (those of the report still hold); null = neither */
  problem: z
    .object({
      type: z.enum(PROBLEM_TYPES),
      detail: z.string(),
      reason: z.string().optional(),
      values: problemValues.optional(),
    })
    .nullable(),
});
export type ImportReport = z.infer<typeof importReport>;

/**
 * GET …/imports/:id/report?format=&lang= : the report as a file to keep. xlsx: the import and its faults, on two
 * sheets; csv: the faults alone; json: as the server keeps it.
 */
export const REPORT_FORMATS = ['xlsx', 'csv', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];
export const reportWish = z.strictObject({
  format: z.enum(REPORT_FORMATS).default('xlsx'),
  lang: z.enum(WORD_LANGUAGES).default('zh'),
});

/** GET …/imports/:id/preview : features (simplified, capped) and fault places for the map */
export const importPreview = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(z.object({ type: z.literal('Feature'), geometry, properties: z.record(z.string(), z.unknown()) })),
  truncated: z.boolean(),
});
export type ImportPreview = z.infer<typeof importPreview>;
