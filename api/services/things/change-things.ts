import { isDeepStrictEqual } from 'node:util';
import {
  type AskedChange,
  type ChangesDone,
  EDIT_LAYERS,
  type EditLayer,
  type ThingChange,
  type ThingRecord,
} from '../../contract/thing-edits.ts';
import type { Tx } from '../../db/database.ts';
import { type EditRow, readEditRows } from '../../db/thing-edits.ts';
import { reserveIds } from '../../db/things.ts';
import { ProblemError } from '../../problems.ts';
import { checkFields, outsideRegion, type ToCheck } from './check-fields.ts';
import { completeFields } from './complete-fields.ts';
import { type Keeper, noSuchThing } from './keeper.ts';
import { type ReadyChange, returningOf, takeTurn, writeChanges } from './write-changes.ts';

/** @throws ProblemError 'not-found' */
export async function readRecord({ db }: Pick<Keeper, 'db'>, layer: EditLayer, id: number): Promise<ThingRecord> {
  const { county, role } = db.scope;
  const row = (await readEditRows(db, county, layer, [id])).get(id);
  if (!row) throw noSuchThing(county, layer, id);
  const { version, own, lng, lat, fields } = row;
  const editable = own && (role === 'admin' || role === 'desk');
  return { layer, id, version, editable, place: lng === null || lat === null ? null : [lng, lat], fields };
}

/**
 * Makes, changes, retires and restores things: all that is asked, or nothing. What follows from where they lie follows.
 *
 * @throws ProblemError with the `step`, the index of the change that cannot be made: 'not-found', 'stale-version',
 *   'forbidden' outside the own region, 'invalid-edit' for a shape, 'rejected-by-rule' for what is named
 */
export function changeThings(
  keeper: Keeper,
  asked: readonly AskedChange[],
  cause: ThingChange['cause'] = 'hand',
): Promise<ChangesDone> {
  refuseTwice(asked);
  const { db } = keeper;
  return db.transaction(async (tx) => {
    await takeTurn(tx, db.scope.county);
    const ready = await makeReady(tx, db.scope.county, asked);
    return writeChanges(tx, keeper, ready, { cause, action: 'things.change', follow: true });
  });
}

function refuseTwice(asked: readonly AskedChange[]): void {
  const seen = new Set<string>();
  for (const [step, change] of asked.entries()) {
    if (change.action === 'create') continue;
    const key = `${change.layer} ${change.id}`;
    if (seen.has(key))
      throw new ProblemError('invalid-request', `The ${key} is changed twice; send one change of each thing.`, {
        step,
      });
    seen.add(key);
  }
}

async function makeReady(tx: Tx, county: string, asked: readonly AskedChange[]): Promise<ReadyChange[]> {
  const known = await knownRows(tx, county, asked);
  const fresh = await freshIds(tx, asked);
  const ready: ReadyChange[] = [];
  const toCheck: ToCheck[] = [];
  for (const [step, change] of asked.entries()) {
    const { action, layer } = change;
    if (action === 'restore') {
      ready.push({
        step,
        action,
        layer,
        id: change.id,
        version: change.version,
        before: null,
        fields: null,
        undoes: null,
      });
      continue;
    }
    const before = action === 'create' ? null : requireRow(county, step, change, known.get(layer)!.get(change.id));
    const id = action === 'create' ? fresh.get(layer)!.shift()! : change.id;
    const head = { step, action, layer, id, version: before?.version ?? 1, before, undoes: null };
    if (action === 'retire') {
      ready.push({ ...head, fields: null });
      continue;
    }
    const fields = atStep(step, () => completeFields(layer, before?.fields ?? null, change.fields));
    if (before && isDeepStrictEqual(before.fields, fields)) continue; // so already
    toCheck.push({ step, layer, fields, before: before?.fields ?? null, said: new Set(Object.keys(change.fields)) });
    ready.push({ ...head, fields });
  }
  await checkFields(tx, county, toCheck, returningOf(ready));
  return ready;
}

async function knownRows(
  tx: Tx,
  county: string,
  asked: readonly AskedChange[],
): Promise<Map<EditLayer, Map<number, EditRow>>> {
  const known = new Map<EditLayer, Map<number, EditRow>>();
  for (const layer of EDIT_LAYERS) {
    const ids = asked.flatMap((change) =>
      change.layer === layer && (change.action === 'change' || change.action === 'retire') ? [change.id] : [],
    );
    known.set(layer, await readEditRows(tx, county, layer, ids));
  }
  return known;
}

async function freshIds(tx: Tx, asked: readonly AskedChange[]): Promise<Map<EditLayer, number[]>> {
  const fresh = new Map<EditLayer, number[]>();
  for (const layer of EDIT_LAYERS) {
    const count = asked.filter((change) => change.action === 'create' && change.layer === layer).length;
    if (count > 0) fresh.set(layer, await reserveIds(tx, layer, count));
  }
  return fresh;
}

function requireRow(
  county: string,
  step: number,
  { layer, id, version }: { layer: EditLayer; id: number; version: number },
  row: EditRow | undefined,
): EditRow {
  if (!row) throw noSuchThing(county, layer, id, step);
  if (!row.own) throw outsideRegion(step, layer);
  if (row.version !== version)
    throw new ProblemError('stale-version', `Somebody changed the ${layer} ${id} meanwhile; look at it again.`, {
      ...{ currentVersion: row.version, step },
    });
  return row;
}

/** A refusal tells which of the changes it is about. */
function atStep<T>(step: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ProblemError) throw new ProblemError(error.type, error.message, { ...error.extras, step });
    throw error;
  }
}
