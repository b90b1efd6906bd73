import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  type ChangesDone,
  EDIT_LAYERS,
  type EditLayer,
  type ThingAction,
  type ThingChange,
  type ThingFields,
} from '../../contract/thing-edits.ts';
import { writeAudit } from '../../db/audit.ts';
import type { Tx } from '../../db/database.ts';
import { ANY_CHANGE, insertChanges, listChanges, type NewChange } from '../../db/thing-changes.ts';
import {
  type EditRow,
  findCircle,
  insertEdited,
  isImporting,
  readEditRows,
  readThingsAround,
  setInUse,
  settleThings,
  updateEdited,
  waitForTurn,
} from '../../db/thing-edits.ts';
import { ProblemError } from '../../problems.ts';
import type { Keeper } from './keeper.ts';

/** A change that has been checked: all fields that the thing is to have, or none where it is taken out of use or back. */
export interface ReadyChange {
  step: number;
  action: 'create' | 'change' | 'retire' | 'restore';
  layer: EditLayer;
  id: number;
  /** that it has before; of a new thing 1 */
  version: number;
  before: EditRow | null;
  fields: ThingFields | null;
  undoes: number | null;
}

/** Why, and whether what follows from the change is to follow: where one is taken back, that is among it already. */
export interface Occasion {
  cause: ThingChange['cause'];
  action: 'things.change' | 'things.undo';
  object?: string;
  follow: boolean;
}

/** What changes bring back, as `layer id`. */
export const returningOf = (changes: readonly ReadyChange[]): Set<string> =>
  new Set(changes.flatMap(({ action, layer, id }) => (action === 'restore' ? [`${layer} ${id}`] : [])));

/**
 * Waits for whoever changes things of the county at this moment; refused while an import is being written, which has
 * counted beforehand.
 *
 * @throws ProblemError 'conflict'
 */
export async function takeTurn(tx: Tx, county: string): Promise<void> {
  await waitForTurn(tx, county);
  if (await isImporting(tx))
    throw new ProblemError('conflict', 'An import is being written to this county; try again in a moment.', {
      reason: 'county-importing',
    });
}

/**
 * Writes changes in the transaction given: the things, where they lie, what is counted there, their history and a line of
 * the audit log.
 *
 * @throws ProblemError 'stale-version' for a thing that was changed meanwhile; the transaction must not be committed then
 */
export async function writeChanges(
  tx: Tx,
  { db, name }: Keeper,
  changes: readonly ReadyChange[],
  occasion: Occasion,
): Promise<ChangesDone> {
  const { county, account = null, role } = db.scope;
  const changeSet = randomUUID();
  if (changes.length === 0) return { changeSet, changes: [] };
  const written = await writeThings(tx, county, changes);
  if (occasion.follow) written.push(...(await followOutlines(tx, county, written, changes.length)));
  await refuseCircle(tx, county, written);
  await settle(tx, written);
  await insertChanges(
    tx,
    county,
    { account, name, cause: occasion.cause },
    changeSet,
    written.map((each) => lineOf(each)),
  );
  const { action, object = changeSet } = occasion;
  await writeAudit(tx, { county, account, role, action, object, detail: { changeSet, ...countsOf(written) } });
  const done = await listChanges(tx, county, { ...ANY_CHANGE, changeSet }, null, written.length);
  return { changeSet, changes: done.reverse() };
}

interface Written extends ReadyChange {
  after: EditRow | null;
}

async function writeThings(tx: Tx, county: string, changes: readonly ReadyChange[]): Promise<Written[]> {
  const afterOf = new Map<ReadyChange, EditRow | null>();
  for (const layer of EDIT_LAYERS) {
    const own = changes.filter((change) => change.layer === layer);
    const of = (action: ReadyChange['action']) => own.filter((change) => change.action === action);
    const filled = (some: readonly ReadyChange[]) =>
      some.map(({ id, version, fields }) => ({ id, version, fields: fields! }));
    await insertEdited(tx, county, layer, filled(of('create')));
    requireAll(of('change'), await updateEdited(tx, county, layer, filled(of('change'))));
    requireAll(of('retire'), await setInUse(tx, layer, false, of('retire')));
    requireAll(of('restore'), await setInUse(tx, layer, true, of('restore')));
    const rows = await readEditRows(
      tx,
      county,
      layer,
      own.map(({ id }) => id),
    );
    for (const change of own) afterOf.set(change, rows.get(change.id) ?? null);
  }
  return changes.map((change) => ({ ...change, after: afterOf.get(change) ?? null }));
}

