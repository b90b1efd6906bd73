import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Health } from '../../../api/contract/health.ts';
import { getHealth } from '../../api-client/health.ts';
import { useApp } from '../../state/store.ts';

const EVERY_MS = 2000;
/** A first start listens a moment before it knows what it will load. */
const LOOKS = 4;

/** What a demo that starts still loads; the session is asked anew meanwhile, so that whoever waits gets in by themselves. */
export function useDemoLoading(isWaiting: boolean): Health['loading'] {
  const loadSession = useApp((state) => state.loadSession);
  const { data, dataUpdatedAt } = useQuery({
    enabled: isWaiting,
    queryKey: ['health', 'door'],
    queryFn: ({ signal }) => getHealth(signal),
    refetchInterval: ({ state }) =>
      state.data?.status === 'loading' || state.dataUpdateCount < LOOKS ? EVERY_MS : false,
  });
  useEffect(() => {
    if (isWaiting && dataUpdatedAt > 0) void loadSession();
  }, [isWaiting, dataUpdatedAt, loadSession]);
  return isWaiting ? (data?.loading ?? []) : [];
}
