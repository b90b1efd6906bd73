import { queryOptions, useQuery } from '@tanstack/react-query';
import { create } from 'zustand';
import type { BaseMap } from '../../api/contract/base-maps.ts';
import { getBaseMaps } from '../api-client/base-maps.ts';
import { useApp } from './store.ts';

const baseMapsQuery = () =>
  queryOptions({
    queryKey: ['base-maps'],
    queryFn: ({ signal }) => getBaseMaps(signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

const NONE: readonly BaseMap[] = [];

/** The raster maps that the server offers; asked once the first map stands. */
export function useBaseMaps(): readonly BaseMap[] {
  const mayAsk = useApp((state) => state.session.kind === 'signed-in' && state.mapDrawn);
  return useQuery({ ...baseMapsQuery(), enabled: mayAsk }).data ?? NONE;
}

/** The one this person has chosen, if the server still offers it. */
export function useBaseMap(): BaseMap | null {
  const chosen = useApp((state) => state.preferences.baseMap);
  return useBaseMaps().find(({ id }) => id === chosen) ?? null;
}

/** Whether the last tile of the base map could not be had. */
export const baseMapAway = create<{ away: boolean }>(() => ({ away: false }));