function requireAll(changes: readonly ReadyChange[], done: ReadonlySet<number>): void {
  const missed = changes.find(({ id }) => !done.has(id));
  if (missed)
    throw new ProblemError(
      'stale-version',
      `Somebody changed the ${missed.layer} ${missed.id} meanwhile, or it lies outside the own region; look at it again.`,
      { step: missed.step },
    );
}

/** Things that lie in outlines which are new or other ones belong to what they lie in now. */
async function followOutlines(tx: Tx, county: string, written: readonly Written[], step: number): Promise<Written[]> {
  const outlines = written.flatMap(({ layer, id, before, after }) =>
    (layer === 'compound' || layer === 'building') && after && isMoved(before, after)
      ? [{ layer, id, oldOutline: before?.fields.geometry ?? null }]
      : [],
  );
  const asked = new Set(written.map(({ layer, id }) => `${layer} ${id}`));
  const around = (await readThingsAround(tx, outlines)).filter(({ layer, id }) => !asked.has(`${layer} ${id}`));
  const changes: ReadyChange[] = [];
  for (const layer of EDIT_LAYERS) {
    const linksOf = new Map<number, ThingFields>();
    for (const { id, link, belongsTo } of around.filter((each) => each.layer === layer))
      linksOf.set(id, { ...linksOf.get(id), [link]: belongsTo });
    for (const [id, before] of await readEditRows(tx, county, layer, [...linksOf.keys()])) {
      const fields = { ...before.fields, ...linksOf.get(id) };
      changes.push({ step, action: 'change', layer, id, version: before.version, before, fields, undoes: null });
    }
  }
  return writeThings(tx, county, changes);
}

async function refuseCircle(tx: Tx, county: string, written: readonly Written[]): Promise<void> {
  const orgs = written.filter(({ layer, after }) => layer === 'party_org' && after?.fields.parent != null);
  if (orgs.length === 0) return;
  const circled = await findCircle(
    tx,
    county,
    orgs.map(({ id }) => id),
  );
  if (circled === null) return;
  throw new ProblemError(
    'rejected-by-rule',
    `The party organization ${circled} would stand above itself; choose another one above it.`,
    { reason: 'own-superior', step: orgs.find(({ id }) => id === circled)?.step ?? 0 },
  );
}

const isMoved = (before: EditRow | null, after: EditRow): boolean =>
  before === null ||
  !isDeepStrictEqual(before.fields.geometry, after.fields.geometry) ||
  !isDeepStrictEqual(before.fields.innerPoint, after.fields.innerPoint);

const COUNTED = ['households', 'residents', 'estimated'];
const isCountedAnew = ({ layer, before, after }: Written): boolean =>
  layer === 'building' && (after === null || COUNTED.some((field) => before?.fields[field] !== after.fields[field]));

async function settle(tx: Tx, written: readonly Written[]): Promise<void> {
  for (const layer of EDIT_LAYERS) {
    const own = written.filter((each) => each.layer === layer);
    const moved = own.filter(({ before, after }) => after !== null && isMoved(before, after));
    const counted = own.filter((each) => isCountedAnew(each) && !moved.includes(each));
    const ids = (some: readonly Written[]) => some.map(({ id }) => id);
    await settleThings(tx, layer, ids(moved), true);
    await settleThings(tx, layer, ids(counted), false);
  }
}

function lineOf({ layer, id, action, version, before, after, undoes }: Written): NewChange {
  const shown = after ?? before!;
  return {
    ...{ layer, thing: id, name: shown.name, undoes, lng: shown.lng, lat: shown.lat },
    version: action === 'create' ? version : version + 1,
    ...(action === 'change'
      ? differing(before!, after!)
      : { action, before: before?.fields ?? null, after: after?.fields ?? null }),
  };
}

/** Of a change the fields that differ. */
function differing(before: EditRow, after: EditRow): Pick<NewChange, 'action' | 'before' | 'after'> {
  const fields = Object.keys(after.fields).filter((key) => !isDeepStrictEqual(before.fields[key], after.fields[key]));
  const pick = (row: EditRow): ThingFields => Object.fromEntries(fields.map((key) => [key, row.fields[key]]));
  return { action: isMoved(before, after) ? 'move' : 'change', before: pick(before), after: pick(after) };
}

/** What the audit log tells: how many of which, not what; that stands in the history. */
function countsOf(written: readonly Written[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { layer, action } of written) {
    const key: `${EditLayer}.${ThingAction}` = `${layer}.${action}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
