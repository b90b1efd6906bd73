import { resolve } from 'node:path';
import { type Command, type CommandIo, UsageError } from './command.ts';
import { crsName } from './crs-name.ts';
import { enumeratePlans } from './divide/enumerate.ts';
import { COLUMNS, type Columns, readPlan } from './divide/plan-file.ts';
import { type ProposeOptions, proposePlan } from './divide/propose.ts';
import type { DivideResult } from './divide/result.ts';
import { scorePlan } from './divide/score.ts';
import { type Units, unitsOfGraph, unitsOfPolygons } from './divide/units.ts';
import { parseWords } from './parse-words.ts';

const OPTIONS = {
  units: { type: 'string' },
  graph: { type: 'string' },
  id: { type: 'string' },
  crs: { type: 'string' },
  population: { type: 'string' },
  assignment: { type: 'string' },
  columns: { type: 'string' },
  parts: { type: 'string' },
  tolerance: { type: 'string' },
  seed: { type: 'string' },
  steps: { type: 'string' },
  objective: { type: 'string' },
  start: { type: 'string' },
  keep: { type: 'string' },
  locked: { type: 'string' },
  out: { type: 'string' },
  json: { type: 'boolean' },
} as const;
type Option = keyof typeof OPTIONS;
type Values = Partial<Record<Exclude<Option, 'json'>, string>> & { json?: boolean };

const COMMON: readonly Option[] = ['units', 'graph', 'id', 'crs', 'population', 'json'];
const ACTIONS: Readonly<Record<string, { takes: readonly Option[]; needs: readonly Option[] }>> = {
  score: { takes: [...COMMON, 'assignment', 'columns'], needs: ['assignment', 'population'] },
  propose: {
    takes: [
      ...COMMON,
      ...(['parts', 'tolerance', 'seed', 'steps', 'objective', 'start', 'columns', 'keep', 'locked', 'out'] as const),
    ],
    needs: ['population', 'parts', 'tolerance', 'seed'],
  },
  enumerate: { takes: [...COMMON, 'parts', 'tolerance'], needs: ['parts'] },
};

const USAGE = {
  score: 'score --units FILE|--graph JSON --assignment CSV|FIELD --population FIELD [--columns UNIT,REGION]',
  propose: [
    'propose --units FILE|--graph JSON --population FIELD --parts N --tolerance SHARE --seed N [--steps N]',
    '        [--objective cut-edges|compactness|least-change] [--start CSV|FIELD] [--keep FIELD] [--locked CSV]',
    '        [--columns UNIT,REGION] [--out CSV]',
  ].join('\n         '),
  enumerate: 'enumerate --units FILE|--graph JSON --parts N [--population FIELD] [--tolerance SHARE]',
} as const;
const EACH = 'each: [--id FIELD] [--crs EPSG:nnnn|GCJ-02|BD-09] [--json]';
const NEAREST =
  'Where no plan is within the tolerance the nearest one is given, with exit code 0; withinTolerance is false in --json.';

/** `tongxin divide`: plans of any units, scored, proposed and counted, without a database. */
export const command: Command = {
  name: 'divide',
  usage: [...Object.values(USAGE), EACH].join('\n         '),
  usageOf: {
    ...Object.fromEntries(Object.entries(USAGE).map(([verb, usage]) => [verb, `${usage}\n         ${EACH}`])),
    propose: `${USAGE.propose}\n         ${EACH}\n${NEAREST}`,
  },
  summary: 'score plans of divided units, propose new ones, count all there are, from polygon files or graphs',
  run: async (argv, io) => {
    const { action, values } = readArguments(argv);
    const { json, lines, notes } = await work(action, values, io);
    for (const note of notes) io.err(note);
    if (values.json) io.out(JSON.stringify(json));
    else for (const line of lines) io.out(line);
    return 0;
  },
};

async function work(action: string, values: Values, io: CommandIo): Promise<DivideResult> {
  const columns = columnsOf(values.columns);
  if (action === 'score') {
    const units = await readUnits(values, io);
    return scorePlan(units, await readPlan(units, values.assignment!, io.cwd, columns), values.population!);
  }
  const parts = wholeNumber('parts', values.parts!, 1, 1_000_000);
  if (action === 'enumerate') {
    const tolerance = values.tolerance === undefined ? null : toleranceOf(values.tolerance);
    return enumeratePlans(await readUnits(values, io), { population: values.population ?? null, parts, tolerance }, io);
  }
  const options = {
    columns,
    population: values.population!,
    parts,
    tolerance: toleranceOf(values.tolerance!),
    seed: wholeNumber('seed', values.seed!, 0, Number.MAX_SAFE_INTEGER),
    steps: wholeNumber('steps', values.steps ?? '1000', 0, 1_000_000_000),
    objective: objectiveOf(values.objective ?? 'cut-edges'),
    start: values.start ?? null,
    keep: values.keep ?? null,
    locked: values.locked ?? null,
    out: values.out ?? null,
  };
  return proposePlan(await readUnits(values, io), options, io);
}

function readUnits({ units, graph, id, crs }: Values, { cwd }: CommandIo): Promise<Units> {
  return graph === undefined
    ? unitsOfPolygons(resolve(cwd, units!), id ?? null, crs === undefined ? null : crsName(crs))
    : unitsOfGraph(resolve(cwd, graph), id ?? null);
}

function readArguments(argv: string[]): { action: string; values: Values } {
  const { values, positionals } = parseWords(argv, OPTIONS);
  const [action, ...more] = positionals;
  const actions = Object.keys(ACTIONS).join(', ');
  if (action === undefined) throw new UsageError(`Say what to do: ${actions}.`);
  const rules = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  if (!rules) throw new UsageError(`divide cannot "${action}"; it can ${actions}.`);
  if (more.length > 0) throw new UsageError(`"${more[0]}" is not expected; name files with --units or --graph.`);
  const foreign = (Object.keys(values) as Option[]).find((option) => !rules.takes.includes(option));
  if (foreign) throw new UsageError(`divide ${action} takes no --${foreign}.`);
  if ((values.units === undefined) === (values.graph === undefined))
    throw new UsageError('Name what is to be divided, polygons with --units or a graph with --graph.');
  const missing = rules.needs.find((option) => values[option] === undefined);
  if (missing) throw new UsageError(`divide ${action} needs --${missing}.`);
  return { action, values };
}

function columnsOf(given: string | undefined): Columns {
  if (given === undefined) return COLUMNS;
  const [unit, region, ...more] = given.split(',').map((name) => name.trim());
  if (!unit || !region || more.length > 0 || unit === region)
    throw new UsageError(`--columns takes two names, UNIT,REGION, not "${given}".`);
  return { unit, region };
}

function wholeNumber(option: string, given: string, least: number, most: number): number {
  const value = given.trim() === '' ? Number.NaN : Number(given);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UsageError(`--${option} takes a whole number from ${least} to ${most}, not "${given}".`);
}

function toleranceOf(given: string): number {
  const value = given.trim() === '' ? Number.NaN : Number(given);
  if (value >= 0 && value <= 1) return value;
  throw new UsageError(`--tolerance takes a share from 0 to 1 (0.05 is 5 %), not "${given}".`);
}

function objectiveOf(given: string): ProposeOptions['objective'] {
  if (given === 'cut-edges' || given === 'compactness' || given === 'least-change') return given;
  throw new UsageError(`--objective takes cut-edges, compactness or least-change, not "${given}".`);
}
