import {
  type AskedChange,
  type ChangesDone,
  changesDone,
  type EditLayer,
  type ThingChanges,
  type ThingPatch,
  type ThingRecord,
  type ThingRecords,
  thingChanges,
  thingRecord,
  thingRecords,
  type WorklistKind,
} from '../../api/contract/thing-edits.ts';
import { queryString, request } from './http.ts';

const thingPath = (county: string, layer: EditLayer, id: number): string =>
  `/api/counties/${county}/things/${layer}/${id}`;

/** A thing as it stands, with all that can be given of it. */
export const getRecord = (county: string, layer: EditLayer, id: number, signal?: AbortSignal): Promise<ThingRecord> =>
  request(`${thingPath(county, layer, id)}/record`, thingRecord, { signal });

/** @param fields  what a new one of the layer needs: NEW_THINGS of the contract */
export const createThing = (county: string, layer: EditLayer, fields: ThingPatch): Promise<ChangesDone> =>
  request(`/api/counties/${county}/things/${layer}`, changesDone, { method: 'POST', body: { fields } });

/** @throws ApiError `stale-version` when somebody else changed it since `version` */
export const changeThing = (
  county: string,
  { layer, id, version }: Pick<ThingRecord, 'layer' | 'id' | 'version'>,
  fields: ThingPatch,
): Promise<ChangesDone> =>
  request(thingPath(county, layer, id), changesDone, { method: 'PATCH', body: { version, fields } });

/** @throws ApiError `stale-version` when somebody else changed it since `version` */
export const retireThing = (
  county: string,
  { layer, id, version }: Pick<ThingRecord, 'layer' | 'id' | 'version'>,
): Promise<ChangesDone> =>
  request(`${thingPath(county, layer, id)}/retire`, changesDone, { method: 'POST', body: { version } });

/** Which things a table takes: those of a region, of a worklist, or all of the layer. */
export interface RecordsAsked {
  readonly layer: EditLayer;
  readonly region: number | null;
  readonly list: WorklistKind | null;
}

/** Things for a table, without what is drawn; by id, `after` the last of the page before. */
export const getRecords = (
  county: string,
  asked: RecordsAsked,
  after: number | null,
  signal?: AbortSignal,
): Promise<ThingRecords> =>
  request(`/api/counties/${county}/thing-records${queryString({ ...asked, after })}`, thingRecords, { signal });

/** Many at once, all or none; the `step` of a notice says which one cannot be made. */
export const changeThings = (county: string, changes: readonly AskedChange[]): Promise<ChangesDone> =>
  request(`/api/counties/${county}/thing-changes`, changesDone, { method: 'POST', body: { cause: 'table', changes } });

/** @throws ApiError `conflict` with what was changed since */
export const undoChanges = (county: string, changeSet: string): Promise<ChangesDone> =>
  request(`/api/counties/${county}/thing-changes/${changeSet}/undo`, changesDone, { method: 'POST' });

/** What was done to one thing, newest first. */
export const getHistory = (
  county: string,
  layer: EditLayer,
  id: number,
  after: number | null,
  signal?: AbortSignal,
): Promise<ThingChanges> =>
  request(`${thingPath(county, layer, id)}/history${queryString({ after })}`, thingChanges, { signal });

/** What was done to things of the county, newest first. */
export const getThingChanges = (county: string, after: number | null, signal?: AbortSignal): Promise<ThingChanges> =>
  request(`/api/counties/${county}/thing-changes${queryString({ after })}`, thingChanges, { signal });
