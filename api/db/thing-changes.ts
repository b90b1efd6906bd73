import type { EditLayer, ThingAction, ThingChange, ThingFields } from '../contract/thing-edits.ts';
import type { Db, Tx } from './database.ts';
import { sql } from './sql.ts';

/** A line of the history, before it has a number. */
export interface NewChange {
  layer: EditLayer;
  thing: number;
  name: string;
  action: ThingAction;
  before: ThingFields | null;
  after: ThingFields | null;
  version: number;
  undoes: number | null;
  lng: number | null;
  lat: number | null;
}

/** Appends to the history, in the order given; rows are never changed. */
export async function insertChanges(
  tx: Tx,
  county: string,
  by: { account: string | null; name: string; cause: ThingChange['cause'] },
  changeSet: string,
  changes: readonly NewChange[],
): Promise<void> {
  await tx.query(sql`
    insert into thing_change (county, change_set, account, account_name, cause, thing, thing_id, name, action, before, after,
                              version, undoes, place)
    select ${county}, ${changeSet}::uuid, ${by.account}, ${by.name}, ${by.cause}, layer, thing, name, action, before, after,
           version, undoes, st_setsrid(st_makepoint(lng, lat), 4326)
      from jsonb_to_recordset(${JSON.stringify(changes.map((change, place) => ({ ...change, place })))}::jsonb) as given (
             place integer, layer text, thing bigint, name text, action text, before jsonb, after jsonb, version integer,
             undoes bigint, lng float8, lat float8)
     order by place`);
}

/** Which lines of the history; null = any. */
export interface ChangeFilter {
  layer: EditLayer | null;
  thing: number | null;
  action: ThingAction | null;
  changeSet: string | null;
}
export const ANY_CHANGE: ChangeFilter = { layer: null, thing: null, action: null, changeSet: null };

/** Newest first, those before `after` (null = from the newest). */
export async function listChanges(
  db: Db,
  county: string,
  { layer, thing, action, changeSet }: ChangeFilter,
  after: number | null,
  limit: number,
): Promise<ThingChange[]> {
  type Row = Omit<ThingChange, 'place' | 'at'> & { at: Date; lng: number | null; lat: number | null };
  const { rows } = await db.query<Row>(sql`
    select id, change_set as "changeSet", at, account_name as "accountName", thing as layer, thing_id as thing, name, action,
           before, after, version, undoes, cause, st_x(place) as lng, st_y(place) as lat,
           exists (select from thing_change inverse
                    where inverse.county = ${county} and inverse.undoes = thing_change.id
                      and not exists (select from thing_change again
                                       where again.county = ${county} and again.undoes = inverse.id)) as undone
      from thing_change
     where county = ${county} and id < coalesce(${after}::bigint, 9223372036854775807)
       and thing = coalesce(${layer}, thing) and thing_id = coalesce(${thing}::bigint, thing_id)
       and action = coalesce(${action}, action) and change_set = coalesce(${changeSet}::uuid, change_set)
     order by id desc limit ${limit}`);
  return rows.map(({ lng, lat, at, ...change }) => ({
    ...change,
    at: new Date(at).toISOString(),
    place: lng === null || lat === null ? null : [lng, lat],
  }));
}
