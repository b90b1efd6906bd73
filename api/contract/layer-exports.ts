import { z } from 'zod';
import { exportLosses, textEncoding } from './exports.ts';
import { problem } from './problems.ts';
import { ORGANIZATION_ATTRIBUTE_NAMES, SITE_ATTRIBUTE_NAMES } from './site-kinds.ts';
import { worklistKind } from './thing-edits.ts';
import { bounds, isoDate, regionKind } from './words.ts';

/**
 * Layers to take away, under /api/counties/:county
 *
 *   POST   /exports            begins to write a file (`layerExport`)
 *   GET    /exports            the own ones, newest first
 *   GET    /exports/:id        one; ask again until it is ready
 *   GET    /exports/:id/file   the file, for a day
 *   DELETE /exports/:id        stops it, or throws the file away
 *
 * Files have x = east and y = north, whatever order the system's register names. No figure of members is ever in one.
 */
export const EXPORT_LAYERS = [
  ...(['building', 'compound', 'wall', 'gate', 'road', 'railway', 'water', 'landuse'] as const),
  ...(['site', 'site_area', 'organization', 'party_org', 'region', 'block'] as const),
] as const;
export const exportLayer = z.enum(EXPORT_LAYERS);
export type ExportLayer = z.infer<typeof exportLayer>;

export const LAYER_FORMATS = [
  ...(['geojson', 'shapefile', 'geopackage', 'flatgeobuf', 'kml', 'kmz', 'csv', 'xlsx'] as const),
] as const;
export const layerFormat = z.enum(LAYER_FORMATS);
export type LayerFormat = z.infer<typeof layerFormat>;
/** Whose texts may stand in GBK. */
export const ENCODED_FORMATS: readonly LayerFormat[] = ['shapefile', 'csv'];
/** Whose coordinates are WGS84 by definition. */
export const WGS84_FORMATS: readonly LayerFormat[] = ['kml', 'kmz'];

interface ExportColumn {
  /** the property of a feature, the field of a table */
  readonly name: string;
  readonly type: 'text' | 'integer' | 'real' | 'boolean' | 'date';
}
const columns = (type: ExportColumn['type'], ...names: string[]): ExportColumn[] =>
  names.map((name) => ({ name, type }));

const NAMED = [...columns('integer', 'id'), ...columns('text', 'name')];
const COUNTS = [...columns('integer', 'households', 'residents', 'buildings'), ...columns('boolean', 'estimated')];
/** Where a thing lies on the day: its grid, its community, its street or town. */
const PLACE = columns('text', 'grid_code', 'grid_name', 'comm_code', 'comm_name', 'town_code', 'town_name');
const NUMBERS: readonly string[] = ['areaM2', 'investmentYuan', 'shops'];
const attributes = (names: readonly string[]): ExportColumn[] =>
  names.flatMap((name) => columns(NUMBERS.includes(name) ? 'real' : 'text', name));

const SITE_COLUMNS = [
  ...[...NAMED, ...columns('text', 'kind', 'address'), ...columns('integer', 'building', 'compound')],
  ...[...attributes(SITE_ATTRIBUTE_NAMES), ...columns('integer', 'block'), ...PLACE, ...columns('text', 'source_id')],
];

/** What a file tells of each feature of a layer, in this order. */
export const LAYER_COLUMNS: Readonly<Record<ExportLayer, readonly ExportColumn[]>> = {
  building: [
    ...[...NAMED, ...columns('text', 'street', 'house_number', 'kind'), ...columns('integer', 'floors')],
    ...[...columns('real', 'height'), ...columns('integer', 'households', 'residents')],
    ...[...columns('boolean', 'estimated'), ...columns('integer', 'compound'), ...columns('text', 'estate')],
    ...[...columns('integer', 'block'), ...PLACE, ...columns('text', 'source_id')],
  ],
  compound: [
    ...[...NAMED, ...columns('text', 'address', 'manager', 'management', 'stage')],
    ...[...columns('integer', 'households', 'built_year', 'expected_households'), ...columns('date', 'expected_on')],
    ...[...columns('integer', 'block'), ...PLACE, ...columns('text', 'source_id')],
  ],
  wall: NAMED,
  gate: NAMED,
  road: [...NAMED, ...columns('text', 'class', 'tags', 'source_id')],
  railway: [...NAMED, ...columns('text', 'source_id')],
  water: [...NAMED, ...columns('text', 'kind', 'source_id')],
  landuse: [...NAMED, ...columns('text', 'kind', 'source_id')],
  site: SITE_COLUMNS,
  site_area: SITE_COLUMNS,
  organization: [
    ...[...NAMED, ...columns('text', 'kind', 'address'), ...columns('integer', 'building')],
    ...[...attributes(ORGANIZATION_ATTRIBUTE_NAMES), ...columns('integer', 'block'), ...PLACE],
    ...columns('text', 'source_id'),
  ],
  party_org: [
    ...[...NAMED, ...columns('text', 'kind', 'form'), ...columns('integer', 'parent')],
    ...[...columns('text', 'anchor'), ...columns('integer', 'anchor_id'), ...columns('text', 'anchor_name')],
  ],
  region: [
    ...[...columns('integer', 'id'), ...columns('text', 'kind', 'code', 'name', 'name_en')],
    ...[...columns('integer', 'parent'), ...columns('real', 'area_m2'), ...COUNTS],
  ],
  block: [...columns('integer', 'id'), ...columns('real', 'area_m2'), ...COUNTS, ...PLACE],
};

