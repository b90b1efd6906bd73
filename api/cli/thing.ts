import { z } from 'zod';
import { type AskedChange, askedChanges, EDIT_LAYERS, editLayer, type ThingChange } from '../contract/thing-edits.ts';
import { countyCode } from '../contract/words.ts';
import { readCounty } from '../db/counties.ts';
import { ANY_CHANGE, listChanges } from '../db/thing-changes.ts';
import { ProblemError } from '../problems.ts';
import { changeThings, readRecord } from '../services/things/change-things.ts';
import type { Keeper } from '../services/things/keeper.ts';
import { undoChanges } from '../services/things/undo-changes.ts';
import { type Command, type CommandIo, InputError, UsageError } from './command.ts';
import { parseWords } from './parse-words.ts';

const OPTIONS = {
  county: { type: 'string' },
  set: { type: 'string' },
  version: { type: 'string' },
  json: { type: 'boolean' },
} as const;
interface Values {
  county?: string;
  set?: string;
  version?: string;
  json?: boolean;
}

/** Lines that `history` prints. */
const MOST_LINES = 100;

/** `tongxin thing …`: single things of a county from scripts, as the county's administrator. */
export const command: Command = {
  name: 'thing',
  usage: [
    'show LAYER ID --county CODE',
    '  thing add LAYER --set JSON --county CODE',
    '  thing change LAYER ID --set JSON --county CODE [--version N]',
    '  thing retire LAYER ID --county CODE [--version N]',
    '  thing restore LAYER ID --county CODE --version N',
    '  thing history [LAYER ID] --county CODE [--json]',
    '  thing undo CHANGE-SET --county CODE',
    `LAYER is one of ${EDIT_LAYERS.join(', ')}; JSON has the fields that \`show\` prints, such as '{"floors": 6}'.`,
    'Without --version the newest one is changed.',
  ].join('\n'),
  summary: 'add, change, retire and restore single things; their history; undo',
  run: async (argv, io, open) => {
    const { positionals, values } = parseWords(argv, OPTIONS);
    const [verb = '', ...words] = positionals;
    const act = ACTIONS[verb];
    if (!act) throw new UsageError(verb ? `There is no "thing ${verb}".` : 'Say what to do.');
    const county = countyCode.safeParse(values.county);
    if (!county.success) throw new UsageError('Name the county: --county CODE, six digits.');
    const check = act(words, values);
    const db = (await open()).as({ county: county.data, role: 'admin' });
    if (!(await readCounty(db, county.data))) throw new InputError(`There is no county ${county.data}.`);
    try {
      await check({ db, name: '' }, io);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      throw new InputError(error.message);
    }
    return 0;
  },
};

/** What the words ask for, checked before a database is opened. */
type Action = (words: string[], values: Values) => (keeper: Keeper, io: CommandIo) => Promise<void>;

const ACTIONS: Readonly<Record<string, Action>> = {
  show: (words) => {
    const { layer, id } = readThing(words);
    return async (keeper, io) => io.out(JSON.stringify(await readRecord(keeper, layer, id), null, 2));
  },
  add: (words, values) => {
    const change = readChange({ action: 'create', layer: words[0], fields: readFields(values) });
    return async (keeper, io) => tell(io, (await changeThings(keeper, [change])).changes);
  },
  change: (words, values) => {
    const fields = readFields(values);
    const thing = readThing(words);
    return async (keeper, io) => {
      const version = await versionOf(keeper, thing, values);
      tell(io, (await changeThings(keeper, [readChange({ action: 'change', ...thing, version, fields })])).changes);
    };
  },
  retire: (words, values) => {
    const thing = readThing(words);
    return async (keeper, io) => {
      const version = await versionOf(keeper, thing, values);
      tell(io, (await changeThings(keeper, [{ action: 'retire', ...thing, version }])).changes);
    };
  },
  restore: (words, values) => {
    const thing = readThing(words);
    if (values.version === undefined)
      throw new UsageError('Name the version, which `thing history` tells: --version N.');
    const version = readNumber(values.version, '--version');
    return async (keeper, io) =>
      tell(io, (await changeThings(keeper, [{ action: 'restore', ...thing, version }])).changes);
  },
  history: (words, values) => {
    const thing = words.length === 0 ? null : readThing(words);
    return async ({ db }, io) => {
      const filter = { ...ANY_CHANGE, layer: thing?.layer ?? null, thing: thing?.id ?? null };
      const changes = await listChanges(db, db.scope.county, filter, null, MOST_LINES);
      if (values.json) io.out(JSON.stringify(changes, null, 2));
      else tell(io, changes);
    };
  },
  undo: ([set, ...more]) => {
    const parsed = z.uuid().safeParse(set);
    if (!parsed.success || more.length > 0) throw new UsageError('Name one change set, as `thing history` prints it.');
    return async (keeper, io) => tell(io, (await undoChanges(keeper, parsed.data)).changes);
  },
};

function readThing([layer, id, ...more]: string[]) {
  const parsed = editLayer.safeParse(layer);
  if (!parsed.success) throw new UsageError(`Name a layer: ${EDIT_LAYERS.join(', ')}.`);
  if (id === undefined || more.length > 0) throw new UsageError('Name one thing by its id.');
  return { layer: parsed.data, id: readNumber(id, 'the id') };
}

function readNumber(word: string, what: string): number {
  if (!/^\d{1,15}$/.test(word)) throw new UsageError(`${what} is "${word}", not a whole number.`);
  return Number(word);
}

function readFields({ set }: Values): unknown {
  if (set === undefined) throw new UsageError('Say what it is to have: --set JSON.');
  try {
    return JSON.parse(set);
  } catch {
    throw new UsageError(`--set is no JSON: ${set.slice(0, 60)}`);
  }
}

/** The same form as over HTTP. */
function readChange(change: object): AskedChange {
  const parsed = askedChanges.safeParse({ changes: [change] });
  if (parsed.success) return parsed.data.changes[0]!;
  const { path, message } = parsed.error.issues[0]!;
  throw new InputError(`${path.slice(2).join('.') || 'The change'}: ${message}.`);
}

async function versionOf(keeper: Keeper, { layer, id }: ReturnType<typeof readThing>, { version }: Values) {
  return version === undefined ? (await readRecord(keeper, layer, id)).version : readNumber(version, '--version');
}

function tell(io: CommandIo, changes: readonly ThingChange[]): void {
  for (const { at, action, layer, thing, name, version, changeSet, undone } of changes)
    io.out(
      `${at.slice(0, 19)}Z ${action} ${layer} ${thing}${name ? ` ${name}` : ''}, version ${version}, set ${changeSet}${undone ? ', taken back' : ''}`,
    );
  if (changes.length === 0) io.out('Nothing has changed.');
}
