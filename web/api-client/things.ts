import { type Inspection, inspection, type Unlocated, unlocated } from '../../api/contract/things.ts';
import type { ThingLayer } from '../../api/contract/words.ts';
import { queryString, request } from './http.ts';

export type InspectedLayer = ThingLayer | 'region';

/** What stands behind one region or thing. */
export function inspect(
  county: string,
  layer: InspectedLayer,
  id: number,
  date: string | null,
  signal?: AbortSignal,
): Promise<Inspection> {
  const path = layer === 'region' ? `regions/${id}` : `things/${layer}/${id}`;
  return request(`/api/counties/${county}/${path}${queryString({ date })}`, inspection, { signal });
}

/** Things of a layer that lie in no block. */
export const getUnlocated = (
  county: string,
  layer: string,
  date: string | null,
  signal?: AbortSignal,
): Promise<Unlocated> =>
  request(`/api/counties/${county}/unlocated${queryString({ layer, date })}`, unlocated, { signal });