/** What a list says of each thing in it, in front of the layer's own columns. */
export const WORKLIST_COLUMNS: readonly ExportColumn[] = columns('text', 'doubt', 'doubtful_code');

/** Things that are named one by one. */
const MOST_IDS = 10_000;

/** EPSG:nnnn or ESRI:nnnn of the catalogue, or one of the two Chinese datums that have no number. */
export const targetCrs = z.string().regex(/^((EPSG|ESRI):\d{4,6}|GCJ-02|BD-09)$/, 'EPSG:nnnn, GCJ-02 or BD-09');

export const layerExport = z
  .strictObject({
    layer: exportLayer,
    format: layerFormat,
    /** the day whose regions and blocks are meant; today when left out. Things are as they are now */
    date: isoDate.optional(),
    /** of layer `region`: one level alone */
    level: regionKind.optional(),
    /** what lies in a region; what crosses it, of roads, water and land use */
    region: z.number().int().positive().optional(),
    /** what touches a box */
    box: bounds
      .refine(([west, south, east, north]) => west < east && south < north, 'west, south, east, north')
      .optional(),
    /** these alone */
    ids: z.array(z.number().int().positive()).min(1).max(MOST_IDS).optional(),
    /** what stands in a list of what should be looked at */
    worklist: worklistKind.optional(),
    /** some of the layer's; all when left out */
    columns: z.array(z.string()).min(1, 'at least one column').optional(),
    crs: targetCrs.default('EPSG:4326'),
    encoding: textEncoding.default('utf-8'),
  })
  .superRefine(({ layer, format, level, columns: wanted, crs, encoding, worklist }, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (level !== undefined && layer !== 'region') refuse('level', 'only regions have a level; leave it out');
    if (encoding === 'gbk' && !ENCODED_FORMATS.includes(format))
      refuse('encoding', 'only a Shapefile and a CSV have a choice of encoding; leave it out');
    if (crs !== 'EPSG:4326' && WGS84_FORMATS.includes(format))
      refuse('crs', 'a KML is in WGS84 by definition; leave the system out, or take another format');
    const known = LAYER_COLUMNS[layer].map(({ name }) => name);
    const listed = worklist === undefined ? [] : WORKLIST_COLUMNS.map(({ name }) => name);
    const unknown = wanted?.find((name) => !known.includes(name) && !listed.includes(name));
    if (unknown !== undefined)
      refuse('columns', `${layer} has no column "${unknown.slice(0, 40)}"; its columns are ${known.join(', ')}`);
  });
export type LayerExport = z.infer<typeof layerExport>;

export const EXPORT_STATES = ['waiting', 'running', 'ready', 'failed'] as const;
export const exportJob = z.object({
  id: z.uuid(),
  wish: layerExport,
  status: z.enum(EXPORT_STATES),
  /** 0 … 1 */
  progress: z.number().min(0).max(1),
  /** features written; null until it is ready */
  rows: z.number().nullable(),
  fileName: z.string().nullable(),
  bytes: z.number().nullable(),
  losses: exportLosses,
  /** the catalogue has no shift from WGS84 to the system's datum: places can be wrong by some hundred metres */
  datumUnknown: z.boolean(),
  /** why it failed */
  problem: problem.pick({ type: true, detail: true, reason: true, values: true }).nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type ExportJob = z.infer<typeof exportJob>;
export const exportJobs = z.object({ exports: z.array(exportJob) });
