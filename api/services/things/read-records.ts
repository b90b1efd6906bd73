import type { EditLayer, ThingRecord, ThingRecords, WorklistKind } from '../../contract/thing-edits.ts';
import type { ScopedDatabase } from '../../db/database.ts';
import { type EditRow, readEditRows } from '../../db/thing-edits.ts';
import { listOwnIds } from '../../db/thing-records.ts';
import { readWorklist, type WorklistGround } from '../../db/worklists.ts';

/** Which things of a layer a table takes: those of a region or of a worklist; else all. */
export interface RecordsAsked {
  layer: EditLayer;
  region: number | null;
  list: WorklistKind | null;
  after: number;
}

/** Outlines make a record large, and no table shows them. */
const DRAWN: readonly string[] = ['geometry', 'outline', 'walls', 'gates', 'innerPoint'];

/** A page of things with all their fields but what is drawn. */
export async function readRecords(
  db: ScopedDatabase,
  ground: WorklistGround,
  { layer, region, list, after }: RecordsAsked,
  page: number,
): Promise<ThingRecords> {
  const found = list
    ? (await readWorklist(db, ground, list, layer, { layer, id: after }, page + 1)).map(({ id }) => id)
    : await listOwnIds(db, layer, ground, region, after, page + 1);
  const ids = found.slice(0, page);
  const rows = await readEditRows(db, ground.county, layer, ids);
  return {
    records: ids.flatMap((id) => {
      const row = rows.get(id);
      return row ? [recordOf(layer, row)] : [];
    }),
    next: found.length > page ? ids.at(-1)! : null,
  };
}

function recordOf(layer: EditLayer, { id, version, own, lng, lat, fields }: EditRow): ThingRecord {
  return {
    ...{ layer, id, version, editable: own },
    place: lng === null || lat === null ? null : [lng, lat],
    fields: Object.fromEntries(Object.entries(fields).filter(([name]) => !DRAWN.includes(name))),
  };
}
