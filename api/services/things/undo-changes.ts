import { isDeepStrictEqual } from 'node:util';
import {
  type ChangesDone,
  EDIT_LAYERS,
  type EditLayer,
  MOST_CHANGES,
  type ThingChange,
} from '../../contract/thing-edits.ts';
import type { Tx } from '../../db/database.ts';
import { ANY_CHANGE, listChanges } from '../../db/thing-changes.ts';
import { type EditRow, readEditRows } from '../../db/thing-edits.ts';
import { ProblemError } from '../../problems.ts';
import { checkFields } from './check-fields.ts';
import type { Keeper } from './keeper.ts';
import { type ReadyChange, returningOf, takeTurn, writeChanges } from './write-changes.ts';

/** A set has what was asked for, and what followed from it. */
const MOST_LINES = 10 * MOST_CHANGES;

/**
 * Takes back all that was done under a change set, as changes of today; they can be taken back again. Fields that were
 * changed since stand in the way, others do not.
 *
 * @throws ProblemError 'not-found' without such a set, 'conflict' with what was changed since
 */
export function undoChanges(keeper: Keeper, changeSet: string): Promise<ChangesDone> {
  const { db } = keeper;
  const { county } = db.scope;
  return db.transaction(async (tx) => {
    await takeTurn(tx, county);
    const lines = await listChanges(tx, county, { ...ANY_CHANGE, changeSet }, null, MOST_LINES);
    if (lines.length === 0)
      throw new ProblemError('not-found', `County ${county} has no change set ${changeSet} that you may see.`, {
        reason: 'no-change-set',
      });
    const rows = await currentRows(tx, county, lines);
    const inverses = lines.map((line, step) => inverseOf(line, step, rows.get(line.layer)!.get(line.thing) ?? null));
    await checkFields(
      tx,
      county,
      inverses.flatMap(({ step, layer, fields, before }) =>
        fields ? [{ step, layer, fields, before: before?.fields ?? null, said: new Set<string>() }] : [],
      ),
      returningOf(inverses),
    );
    return writeChanges(tx, keeper, inverses, {
      cause: 'hand',
      action: 'things.undo',
      object: changeSet,
      follow: false,
    });
  });
}

async function currentRows(
  tx: Tx,
  county: string,
  lines: readonly ThingChange[],
): Promise<Map<EditLayer, Map<number, EditRow>>> {
  const rows = new Map<EditLayer, Map<number, EditRow>>();
  for (const layer of EDIT_LAYERS) {
    const ids = lines.flatMap((line) => (line.layer === layer ? [line.thing] : []));
    rows.set(layer, await readEditRows(tx, county, layer, ids));
  }
  return rows;
}

function inverseOf(line: ThingChange, step: number, row: EditRow | null): ReadyChange {
  const { layer, thing: id, action, version, undoes: _, before, after } = line;
  const head = { step, layer, id, undoes: line.id };
  if (action === 'retire') {
    if (row) throw changedSince(line, step, 'restored');
    return { ...head, action: 'restore', version, before: null, fields: null };
  }
  if (!row) throw changedSince(line, step, 'retired');
  const differing = Object.keys(after ?? {}).filter((key) => !isDeepStrictEqual(row.fields[key], after![key]));
  if (differing.length > 0) throw changedSince(line, step, differing.join(', '));
  if (action === 'create' || action === 'restore')
    return { ...head, action: 'retire', version: row.version, before: row, fields: null };
  return { ...head, action: 'change', version: row.version, before: row, fields: { ...row.fields, ...before } };
}

const changedSince = ({ layer, thing, name, place }: ThingChange, step: number, what: string): ProblemError =>
  new ProblemError(
    'conflict',
    `The ${layer} ${thing} was changed since (${what}); take that back first, or correct the thing itself.`,
    {
      ...{ reason: 'changed-since', values: { layer, id: thing, name, what }, step },
      ...(place ? { at: place } : {}),
    },
  );
