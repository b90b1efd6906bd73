import { basename, resolve } from 'node:path';
import { type ImportReport, type ImportSettings, importSettings } from '../contract/imports.ts';
import { countyCode } from '../contract/words.ts';
import { hasPeople } from '../db/imports.ts';
import { endInterrupted, importFile, unsettledWords } from '../services/imports/imports.ts';
import { type Command, UsageError } from './command.ts';
import { crsName } from './crs-name.ts';
import { isAboutPast, lookAtPast, PAST_USAGE } from './import-past.ts';
import { settleByFile } from './match-file.ts';
import { parseWords } from './parse-words.ts';
import { printReport } from './print-import.ts';
import { checkThere } from './read-places.ts';

const OPTIONS = {
  as: { type: 'string' },
  county: { type: 'string' },
  name: { type: 'string' },
  level: { type: 'string' },
  layer: { type: 'string' },
  join: { type: 'string' },
  by: { type: 'string' },
  within: { type: 'string' },
  several: { type: 'string' },
  matches: { type: 'string' },
  'header-row': { type: 'string' },
  x: { type: 'string' },
  y: { type: 'string' },
  wkt: { type: 'string' },
  crs: { type: 'string' },
  map: { type: 'string', multiple: true },
  set: { type: 'string', multiple: true },
  where: { type: 'string' },
  population: { type: 'string' },
  faults: { type: 'string' },
  mode: { type: 'string' },
  'valid-from': { type: 'string' },
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

interface Asked {
  file: string;
  county: string;
  settings: ImportSettings;
  /** file in which a person settles what rows are joined to */
  matches: string | undefined;
  dryRun: boolean;
  json: boolean;
}

/** `tongxin import FILE`: reads, checks and lands a file in one go; what cannot be taken is told and nothing changes. */
export const command: Command = {
  name: 'import',
  usage: [
    'FILE --as regions|blocks|compounds|buildings|roads|water|landuse|sites|organizations|pois --county CODE',
    '[--name NAME] [--level county|street|community|grid] [--crs EPSG:nnnn|GCJ-02|BD-09] [--where FIELD=VALUE]',
    '[--layer NAME] [--header-row N] [--x COLUMN --y COLUMN | --wkt COLUMN]',
    '[--join building|compound|grid|community|street|site|organization --by code=COLUMN|name=COLUMN|address=COLUMN',
    ' [--within COLUMN] [--several refuse|sum|last] [--matches FILE.csv]]',
    '[--map ATTRIBUTE=FIELD]… [--set ATTRIBUTE=VALUE]… [--population FIELD] [--faults mend|refuse-rows|refuse-file]',
    '[--mode replace|add|update] [--valid-from YYYY-MM-DD] [--dry-run] [--json]',
  ]
    .join('\n         ')
    .concat('\n', PAST_USAGE),
  summary:
    'load GeoJSON, Shapefile (zipped), GeoPackage, FlatGeobuf, KML, CSV or XLSX into a county; an unknown county is created',
  run: async (argv, io, open) => {
    if (isAboutPast(argv)) return lookAtPast(argv, io, open);
    const asked = readArguments(argv);
    const path = resolve(io.cwd, asked.file);
    await checkThere(path);
    const database = await open();
    await endInterrupted(database, { onUnsettled: (_, counties) => io.err(`${unsettledWords(counties)}.`) });
    const db = database.as({ county: asked.county, role: 'admin' });
    const show = (report: ImportReport): void =>
      asked.json ? io.out(JSON.stringify(report)) : printReport(report, io.out);
    let preview: ImportReport | null = null;
    const onPreview = (report: ImportReport): void => {
      preview = report;
      io.signal.throwIfAborted();
    };
    const onLeftOver = (error: unknown): void => {
      const why = error instanceof Error ? error.message : String(error);
      io.err(`The import is written. Tidying up after it failed and is left to the next import: ${why}`);
    };
    const file = { name: basename(path), path, settings: asked.settings };
    try {
      const { dryRun, matches } = asked;
      const settle = matches === undefined ? undefined : (id: string) => settleByFile(db, id, resolve(io.cwd, matches));
      const report = await importFile(db, file, { dryRun, settle, onPreview, onLeftOver, signal: io.signal });
      show(report);
      if (!asked.json && !asked.dryRun && !(await hasPeople(db, asked.county)))
        io.out(`  ${wayIn(asked.county, db.kind)}`);
      if (!asked.dryRun || report.message === '') return 0;
      io.err(report.message);
      return REFUSED;
    } catch (error) {
      if (preview) show(preview);
      throw error;
    }
  },
};
const REFUSED = 2;

function wayIn(county: string, kind: 'pg' | 'pglite'): string {
  const now =
    kind === 'pglite'
      ? 'no person has an account here; until one has, the demo accounts may look'
      : 'nobody has an account here yet';
  return `access     ${now}; give one: npm run -s tongxin -- user add USERNAME --county ${county} --role admin`;
}

function readArguments(argv: string[]): Asked {
  const { values, positionals } = parseWords(argv, OPTIONS);
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('Name one file to import.');
  if (values.as === undefined) throw new UsageError('Say what the file holds with --as.');
  const county = countyCode.safeParse(values.county);
  if (!county.success)
    throw new UsageError('Name the county with --county and its six digits (99xxxx for a sample or a place abroad).');
  const mapping = pairs(values.map ?? [], '--map');
  if (values.population !== undefined)
    mapping[values.as === 'buildings' ? 'residents' : 'population'] = values.population;
  const settings = importSettings.safeParse({
    target: values.as,
    layer: values.layer ?? null,
    table: tableOf(values),
    crs: values.crs === undefined ? null : crsName(values.crs),
    level: values.level ?? null,
    countyName: values.name ?? '',
    mapping,
    constants: pairs(values.set ?? [], '--set'),
    where: values.where ?? '',
    join: joinOf(values),
    faults: values.faults,
    mode: values.mode,
    validFrom: values['valid-from'] ?? null,
  });
  if (values.matches !== undefined && settings.success && !settings.data.join && settings.data.mode !== 'update')
    throw new UsageError('--matches is for rows that are joined: say to what with --join and --by.');
  if (!settings.success) {
    const { path, message } = settings.error.issues[0]!;
    const option = String(path[0] === 'table' || path[0] === 'join' ? path[1] : path[0]);
    throw new UsageError(`${OPTION_OF[option] ?? `--${option}`}: ${message}.`);
  }
  return {
    file,
    county: county.data,
    settings: settings.data,
    matches: values.matches,
    dryRun: values['dry-run'] ?? false,
    json: values.json ?? false,
  };
}

/** How a setting is called on the command line, where its name is another one. */
const OPTION_OF: Record<string, string> = {
  target: '--as',
  countyName: '--name',
  mapping: '--map',
  constants: '--set',
  validFrom: '--valid-from',
  headerRow: '--header-row',
  to: '--join',
  field: '--by',
};

/** null when nothing is said of it */
function joinOf(given: { join?: string; by?: string; within?: string; several?: string }) {
  const { join: to, by: column, within, several } = given;
  if (to === undefined && column === undefined) return null;
  const equals = column?.indexOf('=') ?? -1;
  if (to === undefined || equals < 1)
    throw new UsageError('Say what the rows are joined to and by which column: --join community --by name=社区');
  return { to, by: column!.slice(0, equals), field: column!.slice(equals + 1), within, several };
}

/** null when nothing is said of it */
function tableOf(given: { 'header-row'?: string; x?: string; y?: string; wkt?: string }) {
  const { 'header-row': row, x = '', y = '', wkt = '' } = given;
  if (row === undefined && x + y + wkt === '') return null;
  if ((x === '') !== (y === '')) throw new UsageError('Name both columns of coordinates, --x and --y.');
  return { headerRow: row === undefined ? null : Number(row), x, y, wkt };
}

function pairs(given: string[], option: string): Record<string, string> {
  return Object.fromEntries(
    given.map((pair) => {
      const equals = pair.indexOf('=');
      if (equals < 1) throw new UsageError(`${option} takes ATTRIBUTE=VALUE, not "${pair}".`);
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}
