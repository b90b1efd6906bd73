import { QueryCache, QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import type { Geometry } from 'geojson';
import { useMemo } from 'react';
import { getCounties, getCounty, getRegions } from '../api-client/counties.ts';
import { getHealth } from '../api-client/health.ts';
import { ApiError, noticeOf } from '../api-client/http.ts';
import { getUnlocated, inspect } from '../api-client/things.ts';
import { boundsOf } from './bounds.ts';
import { type LayerVisibility, presentLayers } from './layer-keys.ts';
import type { Selection } from './selection.ts';
import { store, useApp } from './store.ts';

const MINUTE = 60_000;

/** What the server said, kept while it is fresh. A 401 anywhere sends the person back to the door. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (noticeOf(error).type === 'not-signed-in') store.getState().expireSession();
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: MINUTE,
      gcTime: 10 * MINUTE,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && isWorthRetrying(error),
    },
  },
});

const isWorthRetrying = (error: unknown): boolean =>
  error instanceof ApiError && ['offline', 'busy', 'internal'].includes(error.notice.type);

export const countiesQuery = () =>
  queryOptions({ queryKey: ['counties'], queryFn: ({ signal }) => getCounties(signal) });

export const countyQuery = (code: string, date: string | null) =>
  queryOptions({ queryKey: ['county', code, date], queryFn: ({ signal }) => getCounty(code, date, signal) });

export const regionsQuery = (code: string, date: string | null) =>
  queryOptions({ queryKey: ['regions', code, date], queryFn: ({ signal }) => getRegions(code, date, signal) });

export const inspectionQuery = (code: string, target: Selection, date: string | null) =>
  queryOptions({
    queryKey: ['inspection', code, target.layer, target.id, date],
    queryFn: ({ signal }) => inspect(code, target.layer, target.id, date, signal),
  });

export const unlocatedQuery = (code: string, layer: string, date: string | null) =>
  queryOptions({
    queryKey: ['unlocated', code, layer, date],
    queryFn: ({ signal }) => getUnlocated(code, layer, date, signal),
  });

/** Signed in, and the first map stands: on a small server the lists would only delay it. */
const useMayAsk = () => useApp((state) => state.session.kind === 'signed-in' && state.mapDrawn);

export function useCounties() {
  const signedIn = useApp((state) => state.session.kind === 'signed-in');
  return useQuery({ ...countiesQuery(), enabled: signedIn });
}

/** The county on the screen, as of the date on the screen. */
export function useCounty() {
  const code = useApp((state) => state.county);
  const date = useApp((state) => state.date);
  const mayAsk = useMayAsk();
  return useQuery({ ...countyQuery(code ?? '', date), enabled: code !== null && mayAsk });
}

/** The layers that are on and that the county has. */
export function usePresentLayers(): LayerVisibility {
  const layers = useApp((state) => state.layers);
  const counts = useCounty().data?.counts;
  return useMemo(() => presentLayers(layers, counts), [layers, counts]);
}

/** The same, asked once, where no component is. */
export function readPresentLayers(): LayerVisibility {
  const { county, date, layers } = store.getState();
  const known = county ? queryClient.getQueryData(countyQuery(county, date).queryKey) : undefined;
  return presentLayers(layers, known?.counts);
}

export function useRegions() {
  const code = useApp((state) => state.county);
  const date = useApp((state) => state.date);
  const mayAsk = useMayAsk();
  return useQuery({ ...regionsQuery(code ?? '', date), enabled: code !== null && mayAsk });
}

/** What stands behind `target`; the previous answer is not shown meanwhile, it would be another thing's. */
export function useInspection(target: Selection | null) {
  const code = useApp((state) => state.county);
  const date = useApp((state) => state.date);
  const mayAsk = useMayAsk();
  return useQuery({
    ...inspectionQuery(code ?? '', target ?? { layer: 'region', id: 0 }, date),
    enabled: code !== null && target !== null && mayAsk,
  });
}

/** Brings what is selected into view; nothing happens while nothing is. */
export function flyToSelection(): void {
  const { county, date, selection, flyTo } = store.getState();
  if (!county || !selection) return;
  const known = queryClient.getQueryData(inspectionQuery(county, selection, date).queryKey);
  if (known) flyTo(boundsOf(known.geometry as Geometry));
}

/** After a change on the server (an import): everything of the county is asked again. */
export function refreshCounty(): Promise<void> {
  store.getState().noteDataChange();
  return queryClient.invalidateQueries();
}

/** Asked again every few seconds while demo counties are still being loaded; a county that has arrived shows at once. */
export function useHealth() {
  const mayAsk = useMayAsk();
  return useQuery({
    enabled: mayAsk,
    queryKey: ['health'],
    queryFn: async ({ signal }) => {
      const health = await getHealth(signal);
      const known = queryClient.getQueryData<{ dataVersion: number }>(['health']);
      if (known && known.dataVersion !== health.dataVersion)
        void queryClient.invalidateQueries({ queryKey: ['counties'] });
      return health;
    },
    refetchInterval: (query) => (query.state.data?.status === 'loading' ? 4000 : false),
  });
}
