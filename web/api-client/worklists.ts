import {
  type EditLayer,
  type Worklist,
  type WorklistKind,
  type Worklists,
  worklist,
  worklists,
} from '../../api/contract/thing-edits.ts';
import { queryString, request } from './http.ts';

/** How many things stand in each list, and of what. */
export const getWorklists = (county: string, signal?: AbortSignal): Promise<Worklists> =>
  request(`/api/counties/${county}/worklists`, worklists, { signal });

/** @param after  `next` of the page before; null = the first */
export const getWorklist = (
  county: string,
  kind: WorklistKind,
  layer: EditLayer | 'region' | null,
  after: string | null,
  signal?: AbortSignal,
): Promise<Worklist> =>
  request(`/api/counties/${county}/worklists/${kind}${queryString({ layer, after })}`, worklist, { signal });
