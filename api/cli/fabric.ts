import { resolve } from 'node:path';
import { type Command, type CommandIo, UsageError } from './command.ts';
import { crsName } from './crs-name.ts';
import { type Areas, areasOf } from './fabric/areas.ts';
import { blocksOfLines } from './fabric/blocks.ts';
import { checkAreas } from './fabric/check.ts';
import { dissolveAreas } from './fabric/dissolve.ts';
import { repairAreas } from './fabric/repair.ts';
import type { FabricResult } from './fabric/result.ts';
import { parseWords } from './parse-words.ts';
import { readPlaces } from './read-places.ts';
import { checkOut, type Out, writePlaces } from './write-places.ts';

const OPTIONS = {
  by: { type: 'string' },
  sum: { type: 'string', multiple: true },
  within: { type: 'string' },
  tolerance: { type: 'string' },
  'mend-width': { type: 'string' },
  'fill-gaps': { type: 'boolean' },
  'min-area': { type: 'string' },
  'min-width': { type: 'string' },
  crs: { type: 'string' },
  encoding: { type: 'string' },
  out: { type: 'string' },
  json: { type: 'boolean' },
} as const;
type Option = keyof typeof OPTIONS;

const COMMON: readonly Option[] = ['tolerance', 'crs', 'encoding', 'out', 'json'];
const ACTIONS: Readonly<Record<string, readonly Option[]>> = {
  check: [...COMMON, 'mend-width', 'fill-gaps'],
  repair: [...COMMON, 'mend-width', 'fill-gaps'],
  dissolve: [...COMMON, 'mend-width', 'fill-gaps', 'by', 'sum'],
  blocks: [...COMMON, 'within', 'min-area', 'min-width'],
};
/** What a number may be, with its unit. A tolerance wider than a lane would close it. */
const NUMBERS = {
  tolerance: { most: 10, unit: 'metres' },
  'mend-width': { most: 1000, unit: 'metres' },
  'min-area': { most: 1e9, unit: 'square metres' },
  'min-width': { most: 1000, unit: 'metres' },
} as const;

const FILES =
  'FILE [--tolerance M] [--crs EPSG:nnnn|GCJ-02|BD-09]\n         [--out FILE.geojson|.topojson|.zip|.gpkg] [--encoding utf-8|gbk] [--json]';
const MEND = '[--mend-width M] [--fill-gaps]';
const DISSOLVE = '--by FIELD [--sum FIELD]…';
const BLOCKS = '[--within FILE [--min-area M2] [--min-width M]]';

/** `tongxin fabric`: the planar graph at work on files, without a database. */
export const command: Command = {
  name: 'fabric',
  usage: [
    `check|repair|dissolve|blocks ${FILES}`,
    `check, repair: ${MEND} · dissolve: ${DISSOLVE}`,
    `blocks: ${BLOCKS}`,
  ].join('\n         '),
  usageOf: {
    check: `check ${FILES} ${MEND}`,
    repair: `repair ${FILES} ${MEND}`,
    dissolve: `dissolve ${FILES} ${DISSOLVE} ${MEND}`,
    blocks: `blocks ${FILES} ${BLOCKS}`,
  },
  summary: 'check and mend polygon files, dissolve them by a field, make blocks of lines; needs no database',
  run: async (argv, io) => {
    const asked = readArguments(argv);
    const path = resolve(io.cwd, asked.file);
    const out = asked.out === null ? null : await checkedOut(asked, path, io);
    const result = await work(asked, path, io);
    const notes = out ? await writePlaces(out, result.written, new Date()) : [];
    for (const note of [...result.notes, ...notes]) io.err(note);
    if (asked.json) io.out(JSON.stringify({ ...result.json, out: out?.path ?? null }));
    else for (const line of [...result.lines, ...(out ? [`  written: ${out.path}`] : [])]) io.out(line);
    return result.exit;
  },
};

interface Asked {
  action: string;
  file: string;
  by: string;
  sums: string[];
  within: string | null;
  toleranceM: number | undefined;
  mendWidthM: number | undefined;
  fillGaps: boolean;
  minAreaM2: number;
  minWidthM: number;
  crs: string | null;
  encoding: Out['encoding'];
  out: string | null;
  json: boolean;
}

const checkedOut = (asked: Asked, path: string, { cwd }: CommandIo): Promise<Out> => {
  const inputs = [path, ...(asked.within === null ? [] : [resolve(cwd, asked.within)])];
  return checkOut(resolve(cwd, asked.out!), asked.encoding, inputs);
};

async function work(asked: Asked, path: string, io: CommandIo): Promise<FabricResult> {
  const file = await readPlaces(path, asked.crs);
  io.signal.throwIfAborted();
  if (asked.action === 'blocks') {
    const within = asked.within === null ? null : areasOf(await readPlaces(resolve(io.cwd, asked.within), asked.crs));
    return blocksOfLines(file, { ...asked, within });
  }
  const areas: Areas = areasOf(file);
  if (asked.action === 'check') return checkAreas(areas, asked);
  if (asked.action === 'repair') return repairAreas(areas, asked);
  return dissolveAreas(areas, asked);
}

function readArguments(argv: string[]): Asked {
  const { values, positionals } = parseWords(argv, OPTIONS);
  const [action, file, ...more] = positionals;
  const actions = Object.keys(ACTIONS).join(', ');
  if (action === undefined) throw new UsageError(`Say what to do: ${actions}.`);
  const allowed = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  if (!allowed) throw new UsageError(`fabric cannot "${action}"; it can ${actions}.`);
  if (file === undefined || more.length > 0)
    throw new UsageError(`Name one file to ${action === 'blocks' ? 'make blocks of' : action}.`);
  const foreign = (Object.keys(values) as Option[]).find((option) => !allowed.includes(option));
  if (foreign) throw new UsageError(`fabric ${action} takes no --${foreign}.`);
  if (action === 'dissolve' && !values.by) throw new UsageError('Say by which field to dissolve with --by.');
  const number = (option: keyof typeof NUMBERS): number | undefined => numberOf(option, values[option]);
  const least = { minAreaM2: number('min-area') ?? 0, minWidthM: number('min-width') ?? 0 };
  if (values.within === undefined && least.minAreaM2 + least.minWidthM > 0)
    throw new UsageError('--min-area and --min-width need areas to stay within; name their file with --within.');
  return {
    action,
    file,
    by: values.by ?? '',
    sums: values.sum ?? [],
    within: values.within ?? null,
    toleranceM: number('tolerance'),
    mendWidthM: number('mend-width'),
    fillGaps: values['fill-gaps'] ?? false,
    ...least,
    crs: values.crs === undefined ? null : crsName(values.crs),
    encoding: encodingOf(values.encoding),
    out: values.out ?? null,
    json: values.json ?? false,
  };
}

function numberOf(option: keyof typeof NUMBERS, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const { most, unit } = NUMBERS[option];
  const value = given.trim() === '' ? Number.NaN : Number(given);
  if (value >= 0 && value <= most) return value;
  throw new UsageError(`--${option} takes ${unit} from 0 to ${most.toLocaleString('en')}, not "${given}".`);
}

function encodingOf(given = 'utf-8'): Out['encoding'] {
  const plain = given.toLowerCase().replace(/^utf8$/, 'utf-8');
  if (plain === 'utf-8' || plain === 'gbk') return plain;
  throw new UsageError(`--encoding takes utf-8 or gbk, not "${given}".`);
}
