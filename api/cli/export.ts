import { rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import {
  EXPORT_LAYERS,
  LAYER_FORMATS,
  type LayerExport,
  type LayerFormat,
  layerExport,
} from '../contract/layer-exports.ts';
import { today } from '../contract/today.ts';
import { countyCode } from '../contract/words.ts';
import type { ScopedDatabase } from '../db/database.ts';
import { divisionInForce } from '../db/divisions.ts';
import { listRegions } from '../db/regions.ts';
import { auditExport, exportLayer } from '../services/exports/export-layer.ts';
import { LAYER_FILES } from '../services/exports/write-layer.ts';
import { type Command, InputError, UsageError } from './command.ts';
import { crsName } from './crs-name.ts';
import { parseWords } from './parse-words.ts';

const OPTIONS = {
  layer: { type: 'string' },
  county: { type: 'string' },
  format: { type: 'string' },
  level: { type: 'string' },
  region: { type: 'string' },
  box: { type: 'string' },
  ids: { type: 'string' },
  worklist: { type: 'string' },
  columns: { type: 'string' },
  crs: { type: 'string' },
  encoding: { type: 'string' },
  date: { type: 'string' },
  json: { type: 'boolean' },
} as const;
type Values = { [K in Exclude<keyof typeof OPTIONS, 'json'>]?: string } & { json?: boolean };

/** `tongxin export FILE`: a layer, a list or a selection of a county as a file, as its administrator sees it. */
export const command: Command = {
  name: 'export',
  usage: [
    'FILE|FOLDER --layer LAYER --county CODE',
    `[--format ${LAYER_FORMATS.join('|')}]`,
    '[--level county|street|community|grid|network|union] [--region CODE] [--box WEST,SOUTH,EAST,NORTH] [--ids ID,ID…]',
    '[--worklist LIST] [--columns NAME,NAME…] [--crs EPSG:nnnn|GCJ-02|BD-09] [--encoding utf-8|gbk] [--date YYYY-MM-DD]',
    '[--json]',
    `LAYER is one of ${EXPORT_LAYERS.join(', ')}; what the ending of FILE says need not be said with --format.`,
  ].join('\n         '),
  summary: 'write a layer as GeoJSON, Shapefile, GeoPackage, FlatGeobuf, KML, CSV or XLSX, in any coordinate system',
  run: async (argv, io, open) => {
    const { positionals, values } = parseWords(argv, OPTIONS);
    const [named, ...more] = positionals;
    if (named === undefined || more.length > 0) throw new UsageError('Name one file, or a folder, to write to.');
    const county = countyCode.safeParse(values.county);
    if (!county.success) throw new UsageError('Name the county with --county and its six digits.');
    const target = resolve(io.cwd, named);
    const isFolder = (await stat(target).catch(() => null))?.isDirectory() ?? false;
    const asked = readWish(values, isFolder ? null : formatOf(target));
    const db = (await open()).as({ county: county.data, role: 'admin' });
    const wish = { ...asked, ...(values.region !== undefined && { region: await regionOf(db, values.region, asked) }) };
    const folder = isFolder ? target : dirname(target);
    if (!(await stat(folder).catch(() => null))?.isDirectory())
      throw new InputError(`There is no folder ${folder}; make it first.`);
    const part = join(folder, `.${isFolder ? 'export' : basename(target)}.${process.pid}.part`);
    try {
      const written = await exportLayer(db, wish, part, { signal: io.signal, onProgress: async () => {} });
      await auditExport(db, wish);
      const file = isFolder ? join(folder, written.fileName) : target;
      await rename(part, file);
      if (values.json) {
        io.out(JSON.stringify({ ...written, file }));
        return 0;
      }
      io.out(`${file}: ${written.rows} rows, ${(written.bytes / 1e6).toFixed(1)} MB, ${wish.crs}`);
      for (const line of lossLines(written)) io.out(`  ${line}`);
      return 0;
    } finally {
      await rm(part, { force: true });
    }
  },
};

function lossLines({ losses, datumUnknown }: Awaited<ReturnType<typeof exportLayer>>): string[] {
  return [
    ...losses.flatMap(({ layer, renamed, cut, unencodable, placeless = 0 }) => [
      ...Object.entries(renamed).map(([from, to]) => `${layer}: the field ${from} is called ${to}`),
      ...Object.entries(cut).map(([column, n]) => `${layer}: ${n} texts of ${column} were cut`),
      ...(unencodable > 0 ? [`${layer}: ${unencodable} characters are not in this encoding and stand as "?"`] : []),
      ...(placeless > 0 ? [`${layer}: ${placeless} without a place were left out`] : []),
    ]),
    ...(datumUnknown ? ['the catalogue has no shift to this datum: places can be wrong by some hundred metres'] : []),
  ];
}

const formatOf = (file: string): LayerFormat | null =>
  LAYER_FORMATS.find((format) => `.${LAYER_FILES[format].extension}` === extname(file).toLowerCase()) ?? null;

function readWish(values: Values, ofFile: LayerFormat | null): LayerExport {
  const format = values.format ?? ofFile;
  if (format === null) throw new UsageError(`Say the format with --format: ${LAYER_FORMATS.join(', ')}.`);
  const list = (text: string | undefined) => text?.split(',').map((part) => part.trim());
  const parsed = layerExport.safeParse({
    ...{ layer: values.layer, format, level: values.level, worklist: values.worklist },
    ...{ encoding: values.encoding, date: values.date, columns: list(values.columns) },
    ...{ box: list(values.box)?.map(Number), ids: list(values.ids)?.map(Number) },
    crs: values.crs === undefined ? undefined : crsName(values.crs),
  });
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new UsageError(`--${String(path[0])}: ${message}.`);
}

/** A region by its code, or by its id. */
async function regionOf(db: ScopedDatabase, word: string, { date = today() }: LayerExport): Promise<number> {
  const { county } = db.scope;
  const division = await divisionInForce(db, county, date);
  const regions = division ? await listRegions(db, county, division.id) : [];
  const found = regions.find(({ id, code }) => code === word || String(id) === word);
  if (found) return found.id;
  throw new InputError(`County ${county} has no region ${word} on ${date}; give its code.`);
}
